//! An instance is never a disk, so they are not compared.

use aliyun_ecs::DescribeDisksDisk;

fn is_itself(disk: &DescribeDisksDisk) -> bool {
    disk.instance_id == disk.disk_id
}

fn main() {}
