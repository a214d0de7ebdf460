//! An image of a security-locked instance cannot be made.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, CreateImage};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(CreateImage::new().instance_id(instance.id())).await;
}

fn main() {}
