//! Credentials that expire: when they are fetched again, and that only one fetch is under way.
//!
//! A value is returned as it is until it is *stale*, some time before it expires. The first call
//! that finds it stale fetches a new one, while other calls go on with the old one. If the fetch
//! fails, the old value is used for as long as it is valid, and fetching is tried again after a
//! pause.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};

use crate::config::ProviderConfig;
use crate::flight::{SingleFlight, Waiting};

/// How long before they expire credentials are refreshed.
pub(crate) const AHEAD: Duration = Duration::from_secs(15 * 60);
/// The longest pause between attempts to refresh credentials that are still valid.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Where a value comes from.
pub(crate) trait Fetch: Clone + Send + Sync + 'static {
    fn config(&self) -> &ProviderConfig;
    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched>>;
}

/// Credentials, and when to fetch others.
#[derive(Clone)]
pub(crate) struct Fetched {
    credentials: Credentials,
    /// `None` for never.
    stale_at: Option<SystemTime>,
}

impl Fetched {
    /// To be refreshed this long before the end. If less than twice that time is left, after half
    /// of what is left: otherwise a role for 15 minutes would be assumed for every call.
    pub(crate) fn ahead(credentials: Credentials, now: SystemTime, ahead: Duration) -> Self {
        let stale_at = credentials.expires_at().map(|end| {
            let left = end.duration_since(now).unwrap_or_default();
            now + left.saturating_sub(ahead).max(left / 2)
        });
        Self { credentials, stale_at }
    }

    /// To be refreshed by every call.
    pub(crate) fn once(credentials: Credentials, now: SystemTime) -> Self {
        Self { credentials, stale_at: Some(now) }
    }

    /// To be refreshed after this time in any case.
    pub(crate) fn at_least_every(mut self, now: SystemTime, time: Duration) -> Self {
        let limit = now + time;
        self.stale_at = Some(self.stale_at.map_or(limit, |at| at.min(limit)));
        self
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.credentials.expires_at().is_some_and(|end| now < end)
    }
}

type Result<T> = std::result::Result<T, CredentialsError>;

#[derive(Default)]
struct State {
    value: Option<Fetched>,
    /// After a failure, no earlier than this while the value is valid.
    retry_at: Option<SystemTime>,
    failures: u32,
}

/// A provider that fetches, keeps and refreshes.
pub(crate) struct Refreshing<F> {
    source: Arc<F>,
    state: Mutex<State>,
    /// Locked after `state`.
    fetching: SingleFlight<Result<Fetched>>,
}

impl<F: Fetch> Refreshing<F> {
    pub(crate) fn new(source: F) -> Self {
        Self {
            source: Arc::new(source),
            state: Mutex::default(),
            fetching: SingleFlight::default(),
        }
    }

    /// The same with another source, and nothing fetched yet.
    pub(crate) fn with(self, change: impl FnOnce(&mut F)) -> Self {
        let mut source = Arc::unwrap_or_clone(self.source);
        change(&mut source);
        Self::new(source)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn get(&self) -> Result<Credentials> {
        let waiting = match self.plan() {
            Plan::Use(credentials) => return Ok(credentials),
            Plan::Wait(waiting) => waiting,
        };
        let fetched = waiting.done().await;
        self.finish(&waiting, fetched)
    }

    fn plan(&self) -> Plan<'_> {
        let now = self.source.config().now();
        let state = self.state();
        if let Some(value) = &state.value {
            let fresh = value.stale_at.is_none_or(|at| now < at);
            let paused = state.retry_at.is_some_and(|at| now < at);
            if fresh || value.is_valid(now) && (paused || self.fetching.is_flying()) {
                return Plan::Use(value.credentials.clone());
            }
        }
        Plan::Wait(self.fetching.join(|| self.source.clone().fetch()))
    }

    /// Keeps what was fetched, unless another call has done so, and returns what to use.
    fn finish(
        &self,
        waiting: &Waiting<'_, Result<Fetched>>,
        fetched: Result<Fetched>,
    ) -> Result<Credentials> {
        let now = self.source.config().now();
        let mut state = self.state();
        let first = waiting.is_first();
        match fetched {
            Ok(value) => {
                let credentials = value.credentials.clone();
                if first {
                    *state = State { value: Some(value), ..State::default() };
                }
                Ok(credentials)
            }
            Err(error) => {
                if first {
                    let pause = Duration::from_secs(1 << state.failures.min(6)).min(LONGEST_PAUSE);
                    state.failures = state.failures.saturating_add(1);
                    state.retry_at = Some(now + pause);
                }
                let old = state.value.as_ref().filter(|value| value.is_valid(now));
                old.map(|value| value.credentials.clone()).ok_or(error)
            }
        }
    }
}

enum Plan<'a> {
    Use(Credentials),
    Wait(Waiting<'a, Result<Fetched>>),
}

impl<F: Fetch> ProvideCredentials for Refreshing<F> {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials>> {
        Box::pin(self.get())
    }

    fn refused(&self, credentials: &Credentials) {
        let mut state = self.state();
        let dropped = state.value.take_if(|value| value.credentials == *credentials);
        if dropped.is_some() {
            state.retry_at = None;
        }
    }
}

/// A provider around [`Refreshing`], with the methods of the trait passed on.
macro_rules! provides {
    ($name:ident) => {
        impl aliyun_rpc::ProvideCredentials for $name {
            fn provide(
                &self,
            ) -> aliyun_rpc::BoxFuture<
                '_,
                Result<aliyun_rpc::Credentials, aliyun_rpc::CredentialsError>,
            > {
                self.0.provide()
            }

            fn refused(&self, credentials: &aliyun_rpc::Credentials) {
                self.0.refused(credentials);
            }
        }
    };
}
pub(crate) use provides;
