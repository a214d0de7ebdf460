//! No source says what happens: that does not count as permission.

use aliyun_ecs::handle::{FinancialLocked, Instance};
use aliyun_ecs::{AttachKeyPair, Client, ClientExt};

async fn call(client: &Client, instance: &Instance<FinancialLocked>) {
    let request = AttachKeyPair::new("key", vec![instance.id().to_owned()]);
    let _ = client.on(instance).send(request).await;
}

fn main() {}
