//! Not even the console: the code is that of a wrong status, not that of the lock.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, DescribeInstanceVncUrl};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(DescribeInstanceVncUrl::new(instance.id())).await;
}

fn main() {}
