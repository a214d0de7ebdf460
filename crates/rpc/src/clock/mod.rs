//! Time, behind a trait: the system's for programs, and one that tests move.

mod skew;
mod timer;
mod virtual_clock;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

pub use skew::Skew;
pub(crate) use timer::Timer;
pub use virtual_clock::VirtualClock;

use crate::boxed::BoxFuture;

/// What time it is, and how to wait. Needs no async runtime.
pub trait Clock: Send + Sync {
    /// A time that only moves forward, to measure with.
    fn now(&self) -> Instant;

    /// The time of the day, for dates in requests.
    fn system_time(&self) -> SystemTime;

    /// Waits at least this long. Dropping the future ends the wait.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn system_time(&self) -> SystemTime {
        (**self).system_time()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(time)
    }
}

/// The clock of the system. One thread wakes every sleeper.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        match Instant::now().checked_add(time) {
            Some(at) => Box::pin(Sleep(Timer::at(at))),
            // Beyond the end of the clock.
            None => Box::pin(std::future::pending()),
        }
    }
}

struct Sleep(Timer);

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.is_due() {
            return Poll::Ready(());
        }
        if self.0.wake(context.waker()).is_err() {
            // No thread could be started, so the task looks at the clock itself, again and again.
            // To end early would be a timeout that never was.
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Wake, Waker};

    use super::timer::Timers;
    use super::*;

    /// Timers of a program that may not start a thread.
    static WITHOUT_A_THREAD: Timers =
        Timers::new(Duration::from_secs(1), |_| Err(std::io::ErrorKind::WouldBlock.into()));

    #[derive(Default)]
    struct Woken(AtomicU32);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_sleep_lasts_as_long_where_no_thread_can_be_started_and_its_task_is_polled() {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let poll = |at| {
            let sleep = pin!(Sleep(Timer::of(&WITHOUT_A_THREAD, at)));
            sleep.poll(&mut Context::from_waker(&waker))
        };
        let now = Instant::now();
        assert!(poll(now + Duration::from_secs(3600)).is_pending());
        assert_eq!(woken.0.load(Ordering::Relaxed), 1, "it would never be polled again");
        assert!(poll(now).is_ready());
    }
}
