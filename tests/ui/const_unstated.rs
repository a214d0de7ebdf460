//! No source says what happens: that does not count as permission.

use aliyun_ecs::{Lock, Operation, Situation, decide};

const OVERDUE: Situation = Situation::new().with_instance_lock(Lock::Financial);
const _: () = decide(Operation::AttachKeyPair, OVERDUE).must_be_permitted();

fn main() {}
