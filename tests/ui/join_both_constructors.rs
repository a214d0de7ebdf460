//! The constructors do not combine.

use aliyun_ecs::JoinSecurityGroup;

fn both() -> JoinSecurityGroup {
    JoinSecurityGroup::instance("sg-1", "i-1").network_interface("sg-1", "eni-1", "cn-hangzhou")
}

fn main() {}
