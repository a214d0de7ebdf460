//! A constant check of a managed group.

use aliyun_ecs::{Group, Operation, Situation, decide};

const MANAGED: Situation = Situation::new().with_managed_by(ManagedBy::CloudService);
const _: () = decide(Operation::JoinSecurityGroup, MANAGED).must_be_permitted();

fn main() {}
