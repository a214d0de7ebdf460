//! A constant check that the documents contradict, with the reason as its message.

use aliyun_ecs::{Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const _: () = decide(Operation::StartInstance, LOCKED).must_be_permitted();

fn main() {}
