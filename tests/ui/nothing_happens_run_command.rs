//! No error would be returned, and nothing would run.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ClientExt, RunCommand};

async fn call(client: &Client, instance: &Instance<SecurityLocked>, run: RunCommand) {
    let _ = client.on(instance).send(run).await;
}

fn main() {}
