//! The id of one kind is not set where another belongs, alone or in a list, from a reply or a
//! handle.

use aliyun_ecs::handle::{Instance, Unknown};
use aliyun_ecs::{DescribeDisks, DescribeDisksDisk};

fn of_reply(disk: &DescribeDisksDisk) -> DescribeDisks {
    DescribeDisks::new().instance_id(disk.disk_id.clone())
}

fn of_handle(instance: &Instance<Unknown>) -> DescribeDisks {
    DescribeDisks::new().disk_ids([instance.id()])
}

fn main() {}
