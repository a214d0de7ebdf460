//! A call from its members to its decoded reply, without generics: query, region, token, then the
//! attempts, each with its own credentials, date, nonce and signature.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::attempt::{self, Outgoing};
use crate::credentials::{Credentials, ProvideCredentials};
use crate::endpoint::{Endpoint, EndpointError, Network};
use crate::error::{Class, Failure, Kind, Reaction, Reply, codes, service_failure};
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
            if is_error(&call, &decoded) {
                let redact = |text: &str| credentials.redact(text);
                let operation = call.operation.clone();
                let failure = service_failure(operation, call.product, reply, &redact);
                return Err(Box::new(failure));
            }
            let named = decoded.request_id || !reply.request_id().is_empty();
            match decoded.result {
                Ok(()) if named => Ok(()),
                Ok(()) => Err(unreadable(&call, &prepared, reply, DecodeError::NoRequestId)),
                Err(error) => Err(unreadable(&call, &prepared, reply, error)),
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
            call.fail(Kind::Endpoint(error), Class::BadRequest, Reaction::FixRequest)
        })?;
        if let Some((name, value)) = non_finite(call.fields) {
            let message = format!("`{name}` holds {value}, which is not a number");
            let error = TransportError::new(TransportErrorKind::Request, message, None);
            let kind = Kind::Transport(error);
            return Err(call.fail(kind, Class::BadRequest, Reaction::FixRequest));
        }
        let mut query = flatten(call.fields);
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
        let repeatable = call.read_only
            || call.dry_run
            || query.iter().any(|(name, value)| name == "ClientToken" && !value.is_empty());
        let timeout = self.timeout.unwrap_or_else(|| {
            CONNECTING + self.default_timeout.max(Duration::from_secs(call.timeout_seconds.into()))
        });
        Ok(Prepared { endpoint, query, timeout, repeatable })
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
        let credentials = self.credentials.provide().await.map_err(|error| {
            call.fail(Kind::Credentials(error), Class::Identity, Reaction::RefreshCredentials)
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
        let reply = self.transport.send(request).await.and_then(|reply| {
            if reply.body.len() > self.max_response_bytes {
                return Err(TransportError::body_too_large(self.max_response_bytes));
            }
            Ok(reply)
        });
        let reply = reply.map_err(|error| {
            if error.kind() == TransportErrorKind::BodyTooLarge {
                let reaction = prepared.after_excess();
                return call.fail(Kind::Transport(error), Class::Internal, reaction);
            }
            let unsent = error.is_unsent();
            let reaction = if unsent { Reaction::RetrySameToken } else { prepared.after_loss() };
            call.fail(Kind::Transport(error), Class::Transient, reaction)
        })?;
        let HttpResponse { status, headers, body } = reply;
        let reply = Reply { status, headers, body };
        if let Some(encoding) = reply.encoding() {
            let error = DecodeError::Encoded(encoding);
            return Err(unreadable(call, prepared, reply, error));
        }
        if (200..300).contains(&status) {
            return Ok((reply, credentials));
        }
        let redact = |text: &str| credentials.redact(text);
        let operation = call.operation.clone();
        Err(Box::new(service_failure(operation, call.product, reply, &redact)))
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
    /// Sending it twice does no harm.
    repeatable: bool,
}

impl Prepared {
    /// What to do when nobody knows whether the call was carried out.
    fn after_loss(&self) -> Reaction {
        if self.repeatable { Reaction::RetrySameToken } else { Reaction::WaitForState }
    }

    /// The same where the reply was longer than allowed: another one would be as long.
    fn after_excess(&self) -> Reaction {
        if self.repeatable { Reaction::FixRequest } else { Reaction::WaitForState }
    }
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
) -> Box<Failure> {
    let reaction = match error {
        DecodeError::TooMuchMemory { .. } => prepared.after_excess(),
        _ => prepared.after_loss(),
    };
    let mut failure = call.fail(Kind::Decode(error), Class::Internal, reaction);
    failure.status = Some(reply.status);
    failure.request_id = Some(reply.request_id().to_owned()).filter(|id| !id.is_empty());
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
