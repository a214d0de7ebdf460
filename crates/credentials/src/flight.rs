//! One piece of work that several calls wait for. It has no task of its own: the calls poll it, so
//! no runtime is needed. When the last of them is dropped, the work stands still until the next
//! call goes on with it: it may have asked some sources already. Work that must go on is in
//! `thread.rs`.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use aliyun_rpc::clock::Clock;
use aliyun_rpc::{BoxFuture, CredentialsError};
use futures_util::FutureExt;
use futures_util::future::Shared;

/// Work that stood still for so long is dropped. No source takes longer than a minute.
const FORGOTTEN: Duration = Duration::from_secs(300);
/// Work that nobody polled for so long stands still, also if calls wait for it: an exchange has
/// ended by then and would have been polled, and whoever waits for a thread is woken more often.
const PARKED: Duration = Duration::from_secs(20);

type Result<T> = std::result::Result<T, CredentialsError>;

pub(crate) struct SingleFlight<T: Clone>(Mutex<Flying<T>>);

struct Flying<T: Clone> {
    flight: Option<Flight<T>>,
    flights: u64,
}

struct Flight<T: Clone> {
    work: Work<T>,
    number: u64,
    waiting: usize,
    /// When the last call left. `None` if none has.
    left_at: Option<Instant>,
    polled_at: Arc<Mutex<Instant>>,
}

impl<T: Clone> Flight<T> {
    fn is_parked(&self, clock: &Arc<dyn Clock>) -> bool {
        let polled_at = *self.polled_at.lock().unwrap_or_else(PoisonError::into_inner);
        clock.now().saturating_duration_since(polled_at) > PARKED
    }
}

/// The result of work, for all who wait for it.
pub(crate) type Work<T> = Shared<BoxFuture<'static, Result<T>>>;

impl<T: Clone> Default for SingleFlight<T> {
    fn default() -> Self {
        Self(Mutex::new(Flying { flight: None, flights: 0 }))
    }
}

impl<T: Clone + Send + 'static> SingleFlight<T> {
    /// Whether some call waits for work and polls it.
    pub(crate) fn is_flying(&self, clock: &Arc<dyn Clock>) -> bool {
        let flying = self.lock();
        flying.flight.as_ref().is_some_and(|flight| flight.waiting > 0 && !flight.is_parked(clock))
    }

    /// How much work was started so far.
    pub(crate) fn begun(&self) -> u64 {
        self.lock().flights
    }

    /// Joins the work that is under way or stands still, or starts it.
    pub(crate) fn join(
        &self,
        clock: &Arc<dyn Clock>,
        start: impl FnOnce() -> BoxFuture<'static, Result<T>>,
    ) -> Waiting<'_, T> {
        let mut flying = self.lock();
        let is_forgotten = |flight: &mut Flight<T>| {
            let idle = flight.left_at.map(|at| clock.now().saturating_duration_since(at));
            flight.waiting == 0 && idle.is_some_and(|idle| idle > FORGOTTEN)
        };
        let forgotten = flying.flight.take_if(is_forgotten);
        if flying.flight.is_none() {
            flying.flights += 1;
            let number = flying.flights;
            let polled_at = Arc::new(Mutex::new(clock.now()));
            let work = noting(polled_at.clone(), clock.clone(), unpanicking(start())).shared();
            flying.flight = Some(Flight { work, number, waiting: 0, left_at: None, polled_at });
        }
        let flight = flying.flight.as_mut().expect("it was just set");
        flight.waiting += 1;
        Waiting {
            work: flight.work.clone(),
            number: flight.number,
            stood_still: flight.left_at.is_some() || flight.is_parked(clock),
            clock: clock.clone(),
            of: self,
            _forgotten: forgotten,
        }
    }
}

impl<T: Clone> SingleFlight<T> {
    fn lock(&self) -> MutexGuard<'_, Flying<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A panic ends the work and not the calls. Some timers panic when they are polled after their
/// runtime has ended, as may happen to work that stood still.
fn unpanicking<T: Send + 'static>(
    work: BoxFuture<'static, Result<T>>,
) -> BoxFuture<'static, Result<T>> {
    let work = AssertUnwindSafe(work).catch_unwind();
    Box::pin(work.map(|ended| {
        ended.unwrap_or_else(|_| {
            Err(CredentialsError("the source of the credentials panicked".to_owned()))
        })
    }))
}

/// Takes note of when work is polled.
fn noting<T: Send + 'static>(
    polled_at: Arc<Mutex<Instant>>,
    clock: Arc<dyn Clock>,
    mut work: BoxFuture<'static, Result<T>>,
) -> BoxFuture<'static, Result<T>> {
    Box::pin(std::future::poll_fn(move |context| {
        *polled_at.lock().unwrap_or_else(PoisonError::into_inner) = clock.now();
        work.as_mut().poll(context)
    }))
}

/// A call that waits for work.
pub(crate) struct Waiting<'a, T: Clone> {
    work: Work<T>,
    number: u64,
    stood_still: bool,
    clock: Arc<dyn Clock>,
    of: &'a SingleFlight<T>,
    /// Work in whose place this one came. What it holds may do anything when it is dropped, so it
    /// is not dropped while the caller of `join` has locked something.
    _forgotten: Option<Flight<T>>,
}

impl<T: Clone> Waiting<'_, T> {
    pub(crate) fn done(&self) -> Work<T> {
        self.work.clone()
    }

    /// Which work it is, counted from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Whether the work stood still before this call came. If it fails then, its timers may have
    /// run out while nobody looked at the reply.
    pub(crate) fn stood_still(&self) -> bool {
        self.stood_still
    }

    /// Ends the work after it is done. Whether this call is the first to do so.
    pub(crate) fn is_first(&self) -> bool {
        let mut flying = self.of.lock();
        let taken = flying.flight.take_if(|flight| flight.number == self.number);
        drop(flying);
        taken.is_some()
    }
}

impl<T: Clone> Drop for Waiting<'_, T> {
    fn drop(&mut self) {
        let mut flying = self.of.lock();
        let flight = flying.flight.as_mut().filter(|flight| flight.number == self.number);
        if let Some(flight) = flight {
            flight.waiting -= 1;
            if flight.waiting == 0 {
                flight.left_at = Some(self.clock.now());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use aliyun_rpc::clock::VirtualClock;

    use super::*;

    #[test]
    fn work_that_is_given_up_is_not_dropped_while_its_successor_is_joined() {
        struct Held(Arc<AtomicBool>);
        impl Drop for Held {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let virtual_clock = VirtualClock::new();
        let clock: Arc<dyn Clock> = Arc::new(virtual_clock.clone());
        let flight = SingleFlight::<()>::default();
        let is_dropped = Arc::new(AtomicBool::new(false));
        let held = Held(is_dropped.clone());
        drop(flight.join(&clock, || {
            Box::pin(async move {
                let _held = held;
                std::future::pending().await
            })
        }));
        virtual_clock.advance(FORGOTTEN + Duration::from_secs(1));
        let next = flight.join(&clock, || Box::pin(std::future::pending()));
        assert_eq!((next.number(), is_dropped.load(Ordering::Relaxed)), (2, false));
        drop(next);
        assert!(is_dropped.load(Ordering::Relaxed));
    }
}
