//! Ends a wait after a time.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::boxed::BoxFuture;
use crate::clock::Clock;

/// The result of a future, or `None` if it has none in this time.
pub(super) struct Within<'a, T> {
    clock: &'a dyn Clock,
    time: Option<Duration>,
    future: BoxFuture<'a, T>,
    /// The clock is only asked to wake if the future waits.
    sleep: Option<BoxFuture<'static, ()>>,
}

/// Waits for a future at most this long.
pub(super) fn within<'a, T>(
    clock: &'a dyn Clock,
    time: Option<Duration>,
    future: BoxFuture<'a, T>,
) -> Within<'a, T> {
    Within { clock, time, future, sleep: None }
}

impl<T> Future for Within<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if let Poll::Ready(value) = self.future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let (clock, Some(time)) = (self.clock, self.time) else { return Poll::Pending };
        let sleep = self.sleep.get_or_insert_with(|| clock.sleep(time));
        sleep.as_mut().poll(context).map(|()| None)
    }
}
