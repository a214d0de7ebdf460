//! `disks` is off here, and so are its operations. The compiler says which feature has them.

use aliyun_ecs::{AttachDisk, DescribeDisks, DescribeDisksResponse};
use aliyun_ecs::disks::DiskStatus;

fn main() {
    let _: (AttachDisk, DescribeDisks, DescribeDisksResponse, DiskStatus);
    let _ = aliyun_ecs::CopySnapshot::new();
    // No feature has it.
    let _ = aliyun_ecs::StopInstences::new(["i-1"]);
}
