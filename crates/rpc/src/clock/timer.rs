//! Wakes tasks at a time, without an async runtime. One thread serves the whole program and sleeps
//! until the next time. It ends when there has been nothing to wait for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

const IDLE: Duration = Duration::from_millis(if cfg!(test) { 50 } else { 10_000 });

/// A time, and a number because several timers can have the same one.
type Key = (Instant, u64);

struct Waiting {
    wakers: BTreeMap<Key, Waker>,
    last: u64,
    thread_runs: bool,
}

static WAITING: Mutex<Waiting> =
    Mutex::new(Waiting { wakers: BTreeMap::new(), last: 0, thread_runs: false });
/// There is an earlier time than before.
static EARLIER: Condvar = Condvar::new();

fn waiting() -> MutexGuard<'static, Waiting> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A time at which a task is woken. Dropping it cancels that.
pub(crate) struct Timer(Key);

impl Timer {
    pub(crate) fn at(at: Instant) -> Self {
        let mut waiting = waiting();
        waiting.last += 1;
        Self((at, waiting.last))
    }

    pub(crate) fn is_due(&self) -> bool {
        Instant::now() >= self.0.0
    }

    /// Wakes this task, and no other from now on. Fails if no thread can be started.
    pub(crate) fn wake(&self, waker: &Waker) -> std::io::Result<()> {
        let mut waiting = waiting();
        let earlier = waiting.wakers.first_key_value().is_none_or(|(first, _)| self.0 < *first);
        let replaced = waiting.wakers.insert(self.0, waker.clone());
        let mut started = Ok(());
        if !waiting.thread_runs {
            let thread = std::thread::Builder::new().name("aliyun-rpc-timers".to_owned());
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
}

impl Drop for Timer {
    fn drop(&mut self) {
        // Dropped after the lock is released: dropping a waker can drop a task that has a timer.
        let _waker = waiting().wakers.remove(&self.0);
    }
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
                // The panic of one waker must not end the timers of all others.
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
    fn a_timer_that_is_dropped_leaves_nothing_and_the_thread_ends() {
        let timer = Timer::at(Instant::now() + Duration::from_secs(3600));
        timer.wake(Waker::noop()).unwrap();
        let key = timer.0;
        assert!(waiting().thread_runs && waiting().wakers.contains_key(&key));
        drop(timer);
        assert!(!waiting().wakers.contains_key(&key));
        let begin = Instant::now();
        while waiting().thread_runs {
            assert!(begin.elapsed() < Duration::from_secs(10), "the thread runs on");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
