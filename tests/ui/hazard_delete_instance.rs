//! Disks that were to be kept are released.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, DeleteInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(DeleteInstance::new(instance.id())).await;
}

fn main() {}
