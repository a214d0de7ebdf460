//! The operation answers everything at once.
use aliyun_ecs::DescribeRegions;

fn main() {
    let _ = DescribeRegions::new().page_number(2);
}
