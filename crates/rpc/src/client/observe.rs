//! What a call reports while it runs: spans and events of `tracing`, and a hook for metrics.
//! Neither sees parameters, keys or messages.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tracing::field::{Empty, display};

use super::call::Call;
use crate::clock::Clock;
use crate::error::{Class, ErrorInner};
use crate::shown::short;
use crate::wire::DecodeError;

/// Receives a report of every attempt and every call of a client, for metrics.
///
/// Called between attempts, so it must not block.
pub trait Observe: Send + Sync {
    /// An attempt ended.
    fn attempt(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        _ = (call, attempt);
    }

    /// A call ended, after all of its attempts, or was dropped. One that the client refuses has no
    /// attempts.
    fn call(&self, call: &CallInfo<'_>, end: &CallEnd<'_>) {
        _ = (call, end);
    }
}

/// Which call it is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// The name of the product, in lower case.
    pub product: &'a str,
    /// The name of the operation: `OpenGate`.
    pub operation: &'a str,
    /// The region. `None` if neither the request nor the client names one.
    pub region: Option<&'a str>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// Its number, from 1.
    pub number: u32,
    /// How long it took, from the credentials to the end of the reply, without the wait for the
    /// throttling gate and the report to it.
    pub latency: Duration,
    /// How long it waited for the throttling gate.
    pub queued: Duration,
    /// The HTTP status, if a reply came.
    pub status: Option<u16>,
    /// The id that the service gave the attempt, if a reply came and has one.
    pub request_id: Option<&'a str>,
    /// The class of the failure. `None` for a success.
    pub class: Option<Class>,
    /// The code of the failure. Not escaped.
    pub code: Option<&'a str>,
    /// How long the client waits before the next attempt. `None` if this was the last one.
    pub retry_in: Option<Duration>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallEnd<'a> {
    /// How many attempts there were. One that ended before it began does not count: the deadline
    /// came first, or the throttling gate did not open before it.
    pub attempts: u32,
    /// How long it took, with all waits.
    pub latency: Duration,
    /// The class of the failure. `None` for a success, and for a call that was dropped.
    pub class: Option<Class>,
    /// The code of the failure. Not escaped.
    pub code: Option<&'a str>,
    /// How many values of the reply had a wrong type and count as missing, at most
    /// [`MOST_PROBLEMS`](crate::wire::MOST_PROBLEMS).
    pub problems: usize,
    /// The caller dropped the call before it ended. An attempt that was under way then is not
    /// reported.
    pub dropped: bool,
}

impl<'a> CallInfo<'a> {
    pub(super) fn of(call: &'a Call<'_>, region: Option<&'a str>) -> Self {
        Self { product: call.product.name, operation: &call.operation, region }
    }

    /// The span of the call.
    pub(super) fn span(&self) -> tracing::Span {
        tracing::debug_span!(
            target: "aliyun_rpc",
            "call",
            product = self.product,
            operation = %short(self.operation),
            region = self.region.map(|region| display(short(region))),
            attempts = Empty,
            request_id = Empty,
            class = Empty,
            code = Empty,
        )
    }
}

/// The span of an attempt, inside that of its call.
pub(super) fn attempt_span(number: u32) -> tracing::Span {
    tracing::debug_span!(target: "aliyun_rpc", "attempt", attempt = number)
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl AttemptInfo<'_> {
    /// The event of the attempt.
    pub(super) fn log(&self) {
        tracing::debug!(
            target: "aliyun_rpc",
            attempt = self.number,
            latency_ms = milliseconds(self.latency),
            queued_ms = milliseconds(self.queued),
            status = self.status,
            request_id = self.request_id.map(|id| display(short(id))),
            class = self.class.map(display),
            code = self.code.map(|code| display(short(code))),
            retry_in_ms = self.retry_in.map(milliseconds),
            "attempt"
        );
    }
}

/// A call that is being observed. Reports that it was dropped, unless its end was reported.
pub(super) struct Observed<'a> {
    pub(super) info: CallInfo<'a>,
    pub(super) span: tracing::Span,
    observe: Option<&'a dyn Observe>,
    clock: &'a dyn Clock,
    began: Instant,
    attempts: AtomicU32,
    problems: AtomicUsize,
    /// Of the reply of success.
    request_id: OnceLock<String>,
    ended: bool,
}

impl<'a> Observed<'a> {
    /// `None` if nobody looks.
    pub(super) fn new(
        info: CallInfo<'a>,
        observe: Option<&'a dyn Observe>,
        clock: &'a dyn Clock,
    ) -> Option<Self> {
        let span = info.span();
        if span.is_disabled() && observe.is_none() {
            return None;
        }
        Some(Self {
            info,
            span,
            observe,
            clock,
            began: clock.now(),
            attempts: AtomicU32::new(0),
            problems: AtomicUsize::new(0),
            request_id: OnceLock::new(),
            ended: false,
        })
    }

    /// Another attempt begins.
    pub(super) fn begin(&self, number: u32) -> tracing::Span {
        self.attempts.store(number, Ordering::Relaxed);
        attempt_span(number)
    }

    /// The attempt of this number ended before it began.
    pub(super) fn never_began(&self, number: u32) {
        self.attempts.store(number - 1, Ordering::Relaxed);
    }

    /// Values of the reply have a wrong type and count as missing. At the level of all events here:
    /// whether that matters is for the caller to say, and the same operation would say it each
    /// time.
    pub(super) fn skipped(&self, span: &tracing::Span, count: usize, first: &DecodeError) {
        self.problems.store(count, Ordering::Relaxed);
        span.in_scope(|| {
            tracing::debug!(
                target: "aliyun_rpc",
                count,
                first = %first,
                "values of a wrong type count as missing"
            );
        });
    }

    pub(super) fn attempt(&self, span: &tracing::Span, attempt: &AttemptInfo<'_>) {
        span.in_scope(|| attempt.log());
        if attempt.class.is_none() {
            if let Some(id) = attempt.request_id {
                _ = self.request_id.set(id.to_owned());
            }
        }
        if let Some(observe) = self.observe {
            observe.attempt(&self.info, attempt);
        }
    }

    /// The call ended.
    pub(super) fn end(mut self, failure: Option<&ErrorInner>) {
        self.ended = true;
        self.report(failure, false);
    }

    fn report(&self, failure: Option<&ErrorInner>, dropped: bool) {
        let end = CallEnd {
            attempts: self.attempts.load(Ordering::Relaxed),
            latency: self.clock.now().saturating_duration_since(self.began),
            class: failure.map(|error| error.class),
            code: failure.and_then(|error| error.kind.code()),
            problems: self.problems.load(Ordering::Relaxed),
            dropped,
        };
        let failed = failure.and_then(|error| error.request_id.as_deref());
        end.record(&self.span, failed.or(self.request_id.get().map(String::as_str)));
        if let Some(observe) = self.observe {
            observe.call(&self.info, &end);
        }
    }
}

impl Drop for Observed<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.report(None, true);
        }
    }
}

impl CallEnd<'_> {
    fn record(&self, span: &tracing::Span, request_id: Option<&str>) {
        if span.is_disabled() {
            return;
        }
        span.record("attempts", self.attempts);
        if let Some(id) = request_id {
            span.record("request_id", display(short(id)));
        }
        if let Some(class) = self.class {
            span.record("class", display(class));
        }
        if let Some(code) = self.code {
            span.record("code", display(short(code)));
        }
        span.in_scope(|| {
            tracing::debug!(
                target: "aliyun_rpc",
                attempts = self.attempts,
                latency_ms = milliseconds(self.latency),
                class = self.class.map(display),
                code = self.code.map(|code| display(short(code))),
                dropped = self.dropped,
                "call"
            );
        });
    }
}
