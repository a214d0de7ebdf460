//! A handle stands for the id of its own kind only.

use aliyun_ecs::handle::{Disk, Unknown};
use aliyun_ecs::{CreateSnapshot, StartInstance};

fn snapshot(disk: &Disk<Unknown>) -> CreateSnapshot {
    CreateSnapshot::new(disk)
}

fn start(disk: &Disk<Unknown>) -> StartInstance {
    StartInstance::new(disk)
}

fn main() {}
