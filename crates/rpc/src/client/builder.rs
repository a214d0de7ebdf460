//! Sets up a [`Client`] and finds everything that is wrong before the first call.

use std::sync::Arc;
use std::time::Duration;

use super::Client;
use super::core::Core;
use crate::credentials::ProvideCredentials;
use crate::endpoint::{Endpoint, EndpointError, Network, is_region};
use crate::transport::{Transport, TransportError};

/// Read timeout of the vendor's kits.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Far above any page of any operation.
const MAX_RESPONSE_BYTES: usize = 16 << 20;

/// Why a client could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Region or endpoint is missing or wrong.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// There is nothing to sign with.
    #[error("no credentials were given: call `credentials(..)`")]
    NoCredentials,
    /// The feature `reqwest` is off and no transport was given.
    #[error("no transport: call `transport(..)` or turn the feature `reqwest` on")]
    NoTransport,
    /// The default transport could not be set up.
    #[error("the transport could not be set up")]
    Transport(#[from] TransportError),
    /// The timeout is zero.
    #[error("the timeout is zero: no call could ever succeed")]
    NoTime,
}

/// Sets up a [`Client`].
#[derive(Clone, Default)]
pub struct ClientBuilder {
    region: Option<String>,
    endpoint: Option<String>,
    network: Network,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Option<Duration>,
    max_response_bytes: Option<usize>,
}

impl ClientBuilder {
    /// Region, for example `cn-hangzhou`: decides the endpoint and is the `RegionId` of requests
    /// that name none. Required unless an endpoint is given.
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        Self { region: Some(region.into()), ..self }
    }

    /// Sends every call here instead of to the region's endpoint: a host, `host:port` or
    /// `https://host[:port]`; `http://` for loopback only.
    #[must_use]
    pub fn endpoint(self, endpoint: impl Into<String>) -> Self {
        Self { endpoint: Some(endpoint.into()), ..self }
    }

    /// Which of the region's endpoints to use. Default: [`Network::Public`].
    #[must_use]
    pub fn network(self, network: Network) -> Self {
        Self { network, ..self }
    }

    /// Who signs the calls. Required.
    #[must_use]
    pub fn credentials(self, credentials: impl ProvideCredentials + 'static) -> Self {
        Self { credentials: Some(Arc::new(credentials)), ..self }
    }

    /// Something else to send with than reqwest.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        Self { transport: Some(Arc::new(transport)), ..self }
    }

    /// Time for one attempt of any operation. Default: what the data says the operation needs,
    /// else 10 seconds; connecting, at most 5 seconds, comes on top of the default.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Length of the longest body that a reply may have, in bytes; a longer one is an error as soon
    /// as that is known. Default: 16 MB (16,777,216). Decoding takes at most 32 MB and 16 times the
    /// length of the body on top.
    #[must_use]
    pub fn max_response_bytes(self, limit: usize) -> Self {
        Self { max_response_bytes: Some(limit), ..self }
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`BuildError`].
    pub fn build(self) -> Result<Client, BuildError> {
        let endpoint = self.endpoint.as_deref().map(Endpoint::parse).transpose()?;
        match &self.region {
            None if endpoint.is_none() => return Err(EndpointError::Missing.into()),
            Some(region) if !is_region(region) => {
                return Err(EndpointError::Region(region.clone()).into());
            }
            _ => {}
        }
        if self.timeout == Some(Duration::ZERO) {
            return Err(BuildError::NoTime);
        }
        let credentials = self.credentials.ok_or(BuildError::NoCredentials)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let core = Core {
            region: self.region,
            endpoint,
            network: self.network,
            credentials,
            transport,
            timeout: self.timeout,
            default_timeout: READ_TIMEOUT,
            max_response_bytes: self.max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
        };
        Ok(Client { core: Arc::new(core) })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, BuildError> {
    Ok(Arc::new(crate::transport::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}
