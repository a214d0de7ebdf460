//! A check the other way round: the newest page permits it.

use aliyun_ecs::{Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const _: () = decide(Operation::StopInstance, LOCKED).must_be_denied();

fn main() {}
