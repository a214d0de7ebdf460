//! Ends an exchange at its deadline, whatever the transport does. One thread serves all clients of
//! the program and sleeps until the next deadline, so that no async runtime is needed. It ends when
//! there has been nothing to wait for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::{BoxFuture, HttpResponse, TransportError, TransportErrorKind};

/// A transport that keeps the time itself knows better what went wrong, so it may speak first.
const GRACE: Duration = Duration::from_millis(500);
const IDLE: Duration = Duration::from_millis(if cfg!(test) { 50 } else { 10_000 });

type Exchange<'a> = BoxFuture<'a, Result<HttpResponse, TransportError>>;

/// A deadline, and a number because several exchanges can have the same one.
type Key = (Instant, u64);

struct Waiting {
    wakers: BTreeMap<Key, Waker>,
    last: u64,
    thread_runs: bool,
}

static WAITING: Mutex<Waiting> =
    Mutex::new(Waiting { wakers: BTreeMap::new(), last: 0, thread_runs: false });
/// There is an earlier deadline than before.
static EARLIER: Condvar = Condvar::new();

fn waiting() -> MutexGuard<'static, Waiting> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An exchange that fails with a timeout once its time is over.
pub struct Within<'a> {
    exchange: Exchange<'a>,
    timeout: Duration,
    /// `None` if the clock does not reach that far.
    key: Option<Key>,
}

/// Gives an exchange this much time and a little more.
#[must_use]
pub fn within(timeout: Duration, exchange: Exchange<'_>) -> Within<'_> {
    let key = Instant::now().checked_add(timeout.saturating_add(GRACE)).map(|at| {
        let mut waiting = waiting();
        waiting.last += 1;
        (at, waiting.last)
    });
    Within { exchange, timeout, key }
}

impl Future for Within<'_> {
    type Output = Result<HttpResponse, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.exchange.as_mut().poll(context);
        let (Poll::Pending, Some(key)) = (&answer, self.key) else { return answer };
        let error = |message, source| {
            Err(TransportError::new(TransportErrorKind::Timeout, message, source))
        };
        if Instant::now() >= key.0 {
            let message = format!("the transport took longer than {:?}", self.timeout);
            return Poll::Ready(error(message, None));
        }
        match wake_at(key, context.waker().clone()) {
            Ok(()) => Poll::Pending,
            Err(cause) => {
                let message = "no thread could be started to keep the time".to_owned();
                Poll::Ready(error(message, Some(cause.into())))
            }
        }
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        // Dropped after the lock is free again: with its waker a task can go that has an exchange.
        let _waker = self.key.and_then(|key| waiting().wakers.remove(&key));
    }
}

fn wake_at(key: Key, waker: Waker) -> std::io::Result<()> {
    let mut waiting = waiting();
    let earlier = waiting.wakers.first_key_value().is_none_or(|(first, _)| key < *first);
    let replaced = waiting.wakers.insert(key, waker);
    let mut started = Ok(());
    if !waiting.thread_runs {
        let thread = std::thread::Builder::new().name("aliyun-rpc-deadlines".to_owned());
        started = thread.spawn(wake_in_time).map(drop);
        waiting.thread_runs = started.is_ok();
    } else if earlier {
        EARLIER.notify_one();
    }
    // In this order, as in `drop`.
    drop(waiting);
    drop(replaced);
    started
}

/// What the thread does.
fn wake_in_time() {
    let mut guard = waiting();
    loop {
        let now = Instant::now();
        let later = guard.wakers.split_off(&(now, u64::MAX));
        let due = std::mem::replace(&mut guard.wakers, later);
        if !due.is_empty() {
            drop(guard);
            for waker in due.into_values() {
                // The panic of one waker must not end the deadlines of all others.
                let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
            }
            guard = waiting();
            continue;
        }
        let sleep = guard.wakers.keys().next().map_or(IDLE, |(at, _)| *at - now);
        let (after, slept) =
            EARLIER.wait_timeout(guard, sleep).unwrap_or_else(PoisonError::into_inner);
        guard = after;
        if slept.timed_out() && guard.wakers.is_empty() {
            guard.thread_runs = false;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_that_is_dropped_leaves_nothing_and_the_thread_ends() {
        let mut exchange = within(Duration::from_millis(20), Box::pin(std::future::pending()));
        let polled = Pin::new(&mut exchange).poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
        assert!(waiting().thread_runs && waiting().wakers.len() == 1);
        drop(exchange);
        assert!(waiting().wakers.is_empty());
        let begin = Instant::now();
        while waiting().thread_runs {
            assert!(begin.elapsed() < Duration::from_secs(10), "the thread runs on");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
