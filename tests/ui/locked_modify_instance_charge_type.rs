//! The charge type of a security-locked instance cannot be changed.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ModifyInstanceChargeType};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = ModifyInstanceChargeType::new(vec![instance.id().to_owned()]);
    let _ = client.on(instance).send(request).await;
}

fn main() {}
