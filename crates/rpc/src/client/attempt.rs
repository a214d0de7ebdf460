//! One attempt of a call: asks for credentials, signs, sends, and decodes the reply.

use std::sync::OnceLock;
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::call::Call;
use super::deadline::within;
use super::http::{self, Outgoing};
use super::inner::Inner;
use super::prepare::{Prepared, no_random, random_failed};
use super::reply::Received;
use crate::clock::Skew;
use crate::credentials::{Credentials, CredentialsError};
use crate::error::{
    Class, ErrorInner, ErrorKind, Excerpt, Reaction, Repeat, Secrets, Unsent, codes, encoding,
    request_id, service_failure,
};
use crate::gate::{Gate, GateClosed, Observed, Outcome, Permit, Scope};
use crate::time::date;
use crate::transport::{GRACE, HttpResponse, TransportError, TransportErrorKind};
use crate::wire::{DecodeError, Decoded, ReadFields, Strictness, decode_reply};

/// Credentials that expire this soon are asked for again after the wait for the gate.
const AGED: Duration = Duration::from_secs(60);
/// How long reporting an attempt to the gate may take. Stores of gates fail earlier.
const REPORT: Duration = Duration::from_secs(1);

/// What an attempt needs to know about those before it.
pub(super) struct Attempt<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) prepared: &'a Prepared<'a>,
    /// Attempts before this one, and the wait since the last.
    pub(super) retry: Option<(u32, Duration)>,
    /// The deadline of the call.
    pub(super) end: Option<Instant>,
    /// How long it waited for the gate, if there is one.
    pub(super) queued: OnceLock<Duration>,
    /// When its reply had been read, if there is a gate, which learns of it then.
    pub(super) replied: OnceLock<Instant>,
}

/// An attempt that failed.
pub(super) struct Failed {
    pub(super) error: Box<ErrorInner>,
    /// What it was signed with. `None` if it was not.
    pub(super) credentials: Option<Credentials>,
    /// The clock was corrected, so that the same call may pass now.
    pub(super) corrected: bool,
}

impl Failed {
    fn unsent(error: Box<ErrorInner>) -> Self {
        Self { error, credentials: None, corrected: false }
    }
}

impl Inner {
    /// Makes the attempt.
    pub(super) async fn attempt(
        &self,
        attempt: &Attempt<'_>,
        response: &mut (dyn ReadFields + Send),
    ) -> Result<Received, Failed> {
        // Before the gate, so that a slow source does not hold its turn. What few calls wait for is
        // boxed, so that the others have a small future.
        let provided = match self.credentials.at_hand() {
            Some(credentials) => usable(attempt.call, Ok(credentials)),
            None => Box::pin(self.credentials_for(attempt)).await,
        };
        let mut credentials = provided.map_err(Failed::unsent)?;
        let permit = match &self.shared.gate {
            None => None,
            Some(gate) => {
                let entered = Box::pin(self.enter(&**gate, attempt, &mut credentials)).await;
                Some(entered.map_err(Failed::unsent)?)
            }
        };
        let skew = self.shared.skew.seconds();
        let sent = self.exchange(attempt, &credentials, skew).await;
        let observed = permit.as_ref().map(|_| match &sent {
            Ok(reply) => Observed::of(reply, false),
            Err(error) => Observed::new(outcome_of(error)),
        });
        let mut measured = None;
        let read = sent.and_then(|reply| {
            if (400..500).contains(&reply.status) {
                measured = Skew::measured(&reply, self.shared.clock.system_time());
            }
            let secrets = || Secrets::of(&credentials, attempt.call.fields);
            let strictness = attempt.call.strictness.max(self.strictness);
            read(attempt, reply, response, strictness, &secrets)
        });
        if let (Some(permit), Some(mut observed)) = (permit, observed) {
            if let Err(error) = &read {
                observed.outcome = outcome_of(error);
            }
            _ = attempt.replied.set(self.shared.clock.now());
            // The reply is already here, so the report gets at most the time that is left.
            let time = self.left(attempt).map_or(REPORT, |left| left.min(REPORT));
            within(&*self.shared.clock, Some(time), permit.report(observed)).await;
        }
        match read {
            Ok((reply, problems)) => Ok(Received { reply, problems, credentials }),
            Err(error) => {
                let corrected = self.shared.skew.learn(error.kind.code(), skew, measured);
                Err(Failed { error, credentials: Some(credentials), corrected })
            }
        }
    }

    /// What is left until the end of the call.
    fn left(&self, attempt: &Attempt<'_>) -> Option<Duration> {
        attempt.end.map(|end| end.saturating_duration_since(self.shared.clock.now()))
    }

    /// Waits for the turn of the attempt. Credentials that age meanwhile are asked for again.
    async fn enter(
        &self,
        gate: &dyn Gate,
        attempt: &Attempt<'_>,
        credentials: &mut Credentials,
    ) -> Result<Permit, Box<ErrorInner>> {
        let clock = &*self.shared.clock;
        let asked = clock.now();
        let entered = self.wait_for(gate, attempt).await;
        _ = attempt.queued.set(clock.now().saturating_duration_since(asked));
        let permit = entered?;
        // They expire by the clock of this machine, whatever that of the service shows.
        let time = clock.system_time();
        if credentials.expires_at().is_some_and(|end| end <= time + AGED) {
            // Those at hand serve as long as they are valid.
            let valid = credentials.expires_at() > Some(time);
            match self.credentials_for(attempt).await {
                Ok(newer) => *credentials = newer,
                Err(_) if valid => {}
                Err(error) => {
                    let time = self.left(attempt).map_or(REPORT, |left| left.min(REPORT));
                    let unsent = permit.report(Observed::new(Outcome::Unsent));
                    within(clock, Some(time), unsent).await;
                    return Err(error);
                }
            }
        }
        Ok(permit)
    }

    async fn wait_for(
        &self,
        gate: &dyn Gate,
        attempt: &Attempt<'_>,
    ) -> Result<Permit, Box<ErrorInner>> {
        let Attempt { call, prepared, .. } = attempt;
        let region = prepared.region.as_deref().unwrap_or_else(|| prepared.endpoint.host());
        let scope = Scope::new(call.product.name, region, &*call.operation);
        // The deadline ends the wait also where the gate does not look at it.
        let entered = match attempt.retry {
            None => gate.enter(&scope, attempt.end),
            Some(_) => gate.enter_again(&scope, attempt.end),
        };
        let entered = within(&*self.shared.clock, self.left(attempt), entered).await;
        match entered.unwrap_or_else(|| Err(GateClosed { scope, opens_in: None })) {
            Ok(permit) => Ok(permit),
            Err(closed) => {
                let (class, reaction) = (Class::Throttled, Reaction::RetrySameToken);
                let retry_after = closed.opens_in;
                let unsent = Unsent { code: None, class, reaction, reason: Box::new(closed) };
                let kind = ErrorKind::Unsent(Box::new(unsent));
                let mut error = call.fail(kind, class, reaction);
                error.retry_after = retry_after;
                Err(error)
            }
        }
    }

    async fn credentials_for(&self, attempt: &Attempt<'_>) -> Result<Credentials, Box<ErrorInner>> {
        let provided =
            within(&*self.shared.clock, self.left(attempt), self.credentials.provide()).await;
        let Some(provided) = provided else {
            let message = "no credentials until then";
            let error = TransportError::new(TransportErrorKind::Deadline, message, None);
            return Err(attempt.lost(error));
        };
        usable(attempt.call, provided)
    }

    async fn exchange(
        &self,
        attempt: &Attempt<'_>,
        credentials: &Credentials,
        skew: i64,
    ) -> Result<HttpResponse, Box<ErrorInner>> {
        let Attempt { call, prepared, .. } = attempt;
        let now = Skew::correct(skew, self.shared.clock.system_time());
        // A time before 1970 is wrong and counts as 1970.
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let nonce = self.shared.random.nonce(since);
        let left = self.left(attempt);
        if left.is_some_and(|left| left.is_zero()) {
            return Err(attempt.lost(TransportError::new(TransportErrorKind::Deadline, "", None)));
        }
        let timeout = left.map_or(prepared.timeout, |left| left.min(prepared.timeout));
        // Built in a block, so that the future holds no place for it.
        let sent = {
            let request = http::signed(Outgoing {
                endpoint: &prepared.endpoint,
                operation: &call.operation,
                version: call.product.version,
                url: &prepared.url,
                date: date(since),
                nonce: nonce
                    .map_err(|error| no_random(call.operation.clone(), random_failed(error)))?,
                retry: attempt.retry,
                user_agent: self.user_agent.clone(),
                credentials,
                timeout,
                max_response_bytes: self.max_response_bytes,
            });
            http::sendable(&call.operation, &request).map_err(|error| attempt.lost(error))?;
            let time = timeout.saturating_add(GRACE);
            within(&*self.shared.clock, Some(time), self.shared.transport.send(request))
        };
        let sent = sent.await;
        let reply = sent.unwrap_or_else(|| {
            let message = format!("the transport took longer than {timeout:?}");
            Err(TransportError::new(TransportErrorKind::Timeout, message, None))
        });
        let reply = reply.map_err(|error| attempt.lost(error))?;
        if reply.body.len() > self.max_response_bytes {
            return Err(attempt.lost(TransportError::body_too_large(self.max_response_bytes)));
        }
        Ok(reply)
    }
}

/// What a failed attempt says about limits.
fn outcome_of(error: &ErrorInner) -> Outcome {
    match &error.kind {
        _ if error.surely_throttled => Outcome::Throttled,
        _ if error.class == Class::Throttled => Outcome::AskedToWait,
        ErrorKind::Transport(error) if error.is_unsent() => Outcome::Unsent,
        ErrorKind::Transport(_) => Outcome::Unknown,
        ErrorKind::Service(fault) if fault.code.is_none() => Outcome::Unknown,
        ErrorKind::Decode(
            DecodeError::NotJson(_) | DecodeError::Empty | DecodeError::Encoded(_),
        ) => Outcome::Unknown,
        _ => Outcome::Passed,
    }
}

fn usable(
    call: &Call<'_>,
    provided: Result<Credentials, CredentialsError>,
) -> Result<Credentials, Box<ErrorInner>> {
    provided.and_then(Credentials::sendable).map_err(|error| {
        let kind = ErrorKind::Credentials(error);
        call.fail(kind, Class::Unauthenticated, Reaction::RefreshCredentials)
    })
}

impl Attempt<'_> {
    /// No reply came.
    fn lost(&self, error: TransportError) -> Box<ErrorInner> {
        let repeat = self.prepared.repeat;
        let (class, reaction) = repeat.after_transport(error.kind());
        let in_doubt = repeat != Repeat::Harmless && !error.is_unsent();
        let mut error = self.call.fail(ErrorKind::Transport(error), class, reaction);
        error.in_doubt = in_doubt;
        error
    }

    fn refused(&self, reply: HttpResponse, secrets: &Secrets) -> Box<ErrorInner> {
        let (call, repeat) = (self.call, self.prepared.repeat);
        Box::new(service_failure(call.operation.clone(), call.product, reply, repeat, secrets))
    }

    fn unreadable(
        &self,
        reply: HttpResponse,
        error: DecodeError,
        secrets: &Secrets,
    ) -> Box<ErrorInner> {
        let repeat = self.prepared.repeat;
        let reaction = match error {
            DecodeError::TooMuchMemory { .. } => repeat.after_excess(),
            _ => repeat.in_doubt(),
        };
        let kind = ErrorKind::Decode(error.redacted(|path| secrets.redact(path)));
        let mut error = self.call.fail(kind, Class::Internal, reaction);
        error.in_doubt = repeat != Repeat::Harmless;
        error.status = Some(reply.status);
        error.request_id = request_id(&reply, secrets);
        error.body = Excerpt::of(reply.body);
        error
    }
}

/// Decodes a reply. Returns it, and what could not be read of it.
fn read(
    attempt: &Attempt<'_>,
    reply: HttpResponse,
    response: &mut (dyn ReadFields + Send),
    strictness: Strictness,
    secrets: &dyn Fn() -> Secrets,
) -> Result<(HttpResponse, Vec<DecodeError>), Box<ErrorInner>> {
    if let Some(encoding) = encoding(&reply) {
        let error = DecodeError::Encoded(encoding.to_owned());
        return Err(attempt.unreadable(reply, error, &secrets()));
    }
    if !(200..300).contains(&reply.status) {
        return Err(attempt.refused(reply, &secrets()));
    }
    let decoded = decode_reply(&reply.body, response, strictness);
    if is_error(attempt.call, &decoded) {
        return Err(attempt.refused(reply, &secrets()));
    }
    let named = decoded.says_something || request_id(&reply, &secrets()).is_some();
    match decoded.result {
        Ok(problems) if named => Ok((reply, problems)),
        Ok(_) => Err(attempt.unreadable(reply, DecodeError::Empty, &secrets())),
        Err(error) => Err(attempt.unreadable(reply, error, &secrets())),
    }
}

/// Whether the body has the form of an error. In a reply without a type, `Code` may be a member
/// like any other, so only known codes count there.
fn is_error(call: &Call<'_>, decoded: &Decoded) -> bool {
    decoded.code.as_deref().is_some_and(|code| {
        !decoded.untyped || codes::is_listed(call.product, &call.operation, code)
    })
}
