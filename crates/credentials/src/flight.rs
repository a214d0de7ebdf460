//! One piece of work that several calls wait for. It has no task of its own: the calls poll it, so
//! no runtime is needed. When the last of them is dropped, so is the work.

use std::sync::{Mutex, MutexGuard, PoisonError};

use aliyun_rpc::BoxFuture;
use futures_util::FutureExt;
use futures_util::future::Shared;

pub(crate) struct SingleFlight<T: Clone>(Mutex<Flying<T>>);

struct Flying<T: Clone> {
    flight: Option<Flight<T>>,
    flights: u64,
}

struct Flight<T: Clone> {
    work: Shared<BoxFuture<'static, T>>,
    number: u64,
    waiting: usize,
}

impl<T: Clone> Default for SingleFlight<T> {
    fn default() -> Self {
        Self(Mutex::new(Flying { flight: None, flights: 0 }))
    }
}

impl<T: Clone> SingleFlight<T> {
    /// Whether some call waits for work.
    pub(crate) fn is_flying(&self) -> bool {
        self.lock().flight.is_some()
    }

    /// Joins the work that is under way, or starts it.
    pub(crate) fn join(&self, start: impl FnOnce() -> BoxFuture<'static, T>) -> Waiting<'_, T> {
        let mut flying = self.lock();
        if flying.flight.is_none() {
            flying.flights += 1;
            let number = flying.flights;
            flying.flight = Some(Flight { work: start().shared(), number, waiting: 0 });
        }
        let flight = flying.flight.as_mut().expect("it was just set");
        flight.waiting += 1;
        Waiting { work: flight.work.clone(), number: flight.number, of: self }
    }

    fn lock(&self) -> MutexGuard<'_, Flying<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that waits for work.
pub(crate) struct Waiting<'a, T: Clone> {
    work: Shared<BoxFuture<'static, T>>,
    number: u64,
    of: &'a SingleFlight<T>,
}

impl<T: Clone> Waiting<'_, T> {
    pub(crate) async fn done(&self) -> T {
        self.work.clone().await
    }

    /// Ends the work after it is done. Whether this call is the first to do so.
    pub(crate) fn is_first(&self) -> bool {
        self.take(|_| true)
    }

    fn take(&self, when: impl FnOnce(&mut Flight<T>) -> bool) -> bool {
        let mut flying = self.of.lock();
        let taken = flying.flight.take_if(|flight| flight.number == self.number && when(flight));
        drop(flying);
        // Dropped after the lock is free again, because it may hold anything.
        taken.is_some()
    }
}

impl<T: Clone> Drop for Waiting<'_, T> {
    fn drop(&mut self) {
        self.take(|flight| {
            flight.waiting -= 1;
            flight.waiting == 0
        });
    }
}
