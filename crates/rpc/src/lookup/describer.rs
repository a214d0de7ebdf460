//! Describes single ids for many callers in few calls.
//!
//! Callers that ask within a few milliseconds share a call, which asks about all their ids. An id
//! that the service takes for wrong is singled out, so that the others get their answers. A batch
//! is a future that each of its callers polls: it makes progress as long as one of them is polled,
//! and ends when the last of them is dropped. So no runtime is needed, and no caller waits for one
//! that is not polled.

use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{FutureExt, Shared, WeakShared, select};
use futures_util::task::AtomicWaker;

use super::Lookup;
use super::search::find_each;
use crate::client::SendRequest;
use crate::error::Error;
use crate::id::Id;

/// How long a batch waits for further ids, unless the caller says otherwise.
const LINGER: Duration = Duration::from_millis(5);
/// With fewer batches, those that everybody left are not looked for.
const SWEEP: usize = 64;

/// Describes single resources for many callers in few calls.
///
/// Questions that come within 5 ms become one call, up to the number of ids that the operation
/// takes. Those about the same id share an answer, also where the operation takes one id. Ids that
/// differ in the case of letters are the same to the service; the first spelling is sent. A
/// question never joins a call that was sent before it was asked, so an answer is never older than
/// its question.
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
    open: Mutex<Open<R::Item>>,
}

/// What became of the ids of a batch, by their keys. One that does not exist is not in there.
type Answers<T> = HashMap<String, Result<Arc<T>, Arc<Error>>>;
type Running<T> = Pin<Box<dyn Future<Output = Arc<Answers<T>>> + Send>>;

/// The batches that take further callers.
struct Open<T> {
    /// By the key of the id where a call takes one, else the one that is being filled, without a
    /// name.
    batches: HashMap<String, Batch<T>>,
    /// With so many batches, those that everybody left are removed.
    sweep_at: usize,
}

struct Batch<T> {
    asked: Arc<Asked>,
    /// Weak, so that a batch without callers ends.
    flight: WeakShared<Running<T>>,
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
        Self { inner: Arc::new(Inner { client, region, linger, open: Mutex::default() }) }
    }

    /// Describes one resource. `None` if the service has none with this id: also for a while after
    /// it was created.
    ///
    /// Dropping the future does no harm to other callers.
    ///
    /// # Errors
    ///
    /// [`DescribeError`] if the call fails that asks about the id. A batch that is refused for
    /// something invalid or missing is halved until the ids are found that are the reason, unless
    /// the code names another parameter, such as the region. Callers that ask about other ids get
    /// their answers, however many ids are wrong.
    ///
    /// This takes further calls, one after the other: at most 14 for one wrong id among a hundred,
    /// and about `2 n (1 + log2(100 / n))` for `n` of them. Where most batches are refused, each id
    /// is asked about alone, so a batch never takes twice as many calls as it has ids.
    pub async fn get(
        &self,
        id: impl Into<Id<R::Kind>>,
    ) -> Result<Option<Arc<R::Item>>, DescribeError> {
        let id = String::from(id.into());
        let flight = self.inner.join(&id);
        match flight.await.get(&key(&id)) {
            None => Ok(None),
            Some(Ok(item)) => Ok(Some(item.clone())),
            Some(Err(error)) => Err(DescribeError(error.clone())),
        }
    }
}

impl<R, S> Inner<R, S>
where
    R: Lookup<Item: Sync> + 'static,
    R::Error: Send,
    S: SendRequest + 'static,
{
    const MOST: usize = if R::BY.most == 0 { 1 } else { R::BY.most as usize };

    /// The name of the open batch that takes this id.
    fn slot(id: &str) -> String {
        if Self::MOST == 1 { key(id) } else { String::new() }
    }

    /// The batch that asks about this id: an open one, or a new one.
    fn join(self: &Arc<Self>, id: &str) -> Shared<Running<R::Item>> {
        // Dropped after the lock is released: it can be the last of its batch.
        let mut full = None;
        let slot = Self::slot(id);
        let mut open = lock(&self.open);
        if let Some(batch) = open.batches.get(&slot) {
            if let Some(flight) = batch.flight.upgrade() {
                let asked = batch.asked.clone();
                match asked.add(id, Self::MOST) {
                    Added::Full => full = Some(flight),
                    added => {
                        // A waker may poll the batch at once, which then takes the lock.
                        drop(open);
                        if added == Added::Last {
                            asked.waker.wake();
                        }
                        return flight;
                    }
                }
            }
        }
        let asked = Arc::new(Asked::new(id));
        let running: Running<R::Item> = Box::pin(self.clone().carry_out(asked.clone()));
        let flight = running.shared();
        if let Some(weak) = flight.downgrade() {
            open.insert(slot, Batch { asked, flight: weak });
        }
        drop(open);
        drop(full);
        flight
    }

    async fn carry_out(self: Arc<Self>, asked: Arc<Asked>) -> Arc<Answers<R::Item>> {
        // Where a call takes one id, equal questions may still come.
        let filled = poll_fn(|context| {
            asked.waker.register(context.waker());
            if Self::MOST > 1 && asked.is_full(Self::MOST) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        let rest = self.client.clock().sleep(self.linger);
        select(filled, rest).await;
        let ids = asked.close();
        if let Some(id) = ids.first() {
            lock(&self.open).remove(&Self::slot(id), &asked);
        }
        let each = find_each::<R>(&self.client, self.region.as_deref(), &ids).await;
        let items = each.found.items.into_iter();
        let mut answers: Answers<R::Item> =
            items.map(|(number, item)| (key(&ids[number]), Ok(Arc::new(item)))).collect();
        for (numbers, error) in each.failed {
            let error = Arc::new(error.untyped());
            answers.extend(ids[numbers].iter().map(|id| (key(id), Err(error.clone()))));
        }
        Arc::new(answers)
    }
}

impl<T> Open<T> {
    fn insert(&mut self, slot: String, batch: Batch<T>) {
        if self.batches.len() >= self.sweep_at.max(SWEEP) {
            // Its future has the other reference.
            self.batches.retain(|_, batch| Arc::strong_count(&batch.asked) > 1);
            self.sweep_at = 2 * self.batches.len();
        }
        self.batches.insert(slot, batch);
    }

    fn remove(&mut self, slot: &str, asked: &Arc<Asked>) {
        if self.batches.get(slot).is_some_and(|batch| Arc::ptr_eq(&batch.asked, asked)) {
            self.batches.remove(slot);
        }
    }
}

impl<T> Default for Open<T> {
    fn default() -> Self {
        Self { batches: HashMap::new(), sweep_at: SWEEP }
    }
}

/// What the service compares ids by.
fn key(id: &str) -> String {
    id.to_ascii_lowercase()
}

/// The ids of one batch.
struct Asked {
    /// As the first caller spelled each. `None` once the service is asked about them.
    ids: Mutex<Option<Vec<String>>>,
    waker: AtomicWaker,
}

/// What became of a question for a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Added {
    Taken,
    /// It was taken and filled the batch.
    Last,
    /// The batch takes it no more.
    Full,
}

impl Asked {
    fn new(id: &str) -> Self {
        Self { ids: Mutex::new(Some(vec![id.to_owned()])), waker: AtomicWaker::new() }
    }

    /// Adds a question.
    fn add(&self, id: &str, most: usize) -> Added {
        let mut guard = lock(&self.ids);
        let Some(ids) = &mut *guard else { return Added::Full };
        if ids.iter().any(|known| known.eq_ignore_ascii_case(id)) {
            return Added::Taken;
        }
        if ids.len() >= most {
            return Added::Full;
        }
        ids.push(id.to_owned());
        if ids.len() == most { Added::Last } else { Added::Taken }
    }

    fn is_full(&self, most: usize) -> bool {
        lock(&self.ids).as_ref().is_none_or(|ids| ids.len() >= most)
    }

    /// Takes the ids. The batch takes no further questions.
    fn close(&self) -> Vec<String> {
        lock(&self.ids).take().unwrap_or_default()
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

/// Why a resource could not be described. Shared by all whose questions failed in the same call.
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
