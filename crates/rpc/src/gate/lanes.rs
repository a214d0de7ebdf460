//! The lanes of a gate: in the store that it was given, and what this process knows of them where
//! there is none, or where it fails.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::Scope;
use super::asking::Asking;
use super::lane::Change;
use super::minute::lock;
use super::store::{Applied, LaneStore, MemoryStore, StoreError, Update};
use super::untold::Untold;
use crate::clock::Clock;

/// How long a store that failed is left alone, so that its timeouts do not slow each call down.
const STORE_PAUSE: Duration = Duration::from_secs(5);

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
    untold: Untold,
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
            untold: Untold::default(),
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
        let change = Change::Enter(id);
        if self.store.is_none() {
            return self.memory.apply(&self.change(scope, change));
        }
        let mut asking = Asking::new(self, scope, id, self.clock.clone());
        let mut update = pin!(self.update(scope, change));
        poll_fn(|context| asking.poll(context, |context| update.as_mut().poll(context))).await
    }

    /// Changes the lane in the store, or in this process where there is none or where it fails.
    /// A report that is dropped on its way must be told later.
    pub(super) async fn update(&self, scope: &Scope, change: Change) -> Applied {
        let store = self.store.as_deref().filter(|_| !self.is_down());
        let Some(store) = store else { return self.memory.apply(&self.change(scope, change)) };
        self.untold.begin(scope, &change);
        let told = self.tell(store, scope, change).await;
        let applied = match told {
            Ok(applied) => {
                self.memory.adopt(scope, &applied);
                applied
            }
            Err(_) => {
                self.note_failure();
                self.memory.apply(&self.change(scope, change))
            }
        };
        self.untold.end(scope, &change);
        applied
    }

    /// Changes the lane where a call was dropped and nobody can wait: in this process at once, in a
    /// store with the next change. A store that is down gets to know of it as little as of other
    /// changes meanwhile.
    pub(super) fn update_later(&self, scope: &Scope, change: Change) -> Applied {
        let applied = self.memory.apply(&self.change(scope, change));
        if self.store.is_some() && change.matters_later() && !self.is_down() {
            self.untold.push(scope, change, self.clock.now());
        } else {
            self.untold.end(scope, &change);
        }
        applied
    }

    pub(super) fn note_failure(&self) {
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
        scope: &Scope,
        change: Change,
    ) -> Result<Applied, StoreError> {
        while let Some(untold) = self.untold.next(scope, self.clock.now()) {
            store.update(&self.change(scope, untold.change())).await?;
            untold.was_told();
        }
        store.update(&self.change(scope, change)).await
    }

    fn change<'a>(&self, scope: &'a Scope, change: Change) -> Update<'a> {
        let seed = self.limits.get(&scope.operation).copied();
        let settled = self.untold.settled(scope, &change);
        Update { scope, window: self.window, seed, change, settled }
    }
}
