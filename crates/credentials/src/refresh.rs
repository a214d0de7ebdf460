//! Credentials that expire: when they are fetched again, and that only one fetch is under way.
//!
//! A value is returned as it is until it is *stale*, some time before it expires. The first call
//! that finds it stale fetches a new one, while other calls go on with the old one. If the fetch
//! fails or takes long, the old value is used for as long as it is valid, and fetching is tried
//! again, or goes on, after a pause.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aliyun_rpc::shown::long;
use aliyun_rpc::time::timestamp;
use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};
use futures_util::future::{Either, select};

use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::flight::{SingleFlight, Waiting};

/// How long before they expire credentials are refreshed.
pub(crate) const AHEAD: Duration = Duration::from_secs(15 * 60);
/// The longest pause between attempts to refresh credentials that are still valid.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long a call whose credentials are still valid waits for others.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where a value comes from.
pub(crate) trait Fetch: Clone + Send + Sync + 'static {
    fn config(&self) -> &ProviderConfig;
    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched>>;
    /// Takes note that a service refused what was fetched. For sources that could return it again
    /// without asking anybody.
    fn refused(&self, _credentials: &Credentials) {}
}

/// Whether it is the same key, whenever it expires: by the dates of two replies, that can differ by
/// a second.
pub(crate) fn is_same_key(a: &Credentials, b: &Credentials) -> bool {
    a.access_key_id() == b.access_key_id()
        && a.access_key_secret() == b.access_key_secret()
        && a.security_token() == b.security_token()
}

type Result<T> = std::result::Result<T, CredentialsError>;

#[derive(Default)]
struct State {
    value: Option<Fetched>,
    /// While the value is valid, no other call starts or resumes a fetch before this time, so a
    /// hanging fetch delays calls no more than a failing one.
    retry_at: Option<Instant>,
    /// How often a fetch was begun or gone on with since the last success.
    tries: u32,
    /// What the service refused last, and how many fetches had begun by then.
    refused: Option<(Credentials, u64)>,
}

impl State {
    /// The value, while it is valid.
    fn valid(&self, now: Moment) -> Option<Credentials> {
        let valid = self.value.as_ref().filter(|value| value.is_valid(now));
        valid.map(|value| value.credentials().clone())
    }

    /// Whether a fetch that began before a refusal brought what was refused.
    fn is_refused(&self, fetched: &Fetched, fetch: u64) -> bool {
        let refused = self.refused.as_ref();
        refused.is_some_and(|(value, begun)| {
            fetch <= *begun && is_same_key(value, fetched.credentials())
        })
    }

    fn pause(&mut self, now: Instant) {
        let pause = Duration::from_secs(1 << self.tries.saturating_sub(1).min(6));
        self.retry_at = Some(now + pause.min(LONGEST_PAUSE));
    }
}

/// A provider that fetches, keeps and refreshes.
pub(crate) struct Refreshing<F> {
    source: Arc<F>,
    state: Mutex<State>,
    /// Locked after `state`.
    fetching: SingleFlight<Fetched>,
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
        loop {
            let (waiting, is_valid) = match self.plan() {
                Plan::Use(credentials) => return Ok(credentials),
                Plan::Wait { waiting, is_valid } => (waiting, is_valid),
            };
            let fetched = if is_valid {
                match select(waiting.done(), self.config().time().sleep(PATIENCE)).await {
                    Either::Left((fetched, _)) => fetched,
                    Either::Right(((), fetching)) => {
                        let valid = self.state().valid(Moment::now(self.config()));
                        match valid {
                            Some(credentials) => return Ok(credentials),
                            None => fetching.await,
                        }
                    }
                }
            } else {
                waiting.done().await
            };
            if let Some(ended) = self.finish(&waiting, fetched) {
                return ended;
            }
        }
    }

    fn config(&self) -> &ProviderConfig {
        self.source.config()
    }

    /// The value, where it is used as it is.
    fn usable(&self, state: &State, now: Moment) -> Option<Credentials> {
        let value = state.value.as_ref()?;
        let fresh = !value.is_stale(now);
        let paused = || state.retry_at.is_some_and(|at| self.config().time().now() < at);
        let usable = fresh
            || value.is_valid(now) && (paused() || self.fetching.is_flying(self.config().time()));
        usable.then(|| value.credentials().clone())
    }

    fn plan(&self) -> Plan<'_> {
        let (now, clock) = (Moment::now(self.config()), self.config().time());
        let mut state = self.state();
        if let Some(credentials) = self.usable(&state, now) {
            return Plan::Use(credentials);
        }
        let is_valid = state.valid(now).is_some();
        if is_valid {
            state.tries = state.tries.saturating_add(1);
            state.pause(clock.now());
        }
        let waiting = self.fetching.join(clock, || self.source.clone().fetch());
        Plan::Wait { waiting, is_valid }
    }

    /// As [`keep`](Self::keep), and logs a failure that no caller sees, because old credentials are
    /// used.
    fn finish(
        &self,
        waiting: &Waiting<'_, Fetched>,
        fetched: Result<Fetched>,
    ) -> Option<Result<Credentials>> {
        let failed = fetched.as_ref().err().cloned();
        let (first, used) = self.keep(waiting, fetched);
        if let (true, Some(CredentialsError(why)), Some(Ok(used))) = (first, failed, &used) {
            let expires_at = used.expires_at().map(timestamp).unwrap_or_default();
            let why = long(&why);
            tracing::warn!(target: "aliyun_credentials", provider = used.provider(), expires_at, %why,
                "credentials could not be refreshed, and old ones are used until they expire");
        }
        used
    }

    /// Keeps what was fetched, unless another call has done so, and returns whether it has not, and
    /// what to use. `None` if that says nothing about now, so that it must be fetched again.
    fn keep(
        &self,
        waiting: &Waiting<'_, Fetched>,
        fetched: Result<Fetched>,
    ) -> (bool, Option<Result<Credentials>>) {
        let (now, clock) = (Moment::now(self.config()), self.config().time());
        let mut state = self.state();
        let first = waiting.is_first();
        let says_nothing = match &fetched {
            Ok(value) => {
                state.is_refused(value, waiting.number())
                    || waiting.stood_still() && value.is_over(now)
            }
            Err(_) => waiting.stood_still(),
        };
        let used = match (fetched, state.valid(now)) {
            (Ok(value), _) if !says_nothing => {
                let credentials = value.credentials().clone();
                if first {
                    let refused = state.refused.take();
                    *state = State { value: Some(value), refused, ..State::default() };
                }
                Some(Ok(credentials))
            }
            (_, Some(valid)) => {
                if first {
                    state.pause(clock.now());
                }
                Some(Ok(valid))
            }
            (Err(error), None) if !says_nothing => Some(Err(error)),
            (_, None) => None,
        };
        (first, used)
    }
}

enum Plan<'a> {
    Use(Credentials),
    /// Whether the old value is still valid.
    Wait {
        waiting: Waiting<'a, Fetched>,
        is_valid: bool,
    },
}

impl<F: Fetch> ProvideCredentials for Refreshing<F> {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials>> {
        Box::pin(self.get())
    }

    fn at_hand(&self) -> Option<Credentials> {
        self.usable(&self.state(), Moment::now(self.config()))
    }

    fn refused(&self, credentials: &Credentials) {
        self.source.refused(credentials);
        let mut state = self.state();
        state.refused = Some((credentials.clone(), self.fetching.begun()));
        let dropped = state.value.take_if(|value| is_same_key(value.credentials(), credentials));
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

            fn at_hand(&self) -> Option<aliyun_rpc::Credentials> {
                self.0.at_hand()
            }

            fn refused(&self, credentials: &aliyun_rpc::Credentials) {
                self.0.refused(credentials);
            }
        }
    };
}
pub(crate) use provides;
