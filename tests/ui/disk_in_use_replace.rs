//! The system disk in use is not replaced while the instance is security-locked.

use aliyun_ecs::handle::{Disk, InUse, Instance, SecurityLocked};
use aliyun_ecs::{Client, ReplaceSystemDisk};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, disk: &Disk<InUse>) {
    let _ = client.on((instance, disk)).send(ReplaceSystemDisk::new(instance.id(), "m-1")).await;
}

fn main() {}
