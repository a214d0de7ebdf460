//! Sends a call, without generics: makes the query, fills in region and token, then asks for
//! credentials, signs, sends, and decodes the reply.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::call::Call;
use super::http::{self, Outgoing};
use super::prepared::token_of;
use super::reply::Received;
use crate::check::check;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::endpoint::{Endpoint, EndpointError, Network};
use crate::error::{
    Class, ErrorInner, ErrorKind, Excerpt, Reaction, Repeat, Secrets, Unsent, codes, encoding,
    request_id, service_failure,
};
use crate::nonce::nonce;
use crate::product::Product;
use crate::sign::canonical_query;
use crate::time::timestamp;
use crate::transport::{
    BoxFuture, CONNECT_TIMEOUT, HttpResponse, Transport, TransportError, TransportErrorKind, within,
};
use crate::wire::{
    Ack, DecodeError, Decoded, ReadFields, Strictness, decode_reply, flatten, non_finite,
};

/// How long the client waits for a reply of an operation that names no time of its own.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of a client and what it shares with its clones in all regions.
#[derive(Clone)]
pub(super) struct Inner {
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<FixedEndpoint>,
    pub(super) network: Network,
    pub(super) credentials: Arc<dyn ProvideCredentials>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timeout: Option<Duration>,
    pub(super) max_response_bytes: usize,
    pub(super) check_limits: bool,
    pub(super) strictness: Strictness,
}

/// An endpoint that the user set.
#[derive(Clone)]
pub(super) struct FixedEndpoint {
    pub(super) endpoint: Endpoint,
    /// The region that it serves, if the user named one. Otherwise it is taken to serve all.
    pub(super) region: Option<String>,
}

impl Inner {
    pub(super) fn in_region(&self, region: String) -> Self {
        Self { region: Some(region), ..self.clone() }
    }

    /// Sends the call and decodes the reply into `response`.
    pub(super) fn send<'a>(
        &'a self,
        call: Call<'a>,
        response: &'a mut (dyn ReadFields + Send),
    ) -> BoxFuture<'a, Result<Received, Box<ErrorInner>>> {
        Box::pin(async move {
            let prepared = self.prepare(&call)?;
            self.exchange(&call, &prepared, response).await.map_err(|mut error| {
                error.client_token = prepared.client_token();
                error.region = prepared.region;
                error
            })
        })
    }

    async fn exchange(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
        response: &mut (dyn ReadFields + Send),
    ) -> Result<Received, Box<ErrorInner>> {
        let (reply, credentials) = self.attempts(call, prepared).await?;
        let decoded = decode_reply(&reply.body, response, self.strictness);
        let secrets = || Secrets::of(&credentials, call.fields);
        if is_error(call, &decoded) {
            let (operation, repeat) = (call.operation.clone(), prepared.repeat);
            let failure = service_failure(operation, call.product, reply, repeat, &secrets());
            return Err(Box::new(failure));
        }
        let named = decoded.says_something || request_id(&reply, &secrets()).is_some();
        match decoded.result {
            Ok(problems) if named => Ok(Received { reply, problems, credentials }),
            Ok(_) => Err(unreadable(call, prepared, reply, DecodeError::Empty, &secrets())),
            Err(error) => Err(unreadable(call, prepared, reply, error, &secrets())),
        }
    }

    /// Sends the call with `DryRun=true`. Returns the request id of a reply of success.
    pub(super) fn dry_run<'a>(
        &'a self,
        call: Call<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, Box<ErrorInner>>> {
        Box::pin(async move {
            let mut reply = Ack::default();
            self.send(call, &mut reply).await?;
            Ok(Some(reply.request_id).filter(|id| !id.is_empty()))
        })
    }

    /// What is the same in every attempt.
    fn prepare(&self, call: &Call<'_>) -> Result<Prepared, Box<ErrorInner>> {
        if let Some((name, value)) = non_finite(call.fields) {
            let message = format!("`{name}` holds {value}, which is not a number");
            let error = TransportError::new(TransportErrorKind::Request, message, None);
            let kind = ErrorKind::Transport(error);
            return Err(call.fail(kind, Class::InvalidArgument, Reaction::FixRequest));
        }
        self.check(call)?;
        let mut query = flatten(call.fields);
        let region = region_of(&query).map(str::to_owned).or_else(|| self.region.clone());
        let endpoint = self.endpoint_of(call.product, region.as_deref()).map_err(|error| {
            let kind = ErrorKind::Endpoint(error);
            let mut error = call.fail(kind, Class::InvalidArgument, Reaction::FixRequest);
            error.region.clone_from(&region);
            error
        })?;
        // Before the client adds a token: the caller does not know it and cannot send it again.
        let repeat = call.repeat(&query);
        let mut fill = |name: &str, value: &str| {
            if !query.iter().any(|(known, _)| known == name) {
                query.push((name.to_owned(), value.to_owned()));
            }
        };
        if let (Some(name), Some(region)) = (call.region, &self.region) {
            fill(name, region);
        }
        if call.client_token {
            fill("ClientToken", &new_token(call.operation.clone())?);
        }
        if call.dry_run {
            query.retain(|(name, _)| name != "DryRun");
            query.push(("DryRun".to_owned(), "true".to_owned()));
        }
        let timeout = self.timeout.unwrap_or_else(|| {
            CONNECT_TIMEOUT + READ_TIMEOUT.max(Duration::from_secs(call.timeout_seconds.into()))
        });
        let canonical_query = canonical_query(&query);
        Ok(Prepared { endpoint, region, query, canonical_query, timeout, repeat })
    }

    /// Refuses what the service would refuse.
    fn check(&self, call: &Call<'_>) -> Result<(), Box<ErrorInner>> {
        let rules = if self.check_limits { call.checks } else { "" };
        check(rules, call.fields).map_err(|reason| {
            let (class, reaction) = (Class::InvalidArgument, Reaction::FixRequest);
            let unsent = Unsent { code: None, class, reaction, reason: Box::new(reason) };
            call.fail(ErrorKind::Unsent(Box::new(unsent)), class, reaction)
        })
    }

    /// The endpoint for a call in a region.
    fn endpoint_of(
        &self,
        product: &Product,
        region: Option<&str>,
    ) -> Result<Endpoint, EndpointError> {
        match (&self.endpoint, region) {
            (Some(FixedEndpoint { endpoint, region: Some(served) }), Some(region))
                if region != served =>
            {
                Err(EndpointError::OtherRegion {
                    region: region.to_owned(),
                    endpoint: endpoint.url(),
                    served: served.clone(),
                })
            }
            (Some(fixed), _) => Ok(fixed.endpoint.clone()),
            (None, Some(region)) => Endpoint::of(product, region, self.network),
            (None, None) => Err(EndpointError::Missing),
        }
    }

    /// A retry layer belongs here. There is none yet.
    async fn attempts(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
    ) -> Result<(HttpResponse, Credentials), Box<ErrorInner>> {
        self.attempt(call, prepared).await
    }

    /// Asks for credentials, signs and sends, once.
    async fn attempt(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
    ) -> Result<(HttpResponse, Credentials), Box<ErrorInner>> {
        let provided = self.credentials.provide().await;
        let credentials = provided.and_then(Credentials::sendable).map_err(|error| {
            call.fail(
                ErrorKind::Credentials(error),
                Class::Unauthenticated,
                Reaction::RefreshCredentials,
            )
        })?;
        let request = http::signed(Outgoing {
            endpoint: &prepared.endpoint,
            operation: &call.operation,
            version: call.product.version,
            query: &prepared.canonical_query,
            date: timestamp(SystemTime::now()),
            nonce: or_no_random(call.operation.clone(), nonce())?,
            credentials: &credentials,
            timeout: prepared.timeout,
            max_response_bytes: self.max_response_bytes,
        });
        let sent = match http::sendable(&request) {
            Ok(()) => within(request.timeout, self.transport.send(request)).await,
            Err(error) => Err(error),
        };
        let sent = sent.and_then(|reply| {
            if reply.body.len() > self.max_response_bytes {
                return Err(TransportError::body_too_large(self.max_response_bytes));
            }
            Ok(reply)
        });
        let reply = sent.map_err(|error| {
            let (class, reaction) = prepared.repeat.after_transport(error.kind());
            call.fail(ErrorKind::Transport(error), class, reaction)
        })?;
        if let Some(encoding) = encoding(&reply) {
            let error = DecodeError::Encoded(encoding.to_owned());
            let secrets = Secrets::of(&credentials, call.fields);
            return Err(unreadable(call, prepared, reply, error, &secrets));
        }
        if (200..300).contains(&reply.status) {
            return Ok((reply, credentials));
        }
        let secrets = Secrets::of(&credentials, call.fields);
        let operation = call.operation.clone();
        Err(Box::new(service_failure(operation, call.product, reply, prepared.repeat, &secrets)))
    }

    pub(super) fn fmt(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint.as_ref().map(|fixed| fixed.endpoint.url()))
            .field("network", &self.network)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

struct Prepared {
    endpoint: Endpoint,
    region: Option<String>,
    query: Vec<(String, String)>,
    canonical_query: String,
    timeout: Duration,
    repeat: Repeat,
}

impl Prepared {
    fn client_token(&self) -> Option<String> {
        token_of(&self.query)
    }
}

/// The region that a request names. Some operations spell the parameter with a small letter.
fn region_of(query: &[(String, String)]) -> Option<&str> {
    let (_, region) = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("RegionId"))?;
    (!region.is_empty()).then_some(region)
}

/// Whether the body has the form of an error. In a reply without a type, `Code` may be a member
/// like any other, so only known codes count there.
fn is_error(call: &Call<'_>, decoded: &Decoded) -> bool {
    decoded.code.as_deref().is_some_and(|code| {
        !decoded.untyped || codes::is_listed(call.product, &call.operation, code)
    })
}

fn unreadable(
    call: &Call<'_>,
    prepared: &Prepared,
    reply: HttpResponse,
    error: DecodeError,
    secrets: &Secrets,
) -> Box<ErrorInner> {
    let reaction = match error {
        DecodeError::TooMuchMemory { .. } => prepared.repeat.after_excess(),
        _ => prepared.repeat.in_doubt(),
    };
    let kind = ErrorKind::Decode(error.redacted(|path| secrets.redact(path)));
    let mut error = call.fail(kind, Class::Internal, reaction);
    error.status = Some(reply.status);
    error.request_id = request_id(&reply, secrets);
    error.body = Excerpt::of(reply.body);
    error
}

/// A new `ClientToken`.
pub(super) fn new_token(operation: Cow<'static, str>) -> Result<String, Box<ErrorInner>> {
    or_no_random(operation, nonce())
}

fn or_no_random(
    operation: Cow<'static, str>,
    made: Result<String, getrandom::Error>,
) -> Result<String, Box<ErrorInner>> {
    made.map_err(|error| {
        let error = TransportError::from_error(TransportErrorKind::Random, error);
        let kind = ErrorKind::Transport(error);
        let (class, reaction) = (Class::Internal, Reaction::GiveUp);
        Box::new(ErrorInner::without_reply(operation, kind, class, reaction))
    })
}
