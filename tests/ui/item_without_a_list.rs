//! A list takes a list, also for one item.

use aliyun_ecs::DescribeInstances;

fn one() -> DescribeInstances {
    DescribeInstances::new().instance_ids("i-1")
}

fn tagged() -> DescribeInstances {
    DescribeInstances::new().tag(("team", "storage"))
}

fn main() {}
