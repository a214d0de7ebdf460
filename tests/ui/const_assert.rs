//! A plain assertion fails as well; its message is its own text.

use aliyun_ecs::{Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const _: () = assert!(decide(Operation::StartInstance, LOCKED).is_permitted());

fn main() {}
