//! Whether the disk is in use decides, and nothing is said about it.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, DetachDisk};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(DetachDisk::new(instance.id(), "d-1")).await;
}

fn main() {}
