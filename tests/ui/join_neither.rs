//! There is no request without a member, hence no default.

use aliyun_ecs::JoinSecurityGroup;

fn nobody() -> JoinSecurityGroup {
    JoinSecurityGroup::default()
}

fn main() {}
