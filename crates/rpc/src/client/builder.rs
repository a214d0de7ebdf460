//! Sets up a [`Client`] and checks its settings before the first call.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Client;
use super::inner::{FixedEndpoint, Inner, Shared};
use super::observe::Observe;
use super::retry::{Budget, RetryPolicy};
use crate::check::Known;
use crate::clock::{Clock, Skew, SystemClock};
use crate::credentials::ProvideCredentials;
use crate::endpoint::{Endpoint, EndpointError, Network, is_region};
use crate::gate::Gate;
use crate::nonce::{Fill, Random};
use crate::transport::{Transport, TransportError};
use crate::wire::Strictness;

/// Far above the longest page of any operation.
const MAX_RESPONSE_BYTES: usize = 16 << 20;

/// Why a client could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The region or the endpoint is missing or wrong.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// No credentials were given.
    #[error("no credentials were given; help: call `ClientBuilder::credentials`")]
    NoCredentials,
    /// The feature `reqwest` is off and no transport was given.
    #[error(
        "no transport was given; help: call `ClientBuilder::transport` or turn the feature `reqwest` on"
    )]
    NoTransport,
    /// The default transport could not be set up.
    #[error("the transport could not be set up")]
    Transport(#[from] TransportError),
    /// The timeout or the deadline is zero.
    #[error("the timeout or the deadline is zero, so no call could succeed")]
    NoTime,
    /// The user agent has a character that a header cannot have.
    #[error("the user agent has a character other than printable ASCII")]
    UserAgent,
}

/// Sets up a [`Client`].
#[derive(Clone, Default)]
pub struct ClientBuilder {
    region: Option<String>,
    endpoint: Option<String>,
    network: Network,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    random: Option<Arc<Fill>>,
    gate: Option<Arc<dyn Gate>>,
    observe: Option<Arc<dyn Observe>>,
    retry: RetryPolicy,
    deadline: Option<Duration>,
    timeout: Option<Duration>,
    user_agent: Option<String>,
    max_response_bytes: Option<usize>,
    unchecked: bool,
    strict_decoding: bool,
}

impl ClientBuilder {
    /// Sets the region, for example `cn-hangzhou`. It decides the endpoint and is the `RegionId` of
    /// requests that name none. Required unless an endpoint is given.
    #[must_use]
    pub fn region(self, region: impl Into<String>) -> Self {
        Self { region: Some(region.into()), ..self }
    }

    /// Sends every call to this endpoint instead of the one of the region: `host`, `host:port` or
    /// `https://host[:port]`, and `http://` for loopback only.
    ///
    /// With a region as well, the endpoint is taken to serve that region only, and a request that
    /// names another one is not sent.
    #[must_use]
    pub fn endpoint(self, endpoint: impl Into<String>) -> Self {
        Self { endpoint: Some(endpoint.into()), ..self }
    }

    /// Sets which endpoint of the region to use. Default: [`Network::Public`].
    #[must_use]
    pub fn network(self, network: Network) -> Self {
        Self { network, ..self }
    }

    /// Sets the source of the credentials that sign the calls. Required.
    #[must_use]
    pub fn credentials(self, credentials: impl ProvideCredentials + 'static) -> Self {
        Self { credentials: Some(Arc::new(credentials)), ..self }
    }

    /// Sends with this transport instead of reqwest.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        Self { transport: Some(Arc::new(transport)), ..self }
    }

    /// Sets the time for one attempt of any operation, from connecting to the end of the reply.
    /// Enforced for any transport, to within half a second.
    ///
    /// Default: 10 seconds, or longer for operations whose metadata says so, and 5 seconds more for
    /// the connection.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Sets the time for a whole call, with all attempts and the waits between them. No attempt
    /// begins after it, and one that is under way ends with it. Default: none.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Sets how often a call is sent again after a failure. Default: [`RetryPolicy::default`].
    #[must_use]
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: policy, ..self }
    }

    /// Sets the gate in which attempts wait their turn while the service throttles. Default: none.
    ///
    /// A [`MinuteGate`](crate::gate::MinuteGate) has at most 16 calls of an operation under way at
    /// a time until it knows a limit, also where the service never throttles.
    #[must_use]
    pub fn gate(self, gate: impl Gate + 'static) -> Self {
        Self { gate: Some(Arc::new(gate)), ..self }
    }

    /// Reports every attempt and every call, for metrics. `tracing` spans and events are emitted in
    /// any case.
    #[must_use]
    pub fn observe(self, observe: impl Observe + 'static) -> Self {
        Self { observe: Some(Arc::new(observe)), ..self }
    }

    /// Adds the name of a program to the user agent: `my-tool/1.2`. Printable ASCII. Default: the
    /// variable `ALIBABA_CLOUD_USER_AGENT` of the environment.
    #[must_use]
    pub fn user_agent(self, suffix: impl Into<String>) -> Self {
        Self { user_agent: Some(suffix.into()), ..self }
    }

    /// Uses another clock than that of the system, for tests.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Some(Arc::new(clock)), ..self }
    }

    /// Takes random bytes from a function that fills a slice instead of from the system, for tests
    /// that must run the same each time. Nonces and tokens come from it, too.
    #[must_use]
    pub fn random(self, fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self { random: Some(Arc::new(fill)), ..self }
    }

    /// Sets the longest body that a reply may have, in bytes. A longer one is an error as soon as
    /// that is known. Default: 16 MB (16,777,216).
    ///
    /// Decoding takes at most 32 MB and 16 times the length of the body in addition.
    #[must_use]
    pub fn max_response_bytes(self, limit: usize) -> Self {
        Self { max_response_bytes: Some(limit), ..self }
    }

    /// Sets whether a request that leaves out what the documents demand, or breaks a limit that
    /// they state, is refused before it is sent. Default: true.
    ///
    /// The error says everything that is wrong with the request, and
    /// [`Error::not_sent`](crate::Error::not_sent) returns it as an
    /// [`InvalidRequest`](crate::InvalidRequest). Turn it off where the vendor has raised a limit
    /// since. Limits on which editions of the vendor's metadata disagree are not checked; their
    /// setters say so.
    #[must_use]
    pub fn check_limits(self, check: bool) -> Self {
        Self { unchecked: !check, ..self }
    }

    /// Whether a member of a reply with a value of a wrong type makes the call an error. Default:
    /// false.
    ///
    /// Otherwise such a value counts as missing, as null does, and [`Client::send_detailed`] says
    /// which ones there were. Invalid JSON, duplicate keys and missing promised ids are always
    /// errors.
    #[must_use]
    pub fn strict_decoding(self, strict_decoding: bool) -> Self {
        Self { strict_decoding, ..self }
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if a setting is missing or could never work.
    pub fn build(self) -> Result<Client, BuildError> {
        let endpoint = self.endpoint.as_deref().map(Endpoint::parse).transpose()?;
        match &self.region {
            None if endpoint.is_none() => return Err(EndpointError::Missing.into()),
            Some(region) if !is_region(region) => {
                return Err(EndpointError::Region(region.clone()).into());
            }
            _ => {}
        }
        if [self.timeout, self.deadline].contains(&Some(Duration::ZERO)) {
            return Err(BuildError::NoTime);
        }
        let credentials = self.credentials.ok_or(BuildError::NoCredentials)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let endpoint =
            endpoint.map(|endpoint| FixedEndpoint { endpoint, region: self.region.clone() });
        let inner = Inner {
            region: self.region.map(Arc::from),
            endpoint,
            network: self.network,
            credentials,
            timeout: self.timeout,
            check_limits: !self.unchecked,
            deadline: self.deadline,
            retry: self.retry,
            max_response_bytes: self.max_response_bytes.unwrap_or(MAX_RESPONSE_BYTES),
            strictness: Strictness::of(self.strict_decoding),
            user_agent: user_agent(self.user_agent)?,
            home: OnceLock::new(),
            shared: Arc::new(Shared {
                transport,
                clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
                random: self.random.map(Random::of).unwrap_or_default(),
                rules: Known::default(),
                budget: Budget::new(),
                skew: Skew::default(),
                gate: self.gate,
                observe: self.observe,
            }),
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

/// This library, and what the program calls itself.
fn user_agent(suffix: Option<String>) -> Result<Cow<'static, str>, BuildError> {
    const OWN: &str = concat!("aliyun-rpc-rust/", env!("CARGO_PKG_VERSION"));
    let suffix = suffix.or_else(|| std::env::var("ALIBABA_CLOUD_USER_AGENT").ok());
    match suffix.as_deref().map(str::trim) {
        None | Some("") => Ok(OWN.into()),
        Some(suffix) if suffix.bytes().all(|byte| matches!(byte, b' '..=b'~')) => {
            Ok(format!("{OWN} {suffix}").into())
        }
        Some(_) => Err(BuildError::UserAgent),
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
