//! Nobody says what happens; that it releases disks is not said either.

use aliyun_ecs::handle::{FinancialLocked, Instance};
use aliyun_ecs::{AttachKeyPair, Client, ReleasesDisks};

async fn call(client: &Client, instance: &Instance<FinancialLocked>) {
    let request = AttachKeyPair::new("key", vec![instance.id().to_owned()]);
    let _ = client.on(instance).send_acknowledged(request, ReleasesDisks).await;
}

fn main() {}
