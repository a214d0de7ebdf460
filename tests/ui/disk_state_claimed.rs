//! Whether a disk is in use is observed, not claimed.

use aliyun_ecs::handle::{Disk, InUse};

fn claim() -> Disk<InUse> {
    Disk::new("d-1")
}

fn name() {
    Disk::<InUse>::new("d-1");
}

fn main() {}
