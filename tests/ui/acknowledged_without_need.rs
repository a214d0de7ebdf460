//! On an instance that is not locked there is nothing to acknowledge.

use aliyun_ecs::handle::{Instance, Unlocked};
use aliyun_ecs::{Client, DeleteInstance, ReleasesDisks};

async fn call(client: &Client, instance: &Instance<Unlocked>) {
    let request = DeleteInstance::new(instance.id());
    let _ = client.on(instance).send_acknowledged(request, ReleasesDisks).await;
}

fn main() {}
