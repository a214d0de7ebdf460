//! Signs calls with a role that is assumed with the key of the default chain, and says where that key
//! came from.
//!
//! `cargo run --example assume_role --features credentials -- acs:ram::1234567890123456:role/reader`

use std::error::Error;

use aliyun_ecs::credentials::{AssumedRole, DefaultChain, ProviderConfig};
use aliyun_ecs::{Client, DescribeInstances};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let role_arn = std::env::args().nth(1).ok_or("usage: assume_role ROLE_ARN")?;
    let chain = DefaultChain::new();
    println!("{}", chain.explain().await);

    let role = AssumedRole::new(ProviderConfig::default(), role_arn, chain)
        .session_name("aliyun-ecs-example");
    let client = Client::builder().region("cn-hangzhou").credentials(role).build()?;
    let reply = client.send(DescribeInstances::new()).await?;
    println!("the role sees {:?} instances", reply.total_count);
    Ok(())
}
