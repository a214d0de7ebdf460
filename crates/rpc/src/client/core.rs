//! A call from its members to its decoded reply, without generics: query, region, token, then the
//! attempts, each with its own credentials, date, nonce and signature.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::attempt::{self, Outgoing};
use crate::credentials::{Credentials, ProvideCredentials};
use crate::endpoint::{Endpoint, EndpointError, Network};
use crate::error::{
    Class, Failure, Kind, Reaction, Repeat, Reply, Secrets, codes, service_failure,
};
use crate::request::{Meta, Product};
use crate::time::{timestamp, unique};
use crate::transport::{BoxFuture, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::wire::{Ack, DecodeError, Decoded, Fields, Read, decode_reply, flatten, non_finite};

/// Connecting comes on top of what an operation needs.
const CONNECTING: Duration = Duration::from_secs(5);

pub(crate) struct Core {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) network: Network,
    pub(crate) credentials: Arc<dyn ProvideCredentials>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) default_timeout: Duration,
    pub(crate) max_response_bytes: usize,
}

/// One logical call.
pub(crate) struct Call<'a> {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) product: &'static Product,
    pub(crate) fields: &'a (dyn Fields + Sync),
    pub(crate) timeout_seconds: u16,
    pub(crate) region: Option<&'static str>,
    pub(crate) client_token: bool,
    pub(crate) read_only: bool,
    pub(crate) dry_run: bool,
}

impl<'a> Call<'a> {
    pub(crate) fn typed(meta: &'static Meta, fields: &'a (dyn Fields + Sync)) -> Self {
        Self {
            operation: Cow::Borrowed(meta.name),
            product: meta.product,
            fields,
            timeout_seconds: meta.timeout_seconds,
            region: meta.region,
            client_token: meta.client_token,
            read_only: meta.read_only,
            dry_run: false,
        }
    }

    pub(crate) fn dynamic(
        product: &'static Product,
        operation: Cow<'static, str>,
        fields: &'a (dyn Fields + Sync),
    ) -> Self {
        Self {
            operation,
            product,
            fields,
            timeout_seconds: 0,
            region: None,
            client_token: false,
            read_only: false,
            dry_run: false,
        }
    }

    /// What sending this request again would do.
    fn repeat(&self, query: &[(String, String)]) -> Repeat {
        let has_token =
            query.iter().any(|(name, value)| name == "ClientToken" && !value.is_empty());
        let harmless = self.read_only || self.dry_run || has_token;
        if harmless { Repeat::Harmless } else { Repeat::Doubles }
    }

    fn fail(&self, kind: Kind, class: Class, reaction: Reaction) -> Box<Failure> {
        Box::new(Failure::unanswered(self.operation.clone(), kind, class, reaction))
    }
}

impl Core {
    /// Carries the call out and puts the reply into `response`.
    pub(crate) fn send<'a>(
        &'a self,
        call: Call<'a>,
        response: &'a mut (dyn Read + Send),
    ) -> BoxFuture<'a, Result<(), Box<Failure>>> {
        Box::pin(async move {
            let prepared = self.prepare(&call)?;
            let (reply, credentials) = self.attempts(&call, &prepared).await?;
            let decoded = decode_reply(&reply.body, response);
            let secrets = || Secrets::of(&credentials, call.fields);
            if is_error(&call, &decoded) {
                let (operation, repeat) = (call.operation.clone(), prepared.repeat);
                let failure = service_failure(operation, call.product, reply, repeat, &secrets());
                return Err(Box::new(failure));
            }
            let named = decoded.says_something || reply.request_id(&secrets()).is_some();
            match decoded.result {
                Ok(()) if named => Ok(()),
                Ok(()) => {
                    let error = DecodeError::Empty;
                    Err(unreadable(&call, &prepared, reply, error, &secrets()))
                }
                Err(error) => Err(unreadable(&call, &prepared, reply, error, &secrets())),
            }
        })
    }

    /// Sends the call with `DryRun=true`; the id of a reply of success.
    pub(crate) fn dry_run<'a>(
        &'a self,
        call: Call<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, Box<Failure>>> {
        Box::pin(async move {
            let mut reply = Ack::default();
            self.send(call, &mut reply).await?;
            Ok(Some(reply.request_id).filter(|id| !id.is_empty()))
        })
    }

    /// What is the same in every attempt.
    fn prepare(&self, call: &Call<'_>) -> Result<Prepared, Box<Failure>> {
        let endpoint = self.endpoint_of(call.product).map_err(|error| {
            call.fail(Kind::Endpoint(error), Class::InvalidArgument, Reaction::FixRequest)
        })?;
        if let Some((name, value)) = non_finite(call.fields) {
            let message = format!("`{name}` holds {value}, which is not a number");
            let error = TransportError::new(TransportErrorKind::Request, message, None);
            let kind = Kind::Transport(error);
            return Err(call.fail(kind, Class::InvalidArgument, Reaction::FixRequest));
        }
        let mut query = flatten(call.fields);
        // Before the client adds a token: the caller does not know that one and cannot send it again.
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
            fill("ClientToken", &no_entropy(call, unique())?);
        }
        if call.dry_run {
            query.retain(|(name, _)| name != "DryRun");
            query.push(("DryRun".to_owned(), "true".to_owned()));
        }
        let timeout = self.timeout.unwrap_or_else(|| {
            CONNECTING + self.default_timeout.max(Duration::from_secs(call.timeout_seconds.into()))
        });
        Ok(Prepared { endpoint, query, timeout, repeat })
    }

    fn endpoint_of(&self, product: &Product) -> Result<Endpoint, EndpointError> {
        match (&self.endpoint, &self.region) {
            (Some(endpoint), _) => Ok(endpoint.clone()),
            (None, Some(region)) => Endpoint::of(product, region, self.network),
            (None, None) => Err(EndpointError::Missing),
        }
    }

    /// The place of the retry layer: it decides about each failure, waits, and goes round.
    async fn attempts(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
    ) -> Result<(Reply, Credentials), Box<Failure>> {
        self.attempt(call, prepared).await
    }

    /// Asks for credentials, signs and sends, once.
    async fn attempt(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
    ) -> Result<(Reply, Credentials), Box<Failure>> {
        let provided = self.credentials.provide().await;
        let credentials = provided.and_then(Credentials::sendable).map_err(|error| {
            call.fail(
                Kind::Credentials(error),
                Class::Unauthenticated,
                Reaction::RefreshCredentials,
            )
        })?;
        let request = attempt::signed(&Outgoing {
            endpoint: &prepared.endpoint,
            operation: &call.operation,
            version: call.product.version,
            query: &prepared.query,
            date: &timestamp(SystemTime::now()),
            nonce: &no_entropy(call, unique())?,
            credentials: &credentials,
            timeout: prepared.timeout,
            max_response_bytes: self.max_response_bytes,
        });
        let sent = match attempt::sendable(&request) {
            Ok(()) => self.transport.send(request).await,
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
            call.fail(Kind::Transport(error), class, reaction)
        })?;
        let HttpResponse { status, headers, body } = reply;
        let reply = Reply { status, headers, body };
        if let Some(encoding) = reply.encoding() {
            let error = DecodeError::Encoded(encoding);
            let secrets = Secrets::of(&credentials, call.fields);
            return Err(unreadable(call, prepared, reply, error, &secrets));
        }
        if (200..300).contains(&status) {
            return Ok((reply, credentials));
        }
        let secrets = Secrets::of(&credentials, call.fields);
        let operation = call.operation.clone();
        Err(Box::new(service_failure(operation, call.product, reply, prepared.repeat, &secrets)))
    }

    pub(crate) fn fmt(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint.as_ref().map(Endpoint::url))
            .field("network", &self.network)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

struct Prepared {
    endpoint: Endpoint,
    query: Vec<(String, String)>,
    timeout: Duration,
    repeat: Repeat,
}

/// The body has the form of an error. In a reply without a type, `Code` may be a member like any
/// other, so that only the codes count there that are known.
fn is_error(call: &Call<'_>, decoded: &Decoded) -> bool {
    decoded.code.as_deref().is_some_and(|code| {
        !decoded.untyped || codes::is_listed(call.product, &call.operation, code)
    })
}

fn unreadable(
    call: &Call<'_>,
    prepared: &Prepared,
    reply: Reply,
    error: DecodeError,
    secrets: &Secrets,
) -> Box<Failure> {
    let reaction = match error {
        DecodeError::TooMuchMemory { .. } => prepared.repeat.after_excess(),
        _ => prepared.repeat.in_doubt(),
    };
    let kind = Kind::Decode(error.redacted(secrets));
    let mut failure = call.fail(kind, Class::Internal, reaction);
    failure.status = Some(reply.status);
    failure.request_id = reply.request_id(secrets);
    failure.keep(reply.body);
    failure
}

fn no_entropy(
    call: &Call<'_>,
    made: Result<String, getrandom::Error>,
) -> Result<String, Box<Failure>> {
    made.map_err(|error| {
        let error = TransportError::new(
            TransportErrorKind::Request,
            "the system has no random numbers",
            Some(Box::new(error)),
        );
        call.fail(Kind::Transport(error), Class::Internal, Reaction::GiveUp)
    })
}
