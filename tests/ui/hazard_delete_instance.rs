//! Disks are released that were to stay when their instance is deleted.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ClientExt, DeleteInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(DeleteInstance::new(instance.id())).await;
}

fn main() {}
