//! The type of a security-locked instance cannot be changed.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ModifyInstanceSpec};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(ModifyInstanceSpec::new(instance.id())).await;
}

fn main() {}
