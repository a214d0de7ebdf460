//! A call that releases disks needs an acknowledgement.
use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, DeleteInstance};

async fn delete(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(DeleteInstance::new(instance.id())).await;
}

fn main() {}
