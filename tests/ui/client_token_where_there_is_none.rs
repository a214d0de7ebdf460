//! The operation takes no `ClientToken`.
use aliyun_ecs::JoinSecurityGroup;

fn main() {
    let _ = JoinSecurityGroup::instance("sg-1", "i-1").client_token("once");
}
