//! Attributes of a security-locked instance cannot be changed.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ModifyInstanceAttribute};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = ModifyInstanceAttribute::new(instance.id()).instance_name("web");
    let _ = client.on(instance).send(request).await;
}

fn main() {}
