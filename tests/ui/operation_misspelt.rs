//! An operation that does not exist.

use aliyun_ecs::{Decision, Operation, Situation, decide};

fn look() -> Decision {
    decide(Operation::StartInstanse, Situation::new())
}

fn main() {}
