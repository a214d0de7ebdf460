//! A refusal cannot be acknowledged away.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, NothingHappens, StartInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = StartInstance::new(instance.id());
    let _ = client.on(instance).send_acknowledged(request, NothingHappens).await;
}

fn main() {}
