//! The hazard is that disks are released, not that nothing happens.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, DeleteInstance, NothingHappens};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let request = DeleteInstance::new(instance.id());
    let _ = client.on(instance).send_acknowledged(request, NothingHappens).await;
}

fn main() {}
