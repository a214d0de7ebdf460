//! There is no request without one of the alternatives.
use aliyun_ecs::JoinSecurityGroup;

fn main() {
    let _ = JoinSecurityGroup::default();
}
