//! A state is observed, not claimed.

use aliyun_ecs::handle::{Instance, SecurityLocked};

fn claim() -> Instance<SecurityLocked> {
    Instance::<SecurityLocked>::new("i-1")
}

fn main() {}
