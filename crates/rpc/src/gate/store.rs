//! Where lanes live: in this process, or where several processes find them.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::Scope;
use super::lane::{Change, Entry, Lane};
use crate::boxed::BoxFuture;
use crate::clock::{Clock, SystemClock};
use crate::shown::long;

/// A change of one lane.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Update<'a> {
    /// Which lane.
    pub scope: &'a Scope,
    /// How long the windows of a new lane are.
    pub window: Duration,
    /// The limit that a new lane begins with, in calls a window.
    pub seed: Option<u32>,
    /// What happens.
    pub change: Change,
}

impl Update<'_> {
    /// Carries the change out on a lane, or on a new one.
    pub fn apply(&self, lane: Option<Lane>, now: u64) -> (Lane, Applied) {
        let mut lane = lane.unwrap_or_else(|| Lane::new(self.window, self.seed));
        let entry = lane.apply(now, &self.change);
        let (limit, opens_at) = (lane.limit(), lane.opens_at(now));
        let applied = Applied { now, entry, limit, opens_at, lane: lane.clone() };
        (lane, applied)
    }
}

/// The result of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// The time on the clock of the store, in milliseconds since 1970.
    pub now: u64,
    /// Whether the call enters, if it asked.
    pub entry: Option<Entry>,
    /// How many calls pass in a window, as far as that is known.
    pub limit: Option<u32>,
    /// When the lane opens, if it is shut.
    pub opens_at: Option<u64>,
    /// The lane after the change, which the gate goes by should the store fail next.
    lane: Lane,
}

/// Holds lanes, and changes one at a time for everybody who shares the store.
pub trait LaneStore: Send + Sync {
    /// Reads the lane, calls [`Update::apply`] with it and the store's own time, and keeps the
    /// result, so that no other change comes in between.
    ///
    /// Should fail in less than a second, which is what a client gives the report about an attempt.
    /// A report that is cut off is told to the store again, with the next change of its lane.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store cannot be reached. The gate then goes by the last lane that it
    /// got from the store and by its own calls.
    fn update<'a>(&'a self, update: &'a Update<'a>) -> BoxFuture<'a, Result<Applied, StoreError>>;

    /// How often to ask again while another process may have changed the lane. `None` if only this
    /// process changes it.
    fn poll_every(&self) -> Option<Duration>;
}

/// A store cannot be reached, or holds something else.
#[derive(Debug)]
pub struct StoreError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl StoreError {
    /// Creates an error with a message and a cause, neither of which may hold a secret.
    #[must_use]
    pub fn new(
        message: impl Into<String>,
        source: Option<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store of the gate failed: {}", long(&self.message))
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

/// Lanes of this process.
#[derive(Clone)]
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    lanes: Arc<Mutex<HashMap<Scope, Known>>>,
}

struct Known {
    lane: Lane,
    /// By how many milliseconds the times of the lane are ahead of the clock.
    ahead: i64,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new(Arc::new(SystemClock))
    }
}

impl MemoryStore {
    /// Creates a store without lanes.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, lanes: Arc::default() }
    }

    pub(super) fn apply(&self, update: &Update<'_>) -> Applied {
        let mut lanes = self.lanes();
        let known = lanes.remove(update.scope);
        let (lane, ahead) = known.map_or((None, 0), |known| (Some(known.lane), known.ahead));
        let (lane, applied) = update.apply(lane, self.now().saturating_add_signed(ahead));
        lanes.insert(update.scope.clone(), Known { lane, ahead });
        applied
    }

    /// Goes on with a lane as another store left it, on the clock of that store.
    pub(super) fn adopt(&self, scope: &Scope, applied: &Applied) {
        let [there, here] =
            [applied.now, self.now()].map(|time| i64::try_from(time).unwrap_or(i64::MAX));
        let ahead = there.saturating_sub(here);
        self.lanes().insert(scope.clone(), Known { lane: applied.lane.clone(), ahead });
    }

    fn now(&self) -> u64 {
        let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH);
        u64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<Scope, Known>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LaneStore for MemoryStore {
    fn update<'a>(&'a self, update: &'a Update<'a>) -> BoxFuture<'a, Result<Applied, StoreError>> {
        Box::pin(std::future::ready(Ok(self.apply(update))))
    }

    fn poll_every(&self) -> Option<Duration> {
        None
    }
}
