//! Signs calls with a role that is assumed with the key of the default chain, narrowed to the calls
//! that the program makes, and says where the key came from.
//!
//! `cargo run --example assume_role --features authorization,credentials -- acs:ram::1:role/reader`

use std::error::Error;

use aliyun_ecs::authorization::Grants;
use aliyun_ecs::credentials::{AssumedRole, DefaultChain, ProviderConfig};
use aliyun_ecs::{Client, DescribeInstances, Paginate, ProvideCredentials, policy};

/// What the program calls, and all that its sessions may do.
const CALLS: Grants = policy![DescribeInstances];

/// A role that is assumed with the credentials of `source`, and again before they expire.
pub(crate) fn reader(
    config: ProviderConfig,
    role_arn: &str,
    source: impl ProvideCredentials + 'static,
) -> Result<AssumedRole, Box<dyn Error>> {
    let role = AssumedRole::new(config, role_arn, source).session_name("aliyun-ecs-example");
    Ok(role.policy(CALLS.build()?.to_string()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let role_arn = std::env::args().nth(1).ok_or("usage: assume_role ROLE_ARN")?;
    let chain = DefaultChain::new();
    println!("{}", chain.explain().await);
    let role = reader(ProviderConfig::default(), &role_arn, chain)?;
    let client = Client::builder().region("cn-hangzhou").credentials(role).build()?;
    let instances = client.all(DescribeInstances::new()).await?;
    println!("the role sees {} instances", instances.len());
    Ok(())
}
