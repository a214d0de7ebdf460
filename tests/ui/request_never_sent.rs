//! A request that is made and dropped does nothing.

#![deny(unused_must_use)]

use aliyun_ecs::{Client, StartInstance};

fn start() {
    StartInstance::new("i-1");
}

async fn send(client: &Client) {
    client.send(StartInstance::new("i-1"));
}

fn main() {}
