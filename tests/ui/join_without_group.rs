//! A group is required.
use aliyun_ecs::JoinSecurityGroup;

fn main() {
    let _ = JoinSecurityGroup::instance("i-1");
}
