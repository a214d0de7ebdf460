//! What a call reports while it runs: spans and events of `tracing`, and a hook for metrics.
//! Neither sees parameters, keys or messages.

use std::time::Duration;

use tracing::field::{Empty, display};

use super::call::Call;
use crate::error::{Class, ErrorInner};
use crate::shown::short;

/// Receives a report of every attempt and every call of a client, for metrics.
///
/// Called between attempts, so it must not block.
pub trait Observe: Send + Sync {
    /// An attempt ended.
    fn attempt(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        _ = (call, attempt);
    }

    /// A call ended, after all of its attempts.
    fn call(&self, call: &CallInfo<'_>, end: &CallEnd<'_>) {
        _ = (call, end);
    }
}

/// Which call it is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// The product: `ecs`.
    pub product: &'a str,
    /// The operation: `RunInstances`.
    pub operation: &'a str,
    /// The region. `None` if neither the request nor the client names one.
    pub region: Option<&'a str>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// Its number, from 1.
    pub number: u32,
    /// How long it took, from the credentials to the end of the reply.
    pub latency: Duration,
    /// The HTTP status, if a reply came.
    pub status: Option<u16>,
    /// The id that the service gave the attempt. `None` for a success, whose reply has it.
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
    /// How many attempts there were.
    pub attempts: u32,
    /// How long it took, with all waits.
    pub latency: Duration,
    /// The class of the failure. `None` for a success.
    pub class: Option<Class>,
    /// The code of the failure. Not escaped.
    pub code: Option<&'a str>,
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

impl<'a> AttemptInfo<'a> {
    pub(super) fn new(number: u32, latency: Duration, failure: Option<&'a ErrorInner>) -> Self {
        Self {
            number,
            latency,
            status: failure.map_or(Some(200), |error| error.status),
            request_id: failure.and_then(|error| error.request_id.as_deref()),
            class: failure.map(|error| error.class),
            code: failure.and_then(|error| error.kind.code()),
            retry_in: None,
        }
    }

    /// The event of the attempt.
    pub(super) fn log(&self) {
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(
            target: "aliyun_rpc",
            attempt = self.number,
            latency_ms = milliseconds(self.latency),
            status = self.status,
            request_id = self.request_id.map(|id| display(short(id))),
            class = self.class.map(display),
            code = self.code.map(|code| display(short(code))),
            retry_in_ms = self.retry_in.map(milliseconds),
            "attempt"
        );
    }
}

impl CallEnd<'_> {
    pub(super) fn record(&self, span: &tracing::Span, request_id: Option<&str>) {
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
    }
}
