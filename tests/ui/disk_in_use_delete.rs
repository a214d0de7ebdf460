//! A disk in use is not deleted while the instance is security-locked.

use aliyun_ecs::handle::{Disk, InUse, Instance, SecurityLocked};
use aliyun_ecs::{Client, DeleteDisk};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, disk: &Disk<InUse>) {
    let _ = client.on((instance, disk)).send(DeleteDisk::new(disk.id())).await;
}

fn main() {}
