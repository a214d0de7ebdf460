//! Two texts of an alternative, two numbers, and a text among ids and enums have names.

use aliyun_ecs::{CreatePrefixList, LockSnapshot, RunInstances};

fn main() {
    let _ = RunInstances::from_image_family("ecs.g8i.large", "acs:ubuntu");
    let _ = LockSnapshot::new(24, 1, "governance", "s-1");
    let _ = CreatePrefixList::new(10, "web", "IPv4");
}
