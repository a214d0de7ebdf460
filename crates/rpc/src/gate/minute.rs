//! The gate over lanes: a row of callers for each scope, whose first asks the lane and sleeps until
//! it opens.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use super::lane::{Change, Entry, Ticket};
use super::limits::Observed;
use super::queue::Queue;
use super::store::{Applied, LaneStore, MemoryStore, StoreError, Update};
use super::turned::Turned;
use super::{Gate, GateClosed, Permit, Scope};
use crate::boxed::BoxFuture;
use crate::clock::{Clock, SystemClock};

/// How long a store that failed is left alone, so that its timeouts do not slow each call down.
const STORE_PAUSE: Duration = Duration::from_secs(5);

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
        let memory = MemoryStore::new(self.clock.clone());
        let store = self.store.unwrap_or_else(|| Arc::new(memory.clone()));
        let mut first = [0; 4];
        // Only to tell processes apart. Without random numbers the time does it well enough.
        if getrandom::fill(&mut first).is_err() {
            first = std::process::id().to_be_bytes();
        }
        MinuteGate(Arc::new(Inner {
            clock: self.clock,
            store,
            memory,
            limits: self.limits,
            window: self.window,
            down_until: Mutex::default(),
            rows: Mutex::default(),
            users: Mutex::default(),
            last: AtomicU64::new(u64::from(u32::from_be_bytes(first)) << 32),
            store_failures: AtomicU64::new(0),
            untold: Mutex::default(),
        }))
    }
}

pub(super) struct Inner {
    clock: Arc<dyn Clock>,
    store: Arc<dyn LaneStore>,
    /// Goes on where the store fails.
    memory: MemoryStore,
    limits: HashMap<String, u32>,
    window: Duration,
    /// Until when a store that failed is not asked.
    down_until: Mutex<Option<Instant>>,
    rows: Mutex<BTreeMap<Scope, Arc<Row>>>,
    /// Until when all operations of a product are shut.
    users: Mutex<HashMap<Scope, Instant>>,
    last: AtomicU64,
    store_failures: AtomicU64,
    /// Changes of dropped calls that the store has not been told about.
    untold: Mutex<HashMap<Scope, VecDeque<Change>>>,
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
        self.0.store_failures.load(Ordering::Relaxed)
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
        Box::pin(async move {
            let row = lock(&self.0.rows).entry(scope.clone()).or_default().clone();
            let entered = match deadline {
                None => self.0.wait(scope, &row, None).await,
                Some(end) => {
                    let left = end.saturating_duration_since(self.0.clock.now());
                    let mut sleep = self.0.clock.sleep(left);
                    let mut wait = pin!(self.0.wait(scope, &row, deadline));
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
                    let gate = self.0.clone();
                    let scope = scope.clone();
                    Ok(Permit::new(Turned::new(gate, row, scope, ticket)))
                }
                Err(closed) => {
                    counts.closed += 1;
                    Err(closed)
                }
            }
        })
    }
}

impl Inner {
    /// Waits to be first in the row, then for the lane.
    async fn wait(
        &self,
        scope: &Scope,
        row: &Row,
        deadline: Option<Instant>,
    ) -> Result<Ticket, GateClosed> {
        let late = |at: Instant| deadline.is_some_and(|deadline| at > deadline);
        if row.queue.opens_at().is_some_and(late) {
            return Err(self.closed(scope, row));
        }
        let turn = row.queue.turn().await;
        let id = self.last.fetch_add(1, Ordering::Relaxed);
        loop {
            let now = self.clock.now();
            let shut = lock(&self.users).get(&scope.of_user()).copied().filter(|at| now < *at);
            let wait = match shut {
                Some(at) => Wait::Time(at - now),
                None => {
                    // Before asking, so that a report in between is not missed.
                    let seen = row.queue.reports();
                    let applied = self.update(scope, Change::Enter(id)).await;
                    lock(&row.counts).limit = applied.limit;
                    let until = |at: u64| Duration::from_millis(at.saturating_sub(applied.now));
                    match applied.entry {
                        Some(Entry::Until(at)) => Wait::Time(until(at)),
                        Some(Entry::Report(at)) => Wait::Report(until(at), seen),
                        Some(Entry::Go(ticket)) => {
                            row.queue.set_opens_at(None);
                            drop(turn);
                            return Ok(ticket);
                        }
                        // Does not happen: a call that asks gets an answer.
                        None => Wait::Time(Duration::from_secs(1)),
                    }
                }
            };
            match wait {
                Wait::Time(time) => {
                    let at = self.clock.now() + time;
                    row.queue.set_opens_at(Some(at));
                    if late(at) {
                        return Err(self.closed(scope, row));
                    }
                    self.clock.sleep(time).await;
                }
                Wait::Report(time, seen) => {
                    let time = self.store.poll_every().map_or(time, |poll| poll.min(time));
                    let mut sleep = self.clock.sleep(time);
                    let mut reported = pin!(row.queue.reported(seen));
                    std::future::poll_fn(|context| match reported.as_mut().poll(context) {
                        Poll::Ready(()) => Poll::Ready(()),
                        Poll::Pending => sleep.as_mut().poll(context),
                    })
                    .await;
                }
            }
        }
    }

    fn closed(&self, scope: &Scope, row: &Row) -> GateClosed {
        let now = self.clock.now();
        let opens_in = row.queue.opens_at().map(|at| at.saturating_duration_since(now));
        GateClosed { scope: scope.clone(), opens_in }
    }

    /// Changes the lane in the store, or in this process where the store fails.
    pub(super) async fn update(&self, scope: &Scope, change: Change) -> Applied {
        let update = self.change(scope, change);
        if !self.is_down() {
            match self.tell(&update).await {
                Ok(applied) => return applied,
                Err(_) => {
                    self.store_failures.fetch_add(1, Ordering::Relaxed);
                    *lock(&self.down_until) = Some(self.clock.now() + STORE_PAUSE);
                }
            }
        }
        self.memory.apply(&update)
    }

    fn is_down(&self) -> bool {
        let now = self.clock.now();
        lock(&self.down_until).is_some_and(|until| now < until)
    }

    /// Tells the store what became of dropped calls, then of this change. The first failure ends
    /// it: a store that does not answer would take its time for each of them.
    async fn tell(&self, update: &Update<'_>) -> Result<Applied, StoreError> {
        while let Some(change) = self.next_untold(update.scope) {
            self.store.update(&self.change(update.scope, change)).await?;
        }
        self.store.update(update).await
    }

    fn next_untold(&self, scope: &Scope) -> Option<Change> {
        let mut untold = lock(&self.untold);
        let changes = untold.get_mut(scope)?;
        let next = changes.pop_front();
        if changes.is_empty() {
            untold.remove(scope);
        }
        next
    }

    /// Changes the lane where a call was dropped and nobody can wait: in this process at once, in a
    /// shared store with the next change. A store that is down gets to know of it as little as of
    /// other changes meanwhile.
    pub(super) fn update_later(&self, scope: &Scope, change: Change) {
        self.memory.apply(&self.change(scope, change));
        if self.store.poll_every().is_some() && change.matters_later() && !self.is_down() {
            lock(&self.untold).entry(scope.clone()).or_default().push_back(change);
        }
    }

    fn change<'a>(&self, scope: &'a Scope, change: Change) -> Update<'a> {
        let seed = self.limits.get(&scope.operation).copied();
        Update { scope, window: self.window, seed, change }
    }

    /// Shuts all operations of the product, if a header says that nothing is left for them.
    pub(super) fn learn_of_user(&self, scope: &Scope, observed: &Observed) {
        if let Some(user) = observed.user.filter(|user| user.remain == 0) {
            let until = self.clock.now() + user.time_left;
            lock(&self.users).insert(scope.of_user(), until);
        }
    }
}

enum Wait {
    Time(Duration),
    /// For a report after so many, but no longer than this.
    Report(Duration, u64),
}
