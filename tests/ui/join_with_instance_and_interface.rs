//! The two alternatives exclude each other.
use aliyun_ecs::JoinSecurityGroup;

fn main() {
    let _ = JoinSecurityGroup::instance("sg-1", "i-1").network_interface_id("eni-1");
}
