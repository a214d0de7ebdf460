//! Sends a call, without generics: prepares it, then makes attempts until one succeeds or none can.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tracing::{Instrument, Span};

use super::attempt::{Attempt, Failed};
use super::call::Call;
use super::deadline::within;
use super::observe::{AttemptInfo, CallInfo, Observe, Observed};
use super::prepare::Prepared;
use super::reply::Received;
use super::retry::{Budget, RetryPolicy, is_worth_another};
use super::skew::Skew;
use crate::clock::Clock;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::endpoint::{Endpoint, Network};
use crate::error::{Class, ErrorInner, ErrorKind};
use crate::gate::Gate;
use crate::nonce::Random;
use crate::transport::{BoxFuture, Transport, TransportErrorKind};
use crate::wire::{Ack, ReadFields, Strictness};

/// The settings of a client, and what it shares with the clients made from it.
#[derive(Clone)]
pub(super) struct Inner {
    pub(super) region: Option<Arc<str>>,
    pub(super) endpoint: Option<FixedEndpoint>,
    pub(super) network: Network,
    pub(super) credentials: Arc<dyn ProvideCredentials>,
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) max_response_bytes: usize,
    pub(super) check_limits: bool,
    pub(super) strictness: Strictness,
    pub(super) user_agent: Cow<'static, str>,
    pub(super) shared: Arc<Shared>,
}

/// What clones of a client share, and clients in other regions or with other settings.
pub(super) struct Shared {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Random,
    pub(super) budget: Budget,
    pub(super) skew: Skew,
    pub(super) gate: Option<Arc<dyn Gate>>,
    pub(super) observe: Option<Arc<dyn Observe>>,
}

/// An endpoint that the user set.
#[derive(Clone)]
pub(super) struct FixedEndpoint {
    pub(super) endpoint: Endpoint,
    /// The region that it serves, if the user named one. Otherwise it is taken to serve all.
    pub(super) region: Option<String>,
}

/// Where a reply goes. It is emptied if an attempt fails half way through a reply.
pub(super) trait Reply: Send {
    fn fields(&mut self) -> &mut (dyn ReadFields + Send);
    fn reset(&mut self);
}

impl<T: ReadFields + Default + Send> Reply for T {
    fn fields(&mut self) -> &mut (dyn ReadFields + Send) {
        self
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}

/// What is known after some attempts.
#[derive(Default)]
struct Progress {
    attempts: u32,
    /// What the last attempt took from the budget.
    spent: u32,
    /// An attempt may have been carried out.
    in_doubt: bool,
    /// The clock or the credentials were put right, which helps once.
    repaired: bool,
    /// The end of the attempt before, if this one comes to nothing.
    last: Option<Box<ErrorInner>>,
}

impl Progress {
    fn fail(&self, prepared: &Prepared, error: Box<ErrorInner>) -> Box<ErrorInner> {
        prepared.fail(error, self.in_doubt, self.attempts)
    }
}

impl Inner {
    pub(super) fn in_region(&self, region: Arc<str>) -> Self {
        Self { region: Some(region), ..self.clone() }
    }

    /// Sends the call and decodes the reply into `response`.
    pub(super) fn send<'a>(
        &'a self,
        call: Call<'a>,
        response: &'a mut dyn Reply,
    ) -> BoxFuture<'a, Result<Received, Box<ErrorInner>>> {
        Box::pin(async move {
            let prepared = self.prepare(&call)?;
            let info = CallInfo::of(&call, prepared.region.as_deref());
            let observed = Observed::new(info, self.shared.observe.as_deref(), &*self.shared.clock);
            let mut progress = Progress::default();
            match observed {
                None => {
                    let ended = self.run(&call, &prepared, &mut progress, None, response).await;
                    ended.map_err(|error| progress.fail(&prepared, error))
                }
                // Boxed, so that calls that nobody observes have a small future.
                Some(observed) => {
                    Box::pin(self.observed(&call, &prepared, progress, observed, response)).await
                }
            }
        })
    }

    async fn observed(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
        mut progress: Progress,
        observed: Observed<'_>,
        response: &mut dyn Reply,
    ) -> Result<Received, Box<ErrorInner>> {
        let run = self.run(call, prepared, &mut progress, Some(&observed), response);
        let ended = run.instrument(observed.span.clone()).await;
        let ended = ended.map_err(|error| progress.fail(prepared, error));
        observed.end(ended.as_ref().err().map(|error| &**error));
        ended
    }

    /// Makes attempts.
    async fn run(
        &self,
        call: &Call<'_>,
        prepared: &Prepared,
        progress: &mut Progress,
        observed: Option<&Observed<'_>>,
        response: &mut dyn Reply,
    ) -> Result<Received, Box<ErrorInner>> {
        let clock = &*self.shared.clock;
        let end = self.deadline.and_then(|time| clock.now().checked_add(time));
        let mut retry = None;
        loop {
            let (queued, replied) = (OnceLock::new(), OnceLock::new());
            let attempt = Attempt { call, prepared, retry, end, queued, replied };
            progress.attempts += 1;
            let watch = observed.map(|observed| Watch {
                observed,
                number: progress.attempts,
                span: observed.begin(progress.attempts),
                began: clock.now(),
            });
            let run = self.attempt(&attempt, response.fields());
            let ended = match &watch {
                None => run.await,
                Some(watch) => Box::pin(run.instrument(watch.span.clone())).await,
            };
            let took = watch.map(|watch| watch.took(&attempt, clock.now()));
            let failed = match ended {
                Ok(received) => {
                    self.shared.budget.earn(progress.spent);
                    if let Some(took) = took {
                        took.succeeded(call, &received);
                    }
                    return Ok(received);
                }
                Err(failed) => failed,
            };
            progress.in_doubt |= failed.error.in_doubt;
            // Boxed so that calls that succeed at once have a small future.
            let next = Box::pin(self.next(&failed, progress, end)).await;
            if let Some(took) = took {
                took.failed(&failed.error, next);
            }
            let Some(delay) = next else {
                return Err(match progress.last.take() {
                    Some(last) if never_began(&failed.error) => last,
                    _ => failed.error,
                });
            };
            progress.last = Some(failed.error);
            response.reset();
            if !delay.is_zero() {
                clock.sleep(delay).await;
            }
            retry = Some((progress.attempts, delay));
        }
    }

    /// How long to wait before another attempt. `None` if there is to be none.
    async fn next(
        &self,
        failed: &Failed,
        progress: &mut Progress,
        end: Option<Instant>,
    ) -> Option<Duration> {
        if !self.retry.allows(progress.attempts) || never_began(&failed.error) {
            return None;
        }
        // Refused for the date or the key, so nothing was carried out.
        if !progress.repaired && (failed.corrected || self.renewed(failed, end).await) {
            progress.repaired = true;
            return Some(Duration::ZERO);
        }
        if !is_worth_another(&failed.error) {
            return None;
        }
        let delay = if self.shared.gate.is_some() && failed.error.class == Class::Throttled {
            if self.retry.is_asked_too_much(&failed.error) {
                return None;
            }
            // The gate knows when to go on.
            Duration::ZERO
        } else {
            let random = self.shared.random.fraction();
            self.retry.delay(&failed.error, progress.attempts, random)
        };
        let now = self.shared.clock.now();
        if end.is_some_and(|end| now.checked_add(delay).is_none_or(|at| at >= end)) {
            return None;
        }
        progress.spent = self.shared.budget.spend(&failed.error)?;
        Some(delay)
    }

    /// Whether the service refused the credentials, and the provider has others before the end.
    async fn renewed(&self, failed: &Failed, end: Option<Instant>) -> bool {
        let Some(refused) = failed.credentials.as_ref().filter(|_| is_refusal(&failed.error))
        else {
            return false;
        };
        self.credentials.refused(refused);
        let clock = &*self.shared.clock;
        let left = end.map(|end| end.saturating_duration_since(clock.now()));
        let provided = within(clock, left, self.credentials.provide()).await;
        let provided = provided.map(|provided| provided.and_then(Credentials::sendable));
        matches!(provided, Some(Ok(credentials)) if credentials != *refused)
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

    pub(super) fn fmt(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint.as_ref().map(|fixed| fixed.endpoint.url()))
            .field("network", &self.network)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
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
        self.report(AttemptInfo { status, request_id, ..AttemptInfo::default() });
    }

    fn failed(self, error: &ErrorInner, retry_in: Option<Duration>) {
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
