//! The same for several at once.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, RebootInstances};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(RebootInstances::new(vec![instance.id().to_owned()])).await;
}

fn main() {}
