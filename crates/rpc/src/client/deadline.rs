//! Ends a wait after a time.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::clock::Clock;

/// The result of a future, or `None` if it has none in this time. The clock is only asked to wake
/// if the future waits.
pub(super) async fn within<T>(
    clock: &dyn Clock,
    time: Option<Duration>,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = pin!(future);
    let mut sleep = None;
    std::future::poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let Some(time) = time else { return Poll::Pending };
        let sleep = sleep.get_or_insert_with(|| clock.sleep(time));
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
}
