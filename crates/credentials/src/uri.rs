//! Credentials from an address that a sidecar or an agent serves.

use std::sync::Arc;

use aliyun_rpc::{BoxFuture, CredentialsError};

use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::http::{self, Exchange, TIMEOUT, Url, exchange};
use crate::refresh::{AHEAD, Fetch, Refreshing, provides};
use crate::reply::{successful, temporary};

const SERVICE: &str = "the credentials address";

/// Credentials from an address, such as `http://127.0.0.1:8079/credentials`, which answers like the
/// metadata service.
///
/// The address is `https://`, or `http://` to this machine or to the metadata service.
///
/// Refreshes 15 minutes before the credentials expire, or after half of their time if less than 30
/// minutes of it are left.
pub struct CredentialsUri(Refreshing<Address>);

#[derive(Clone)]
struct Address {
    config: ProviderConfig,
    uri: String,
}

impl CredentialsUri {
    /// Asks at this address.
    #[must_use]
    pub fn new(config: ProviderConfig, uri: impl Into<String>) -> Self {
        Self(Refreshing::new(Address { config, uri: uri.into() }))
    }
}

provides!(CredentialsUri);

impl Fetch for Address {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let request = Exchange {
                to: SERVICE,
                method: "GET",
                url: &Url::parse(&self.uri)?,
                headers: Vec::new(),
                body: Vec::new(),
                timeout: TIMEOUT,
                repeatable: true,
            };
            let reply = exchange(&self.config, request).await?;
            let json = http::json(SERVICE, &reply)?;
            successful(SERVICE, &json)?;
            let credentials = temporary(SERVICE, reply.answered, &json, "credential_uri")?;
            Ok(Fetched::ahead(credentials, Moment::now(&self.config), AHEAD))
        })
    }
}
