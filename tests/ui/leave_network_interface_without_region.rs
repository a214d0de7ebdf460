//! The condition holds for leaving, too.

use aliyun_ecs::LeaveSecurityGroup;

fn nowhere() -> LeaveSecurityGroup {
    LeaveSecurityGroup::network_interface("sg-1", "eni-1")
}

fn main() {}
