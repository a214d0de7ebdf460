//! The gate over lanes: a row of callers for each scope, of whom one asks the lane and sleeps until
//! it opens.

use std::collections::{BTreeMap, HashMap};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use super::lane::{Entry, Ticket};
use super::lanes::Lanes;
use super::queue::{Queue, Rank, Until};
use super::store::{Applied, LaneStore};
use super::turned::Turned;
use super::{Gate, GateClosed, Permit, Scope};
use crate::boxed::BoxFuture;
use crate::clock::{Clock, SystemClock};

/// How often a caller that waits for a report shows that it is still polled.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);
/// How often a caller that waits for a time asks whether another process knows better.
const SECOND_LOOK: Duration = Duration::from_secs(5);

/// A gate that counts calls by the minute. Clones are the same gate. See [the module](super).
#[derive(Clone)]
pub struct MinuteGate(Arc<Inner>);

/// Sets up a [`MinuteGate`].
#[derive(Clone)]
pub struct MinuteGateBuilder {
    clock: Arc<dyn Clock>,
    store: Option<Arc<dyn LaneStore>>,
    limits: HashMap<String, u32>,
    window: Duration,
}

impl MinuteGateBuilder {
    /// Takes the time from here.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Says how many calls of an operation pass in a minute, in any region. The gate begins with
    /// that and corrects it.
    #[must_use]
    pub fn limit(mut self, operation: impl Into<String>, calls_a_minute: u32) -> Self {
        self.limits.insert(operation.into(), calls_a_minute);
        self
    }

    /// Sets how long the service counts before it begins anew. Default: a minute.
    #[must_use]
    pub fn window(self, window: Duration) -> Self {
        Self { window, ..self }
    }

    /// Shares what is known with every gate that uses this store.
    #[must_use]
    pub fn store(self, store: impl LaneStore + 'static) -> Self {
        Self { store: Some(Arc::new(store)), ..self }
    }

    /// Builds the gate.
    #[must_use]
    pub fn build(self) -> MinuteGate {
        let mut first = [0; 4];
        // Only to tell processes apart. Without random numbers the time does it well enough.
        if getrandom::fill(&mut first).is_err() {
            first = std::process::id().to_be_bytes();
        }
        MinuteGate(Arc::new(Inner {
            lanes: Lanes::new(self.clock.clone(), self.store, self.limits, self.window),
            clock: self.clock,
            rows: Mutex::default(),
            users: Mutex::default(),
            last: AtomicU64::new(u64::from(u32::from_be_bytes(first)) << 32),
        }))
    }
}

pub(super) struct Inner {
    clock: Arc<dyn Clock>,
    pub(super) lanes: Lanes,
    rows: Mutex<BTreeMap<Scope, Arc<Row>>>,
    /// Until when all operations of a product are shut.
    users: Mutex<HashMap<Scope, Instant>>,
    last: AtomicU64,
}

/// The callers of a scope, and what is counted about them.
#[derive(Default)]
pub(super) struct Row {
    pub(super) queue: Queue,
    pub(super) counts: Mutex<Counts>,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    entered: u64,
    pub(super) passed: u64,
    pub(super) throttled: u64,
    closed: u64,
    pub(super) limit: Option<u32>,
}

/// What a gate has seen of one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LaneStatistics {
    /// Which scope.
    pub scope: Scope,
    /// Attempts that were let through.
    pub entered: u64,
    /// Attempts that the service took.
    pub passed: u64,
    /// Attempts that the service throttled.
    pub throttled: u64,
    /// Attempts that left because of their deadline.
    pub closed: u64,
    /// Attempts that wait now.
    pub waiting: usize,
    /// How many calls pass in a window, as far as that is known.
    pub limit: Option<u32>,
    /// When the gate opens, if it is known to be shut.
    pub opens_in: Option<Duration>,
}

impl Default for MinuteGate {
    fn default() -> Self {
        Self::builder().build()
    }
}

impl MinuteGate {
    /// Starts to set up a gate. The default counts in this process, by the clock of the system.
    #[must_use]
    pub fn builder() -> MinuteGateBuilder {
        MinuteGateBuilder {
            clock: Arc::new(SystemClock),
            store: None,
            limits: HashMap::new(),
            window: Duration::from_secs(60),
        }
    }

    /// What was seen so far, in the order of the scopes.
    #[must_use]
    pub fn statistics(&self) -> Vec<LaneStatistics> {
        let now = self.0.clock.now();
        let rows: Vec<_> =
            lock(&self.0.rows).iter().map(|(scope, row)| (scope.clone(), row.clone())).collect();
        let statistics = |(scope, row): (Scope, Arc<Row>)| {
            let counts = *lock(&row.counts);
            let opens_in = row.queue.opens_at().map(|at| at.saturating_duration_since(now));
            LaneStatistics {
                scope,
                entered: counts.entered,
                passed: counts.passed,
                throttled: counts.throttled,
                closed: counts.closed,
                waiting: row.queue.len(),
                limit: counts.limit,
                opens_in: opens_in.filter(|wait| !wait.is_zero()),
            }
        };
        rows.into_iter().map(statistics).collect()
    }

    /// How often the shared store failed, so that this process went by its own count.
    #[must_use]
    pub fn store_failures(&self) -> u64 {
        self.0.lanes.failures()
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gate for MinuteGate {
    fn enter<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>> {
        Box::pin(self.enter_as(Rank::First, scope, deadline))
    }

    fn enter_again<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>> {
        Box::pin(self.enter_as(Rank::Again, scope, deadline))
    }
}

impl MinuteGate {
    async fn enter_as(
        &self,
        rank: Rank,
        scope: &Scope,
        deadline: Option<Instant>,
    ) -> Result<Permit, GateClosed> {
        let row = lock(&self.0.rows).entry(scope.clone()).or_default().clone();
        let mut wait = pin!(self.0.wait(rank, scope, &row, deadline));
        let entered = match deadline {
            None => wait.await,
            Some(end) => {
                let left = end.saturating_duration_since(self.0.clock.now());
                let mut sleep = self.0.clock.sleep(left);
                let closed = || self.0.closed(scope, &row);
                std::future::poll_fn(|context| match wait.as_mut().poll(context) {
                    Poll::Ready(entered) => Poll::Ready(entered),
                    Poll::Pending => sleep.as_mut().poll(context).map(|()| Err(closed())),
                })
                .await
            }
        };
        let mut counts = lock(&row.counts);
        match entered {
            Ok(ticket) => {
                counts.entered += 1;
                drop(counts);
                Ok(Permit::new(Turned::new(self.0.clone(), row.clone(), scope.clone(), ticket)))
            }
            Err(closed) => {
                counts.closed += 1;
                Err(closed)
            }
        }
    }
}

impl Inner {
    /// Waits for the turn in the row, then for the lane.
    async fn wait(
        &self,
        rank: Rank,
        scope: &Scope,
        row: &Row,
        deadline: Option<Instant>,
    ) -> Result<Ticket, GateClosed> {
        let late = |at: Instant| deadline.is_some_and(|deadline| at > deadline);
        // Another process may know better, but those who wait ask now and then.
        let is_known = self.lanes.poll_every().is_none() || row.queue.len() > 0;
        if is_known && row.queue.opens_at().is_some_and(late) {
            return Err(self.closed(scope, row));
        }
        let id = self.last.fetch_add(1, Ordering::Relaxed);
        let mut place = row.queue.join(&*self.clock, rank);
        loop {
            place.turn().await;
            // Before asking, so that a report in between is not missed.
            let seen = row.queue.seen();
            match self.ask(scope, row, id).await {
                Asked::Go(ticket) => {
                    row.queue.set_opens_at(None, seen);
                    return Ok(ticket);
                }
                Asked::Wait(time) => {
                    let at = self.clock.now() + time;
                    let Some(seen) = row.queue.set_opens_at(Some(at), seen) else { continue };
                    if late(at) {
                        return Err(self.closed(scope, row));
                    }
                    let shared = self.lanes.poll_every().map(|poll| poll.max(SECOND_LOOK));
                    place.rest(shared.unwrap_or(time).min(time), seen, Until::News).await;
                }
                Asked::Report(time) => {
                    let pause = self.lanes.poll_every().unwrap_or(SIGN_OF_LIFE);
                    place.rest(pause.min(time), seen, Until::Report).await;
                }
            }
        }
    }

    /// Asks whether a call may enter, which has this id.
    async fn ask(&self, scope: &Scope, row: &Row, id: u64) -> Asked {
        if let Some(wait) = self.pause(scope) {
            return Asked::Wait(wait);
        }
        let applied = self.lanes.enter(scope, id).await;
        lock(&row.counts).limit = applied.limit;
        let until = |at: u64| Duration::from_millis(at.saturating_sub(applied.now));
        if let Some(at) = applied.shut {
            self.pause_for(scope, until(at));
        }
        match applied.entry {
            Some(Entry::Go(ticket)) => Asked::Go(ticket),
            Some(Entry::Until(at)) => Asked::Wait(until(at)),
            Some(Entry::Report(at)) => Asked::Report(until(at)),
            // Does not happen: a call that asks gets an answer.
            None => Asked::Wait(Duration::from_secs(1)),
        }
    }

    fn closed(&self, scope: &Scope, row: &Row) -> GateClosed {
        let now = self.clock.now();
        let opens_in = row.queue.opens_at().map(|at| at.saturating_duration_since(now));
        GateClosed { scope: scope.clone(), opens_in }
    }

    /// How long all operations of the product are shut, if they are.
    fn pause(&self, scope: &Scope) -> Option<Duration> {
        let users = lock(&self.users);
        if users.is_empty() {
            return None;
        }
        let left = users.get(&scope.of_user())?.saturating_duration_since(self.clock.now());
        Some(left).filter(|left| !left.is_zero())
    }

    /// Shuts all operations of the product.
    pub(super) fn pause_for(&self, scope: &Scope, time: Duration) {
        let until = self.clock.now() + time;
        let mut users = lock(&self.users);
        let held = users.entry(scope.of_user()).or_insert(until);
        *held = until.max(*held);
    }

    /// Tells those who wait that a call came back, and when a caller that asked now would enter.
    pub(super) fn came_back(&self, row: &Row, applied: &Applied) {
        // Whoever comes later asks the lane as it is now.
        let awaited = row.queue.len() > 0 || row.queue.opens_at().is_some();
        row.queue.report(awaited.then(|| self.clock.now() + applied.wait()));
    }
}

/// What a caller is told that asks to enter.
enum Asked {
    Go(Ticket),
    Wait(Duration),
    /// To wait for a report, but no longer than this.
    Report(Duration),
}
