//! An instance locked for an overdue payment cannot be started; no page names the code.

use aliyun_ecs::handle::{FinancialLocked, Instance};
use aliyun_ecs::{Client, StartInstance};

async fn call(client: &Client, instance: &Instance<FinancialLocked>) {
    let _ = client.on(instance).send(StartInstance::new(instance.id())).await;
}

fn main() {}
