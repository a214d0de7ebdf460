//! A check in a constant fails at compile time.
use aliyun_ecs::{Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().instance_lock(Lock::Security);
const _: () = decide(Operation::StartInstance, LOCKED).must_be_permitted();

fn main() {}
