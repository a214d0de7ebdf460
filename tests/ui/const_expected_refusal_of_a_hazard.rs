//! A call with a hazard is not refused.

use aliyun_ecs::{Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const _: () = decide(Operation::DeleteInstance, LOCKED).must_be_denied();

fn main() {}
