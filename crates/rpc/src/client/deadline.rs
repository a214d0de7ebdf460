//! Ends a wait after a time.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use crate::boxed::BoxFuture;
use crate::clock::Clock;

/// A sleep that ends early by less than this has ended: clocks round.
const ROUNDED: Duration = Duration::from_millis(1);

/// The result of a future, or `None` if it has none in this time.
pub(super) struct Within<'a, T> {
    clock: &'a dyn Clock,
    future: BoxFuture<'a, T>,
    limit: Limit,
}

enum Limit {
    Never,
    /// The clock is only asked if the future waits.
    After(Duration),
    At(Instant, BoxFuture<'static, ()>),
}

/// Waits for a future at most this long.
pub(super) fn within<'a, T>(
    clock: &'a dyn Clock,
    time: Option<Duration>,
    future: BoxFuture<'a, T>,
) -> Within<'a, T> {
    Within { clock, future, limit: time.map_or(Limit::Never, Limit::After) }
}

impl<T> Future for Within<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if let Poll::Ready(value) = self.future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let clock = self.clock;
        if let Limit::After(time) = self.limit {
            let end = clock.now().checked_add(time);
            self.limit = end.map_or(Limit::Never, |end| Limit::At(end, clock.sleep(time)));
        }
        let Limit::At(end, sleep) = &mut self.limit else { return Poll::Pending };
        if sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        let left = end.saturating_duration_since(clock.now());
        if left < ROUNDED {
            return Poll::Ready(None);
        }
        // A clock can end a sleep early where it has no timer. That is not the end of the time.
        *sleep = clock.sleep(left);
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn};
    use std::time::SystemTime;

    use super::*;
    use crate::clock::VirtualClock;

    /// Ends every sleep at once, and moves on by a second whenever it is looked at.
    struct Restless(VirtualClock);

    impl Clock for Restless {
        fn now(&self) -> Instant {
            self.0.advance(Duration::from_secs(1));
            self.0.now()
        }

        fn system_time(&self) -> SystemTime {
            self.0.system_time()
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::ready(()))
        }
    }

    /// Ends every sleep after half of its time.
    struct Hasty(VirtualClock);

    impl Clock for Hasty {
        fn now(&self) -> Instant {
            self.0.now()
        }

        fn system_time(&self) -> SystemTime {
            self.0.system_time()
        }

        fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
            self.0.sleep(time / 2)
        }
    }

    #[test]
    fn a_sleep_that_ends_early_is_not_the_end_of_the_time() {
        let time = VirtualClock::new();
        let (clock, begin) = (Restless(time.clone()), time.now());
        let limit = Some(Duration::from_secs(10));
        assert!(time.run(within(&clock, limit, Box::pin(pending::<()>()))).is_none());
        assert!(time.now() - begin >= Duration::from_secs(10));
        // One that sleeps for half of each time comes to an end as well.
        let (clock, begin) = (Hasty(time.clone()), time.now());
        assert!(time.run(within(&clock, limit, Box::pin(pending::<()>()))).is_none());
        assert!(time.now() - begin > Duration::from_secs(10) - ROUNDED);
        // What comes after a few such sleeps is not lost.
        let mut polls = 0;
        let late = poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls < 4 { Poll::Pending } else { Poll::Ready(7) }
        });
        assert_eq!(time.run(within(&clock, limit, Box::pin(late))), Some(7));
    }
}
