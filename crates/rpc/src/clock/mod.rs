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

    /// Waits. Dropping the future ends the wait.
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
        match self.0.wake(context.waker()) {
            Ok(()) => Poll::Pending,
            // No thread could be started. Going on too early is better than never going on.
            Err(_) => Poll::Ready(()),
        }
    }
}
