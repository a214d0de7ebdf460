//! The status of a disk is nothing else: not to ask for instances with, and not to compare with.

use aliyun_ecs::{DescribeDisksDisk, DescribeInstances, DiskStatus};

fn ask() -> DescribeInstances {
    DescribeInstances::new().status(DiskStatus::InUse)
}

fn compare(disk: &DescribeDisksDisk) -> bool {
    disk.multi_attach == DiskStatus::InUse
}

fn main() {}
