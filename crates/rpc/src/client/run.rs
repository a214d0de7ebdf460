//! Makes the attempts of a call, until one succeeds or none can.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tracing::{Instrument, Span};

use super::attempt::{Attempt, Failed};
use super::call::Call;
use super::deadline::within;
use super::inner::{Inner, Reply};
use super::observe::{AttemptInfo, Observed};
use super::prepare::Prepared;
use super::reply::Received;
use super::retry::is_worth_another;
use crate::credentials::Credentials;
use crate::error::{Class, ErrorInner, ErrorKind};
use crate::transport::TransportErrorKind;
use crate::wire::ReadFields;

/// A call under way, and what is known after some attempts.
pub(super) struct Run<'a> {
    client: &'a Inner,
    call: &'a Call<'a>,
    prepared: &'a Prepared<'a>,
    observed: Option<&'a Observed<'a>>,
    /// The deadline of the call.
    end: Option<Instant>,
    attempts: u32,
    /// What the last attempt took from the budget.
    spent: u32,
    /// The wait before the next attempt, if that is not the first.
    delay: Option<Duration>,
    /// An attempt may have been carried out.
    in_doubt: bool,
    /// The clock was put right, which helps once.
    corrected: bool,
    /// The credentials were renewed, which helps once as well.
    renewed: bool,
    /// The end of the attempt before, if this one comes to nothing.
    last: Option<Box<ErrorInner>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        client: &'a Inner,
        call: &'a Call<'a>,
        prepared: &'a Prepared<'a>,
        observed: Option<&'a Observed<'a>>,
    ) -> Self {
        let end = client.deadline.and_then(|time| client.shared.clock.now().checked_add(time));
        Self {
            client,
            call,
            prepared,
            observed,
            end,
            attempts: 0,
            spent: 0,
            delay: None,
            in_doubt: false,
            corrected: false,
            renewed: false,
            last: None,
        }
    }

    /// Makes attempts. What few calls need is boxed, so that the others have a small future.
    pub(super) async fn finish(
        &mut self,
        response: &mut dyn Reply,
    ) -> Result<Received, Box<ErrorInner>> {
        loop {
            let wait = match self.attempt(response.fields()).await {
                (Ok(received), took) => {
                    self.client.shared.budget.earn(self.spent);
                    if let Some(took) = took {
                        took.succeeded(self.call, &received);
                    }
                    return Ok(received);
                }
                (Err(failed), took) => Box::pin(self.failed(failed, took)),
            };
            wait.await?;
            response.reset();
        }
    }

    /// Makes the next attempt.
    async fn attempt(
        &mut self,
        response: &mut (dyn ReadFields + Send),
    ) -> (Result<Received, Failed>, Option<Box<Took<'a>>>) {
        let retry = self.delay.map(|delay| (self.attempts, delay));
        self.attempts += 1;
        let (queued, replied) = (OnceLock::new(), OnceLock::new());
        let (call, prepared, end) = (self.call, self.prepared, self.end);
        let attempt = Attempt { call, prepared, retry, end, queued, replied };
        match self.observed {
            None => (self.client.attempt(&attempt, response).await, None),
            Some(observed) => Box::pin(self.watched(observed, &attempt, response)).await,
        }
    }

    /// Makes an attempt that is being observed.
    async fn watched(
        &self,
        observed: &'a Observed<'a>,
        attempt: &Attempt<'_>,
        response: &mut (dyn ReadFields + Send),
    ) -> (Result<Received, Failed>, Option<Box<Took<'a>>>) {
        let clock = &*self.client.shared.clock;
        let (number, span) = (self.attempts, observed.begin(self.attempts));
        let watch = Watch { observed, number, span, began: clock.now() };
        let ended = self.client.attempt(attempt, response).instrument(watch.span.clone()).await;
        (ended, Some(Box::new(watch.took(attempt, clock.now()))))
    }

    /// Waits until there may be another attempt.
    ///
    /// # Errors
    ///
    /// That of the call, if there is to be none.
    async fn failed(
        &mut self,
        failed: Failed,
        took: Option<Box<Took<'a>>>,
    ) -> Result<(), Box<ErrorInner>> {
        self.in_doubt |= failed.error.in_doubt;
        let next = self.next(&failed).await;
        if let Some(took) = took {
            took.failed(&failed.error, next);
        }
        let Some(delay) = next else {
            let error = match self.last.take() {
                Some(last) if never_began(&failed.error) => last,
                _ => failed.error,
            };
            return Err(self.prepared.fail(error, self.in_doubt, self.attempts));
        };
        self.last = Some(failed.error);
        self.delay = Some(delay);
        if !delay.is_zero() {
            self.client.shared.clock.sleep(delay).await;
        }
        Ok(())
    }

    /// How long to wait before another attempt. `None` if there is to be none.
    async fn next(&mut self, failed: &Failed) -> Option<Duration> {
        let Inner { retry, shared, .. } = self.client;
        if !retry.allows(self.attempts) || never_began(&failed.error) {
            return None;
        }
        // Refused for the date or the key, so nothing was carried out.
        if failed.corrected && !std::mem::replace(&mut self.corrected, true) {
            return Some(Duration::ZERO);
        }
        if !self.renewed && self.renew(failed).await {
            self.renewed = true;
            return Some(Duration::ZERO);
        }
        if !is_worth_another(&failed.error) {
            return None;
        }
        let delay = if shared.gate.is_some() && failed.error.class == Class::Throttled {
            if retry.is_asked_too_much(&failed.error) {
                return None;
            }
            // The gate knows when to go on.
            Duration::ZERO
        } else {
            retry.delay(&failed.error, self.attempts, shared.random.fraction())
        };
        let now = shared.clock.now();
        if self.end.is_some_and(|end| now.checked_add(delay).is_none_or(|at| at >= end)) {
            return None;
        }
        self.spent = shared.budget.spend(&failed.error)?;
        Some(delay)
    }

    /// Whether the service refused the credentials, and the provider has others before the end.
    async fn renew(&self, failed: &Failed) -> bool {
        let Some(refused) = failed.credentials.as_ref().filter(|_| is_refusal(&failed.error))
        else {
            return false;
        };
        let Inner { credentials, shared, .. } = self.client;
        credentials.refused(refused);
        let left = self.end.map(|end| end.saturating_duration_since(shared.clock.now()));
        let provided = within(&*shared.clock, left, credentials.provide()).await;
        let provided = provided.map(|provided| provided.and_then(Credentials::sendable));
        matches!(provided, Some(Ok(credentials)) if credentials != *refused)
    }
}

/// An attempt that is being observed.
struct Watch<'a> {
    observed: &'a Observed<'a>,
    number: u32,
    span: Span,
    began: Instant,
}

/// An attempt that ended, and how long it took.
struct Took<'a> {
    watch: Watch<'a>,
    latency: Duration,
    queued: Duration,
}

impl<'a> Watch<'a> {
    fn took(self, attempt: &Attempt<'_>, now: Instant) -> Took<'a> {
        let queued = attempt.queued.get().copied().unwrap_or_default();
        let end = attempt.replied.get().copied().unwrap_or(now);
        let latency = end.saturating_duration_since(self.began).saturating_sub(queued);
        Took { watch: self, latency, queued }
    }
}

impl Took<'_> {
    fn succeeded(self, call: &Call<'_>, received: &Received) {
        let id = received.request_id(call.fields);
        let (status, request_id) = (Some(received.reply.status), id.as_deref());
        if let Some(first) = received.first_problem(call.fields) {
            let Watch { observed, span, .. } = &self.watch;
            observed.skipped(span, received.problems.len(), &first);
        }
        self.report(AttemptInfo { status, request_id, ..AttemptInfo::default() });
    }

    fn failed(self, error: &ErrorInner, retry_in: Option<Duration>) {
        if never_began(error) {
            self.watch.observed.never_began(self.watch.number);
        }
        self.report(AttemptInfo {
            status: error.status,
            request_id: error.request_id.as_deref(),
            class: Some(error.class),
            code: error.kind.code(),
            retry_in,
            ..AttemptInfo::default()
        });
    }

    fn report(self, attempt: AttemptInfo<'_>) {
        let Self { watch, latency, queued } = self;
        let attempt = AttemptInfo { number: watch.number, latency, queued, ..attempt };
        watch.observed.attempt(&watch.span, &attempt);
    }
}

/// Whether an attempt ended before it began, because the time of the call was over.
fn never_began(error: &ErrorInner) -> bool {
    match &error.kind {
        ErrorKind::Transport(error) => error.kind() == TransportErrorKind::Deadline,
        ErrorKind::Unsent(_) => true,
        _ => false,
    }
}

/// Whether the service says that it does not know the key, or that it has expired.
fn is_refusal(error: &ErrorInner) -> bool {
    let about_keys = |code: &str| {
        code.starts_with("InvalidSecurityToken.") || code.starts_with("InvalidAccessKeyId.")
    };
    error.status.is_some_and(|status| (400..500).contains(&status))
        && error.kind.code().is_some_and(about_keys)
}
