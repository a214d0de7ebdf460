//! A security-locked instance gets no public address.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{AllocatePublicIpAddress, Client};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(AllocatePublicIpAddress::new(instance.id())).await;
}

fn main() {}
