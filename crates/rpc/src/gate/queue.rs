//! Callers of one scope in a row. The one whose turn it is asks the lane; the others wait.
//!
//! A turn is lent for a time, because a caller that its task does not poll could hold up the others
//! for ever. Whoever notices that the time is over calls the roll: those who are polled answer, and
//! the first of them takes the turn. A caller that did not answer stays in its place, and counts
//! again as soon as it is polled.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::boxed::BoxFuture;
use crate::clock::Clock;

/// How long a caller that was woken may take until it is polled.
const GRACE: Duration = Duration::from_millis(100);
/// How long asking the lane may take, in which a store may have to fail first.
const ASKING: Duration = Duration::from_secs(2);
/// Those who wait look at most this often whether the time of the turn is over.
const NAP: Duration = Duration::from_secs(1);
/// A lane that opens sooner by less than this is not worth asking again.
const SOONER: Duration = Duration::from_millis(50);

/// Where a caller stands. Those that have been in before stand before the others.
type Key = (Rank, u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// An attempt after one that failed.
    Again,
    First,
}

#[derive(Default)]
pub(super) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    row: BTreeMap<Key, Caller>,
    turn: Turn,
    last: u64,
    /// How many calls have come back.
    reports: u64,
    /// How often a call that came back showed that the lane opens sooner than was said.
    news: u64,
    /// What a caller learned last whose turn it was.
    opens_at: Option<Instant>,
}

/// What had happened at a time, to tell whether something has happened since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    reports: u64,
    news: u64,
}

/// What ends the rest of a caller before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Every call that comes back.
    Report,
    /// One that shows that the lane opens sooner.
    News,
}

struct Caller {
    waker: Waker,
    /// It was polled since the roll was called.
    present: bool,
}

#[derive(Clone, Copy, Default)]
enum Turn {
    /// Nobody's. The next caller that is polled takes it.
    #[default]
    Free,
    /// Of this caller, until then.
    Of(Key, Instant),
    /// The roll is called until then.
    RollCall(Instant),
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place in the row, which it takes when it is first polled. Dropping it leaves the row.
    pub(super) fn join<'a>(&'a self, clock: &'a dyn Clock, rank: Rank) -> Place<'a> {
        let mut state = self.lock();
        state.last += 1;
        Place { queue: self, clock, key: (rank, state.last), sleep: None }
    }

    /// How many callers wait, including the one whose turn it is.
    pub(super) fn len(&self) -> usize {
        self.lock().row.len()
    }

    pub(super) fn opens_at(&self) -> Option<Instant> {
        self.lock().opens_at
    }

    /// Notes when the lane opens, as far as a caller knows who asked after `seen`. Returns what has
    /// been seen then, or `None` if a call came back meanwhile, of which that caller knows nothing.
    pub(super) fn set_opens_at(&self, at: Option<Instant>, seen: Seen) -> Option<Seen> {
        let mut state = self.lock();
        let is_news = state.reports == seen.reports;
        if is_news || at.is_none() {
            state.opens_at = at;
        }
        is_news.then(|| state.seen())
    }

    /// What has happened so far.
    pub(super) fn seen(&self) -> Seen {
        self.lock().seen()
    }

    /// Notes that a call came back, and when the lane opens now, if somebody may wait for that.
    /// Tells the caller whose turn it is.
    pub(super) fn report(&self, opens_at: Option<Instant>) {
        let mut state = self.lock();
        state.reports += 1;
        if opens_at.is_some_and(|now| state.opens_at.is_some_and(|at| now + SOONER < at)) {
            state.opens_at = None;
            state.news += 1;
        }
        let holder = state.holder().and_then(|key| state.row.get(&key));
        let waker = holder.map(|caller| caller.waker.clone());
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl State {
    fn seen(&self) -> Seen {
        Seen { reports: self.reports, news: self.news }
    }

    /// Lends the turn. Returns whom to wake: those who sleep until the turn before would have been
    /// over, if this one is over long before that.
    fn lend(&mut self, key: Key, until: Instant) -> Vec<Waker> {
        let is_sooner = matches!(self.turn, Turn::Of(_, before) if until + NAP < before);
        self.turn = Turn::Of(key, until);
        if !is_sooner {
            return Vec::new();
        }
        let others = self.row.iter().filter(|(other, _)| **other != key);
        others.map(|(_, caller)| caller.waker.clone()).collect()
    }

    fn holder(&self) -> Option<Key> {
        match self.turn {
            Turn::Of(key, _) => Some(key),
            Turn::Free | Turn::RollCall(_) => None,
        }
    }

    /// Notes that a caller was polled. Returns the waker that it had before, to be dropped without
    /// the lock.
    fn attend(&mut self, key: Key, waker: &Waker) -> Option<Waker> {
        match self.row.get_mut(&key) {
            None => {
                self.row.insert(key, Caller { waker: waker.clone(), present: true });
                None
            }
            Some(caller) => {
                caller.present = true;
                let same = caller.waker.will_wake(waker);
                (!same).then(|| std::mem::replace(&mut caller.waker, waker.clone()))
            }
        }
    }

    /// Passes the turn on if its time is over. `key` is a caller that is being polled. Returns whom
    /// to wake.
    fn settle(&mut self, now: Instant, key: Key) -> Vec<Waker> {
        match self.turn {
            Turn::Free => self.lend(key, now + GRACE),
            Turn::Of(holder, until) if holder != key && now >= until => {
                self.turn = Turn::RollCall(now + GRACE);
                let others = self.row.iter_mut().filter(|(other, _)| **other != key);
                let absent = others.map(|(_, caller)| {
                    caller.present = false;
                    caller.waker.clone()
                });
                absent.collect()
            }
            Turn::RollCall(end) if now >= end => self.pass_on(now),
            Turn::Of(..) | Turn::RollCall(_) => Vec::new(),
        }
    }

    /// Gives the turn to the first caller that is present. Returns whom to wake.
    fn pass_on(&mut self, now: Instant) -> Vec<Waker> {
        let next = self.row.iter().find(|(_, caller)| caller.present);
        let Some((key, waker)) = next.map(|(key, caller)| (*key, caller.waker.clone())) else {
            self.turn = Turn::Free;
            return Vec::new();
        };
        let mut wake = self.lend(key, now + GRACE);
        wake.push(waker);
        wake
    }
}

/// A place in the row.
pub(super) struct Place<'a> {
    queue: &'a Queue,
    clock: &'a dyn Clock,
    key: Key,
    /// When to look again whether the time of the turn is over.
    sleep: Option<(Instant, BoxFuture<'static, ()>)>,
}

impl Place<'_> {
    /// Waits for the turn, which then is long enough to ask the lane.
    pub(super) async fn turn(&mut self) {
        poll_fn(|context| self.poll_turn(context)).await;
    }

    fn poll_turn(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let now = self.clock.now();
            let mut state = self.queue.lock();
            let old = state.attend(self.key, context.waker());
            let mut wake = state.settle(now, self.key);
            let look_at = match state.turn {
                Turn::Of(key, _) if key == self.key => {
                    wake.extend(state.lend(key, now + ASKING));
                    None
                }
                Turn::Of(_, until) => Some(until.max(now + NAP)),
                Turn::RollCall(end) => Some(end),
                Turn::Free => Some(now + NAP),
            };
            drop(state);
            drop(old);
            wake.into_iter().for_each(Waker::wake);
            let Some(at) = look_at else {
                self.sleep = None;
                return Poll::Ready(());
            };
            if self.poll_until(at, context).is_pending() {
                return Poll::Pending;
            }
        }
    }

    /// Sleeps until then, or until a time before that for which it sleeps already.
    fn poll_until(&mut self, at: Instant, context: &mut Context<'_>) -> Poll<()> {
        let now = self.clock.now();
        if self.sleep.as_ref().is_none_or(|(until, _)| at < *until) {
            self.sleep = Some((at, self.clock.sleep(at.saturating_duration_since(now))));
        }
        let sleep = self.sleep.as_mut();
        if sleep.is_some_and(|(_, sleep)| sleep.as_mut().poll(context).is_pending()) {
            return Poll::Pending;
        }
        let until = self.sleep.take().map_or(at, |(until, _)| until);
        if self.clock.now() >= until {
            return Poll::Ready(());
        }
        // Without a timer a sleep ends at once; whoever holds the turn must be polled meanwhile.
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Keeps the turn and waits for so long, or for something that has happened since `seen`. Ends
    /// early where the turn is lost.
    pub(super) async fn rest(&mut self, time: Duration, seen: Seen, early: Until) {
        let at = self.clock.now() + time;
        {
            let mut state = self.queue.lock();
            if state.holder() == Some(self.key) {
                state.turn = Turn::Of(self.key, at + GRACE);
            }
        }
        self.sleep = None;
        poll_fn(|context| {
            let mut state = self.queue.lock();
            let old = state.attend(self.key, context.waker());
            let lost = state.holder() != Some(self.key);
            let happened = match early {
                Until::Report => state.reports != seen.reports,
                Until::News => state.news != seen.news,
            };
            drop(state);
            drop(old);
            if lost || happened { Poll::Ready(()) } else { self.poll_until(at, context) }
        })
        .await;
        self.sleep = None;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let now = self.clock.now();
        let mut state = self.queue.lock();
        let left = state.row.remove(&self.key);
        let mut wake = Vec::new();
        if state.row.is_empty() {
            state.turn = Turn::Free;
        } else if state.holder() == Some(self.key) {
            wake = state.pass_on(now);
        }
        drop(state);
        drop(left);
        wake.into_iter().for_each(Waker::wake);
    }
}
