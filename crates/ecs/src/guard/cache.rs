//! What was observed, for as long as it may be used, and the lookups under way, so that two calls
//! about the same target share one. There is one mutex, which is never held across an await.
//!
//! Every call that waits for a lookup polls it. A lookup makes progress as long as one of the calls
//! that share it is polled, and ends when the last of them is dropped. So no call waits for a task
//! that nobody runs.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aliyun_decision::target::InstanceId;
use aliyun_decision::{InstanceStatus, ResourceKind, Situation, Target};
use aliyun_rpc::Error;
use futures_util::future::{FutureExt, Shared, WeakShared};

use super::lookup::Looked;

/// Above this many entries, expired ones are removed.
const PRUNED_ABOVE: usize = 1024;

/// What is known about one target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    /// One state, or several if an answer has the target several times and they differ.
    pub(super) situations: Vec<Situation>,
    /// For a disk: the instances it is attached to.
    pub(super) attached_to: Vec<InstanceId>,
    /// For a disk: it is attached to an instance that the answer does not name.
    pub(super) unnamed_host: bool,
    /// For an instance or a disk: the answer says how it is locked.
    pub(super) locks_known: bool,
    /// For a security group: the answer says who manages it.
    pub(super) manager_known: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// `None` only for a client without a region.
    region: Option<String>,
    kind: ResourceKind,
    id: String,
}

/// The result of a lookup, or a failure, which the first caller that asks for it takes.
pub(super) enum Landed {
    Found(Looked),
    Failed(Mutex<Option<Error>>),
}

type Running = Pin<Box<dyn Future<Output = Arc<Landed>> + Send>>;
/// A lookup under way.
pub(super) type Flight = Shared<Running>;

#[derive(Default)]
pub(super) struct Cache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: HashMap<Key, Entry>,
    flying: HashMap<Key, Flying>,
    flights: u64,
}

struct Entry {
    asked: Instant,
    state: State,
}

/// The newest lookup of a target. A target that changes meanwhile is removed: the answer is not
/// stored, and later calls look it up themselves.
struct Flying {
    number: u64,
    asked: Instant,
    flight: WeakShared<Running>,
}

/// How a set of ids divides.
#[derive(Default)]
pub(super) struct Claim {
    /// Known and young enough.
    pub(super) fresh: HashMap<String, State>,
    /// Being looked up, by this call or by another one.
    pub(super) flights: Vec<(Vec<String>, Flight)>,
}

impl Cache {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change is one insert or remove, so nothing is ever half done.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known, what is being looked up, and a lookup of the rest.
    pub(super) fn claim<F>(
        self: &Arc<Self>,
        kind: ResourceKind,
        region: Option<&str>,
        ids: Vec<String>,
        (now, max_age): (Instant, Duration),
        look: impl FnOnce(Vec<String>) -> F,
    ) -> Claim
    where
        F: Future<Output = Result<Looked, Error>> + Send + 'static,
    {
        let is_young = |asked| now.saturating_duration_since(asked) < max_age;
        let key = |id: &String| Key { region: region.map(str::to_owned), kind, id: id.clone() };
        let (mut claim, mut mine) = (Claim::default(), Vec::new());
        let mut inner = self.lock();
        for id in ids {
            let key = key(&id);
            let flying = inner.flying.get(&key).filter(|flying| is_young(flying.asked));
            if let Some(entry) = inner.entries.get(&key).filter(|entry| is_young(entry.asked)) {
                claim.fresh.insert(id, entry.state.clone());
            } else if let Some(flight) = flying.and_then(|flying| flying.flight.upgrade()) {
                match claim.flights.iter_mut().find(|(_, known)| known.ptr_eq(&flight)) {
                    Some((ids, _)) => ids.push(id),
                    None => claim.flights.push((vec![id], flight)),
                }
            } else {
                mine.push(id);
            }
        }
        if !mine.is_empty() {
            inner.flights += 1;
            let number = inner.flights;
            let keys: Vec<Key> = mine.iter().map(key).collect();
            let flight = self.start(number, now, keys.clone(), look(mine.clone()));
            if let Some(weak) = flight.downgrade() {
                for key in keys {
                    let flight = weak.clone();
                    inner.flying.insert(key, Flying { number, asked: now, flight });
                }
            }
            // Our own lookup first: the others are under way.
            claim.flights.insert(0, (mine, flight));
        }
        if inner.entries.len() > PRUNED_ABOVE {
            inner.entries.retain(|_, entry| is_young(entry.asked));
        }
        if inner.flying.len() > PRUNED_ABOVE {
            inner.flying.retain(|_, flying| flying.flight.upgrade().is_some());
        }
        claim
    }

    fn start(
        self: &Arc<Self>,
        number: u64,
        asked: Instant,
        keys: Vec<Key>,
        looking: impl Future<Output = Result<Looked, Error>> + Send + 'static,
    ) -> Flight {
        let cache = Arc::clone(self);
        let running: Running = Box::pin(async move {
            let landed = looking.await;
            cache.land(number, asked, keys, landed.as_ref().ok());
            Arc::new(
                landed.map_or_else(|error| Landed::Failed(Mutex::new(Some(error))), Landed::Found),
            )
        });
        running.shared()
    }

    /// Stores what was found, unless there may be more, or it changed or was asked for again since.
    fn land(&self, number: u64, asked: Instant, keys: Vec<Key>, looked: Option<&Looked>) {
        let mut inner = self.lock();
        for key in keys {
            if inner.flying.get(&key).is_none_or(|flying| flying.number != number) {
                continue;
            }
            inner.flying.remove(&key);
            let ended = looked.filter(|looked| !looked.open.contains(&key.id));
            let state = ended.and_then(|looked| looked.states.get(&key.id));
            if let Some(state) = state.filter(|state| state.is_settled()).cloned() {
                inner.entries.insert(key, Entry { asked, state });
            }
        }
    }

    /// Forgets targets that may have changed, and the disks attached to the instances among them.
    pub(super) fn forget(&self, targets: &[Target]) {
        // The service may take ids that differ in case for the same.
        let is_target = |kind, id: &str| {
            let is_id = |target: &Target| target.id.eq_ignore_ascii_case(id);
            targets.iter().any(|target| target.kind == kind && is_id(target))
        };
        let mut inner = self.lock();
        inner.entries.retain(|key, entry| {
            let attached = entry.state.attached_to.iter();
            !is_target(key.kind, &key.id)
                && !attached.into_iter().any(|id| is_target(ResourceKind::Instance, id))
        });
        // Which instances the disks in flight are attached to is not known yet.
        let instances = targets.iter().any(|target| target.kind == ResourceKind::Instance);
        inner.flying.retain(|key, _| {
            let is_disk = instances && key.kind == ResourceKind::Disk;
            !is_disk && !is_target(key.kind, &key.id)
        });
    }

    pub(super) fn clear(&self) {
        let mut inner = self.lock();
        inner.entries.clear();
        inner.flying.clear();
    }
}

impl State {
    /// An instance that is starting or stopping will soon have another status, so what is seen of
    /// it is used once and not stored.
    fn is_settled(&self) -> bool {
        use InstanceStatus::{Running, Stopped, Unknown};
        let mut statuses = self.situations.iter().map(|one| one.instance_status());
        statuses.all(|status| matches!(status, Unknown | Running | Stopped))
    }
}
