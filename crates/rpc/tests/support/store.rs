//! A store that gates share, which may be slow, hang or fail.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use aliyun_rpc::BoxFuture;
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{
    Applied, Change, Gate, Lane, LaneStore, MinuteGate, Permit, Scope, StoreError, Update,
};

/// What one command of a store that hangs takes until it fails.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(1);

/// What the way to a store that is far away takes.
pub(crate) const DELAY: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Answers,
    /// Answers each command after [`DELAY`].
    IsFar,
    /// Fails each command after [`TIMEOUT`].
    Hangs,
    /// Never answers.
    Silent,
    /// Does what it is told, and never answers.
    Mute,
}

/// Lanes that several gates share, and a count of the changes that it was told.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) clock: VirtualClock,
    /// By how much its own clock is ahead.
    pub(crate) ahead: Duration,
    pub(crate) lanes: Arc<Mutex<HashMap<Scope, Lane>>>,
    /// Until when the operations of an account are shut.
    pub(crate) pauses: Arc<Mutex<HashMap<Scope, u64>>>,
    pub(crate) mood: Arc<Mutex<Mood>>,
    pub(crate) told: Arc<Mutex<Vec<Change>>>,
}

impl Shared {
    pub(crate) fn new() -> Self {
        Self {
            clock: VirtualClock::new(),
            ahead: Duration::ZERO,
            lanes: Arc::default(),
            pauses: Arc::default(),
            mood: Arc::new(Mutex::new(Mood::Answers)),
            told: Arc::default(),
        }
    }

    pub(crate) fn become_(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub(crate) fn gate(&self, limit: Option<u32>) -> MinuteGate {
        let gate = MinuteGate::builder().clock(self.clock.clone()).store(self.clone());
        match limit {
            Some(limit) => gate.limit("TouchThing", limit).build(),
            None => gate.build(),
        }
    }

    pub(crate) fn enter(&self, gate: &MinuteGate) -> Permit {
        self.clock.run(gate.enter(&scope(), None)).unwrap()
    }

    fn change(&self, update: &Update<'_>) -> Applied {
        let time = self.clock.system_time() + self.ahead;
        let now = time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as u64;
        let (mut lanes, mut pauses) = (self.lanes.lock().unwrap(), self.pauses.lock().unwrap());
        let pause = pauses.get(&update.account()).copied().unwrap_or(0);
        let (lane, pause, applied) =
            update.apply_with_pause(lanes.remove(update.scope), pause, now);
        lanes.insert(update.scope.clone(), lane);
        pauses.insert(update.account(), pause);
        self.told.lock().unwrap().push(update.change);
        applied
    }

    pub(crate) fn told(&self) -> usize {
        self.told.lock().unwrap().len()
    }
}

impl LaneStore for Shared {
    fn update<'a>(&'a self, update: &'a Update<'a>) -> BoxFuture<'a, Result<Applied, StoreError>> {
        Box::pin(async move {
            let mood = *self.mood.lock().unwrap();
            match mood {
                Mood::Answers | Mood::Mute => {}
                Mood::IsFar => self.clock.sleep(DELAY).await,
                Mood::Silent => std::future::pending().await,
                Mood::Hangs => {
                    self.clock.sleep(TIMEOUT).await;
                    return Err(StoreError::new("told to", None));
                }
            }
            let applied = self.change(update);
            if mood == Mood::Mute {
                std::future::pending::<()>().await;
            }
            Ok(applied)
        })
    }

    fn poll_every(&self) -> Option<Duration> {
        Some(Duration::from_millis(100))
    }
}

pub(crate) fn scope() -> Scope {
    Scope::new("things", "cn-test", "TouchThing")
}

/// Polls once. Whether it is done.
pub(crate) fn poll<T>(future: &mut BoxFuture<'_, T>) -> bool {
    matches!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_))
}
