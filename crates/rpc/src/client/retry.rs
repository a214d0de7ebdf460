//! When a call is sent again, and after how long.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::{Class, ErrorInner, ErrorKind, Reaction};
use crate::wire::DecodeError;

/// What a client may spend on attempts after the first. It gets back what an attempt cost when the
/// call succeeds.
const CAPACITY: u32 = 500;
const COST: u32 = 14;
/// The service tells who is too fast, so trying again loads it less than after a fault.
const THROTTLED_COST: u32 = 5;
/// What a call that succeeds at once adds.
const EARNED: u32 = 1;
/// How long the service can ask a client to wait that says nothing else.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How often a client sends a call again on its own.
///
/// Only what cannot do the work twice is sent again: what surely did not arrive or was throttled,
/// calls that read, dry runs, and calls with a `ClientToken`, which is the same in every attempt.
/// All clients that share connections also share a budget for further attempts, so that a fault of
/// the service is not answered with many times the calls.
///
/// The wait before an attempt is random, between zero and a limit that doubles with each attempt.
/// Where the service says how long to wait (`x-acs-retry-after`), that counts instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    throttled_delay: Duration,
    max_delay: Duration,
    /// `None` if the caller set none.
    max_retry_after: Option<Duration>,
}

impl Default for RetryPolicy {
    /// Four attempts; waits of up to 100 ms, 200 ms and 400 ms, ten times as long after throttling.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(100),
            throttled_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
            max_retry_after: None,
        }
    }
}

impl RetryPolicy {
    /// One attempt.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the most attempts for one call, the first included. Zero counts as one. Default: 4.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self { max_attempts: attempts.max(1), ..self }
    }

    /// Sets the longest wait before the second attempt. Default: 100 ms.
    #[must_use]
    pub fn base_delay(self, delay: Duration) -> Self {
        Self { base_delay: delay, ..self }
    }

    /// Sets the longest wait before the second attempt after throttling, and while another call
    /// with the same token is in progress. Default: 1 s.
    #[must_use]
    pub fn throttled_delay(self, delay: Duration) -> Self {
        Self { throttled_delay: delay, ..self }
    }

    /// Sets the longest wait before any attempt, unless the service asks for one. Default: 20 s.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self { max_delay: delay, ..self }
    }

    /// Sets the longest wait that the service can ask for. A call for which it asks for longer is
    /// sent again after this time. Default: 60 s.
    ///
    /// Behind a [gate](crate::gate), which opens when the service said, a throttled call for which
    /// it asks for longer fails at once. By default it waits there.
    #[must_use]
    pub fn max_retry_after(self, delay: Duration) -> Self {
        Self { max_retry_after: Some(delay), ..self }
    }

    /// Whether the service asks for a longer wait than the caller allowed.
    pub(super) fn is_asked_too_much(&self, error: &ErrorInner) -> bool {
        error.retry_after.is_some_and(|asked| self.max_retry_after.is_some_and(|max| asked > max))
    }

    pub(super) fn allows(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// The wait after this many attempts. `random` is between 0 and 1.
    pub(super) fn delay(&self, error: &ErrorInner, attempts: u32, random: f64) -> Duration {
        if let Some(asked) = error.retry_after {
            return asked.min(self.max_retry_after.unwrap_or(MAX_RETRY_AFTER));
        }
        let base = match error.class {
            Class::Throttled | Class::IdempotencyPending => self.throttled_delay,
            _ => self.base_delay,
        };
        let doubled = 2u32.checked_pow(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        base.saturating_mul(doubled).min(self.max_delay).mul_f64(random)
    }
}

/// Whether an attempt that failed may be followed by another.
pub(super) fn is_worth_another(error: &ErrorInner) -> bool {
    let same_again = match &error.kind {
        // What broke off or came from something on the way; the rest would be the same again.
        ErrorKind::Decode(error) => !matches!(error, DecodeError::NotJson(_) | DecodeError::Empty),
        _ => false,
    };
    error.reaction == Reaction::RetrySameToken && !same_again
}

/// What all clients that share connections may spend on further attempts.
pub(super) struct Budget(AtomicU32);

impl Budget {
    pub(super) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the cost of another attempt and returns it. `None` if too little is left.
    pub(super) fn spend(&self, error: &ErrorInner) -> Option<u32> {
        let cost = if error.class == Class::Throttled { THROTTLED_COST } else { COST };
        let take = |left: u32| left.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
        Some(cost)
    }

    /// Gives back what the last attempt of a call that succeeded had cost, 0 for the first.
    pub(super) fn earn(&self, spent: u32) {
        // Nearly always full. Reading first spares threads from contending for the write.
        if self.0.load(Ordering::Relaxed) == CAPACITY {
            return;
        }
        let add = |left: u32| Some(left.saturating_add(spent.max(EARNED)).min(CAPACITY));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{TransportError, TransportErrorKind};

    fn error(class: Class) -> ErrorInner {
        let error = TransportError::new(TransportErrorKind::Broken, "", None);
        let kind = ErrorKind::Transport(error);
        ErrorInner::without_reply("X".into(), kind, class, Reaction::RetrySameToken)
    }

    #[test]
    fn the_limit_of_the_wait_doubles_and_the_wait_is_anything_below() {
        let (policy, fault) = (RetryPolicy::default(), error(Class::Transient));
        let millis = |attempts, random| policy.delay(&fault, attempts, random).as_millis();
        assert_eq!([1, 2, 3].map(|attempts| millis(attempts, 1.0)), [100, 200, 400]);
        assert_eq!((millis(2, 0.0), millis(2, 0.5)), (0, 100));
        assert_eq!((millis(20, 1.0), millis(200, 1.0)), (20_000, 20_000));
        let throttled = error(Class::Throttled);
        assert_eq!(policy.delay(&throttled, 2, 1.0), Duration::from_secs(2));
    }

    #[test]
    fn a_wait_that_the_service_asks_for_counts_up_to_a_limit() {
        let policy = RetryPolicy::default();
        let asking = |seconds| ErrorInner {
            retry_after: Some(Duration::from_secs(seconds)),
            ..error(Class::Throttled)
        };
        assert_eq!(policy.delay(&asking(30), 1, 0.0), Duration::from_secs(30));
        assert_eq!(policy.delay(&asking(3600), 1, 0.0), Duration::from_secs(60));
    }

    #[test]
    fn further_attempts_end_when_the_budget_does_and_successes_fill_it_again() {
        let budget = Budget::new();
        let fault = error(Class::Transient);
        let spent = std::iter::from_fn(|| budget.spend(&fault)).count();
        assert_eq!(spent, 35);
        // Ten are left, enough for two after throttling.
        let throttled = error(Class::Throttled);
        assert_eq!(std::iter::from_fn(|| budget.spend(&throttled)).count(), 2);
        (0..14).for_each(|_| budget.earn(0));
        assert_eq!((budget.spend(&fault), budget.spend(&fault)), (Some(14), None));
        budget.earn(14);
        assert_eq!(budget.spend(&fault), Some(14));
        (0..1000).for_each(|_| budget.earn(14));
        assert_eq!(std::iter::from_fn(|| budget.spend(&fault)).count(), 35);
    }
}
