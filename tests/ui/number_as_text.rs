//! A number is not a text. What the service takes as text although it is a number takes both.

use aliyun_ecs::{DescribeInstances, RunInstances};
use aliyun_ecs::instances::SystemDisk;

fn both() -> RunInstances {
    let disk = SystemDisk::new().size(40).size("40").size(Some(40)).encrypted(true);
    RunInstances::from_launch_template("lt-1").system_disk(disk)
}

fn page() -> DescribeInstances {
    DescribeInstances::new().page_size("10")
}

fn main() {}
