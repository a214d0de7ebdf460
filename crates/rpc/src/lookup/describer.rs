//! Describes single ids for many callers in few calls.
//!
//! Callers that ask within a few milliseconds share a call, which asks about all their ids. A batch
//! is a future that each of its callers polls: it makes progress as long as one of them is polled,
//! and ends when the last of them is dropped. So no runtime is needed, and no caller waits for one
//! that is not polled.

use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{FutureExt, Shared, WeakShared, select};
use futures_util::task::AtomicWaker;

use super::{Lookup, find};
use crate::client::SendRequest;
use crate::error::Error;
use crate::id::Id;

/// How long a batch waits for further ids, unless the caller says otherwise.
const LINGER: Duration = Duration::from_millis(5);

/// Describes single resources for many callers in few calls.
///
/// Questions that come within 5 ms become one call, up to the number of ids that the operation
/// takes. Those about the same id share an answer. A question never joins a call that was sent
/// before it was asked, so an answer is never older than its question.
///
/// ```text
/// let disks = Describer::<DescribeDisks, _>::new(client);
/// let disk = disks.get("d-1").await?; // `None` if there is no such disk
/// ```
///
/// Clones share the batches.
pub struct Describer<R: Lookup, S> {
    inner: Arc<Inner<R, S>>,
}

struct Inner<R: Lookup, S> {
    client: S,
    region: Option<String>,
    linger: Duration,
    open: Mutex<Option<Open<R::Item>>>,
}

/// What a batch found, by id. An id that does not exist is not in there.
type Answers<T> = Result<HashMap<String, Arc<T>>, Arc<Error>>;
type Running<T> = Pin<Box<dyn Future<Output = Arc<Answers<T>>> + Send>>;

/// The batch that takes further ids.
struct Open<T> {
    asked: Arc<Asked>,
    /// Weak, so that a batch without callers ends.
    flight: WeakShared<Running<T>>,
}

/// The ids of one batch.
#[derive(Default)]
struct Asked {
    ids: Mutex<Vec<String>>,
    /// It takes no further ids and need not wait for any.
    full: AtomicBool,
    waker: AtomicWaker,
}

impl<R, S> Describer<R, S>
where
    R: Lookup<Item: Sync> + 'static,
    R::Error: Send,
    S: SendRequest + 'static,
{
    /// Creates a describer over something that sends requests.
    #[must_use]
    pub fn new(client: S) -> Self {
        Self::with(client, None, LINGER)
    }

    /// Sets how long a call waits for further ids. Batches that are open stay as they are, and
    /// clones do not share batches with this one any more.
    #[must_use]
    pub fn linger(self, linger: Duration) -> Self
    where
        S: Clone,
    {
        Self::with(self.inner.client.clone(), self.inner.region.clone(), linger)
    }

    /// Asks in this region instead of that of the client.
    #[must_use]
    pub fn in_region(self, region: impl Into<String>) -> Self
    where
        S: Clone,
    {
        Self::with(self.inner.client.clone(), Some(region.into()), self.inner.linger)
    }

    fn with(client: S, region: Option<String>, linger: Duration) -> Self {
        Self { inner: Arc::new(Inner { client, region, linger, open: Mutex::new(None) }) }
    }

    /// Describes one resource. `None` if the service has none with this id: also for a while after
    /// it was created.
    ///
    /// Dropping the future does no harm to other callers.
    ///
    /// # Errors
    ///
    /// [`DescribeError`] if the call fails that asks about the id. Calls about other ids are not
    /// affected.
    pub async fn get(
        &self,
        id: impl Into<Id<R::Kind>>,
    ) -> Result<Option<Arc<R::Item>>, DescribeError> {
        let id = String::from(id.into()).to_ascii_lowercase();
        let flight = self.inner.join(&id);
        match &*flight.await {
            Ok(found) => Ok(found.get(&id).cloned()),
            Err(error) => Err(DescribeError(error.clone())),
        }
    }
}

impl<R, S> Inner<R, S>
where
    R: Lookup<Item: Sync> + 'static,
    R::Error: Send,
    S: SendRequest + 'static,
{
    /// The batch that asks about this id: the open one, or a new one.
    fn join(self: &Arc<Self>, id: &str) -> Shared<Running<R::Item>> {
        let mut open = lock(&self.open);
        if let Some(batch) = &*open {
            if let Some(flight) = batch.flight.upgrade() {
                if batch.asked.add(id, usize::from(R::BY.most.max(1))) {
                    return flight;
                }
            }
        }
        let asked = Arc::new(Asked::default());
        asked.add(id, usize::from(R::BY.most.max(1)));
        let running: Running<R::Item> = Box::pin(self.clone().carry_out(asked.clone()));
        let flight = running.shared();
        *open = flight.downgrade().map(|flight| Open { asked, flight });
        flight
    }

    async fn carry_out(self: Arc<Self>, asked: Arc<Asked>) -> Arc<Answers<R::Item>> {
        let full = poll_fn(|context| {
            asked.waker.register(context.waker());
            if asked.full.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
        });
        let rest = self.client.clock().sleep(self.linger);
        select(full, rest).await;
        let ids = asked.close();
        let found = find::<R>(&self.client, self.region.as_deref(), &ids).await;
        Arc::new(match found {
            Err(error) => Err(Arc::new(error.untyped())),
            Ok(found) => {
                let items = found.items.into_iter();
                Ok(items.map(|(number, item)| (ids[number].clone(), Arc::new(item))).collect())
            }
        })
    }
}

impl Asked {
    /// Adds an id. `false` if the batch takes no more.
    fn add(&self, id: &str, most: usize) -> bool {
        let mut ids = lock(&self.ids);
        if ids.iter().any(|known| known == id) && !self.full.load(Ordering::Acquire) {
            return true;
        }
        if self.full.load(Ordering::Acquire) {
            return false;
        }
        ids.push(id.to_owned());
        if ids.len() >= most {
            self.full.store(true, Ordering::Release);
            drop(ids);
            self.waker.wake();
        }
        true
    }

    /// Takes the ids. The batch takes no more.
    fn close(&self) -> Vec<String> {
        let mut ids = lock(&self.ids);
        self.full.store(true, Ordering::Release);
        std::mem::take(&mut ids)
    }
}

/// Every change under these locks is one step, so nothing is ever half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: Lookup, S> Clone for Describer<R, S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}

impl<R: Lookup, S> fmt::Debug for Describer<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Describer")
            .field("operation", &R::META.name)
            .field("region", &self.inner.region)
            .field("linger", &self.inner.linger)
            .finish_non_exhaustive()
    }
}

/// Why a resource could not be described. Shared by all who asked in the same call.
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
pub struct DescribeError(Arc<Error>);

impl DescribeError {
    /// The error of the call.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.0
    }
}

#[cfg(test)]
mod tests;
