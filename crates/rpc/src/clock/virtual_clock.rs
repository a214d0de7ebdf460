//! A clock that stands still until it is moved, and that runs futures on its own time: hours of
//! waiting pass in milliseconds, and every run is the same.

use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant, SystemTime};

use super::Clock;
use crate::boxed::BoxFuture;

/// A clock for tests. Clones show the same time.
///
/// ```
/// use std::time::Duration;
/// use aliyun_rpc::clock::{Clock, VirtualClock};
///
/// let clock = VirtualClock::new();
/// let begin = clock.now();
/// clock.run(clock.sleep(Duration::from_secs(3600)));
/// assert_eq!(clock.now() - begin, Duration::from_secs(3600));
/// ```
#[derive(Clone)]
pub struct VirtualClock(Arc<Mutex<State>>);

struct State {
    begin: Instant,
    begin_of_day: SystemTime,
    passed: Duration,
    sleepers: BTreeMap<(Duration, u64), Waker>,
    last: u64,
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl VirtualClock {
    /// A clock that begins at 2026-01-01T00:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
    }

    /// A clock that begins at a time of the day.
    #[must_use]
    pub fn at(begin_of_day: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(State {
            begin: Instant::now(),
            begin_of_day,
            passed: Duration::ZERO,
            sleepers: BTreeMap::new(),
            last: 0,
        })))
    }

    /// Moves the clock forward and wakes the tasks that have slept long enough.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state();
        state.passed += time;
        let now = (state.passed, u64::MAX);
        let later = state.sleepers.split_off(&now);
        let due = std::mem::replace(&mut state.sleepers, later);
        drop(state);
        due.into_values().for_each(Waker::wake);
    }

    /// Runs a future to its end. Whenever it can do nothing but wait, the clock moves to the next
    /// time that someone waits for.
    ///
    /// # Panics
    ///
    /// If the future waits for something that is not time.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Waker::from(woken.clone());
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            while !woken.0.swap(false, Ordering::SeqCst) {
                let wait = self.until_next();
                let wait = wait.expect("the future waits for something that is not time");
                self.advance(wait);
            }
        }
    }

    fn until_next(&self) -> Option<Duration> {
        let state = self.state();
        let ((at, _), _) = state.sleepers.first_key_value()?;
        Some(at.saturating_sub(state.passed))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Instant {
        let state = self.state();
        state.begin + state.passed
    }

    fn system_time(&self) -> SystemTime {
        let state = self.state();
        state.begin_of_day + state.passed
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.state();
        state.last += 1;
        let at = state.passed.saturating_add(time);
        Box::pin(Sleep { clock: self.clone(), key: (at, state.last) })
    }
}

struct Sleep {
    clock: VirtualClock,
    key: (Duration, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.passed >= self.key.0 {
            return Poll::Ready(());
        }
        let replaced = state.sleepers.insert(self.key, context.waker().clone());
        drop(state);
        drop(replaced);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let removed = self.clock.state().sleepers.remove(&self.key);
        drop(removed);
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleepers_wake_in_the_order_of_their_times() {
        let clock = VirtualClock::new();
        let order = Mutex::new(Vec::new());
        let mut sleepers: Vec<BoxFuture<'_, ()>> = [3, 1, 2]
            .into_iter()
            .map(|seconds| {
                let sleep = clock.sleep(Duration::from_secs(seconds));
                let order = &order;
                Box::pin(async move {
                    sleep.await;
                    order.lock().unwrap().push(seconds);
                }) as BoxFuture<'_, ()>
            })
            .collect();
        clock.run(std::future::poll_fn(|context| {
            sleepers.retain_mut(|sleeper| sleeper.as_mut().poll(context).is_pending());
            if sleepers.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(*order.lock().unwrap(), [1, 2, 3]);
    }

    #[test]
    fn a_dropped_sleep_moves_nothing() {
        let clock = VirtualClock::new();
        let begin = clock.now();
        let mut long = clock.sleep(Duration::from_secs(60));
        let poll = long.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(poll.is_pending());
        drop(long);
        clock.run(clock.sleep(Duration::from_secs(1)));
        assert_eq!(clock.now() - begin, Duration::from_secs(1));
    }
}
