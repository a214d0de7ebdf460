//! Only the error table says so, and another source disagrees: the message says both.
#![allow(deprecated)]
use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ClientExt, ReleasePublicIpAddress};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = ReleasePublicIpAddress::new("203.0.113.1").instance_id(instance.id());
    let _ = client.on(instance).send(request).await;
}

fn main() {}
