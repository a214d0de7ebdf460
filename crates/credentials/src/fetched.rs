//! Credentials as they were fetched: until when they are valid, and when to fetch others.

use std::time::{Duration, Instant, SystemTime};

use aliyun_rpc::Credentials;

use crate::config::ProviderConfig;

/// A time by both clocks. That of the day can be set while the program runs, and the other stands
/// still in some systems while the machine sleeps. So what either says has come, has come.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    of_the_day: SystemTime,
    /// `None` if the clock does not reach that far.
    steady: Option<Instant>,
}

impl Moment {
    pub(crate) fn now(config: &ProviderConfig) -> Self {
        Self { of_the_day: config.now(), steady: Some(config.time().now()) }
    }

    fn after(self, time: Duration) -> Self {
        let steady = self.steady.and_then(|steady| steady.checked_add(time));
        Self { of_the_day: self.of_the_day + time, steady }
    }

    pub(crate) fn has_come(self, now: Self) -> bool {
        let steady = self.steady.zip(now.steady);
        self.of_the_day <= now.of_the_day || steady.is_some_and(|(at, now)| at <= now)
    }

    fn earlier(self, other: Self) -> Self {
        let steady = [self.steady, other.steady].into_iter().flatten().min();
        Self { of_the_day: self.of_the_day.min(other.of_the_day), steady }
    }
}

/// Credentials, and when to fetch others.
#[derive(Clone)]
pub(crate) struct Fetched {
    credentials: Credentials,
    /// `None` for never.
    stale_at: Option<Moment>,
    /// `None` if they do not say when they expire.
    end: Option<Moment>,
}

impl Fetched {
    /// To be refreshed this long before the end. If less than twice that time is left, after half
    /// of what is left: otherwise a role for 15 minutes would be assumed for every call.
    pub(crate) fn ahead(credentials: Credentials, now: Moment, ahead: Duration) -> Self {
        let left = credentials
            .expires_at()
            .map(|end| end.duration_since(now.of_the_day).unwrap_or_default());
        Self {
            credentials,
            stale_at: left.map(|left| now.after(left.saturating_sub(ahead).max(left / 2))),
            end: left.map(|left| now.after(left)),
        }
    }

    /// To be refreshed by every call.
    pub(crate) fn once(credentials: Credentials, now: Moment) -> Self {
        Self { credentials, stale_at: Some(now), end: None }
    }

    /// To be refreshed after this time in any case.
    pub(crate) fn at_least_every(mut self, now: Moment, time: Duration) -> Self {
        let limit = now.after(time);
        self.stale_at = Some(self.stale_at.map_or(limit, |at| at.earlier(limit)));
        self
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(crate) fn is_stale(&self, now: Moment) -> bool {
        self.stale_at.is_some_and(|at| at.has_come(now))
    }

    /// Whether they have expired. Nobody knows of those that do not say when they expire.
    pub(crate) fn is_over(&self, now: Moment) -> bool {
        self.end.is_some_and(|end| end.has_come(now))
    }

    /// Whether it is certain that they have not expired.
    pub(crate) fn is_valid(&self, now: Moment) -> bool {
        self.end.is_some() && !self.is_over(now)
    }
}
