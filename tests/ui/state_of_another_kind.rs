//! An instance is not in use.

use aliyun_ecs::DescribeInstancesInstance;
use aliyun_ecs::handle::InUse;

fn observe(item: &DescribeInstancesInstance) -> bool {
    item.handle::<InUse>().is_ok()
}

fn main() {}
