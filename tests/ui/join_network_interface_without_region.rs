//! A network interface joins in a region that is named.

use aliyun_ecs::JoinSecurityGroup;

fn nowhere() -> JoinSecurityGroup {
    JoinSecurityGroup::network_interface("sg-1", "eni-1")
}

fn main() {}
