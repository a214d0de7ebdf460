//! Reading can be refused, too.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, GetInstanceScreenshot};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(GetInstanceScreenshot::new(instance.id())).await;
}

fn main() {}
