//! A call that works as usual is sent as usual.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, NothingHappens, StopInstance};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = StopInstance::new(instance.id());
    let _ = client.on(instance).send_acknowledged(request, NothingHappens).await;
}

fn main() {}
