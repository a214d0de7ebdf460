//! A typed client for Alibaba Cloud STS 2015-04-01: temporary credentials of roles.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use aliyun_sts::{AssumeRole, Client, StaticCredentials};
//!
//! let client = Client::builder()
//!     .region("cn-hangzhou")
//!     .credentials(StaticCredentials::new("key id", "key secret"))
//!     .build()?;
//! let reply = client.send(AssumeRole::new("acs:ram::1:role/reader", "nightly")).await?;
//! println!("assumed, request {}", reply.request_id);
//! # Ok(())
//! # }
//! ```

pub use aliyun_rpc as runtime;
pub use aliyun_rpc::{
    Ack, Class, Client, ClientBuilder, Credentials, DryRun, Error, Network, ProvideCredentials,
    Reaction, StaticCredentials, Transport,
};

aliyun_rpc_macros::product!("spec");
aliyun_rpc_macros::groups!("spec");
