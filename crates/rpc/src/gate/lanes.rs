//! The lanes of a gate: in the store that it was given, and what this process knows of them where
//! there is none, or where it fails.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::Scope;
use super::lane::Change;
use super::minute::lock;
use super::store::{Applied, LaneStore, MemoryStore, StoreError, Update};
use crate::clock::Clock;

/// How long a store that failed is left alone, so that its timeouts do not slow each call down.
const STORE_PAUSE: Duration = Duration::from_secs(5);

/// A store that has not answered for so long when a caller gives up counts as one that failed.
const SLOW: Duration = Duration::from_millis(300);

pub(super) struct Lanes {
    clock: Arc<dyn Clock>,
    /// `None` where the lanes are those of this process.
    store: Option<Arc<dyn LaneStore>>,
    /// The lanes of this process, or those of the store as they were when it last answered.
    memory: MemoryStore,
    limits: HashMap<String, u32>,
    window: Duration,
    /// Until when a store that failed is not asked.
    down_until: Mutex<Option<Instant>>,
    failures: AtomicU64,
    /// Changes of dropped calls that the store has not been told about.
    untold: Mutex<HashMap<Scope, VecDeque<Change>>>,
}

impl Lanes {
    pub(super) fn new(
        clock: Arc<dyn Clock>,
        store: Option<Arc<dyn LaneStore>>,
        limits: HashMap<String, u32>,
        window: Duration,
    ) -> Self {
        Self {
            memory: MemoryStore::new(clock.clone()),
            clock,
            store,
            limits,
            window,
            down_until: Mutex::default(),
            failures: AtomicU64::new(0),
            untold: Mutex::default(),
        }
    }

    /// How often to ask while another process may change the lane.
    pub(super) fn poll_every(&self) -> Option<Duration> {
        self.store.as_ref().and_then(|store| store.poll_every())
    }

    /// How often the store failed.
    pub(super) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Asks whether a call with this id may enter. The lane learns later of a call that is dropped
    /// before it gets the answer, which may be that it enters.
    pub(super) async fn enter(&self, scope: &Scope, id: u64) -> Applied {
        let mut asking = Asking { lanes: self, scope, id: Some(id), since: self.clock.now() };
        let applied = self.update(scope, Change::Enter(id)).await;
        asking.id = None;
        applied
    }

    /// Changes the lane in the store, or in this process where there is none or where it fails.
    pub(super) async fn update(&self, scope: &Scope, change: Change) -> Applied {
        let update = self.change(scope, change);
        if let Some(store) = self.store.as_deref().filter(|_| !self.is_down()) {
            match self.tell(store, &update).await {
                Ok(applied) => {
                    self.memory.adopt(scope, &applied);
                    return applied;
                }
                Err(_) => self.note_failure(),
            }
        }
        self.memory.apply(&update)
    }

    /// Changes the lane where a call was dropped and nobody can wait: in this process at once, in a
    /// store with the next change. A store that is down gets to know of it as little as of other
    /// changes meanwhile.
    pub(super) fn update_later(&self, scope: &Scope, change: Change) {
        self.memory.apply(&self.change(scope, change));
        if self.store.is_some() && change.matters_later() && !self.is_down() {
            lock(&self.untold).entry(scope.clone()).or_default().push_back(change);
        }
    }

    fn note_failure(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        *lock(&self.down_until) = Some(self.clock.now() + STORE_PAUSE);
    }

    fn is_down(&self) -> bool {
        let now = self.clock.now();
        lock(&self.down_until).is_some_and(|until| now < until)
    }

    /// Tells the store what became of dropped calls, then of this change. The first failure ends
    /// it: a store that does not answer would take its time for each of them.
    async fn tell(
        &self,
        store: &dyn LaneStore,
        update: &Update<'_>,
    ) -> Result<Applied, StoreError> {
        while let Some(untold) = self.next_untold(update.scope) {
            store.update(&self.change(update.scope, untold.change)).await?;
            untold.was_told();
        }
        store.update(update).await
    }

    fn next_untold<'a>(&'a self, scope: &'a Scope) -> Option<Untold<'a>> {
        let mut untold = lock(&self.untold);
        let changes = untold.get_mut(scope)?;
        let next = changes.pop_front();
        if changes.is_empty() {
            untold.remove(scope);
        }
        next.map(|change| Untold { lanes: self, scope, change, told: false })
    }

    fn change<'a>(&self, scope: &'a Scope, change: Change) -> Update<'a> {
        let seed = self.limits.get(&scope.operation).copied();
        Update { scope, window: self.window, seed, change }
    }
}

/// A change that the store is being told about. Dropped before it was told, it is the next one
/// again: the store failed, or the call that told it was dropped.
struct Untold<'a> {
    lanes: &'a Lanes,
    scope: &'a Scope,
    change: Change,
    told: bool,
}

impl Untold<'_> {
    fn was_told(mut self) {
        self.told = true;
    }
}

impl Drop for Untold<'_> {
    fn drop(&mut self) {
        if !self.told {
            let mut untold = lock(&self.lanes.untold);
            untold.entry(self.scope.clone()).or_default().push_front(self.change);
        }
    }
}

/// A call that asks to enter.
struct Asking<'a> {
    lanes: &'a Lanes,
    scope: &'a Scope,
    /// `None` once it has its answer.
    id: Option<u64>,
    since: Instant,
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        // A store that is not there would never be found out by callers with less patience than it.
        if self.lanes.clock.now().saturating_duration_since(self.since) >= SLOW {
            self.lanes.note_failure();
        }
        self.lanes.update_later(self.scope, Change::Leave(id));
    }
}
