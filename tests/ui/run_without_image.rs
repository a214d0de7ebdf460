//! Instances need an image and a type, or a launch template.

use aliyun_ecs::RunInstances;

fn run() -> RunInstances {
    RunInstances::new()
}

fn main() {}
