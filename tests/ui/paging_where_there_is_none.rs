//! DescribeRegions has one page.

use aliyun_ecs::DescribeRegions;

fn first_ten() -> DescribeRegions {
    DescribeRegions::new().page_size(10)
}

fn main() {}
