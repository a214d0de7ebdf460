//! An instance or a network interface joins, not both: each has its constructor.

use aliyun_ecs::JoinSecurityGroup;

fn both() -> JoinSecurityGroup {
    JoinSecurityGroup::instance("sg-1", "i-1").network_interface_id("eni-1")
}

fn main() {}
