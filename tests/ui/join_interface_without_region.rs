//! A network interface needs the region it is in.
use aliyun_ecs::JoinSecurityGroup;

fn main() {
    let _ = JoinSecurityGroup::network_interface("sg-1", "eni-1");
}
