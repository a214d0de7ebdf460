//! Whether the disk is in use decides, and the check does not say.

use aliyun_ecs::{Lock, Operation, Situation, decide};

const LOCKED: Situation = Situation::new().with_instance_lock(Lock::Security);
const _: () = decide(Operation::DetachDisk, LOCKED).must_be_permitted();

fn main() {}
