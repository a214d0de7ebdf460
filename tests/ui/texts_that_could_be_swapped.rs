//! Texts that nothing tells apart have names.

use aliyun_ecs::CopySnapshot;

fn copy() -> CopySnapshot {
    CopySnapshot::new("cn-beijing", "s-1", "copy", "of a disk")
}

fn main() {}
