//! An instance cannot stand where a disk belongs, however alike the ids are.

use aliyun_ecs::{AttachDisk, DescribeDisksDisk};

fn attach(disk: &DescribeDisksDisk) -> Option<AttachDisk> {
    let (instance_id, disk_id) = (disk.instance_id.clone()?, disk.disk_id.clone()?);
    Some(AttachDisk::new(disk_id, instance_id))
}

fn main() {}
