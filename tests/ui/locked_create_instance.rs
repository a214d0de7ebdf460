//! The older page refuses it and names no code: the message says so.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, CreateInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(CreateInstance::new("ecs.g6.large")).await;
}

fn main() {}
