//! What was observed, for as long as it may be believed, and who is looking right now, so that two
//! calls about the same target share one lookup. One mutex, never held across an await.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use aliyun_rpc::decision::{InstanceStatus, Situation};

use super::{Kind, Target};

/// Above this many entries, those that are out of date are thrown away.
const PRUNED_ABOVE: usize = 1024;

/// What is known about one target.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) situation: Situation,
    /// For a disk: the instances it is attached to.
    pub(super) attached_to: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// None only for a client without a region.
    region: Option<String>,
    kind: Kind,
    id: String,
}

#[derive(Default)]
pub(super) struct Cache {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: HashMap<Key, Entry>,
    /// Being looked up; true when it changed meanwhile and the answer must not be kept.
    flying: HashMap<Key, bool>,
    waiting: Vec<Waker>,
}

struct Entry {
    asked: Instant,
    state: State,
}

/// How a set of ids divides, and the duty to look some of them up.
pub(super) struct Claim<'a> {
    cache: &'a Cache,
    kind: Kind,
    region: Option<&'a str>,
    /// Known and young enough.
    pub(super) fresh: HashMap<String, State>,
    /// To be looked up by the holder; released on drop.
    pub(super) mine: Vec<String>,
    /// Being looked up by somebody else.
    pub(super) others: Vec<String>,
}

impl Cache {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change is one insert or remove, so nothing is ever half done.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn claim<'a>(
        &'a self,
        kind: Kind,
        region: Option<&'a str>,
        ids: Vec<String>,
        now: Instant,
        max_age: Duration,
    ) -> Claim<'a> {
        let (fresh, mine, others) = Default::default();
        let mut claim = Claim { cache: self, kind, region, fresh, mine, others };
        let mut inner = self.lock();
        for id in ids {
            let key = Key { region: region.map(str::to_owned), kind, id: id.clone() };
            let young = |entry: &&Entry| now.saturating_duration_since(entry.asked) < max_age;
            if let Some(entry) = inner.entries.get(&key).filter(young) {
                claim.fresh.insert(id, entry.state.clone());
            } else if let Slot::Vacant(free) = inner.flying.entry(key) {
                free.insert(false);
                claim.mine.push(id);
            } else {
                claim.others.push(id);
            }
        }
        if inner.entries.len() > PRUNED_ABOVE {
            inner.entries.retain(|_, entry| now.saturating_duration_since(entry.asked) < max_age);
        }
        claim
    }

    /// Waits until nobody looks these ids up any more.
    pub(super) async fn landed(&self, kind: Kind, region: Option<&str>, ids: &[String]) {
        let key = |id: &String| Key { region: region.map(str::to_owned), kind, id: id.clone() };
        let keys: Vec<Key> = ids.iter().map(key).collect();
        poll_fn(|context| {
            let mut inner = self.lock();
            if !keys.iter().any(|key| inner.flying.contains_key(key)) {
                return Poll::Ready(());
            }
            if !inner.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                inner.waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    /// Forgets targets that may have changed, and the disks attached to the instances among them.
    pub(super) fn forget(&self, targets: &[Target]) {
        let is_target =
            |kind, id: &str| targets.iter().any(|target| target.kind == kind && target.id == id);
        let mut inner = self.lock();
        inner.entries.retain(|key, entry| {
            let attached = entry.state.attached_to.iter();
            !is_target(key.kind, &key.id)
                && !attached.into_iter().any(|id| is_target(Kind::Instance, id))
        });
        // Which instances the disks in flight are attached to is not known yet.
        let instances = targets.iter().any(|target| target.kind == Kind::Instance);
        for (key, spoilt) in &mut inner.flying {
            *spoilt |= is_target(key.kind, &key.id) || instances && key.kind == Kind::Disk;
        }
    }

    pub(super) fn clear(&self) {
        let mut inner = self.lock();
        inner.entries.clear();
        inner.flying.values_mut().for_each(|spoilt| *spoilt = true);
    }
}

impl Claim<'_> {
    /// Keeps what was found, unless it changed since it was asked for.
    pub(super) fn keep(&self, found: &HashMap<String, State>, asked: Instant) {
        let mut inner = self.cache.lock();
        for id in &self.mine {
            let key = self.key(id);
            let unspoilt = inner.flying.get(&key) == Some(&false);
            let state = found.get(id).filter(|state| unspoilt && is_settled(state.situation));
            if let Some(state) = state {
                inner.entries.insert(key, Entry { asked, state: state.clone() });
            }
        }
    }

    fn key(&self, id: &str) -> Key {
        Key { region: self.region.map(str::to_owned), kind: self.kind, id: id.to_owned() }
    }
}

/// An instance that is starting or stopping will soon be in another status: what is seen of it is
/// used once and not believed later.
fn is_settled(situation: Situation) -> bool {
    use InstanceStatus::{Running, Stopped, Unknown};
    matches!(situation.status_of_instance(), Unknown | Running | Stopped)
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut inner = self.cache.lock();
            for id in &self.mine {
                inner.flying.remove(&self.key(id));
            }
            std::mem::take(&mut inner.waiting)
        };
        for waker in waiting {
            waker.wake();
        }
    }
}
