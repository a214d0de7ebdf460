//! The same for several instances.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, DeleteInstances};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(DeleteInstances::new(vec![instance.id().to_owned()])).await;
}

fn main() {}
