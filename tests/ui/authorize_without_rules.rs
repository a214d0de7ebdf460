//! A group is not opened without saying for whom.

use aliyun_ecs::AuthorizeSecurityGroup;

fn open() -> AuthorizeSecurityGroup {
    AuthorizeSecurityGroup::new("sg-1")
}

fn main() {}
