//! A disk in use keeps its size while the instance is security-locked.

use aliyun_ecs::handle::{Disk, InUse, Instance, SecurityLocked};
use aliyun_ecs::{Client, ResizeDisk};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, disk: &Disk<InUse>) {
    let _ = client.on((instance, disk)).send(ResizeDisk::new(disk.id(), 80)).await;
}

fn main() {}
