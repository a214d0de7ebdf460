//! The same for a command that is stored.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, InvokeCommand};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = InvokeCommand::new("c-1").instance_id(vec![instance.id().to_owned()]);
    let _ = client.on(instance).send(request).await;
}

fn main() {}
