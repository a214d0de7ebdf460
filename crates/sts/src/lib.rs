//! A typed client for Alibaba Cloud STS 2015-04-01: temporary credentials of roles.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use aliyun_sts::{AssumeRole, AssumeRoleRequired, Client, StaticCredentials};
//!
//! let client = Client::builder()
//!     .region("cn-hangzhou")
//!     .credentials(StaticCredentials::new("key id", "key secret"))
//!     .build()?;
//! let reader = AssumeRole::new(AssumeRoleRequired {
//!     role_arn: "acs:ram::1:role/reader".to_owned(),
//!     role_session_name: "nightly".to_owned(),
//! });
//! let reply = client.send(reader).await?;
//! println!("assumed, request {}", reply.request_id);
//! # Ok(())
//! # }
//! ```

// Badges for features on docs.rs, whose compiler is a nightly one.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use aliyun_rpc as runtime;
pub use aliyun_rpc::{
    Ack, Class, Client, ClientBuilder, Credentials, DryRun, Error, Network, ProvideCredentials,
    Reaction, StaticCredentials, Transport,
};

aliyun_rpc_macros::product!("spec");
aliyun_rpc_macros::groups!("spec");

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
