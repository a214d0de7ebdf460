//! Callers of one scope in a row. Only the first of them asks the lane; the others wait for their
//! turn.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

#[derive(Default)]
pub(super) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    /// There is a first caller.
    held: bool,
    /// The caller that becomes first and does not know it yet.
    granted: Option<u64>,
    waiting: VecDeque<(u64, Waker)>,
    last: u64,
    /// How many calls have come back, and who waits for the next one.
    reports: u64,
    reported: Option<Waker>,
    /// What the first one learned last.
    opens_at: Option<Instant>,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits to be first. Dropping the future leaves the row.
    pub(super) fn turn(&self) -> Waiting<'_> {
        Waiting { queue: self, id: None }
    }

    /// How many callers wait, the first included.
    pub(super) fn len(&self) -> usize {
        let state = self.lock();
        state.waiting.len() + usize::from(state.held)
    }

    pub(super) fn opens_at(&self) -> Option<Instant> {
        self.lock().opens_at
    }

    pub(super) fn set_opens_at(&self, at: Option<Instant>) {
        self.lock().opens_at = at;
    }

    pub(super) fn reports(&self) -> u64 {
        self.lock().reports
    }

    /// Tells the first in the row that a call came back.
    pub(super) fn report(&self) {
        let mut state = self.lock();
        state.reports += 1;
        let waker = state.reported.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits for a report after the first `seen` of them.
    pub(super) async fn reported(&self, seen: u64) {
        std::future::poll_fn(|context| {
            let mut state = self.lock();
            if state.reports > seen {
                return Poll::Ready(());
            }
            let old = state.reported.replace(context.waker().clone());
            drop(state);
            drop(old);
            Poll::Pending
        })
        .await;
    }

    fn pass_on(&self) {
        let mut state = self.lock();
        let next = state.waiting.pop_front();
        state.held = next.is_some();
        state.granted = next.as_ref().map(|(id, _)| *id);
        drop(state);
        if let Some((_, waker)) = next {
            waker.wake();
        }
    }
}

pub(super) struct Waiting<'a> {
    queue: &'a Queue,
    /// `None` before the first poll and after the turn came.
    id: Option<u64>,
}

/// The place at the front. Dropping it lets the next caller move up.
pub(super) struct Turn<'a>(&'a Queue);

impl<'a> Future for Waiting<'a> {
    type Output = Turn<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn<'a>> {
        let queue = self.queue;
        let mut state = queue.lock();
        match self.id {
            None if !state.held => state.held = true,
            None => {
                state.last += 1;
                let id = state.last;
                state.waiting.push_back((id, context.waker().clone()));
                drop(state);
                self.id = Some(id);
                return Poll::Pending;
            }
            Some(id) if state.granted == Some(id) => state.granted = None,
            Some(id) => {
                let mut waiting = state.waiting.iter_mut();
                let own = waiting.find(|(known, _)| *known == id);
                let old = own.map(|(_, waker)| std::mem::replace(waker, context.waker().clone()));
                drop(state);
                drop(old);
                return Poll::Pending;
            }
        }
        drop(state);
        self.id = None;
        Poll::Ready(Turn(queue))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        let mut state = self.queue.lock();
        if state.granted == Some(id) {
            drop(state);
            self.queue.pass_on();
            return;
        }
        let at = state.waiting.iter().position(|(known, _)| *known == id);
        let removed = at.and_then(|at| state.waiting.remove(at));
        drop(state);
        drop(removed);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.pass_on();
    }
}
