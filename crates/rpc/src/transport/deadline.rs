//! Ends an exchange at its deadline, whatever the transport does.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::{BoxFuture, HttpResponse, TransportError, TransportErrorKind};
use crate::clock::Timer;

/// A transport that keeps the time itself knows better what went wrong, so it may speak first.
pub(crate) const GRACE: Duration = Duration::from_millis(500);

type Exchange<'a> = BoxFuture<'a, Result<HttpResponse, TransportError>>;

/// An exchange that fails with a timeout once its time is over.
pub struct Within<'a> {
    exchange: Exchange<'a>,
    timeout: Duration,
    /// `None` if the clock does not reach that far.
    timer: Option<Timer>,
}

/// Gives an exchange this much time and a little more.
#[must_use]
pub fn within(timeout: Duration, exchange: Exchange<'_>) -> Within<'_> {
    let end = Instant::now().checked_add(timeout.saturating_add(GRACE));
    Within { exchange, timeout, timer: end.map(Timer::at) }
}

impl Future for Within<'_> {
    type Output = Result<HttpResponse, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.exchange.as_mut().poll(context);
        let (Poll::Pending, Some(timer)) = (&answer, &self.timer) else { return answer };
        let error = |message, source| {
            Err(TransportError::new(TransportErrorKind::Timeout, message, source))
        };
        if timer.is_due() {
            let message = format!("the transport took longer than {:?}", self.timeout);
            return Poll::Ready(error(message, None));
        }
        match timer.wake(context.waker()) {
            Ok(()) => Poll::Pending,
            Err(cause) => {
                let message = "no thread could be started to keep the time".to_owned();
                Poll::Ready(error(message, Some(cause.into())))
            }
        }
    }
}
