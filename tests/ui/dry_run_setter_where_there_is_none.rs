//! JoinSecurityGroup has no dry run.

use aliyun_ecs::JoinSecurityGroup;

fn try_it() -> JoinSecurityGroup {
    JoinSecurityGroup::instance("sg-1", "i-1").dry_run(true)
}

fn main() {}
