//! A disk is made in a zone or for an instance.

use aliyun_ecs::CreateDisk;

fn create() -> CreateDisk {
    CreateDisk::in_zone("cn-hangzhou-b").instance_id("i-1")
}

fn main() {}
