//! Alibaba Cloud credentials: where they come from, and how they stay valid.
//!
//! ```no_run
//! use aliyun_credentials::DefaultChain;
//! use aliyun_sts::{Client, GetCallerIdentity};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client =
//!     Client::builder().region("cn-hangzhou").credentials(DefaultChain::new()).build()?;
//! client.send(GetCallerIdentity::new()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # The default chain
//!
//! [`DefaultChain`] asks these sources in the order of the vendor's SDKs. The first that has
//! credentials is used from then on. [`DefaultChain::explain`] says what each of them answered.
//!
//! | source | is asked if | variables |
//! | --- | --- | --- |
//! | environment | id and secret are set | `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN` |
//! | [`OidcRole`] | the first three are set | `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`, `ALIBABA_CLOUD_OIDC_TOKEN_FILE`, `ALIBABA_CLOUD_ROLE_SESSION_NAME` |
//! | [`CliProfile`] | `~/.aliyun/config.json` is there | `ALIBABA_CLOUD_PROFILE`; `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` turns it off |
//! | [`IniProfile`] | `~/.alibabacloud/credentials.ini` or `~/.alibabacloud/credentials` is there | `ALIBABA_CLOUD_PROFILE`, `ALIBABA_CLOUD_CREDENTIALS_FILE` |
//! | [`EcsRamRole`] | always | `ALIBABA_CLOUD_ECS_METADATA` names the role; `ALIBABA_CLOUD_ECS_METADATA_DISABLED` turns it off, `ALIBABA_CLOUD_IMDSV1_DISABLED` its old form without a session token |
//! | [`CredentialsUri`] | the variable is set | `ALIBABA_CLOUD_CREDENTIALS_URI` |
//!
//! Roles are assumed at `sts.aliyuncs.com`, or in the region of `ALIBABA_CLOUD_STS_REGION`, there
//! inside the VPC if `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` is `true`.
//! `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids [`ExternalProcess`]. The switches hold outside
//! the chain as well: a profile that leads to the metadata service fails where that is turned off.
//! They are on when they say `true`, in upper or lower case. An empty variable counts as not set.
//!
//! Key pairs of RSA, which the vendor's SDKs read from an INI file, are not supported.
//!
//! Off ECS, the metadata service costs four seconds before the chain gives up on it. Turn it off
//! where that matters, above all if you use a credentials URI, which is asked last.
//!
//! # Refresh
//!
//! Credentials that expire are refreshed some time before that. Roles, CloudSSO, the metadata
//! service and a credentials URI: 15 minutes before, or after half of their time if they last less
//! than 30 minutes; the metadata service also every hour. External processes: three minutes before,
//! or after half of their time if they last less than six minutes. A login by OAuth: when its
//! credentials expire. One call fetches the new ones while others use the old ones.
//! If fetching fails, the old ones are used until they expire, and a warning says why through
//! `tracing`. Refreshing needs no runtime and no
//! thread of its own: calls that wait for a refresh drive it. External processes and logins by
//! OAuth are the exception: a thread waits for the process, or refreshes the login, and ends with
//! that.
//!
//! Services give the end of credentials by their own clock. The date of the reply says what that
//! clock shows. So a clock that is hours off does no harm, and [`Credentials::expires_at`] is by
//! the clock of this machine. Files and processes give no such date: their times count as times of
//! this machine. Credentials that have expired when they come are an error.
//!
//! # Security
//!
//! Requests go over TLS, or plain to loopback and to the metadata service; redirects are not
//! followed; replies have at most 64 kB. Errors and explanations name variables, files, profiles
//! and members, and quote no value of a secret and no reply.

// Badges for features on docs.rs, whose compiler is a nightly one.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod chain;
mod cli;
mod config;
mod environment;
mod explain;
mod fetched;
mod file;
mod flight;
mod http;
mod ini;
mod metadata;
mod oidc;
mod opened;
mod process;
mod refresh;
mod reply;
mod role;
mod source;
mod sts;
mod thread;
mod uri;
mod words;

pub use aliyun_rpc::{Credentials, CredentialsError, ProvideCredentials, StaticCredentials};
pub use chain::DefaultChain;
pub use cli::CliProfile;
pub use config::ProviderConfig;
pub use environment::Environment;
pub use explain::{Explanation, Outcome, Source, Step};
pub use ini::IniProfile;
pub use metadata::EcsRamRole;
pub use oidc::OidcRole;
pub use process::ExternalProcess;
pub use role::AssumedRole;
pub use uri::CredentialsUri;

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
