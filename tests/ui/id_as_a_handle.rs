//! An id says nothing about a state, so it is not a handle.

use aliyun_ecs::{Client, ClientExt, InstanceId, StartInstance};

async fn start(client: &Client, id: &InstanceId) {
    let _ = client.on(id).send(StartInstance::new(id)).await;
}

fn main() {}
