//! No lock page names it: its own description does, and its date is in the message.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, StartInstances};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(StartInstances::new(vec![instance.id().to_owned()])).await;
}

fn main() {}
