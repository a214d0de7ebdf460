//! Wakes tasks at a time, without an async runtime. One thread serves the whole program and sleeps
//! until the next time. It ends when there has been nothing to wait for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

/// How long the thread stays without anything to wait for.
const IDLE: Duration = Duration::from_secs(10);

/// A time, and a number because several timers can have the same one.
type Key = (Instant, u64);

/// The timers of a thread.
pub(crate) struct Timers {
    waiting: Mutex<Waiting>,
    /// There is an earlier time than before.
    earlier: Condvar,
    idle: Duration,
    /// Starts the thread.
    start: fn(&'static Self) -> std::io::Result<()>,
}

struct Waiting {
    wakers: BTreeMap<Key, Waker>,
    last: u64,
    thread_runs: bool,
}

/// The timers of the program.
static TIMERS: Timers = Timers::new(IDLE, |timers| {
    let thread = std::thread::Builder::new().name("aliyun-rpc-timers".to_owned());
    thread.spawn(|| timers.wake_in_time()).map(drop)
});

/// A time at which a task is woken. Dropping it cancels that.
pub(crate) struct Timer {
    key: Key,
    of: &'static Timers,
}

impl Timer {
    pub(crate) fn at(at: Instant) -> Self {
        Self::of(&TIMERS, at)
    }

    pub(super) fn of(timers: &'static Timers, at: Instant) -> Self {
        let mut waiting = timers.lock();
        waiting.last += 1;
        Self { key: (at, waiting.last), of: timers }
    }

    pub(crate) fn is_due(&self) -> bool {
        Instant::now() >= self.key.0
    }

    /// Wakes this task, and no other from now on. Fails if no thread can be started.
    pub(crate) fn wake(&self, waker: &Waker) -> std::io::Result<()> {
        let mut waiting = self.of.lock();
        let earlier = waiting.wakers.first_key_value().is_none_or(|(first, _)| self.key < *first);
        let replaced = waiting.wakers.insert(self.key, waker.clone());
        let mut started = Ok(());
        if !waiting.thread_runs {
            started = (self.of.start)(self.of);
            waiting.thread_runs = started.is_ok();
        } else if earlier {
            self.of.earlier.notify_one();
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
        let _waker = self.of.lock().wakers.remove(&self.key);
    }
}

impl Timers {
    pub(super) const fn new(
        idle: Duration,
        start: fn(&'static Self) -> std::io::Result<()>,
    ) -> Self {
        let waiting = Waiting { wakers: BTreeMap::new(), last: 0, thread_runs: false };
        Self { waiting: Mutex::new(waiting), earlier: Condvar::new(), idle, start }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the thread does.
    fn wake_in_time(&self) {
        let mut waiting = self.lock();
        loop {
            let now = Instant::now();
            let later = waiting.wakers.split_off(&(now, u64::MAX));
            let due = std::mem::replace(&mut waiting.wakers, later);
            if !due.is_empty() {
                drop(waiting);
                for waker in due.into_values() {
                    // The panic of one waker must not end the timers of all others.
                    let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
                }
                waiting = self.lock();
                continue;
            }
            // Not for longer, because nobody says when a timer is dropped.
            let next = waiting.wakers.keys().next();
            let sleep = next.map_or(self.idle, |(at, _)| self.idle.min(*at - now));
            let slept = self.earlier.wait_timeout(waiting, sleep);
            let (after, slept) = slept.unwrap_or_else(PoisonError::into_inner);
            waiting = after;
            if slept.timed_out() && waiting.wakers.is_empty() {
                waiting.thread_runs = false;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};
    use std::task::Wake;

    use super::*;

    struct Bell(mpsc::Sender<()>);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.send(()).unwrap();
        }
    }

    /// The thread that was started, until it ends.
    static STARTED: Mutex<Option<mpsc::Receiver<()>>> = Mutex::new(None);

    /// Timers that no other test uses.
    static OWN: Timers = Timers::new(Duration::from_millis(1), |timers| {
        let (ended, started) = mpsc::channel();
        STARTED.lock().unwrap().replace(started);
        let run = move || {
            timers.wake_in_time();
            ended.send(()).unwrap();
        };
        std::thread::Builder::new().spawn(run).map(drop)
    });

    #[test]
    fn a_timer_that_is_dropped_leaves_nothing_and_the_thread_ends() {
        for _ in 0..2 {
            let timer = Timer::of(&OWN, Instant::now() + Duration::from_secs(3600));
            timer.wake(Waker::noop()).unwrap();
            let keys = || OWN.lock().wakers.keys().copied().collect::<Vec<_>>();
            assert!(OWN.lock().thread_runs);
            assert_eq!(keys(), [timer.key]);
            // The thread is about to sleep for an hour.
            let (bell, rung) = mpsc::channel();
            let soon = Timer::of(&OWN, Instant::now());
            soon.wake(&Waker::from(Arc::new(Bell(bell)))).unwrap();
            rung.recv().unwrap();
            drop(timer);
            assert_eq!(keys(), []);
            let started = STARTED.lock().unwrap().take().unwrap();
            started.recv_timeout(Duration::from_secs(60)).expect("the thread ends");
            assert!(!OWN.lock().thread_runs);
        }
    }
}
