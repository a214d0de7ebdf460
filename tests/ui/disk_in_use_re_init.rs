//! A disk in use is not initialised again while the instance is security-locked.

use aliyun_ecs::handle::{Disk, InUse, Instance, SecurityLocked};
use aliyun_ecs::{Client, ReInitDisk};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, disk: &Disk<InUse>) {
    let _ = client.on((instance, disk)).send(ReInitDisk::new(disk.id())).await;
}

fn main() {}
