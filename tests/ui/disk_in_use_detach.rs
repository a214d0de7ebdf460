//! A disk in use stays on the security-locked instance.

use aliyun_ecs::handle::{Disk, InUse, Instance, SecurityLocked};
use aliyun_ecs::{Client, DetachDisk};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, disk: &Disk<InUse>) {
    let _ = client.on((instance, disk)).send(DetachDisk::new(instance.id(), disk.id())).await;
}

fn main() {}
