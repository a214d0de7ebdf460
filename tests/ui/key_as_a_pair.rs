//! A key is not a pair of texts.

use aliyun_ecs::{Client, ClientBuilder};

fn client() -> ClientBuilder {
    Client::builder().region("cn-hangzhou").credentials(("id", "secret"))
}

fn main() {}
