//! A call that asks a store whether it may enter, until it has its answer or is dropped.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use super::Scope;
use super::lane::Change;
use super::lanes::Lanes;
use super::minute::lock;
use crate::clock::Clock;

/// A store that lets a caller wait for so long until it gives up counts as one that failed.
const SLOW: Duration = Duration::from_millis(300);

/// A call that asks to enter.
pub(super) struct Asking<'a> {
    lanes: &'a Lanes,
    scope: &'a Scope,
    /// `None` once it has its answer.
    id: Option<u64>,
    bell: Arc<Bell>,
    /// Since when the store has been waited for.
    since: Option<Instant>,
    waited: Duration,
}

/// The waker that the store gets. Tells when the store went on, so that the time in which the
/// caller is not polled although it could be is not that of the store.
struct Bell {
    clock: Arc<dyn Clock>,
    state: Mutex<(Option<Waker>, Option<Instant>)>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let now = self.clock.now();
        let waker = {
            let mut state = lock(&self.state);
            state.1.get_or_insert(now);
            state.0.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<'a> Asking<'a> {
    pub(super) fn new(lanes: &'a Lanes, scope: &'a Scope, id: u64, clock: Arc<dyn Clock>) -> Self {
        let bell = Arc::new(Bell { clock, state: Mutex::default() });
        Self { lanes, scope, id: Some(id), bell, since: None, waited: Duration::ZERO }
    }

    /// Polls the store.
    pub(super) fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.settle();
        let old = lock(&self.bell.state).0.replace(context.waker().clone());
        drop(old);
        self.since = Some(self.bell.clock.now());
        let polled = poll(&mut Context::from_waker(&Waker::from(self.bell.clone())));
        if polled.is_ready() {
            self.id = None;
        }
        polled
    }

    /// Adds the time until the store went on, or until now if it did not.
    fn settle(&mut self) {
        let rung = lock(&self.bell.state).1.take();
        if let Some(since) = self.since.take() {
            let until = rung.unwrap_or_else(|| self.bell.clock.now());
            self.waited += until.saturating_duration_since(since);
        }
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        self.settle();
        // A store that is not there would never be found out by callers with less patience than it.
        if self.waited >= SLOW {
            self.lanes.note_failure();
        }
        self.lanes.update_later(self.scope, Change::Leave(id));
    }
}
