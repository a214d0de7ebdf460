//! Something joins a group, so the group is named.

use aliyun_ecs::JoinSecurityGroup;

fn nothing() -> JoinSecurityGroup {
    JoinSecurityGroup::instance("i-1")
}

fn main() {}
