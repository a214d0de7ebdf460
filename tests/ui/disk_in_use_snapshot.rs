//! No snapshot of a disk in use while the instance is security-locked.

use aliyun_ecs::handle::{Disk, InUse, Instance, SecurityLocked};
use aliyun_ecs::{Client, CreateSnapshot};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, disk: &Disk<InUse>) {
    let _ = client.on((instance, disk)).send(CreateSnapshot::new(disk.id())).await;
}

fn main() {}
