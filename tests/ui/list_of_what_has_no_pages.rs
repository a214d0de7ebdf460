//! StartInstance returns no list.

use aliyun_ecs::{Client, Paginate, StartInstance};

async fn list(client: &Client) {
    let _ = client.all(StartInstance::new("i-1")).await;
}

fn main() {}
