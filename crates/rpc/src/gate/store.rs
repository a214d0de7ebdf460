//! Where lanes live: in this process, or where several processes find them.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::Scope;
use super::lane::{Change, Entry, Lane, milliseconds};
use crate::boxed::BoxFuture;
use crate::clock::{Clock, SystemClock};
use crate::shown::long;
use crate::transport::LONGEST_WAIT;

/// No pause is longer, in milliseconds.
const LONGEST: u64 = LONGEST_WAIT.as_millis() as u64;

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
    /// For a report that may come a second time: see [`Lane::hears`].
    pub(super) settled: Option<u64>,
}

impl Update<'_> {
    /// Carries the change out on a lane, or on a new one, for a store without
    /// [pauses](Self::apply_with_pause). `now` is the time of the store, in milliseconds since
    /// 1970.
    pub fn apply(&self, lane: Option<Lane>, now: u64) -> (Lane, Applied) {
        let (lane, _, applied) = self.apply_with_pause(lane, 0, now);
        (lane, applied)
    }

    /// Carries the change out on a lane, or on a new one, and on the pause of the account. That is
    /// the time before which no operation of the product enters in the region of the lane, because
    /// the account has nothing left for any of them. Both it and `now`, the time of the store, are
    /// in milliseconds since 1970. A pause of 0 is none.
    ///
    /// Returns what to store: the lane, and the pause for [`account`](Self::account).
    #[must_use]
    pub fn apply_with_pause(
        &self,
        lane: Option<Lane>,
        pause: u64,
        now: u64,
    ) -> (Lane, u64, Applied) {
        let mut lane = lane.unwrap_or_else(|| Lane::new(self.window, self.seed));
        // No pause ends so far ahead: the clock was set back.
        let mut pause = if pause > now.saturating_add(LONGEST) { 0 } else { pause };
        let mut entry = None;
        match &self.change {
            Change::Enter(_) if now < pause => entry = Some(Entry::Until(pause)),
            Change::Report(ticket, observed) => {
                if self.settled.is_none_or(|settled| lane.hears(now, ticket, settled)) {
                    lane.apply(now, &self.change);
                    let left = observed.pause().map(|left| now.saturating_add(milliseconds(left)));
                    // A report that was told late knows of an earlier end.
                    pause = left.map_or(pause, |left| left.max(pause));
                }
            }
            change => entry = lane.apply(now, change),
        }
        let (limit, opens_at) = (lane.limit(), lane.opens_at(now));
        let shut = Some(pause).filter(|pause| now < *pause);
        let applied = Applied { now, entry, limit, opens_at, shut, lane: lane.clone() };
        (lane, pause, applied)
    }

    /// The scope of all operations that have a pause in common: that of the lane, with the
    /// operation `*`.
    #[must_use]
    pub fn account(&self) -> Scope {
        self.scope.of_user()
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
    /// When the pause of the account ends, if there is one.
    pub(super) shut: Option<u64>,
    /// The lane after the change, which the gate goes by should the store fail next.
    lane: Lane,
}

impl Applied {
    /// How long the next call that asks would wait for a time.
    pub(super) fn wait(&self) -> Duration {
        let pause = self.shut.map_or(0, |until| until.saturating_sub(self.now));
        Duration::from_millis(self.lane.wait(self.now).max(pause))
    }
}

/// Holds lanes, and changes one at a time for everybody who shares the store.
pub trait LaneStore: Send + Sync {
    /// Reads the lane, calls [`Update::apply_with_pause`] with it, with the pause of its account
    /// and with the store's own time, and keeps the result, so that no other change comes in
    /// between. A store that calls [`Update::apply`] keeps no pauses: the gate of each process then
    /// has its own.
    ///
    /// Should fail in less than a second, which is what a client gives the report about an attempt.
    /// A report that is cut off is told to the store again, with the next change of its lane. It is
    /// not counted twice if the store had carried it out.
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
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    lanes: HashMap<Scope, Known>,
    /// By accounts, on the clock.
    pauses: HashMap<Scope, u64>,
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
        Self { clock, held: Arc::default() }
    }

    pub(super) fn apply(&self, update: &Update<'_>) -> Applied {
        let here = self.now();
        let mut held = self.held();
        let known = held.lanes.remove(update.scope);
        let (lane, ahead) = known.map_or((None, 0), |known| (Some(known.lane), known.ahead));
        // Nearly always there is none, and then no scope is made.
        let paused = match held.pauses.is_empty() {
            true => None,
            false => held.pauses.get(&update.account()).filter(|until| here < **until).copied(),
        };
        let before = paused.map_or(0, |until| until.saturating_add_signed(ahead));
        let there = here.saturating_add_signed(ahead);
        let (lane, pause, applied) = update.apply_with_pause(lane, before, there);
        held.lanes.insert(update.scope.clone(), Known { lane, ahead });
        if pause != before {
            held.pauses.insert(update.account(), pause.saturating_add_signed(-ahead));
        }
        applied
    }

    /// Goes on with a lane as another store left it, on the clock of that store.
    pub(super) fn adopt(&self, scope: &Scope, applied: &Applied) {
        let [there, here] =
            [applied.now, self.now()].map(|time| i64::try_from(time).unwrap_or(i64::MAX));
        let ahead = there.saturating_sub(here);
        let known = Known { lane: applied.lane.clone(), ahead };
        self.held().lanes.insert(scope.clone(), known);
    }

    fn now(&self) -> u64 {
        let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH);
        u64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
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
