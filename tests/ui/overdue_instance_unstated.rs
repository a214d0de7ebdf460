//! No page says what happens: that is not taken for permission.

use aliyun_ecs::handle::{FinancialLocked, Instance};
use aliyun_ecs::{AttachKeyPair, Client};

async fn call(client: &Client, instance: &Instance<FinancialLocked>) {
    let request = AttachKeyPair::new("key", vec![instance.id().to_owned()]);
    let _ = client.on(instance).send(request).await;
}

fn main() {}
