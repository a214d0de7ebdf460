//! A security-locked instance cannot be restarted.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, RebootInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(RebootInstance::new(instance.id())).await;
}

fn main() {}
