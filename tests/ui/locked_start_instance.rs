//! A security-locked instance cannot be started.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, StartInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(StartInstance::new(instance.id())).await;
}

fn main() {}
