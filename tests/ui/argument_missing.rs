//! A disk is attached to an instance: both are arguments.

use aliyun_ecs::AttachDisk;

fn attach() -> AttachDisk {
    AttachDisk::new("i-1")
}

fn main() {}
