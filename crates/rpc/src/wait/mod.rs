//! Waiters: ask about resources until they have reached a state.
//!
//! ```text
//! client.send(OpenGate::new("g-1")).await?;
//! client.wait_until(wait::gate_open(["g-1"])).await?;
//! ```
//!
//! A waiter asks about many ids in one call, and about each only until it has reached its state. It
//! asks at most once per interval: where a poll takes several calls, or one that is slow or
//! throttled, the next poll comes later. A temporary failure does not end the wait; any other
//! failure does. Missing or refused credentials count as temporary for a minute. A list, an id or a
//! state that cannot be read ends the wait; any other member that cannot be read counts as missing,
//! unless the client decodes strictly.
//!
//! A resource that was created moments ago may not be visible yet. So one that is not found counts
//! as missing only after a while, [`Wait::missing_for`], in which it was never seen. For a waiter
//! that waits for a deletion, not found is what it waits for.

mod error;
mod pace;
mod progress;
mod run;
mod watch;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

pub use error::{Unfinished, WaitError};
pub use progress::Progress;

use crate::client::SendRequest;
use crate::id::Id;
use crate::lookup::Lookup;
use crate::value::IntoValue;

/// What a waiter waits for, and how long: data of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// The name of the waiter, `gate-open`.
    pub name: &'static str,
    /// The member of an item that holds its state. Empty if only its presence counts.
    pub member: &'static str,
    /// The states that end the wait.
    pub success: &'static [&'static str],
    /// The states from which none of those is reached any more.
    pub failure: &'static [&'static str],
    /// An item that is not found ends the wait, too: it was deleted.
    pub gone: bool,
    /// In how many polls in a row it must not be found before that counts.
    pub confirm: u8,
    /// Seconds from one poll to the next.
    pub interval: u16,
    /// Seconds after which the wait ends in an error.
    pub timeout: u32,
    /// Seconds for which an item that is not found may be on its way.
    pub missing_for: u16,
}

/// The shortest time from one poll to the next.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// For conditions that the caller states.
static WHEN: Until = Until {
    name: "condition",
    member: "",
    success: &[],
    failure: &[],
    gone: false,
    confirm: 1,
    interval: 5,
    timeout: 600,
    missing_for: 60,
};

/// A wait for resources to reach a state. It does nothing until
/// [`WaitUntil::wait_until`] runs it.
#[must_use = "a wait does nothing until `wait_until` runs it"]
pub struct Wait<R: Lookup> {
    ids: Vec<String>,
    until: &'static Until,
    /// The state that the caller named, in place of those of `until`.
    state: Option<String>,
    when: Option<Box<When<R::Item>>>,
    region: Option<String>,
    interval: Duration,
    timeout: Duration,
    missing_for: Duration,
    progress: Option<Box<OnProgress>>,
    of: PhantomData<fn() -> R>,
}

type When<T> = dyn Fn(&T) -> bool + Send + Sync;
type OnProgress = dyn Fn(&Progress<'_>) + Send + Sync;

impl<R: Lookup> Wait<R> {
    /// Waits for the states of a waiter. Generated functions call this.
    pub fn new(
        ids: impl IntoIterator<Item: IntoValue<Id<R::Kind>>>,
        until: &'static Until,
    ) -> Self {
        let mut known: Vec<String> = Vec::new();
        for id in ids.into_iter().filter_map(IntoValue::into_value) {
            let id = String::from(id);
            if !known.iter().any(|one| one.eq_ignore_ascii_case(&id)) {
                known.push(id);
            }
        }
        Self {
            ids: known,
            until,
            state: None,
            when: None,
            region: None,
            interval: Duration::from_secs(until.interval.into()),
            timeout: Duration::from_secs(until.timeout.into()),
            missing_for: Duration::from_secs(until.missing_for.into()),
            progress: None,
            of: PhantomData,
        }
    }

    /// Waits until a condition holds for each resource, where there is no waiter for it.
    ///
    /// Asks every 5 s for at most 600 s. A member of a wrong type is `None` to the condition,
    /// unless the client decodes strictly.
    ///
    /// ```text
    /// client.wait_until(Wait::<DescribeGates>::when(["g-1"], |gate| gate.width == Some(4))).await?;
    /// ```
    pub fn when(
        ids: impl IntoIterator<Item: IntoValue<Id<R::Kind>>>,
        condition: impl Fn(&R::Item) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { when: Some(Box::new(condition)), ..Self::new(ids, &WHEN) }
    }

    /// Waits for this state in place of those of the waiter. Generated functions call this.
    #[doc(hidden)]
    pub fn state(self, state: impl Into<String>) -> Self {
        Self { state: Some(state.into()), ..self }
    }

    /// Sets the time from one poll to the next, where a poll takes one call. At least 100 ms.
    pub fn interval(self, interval: Duration) -> Self {
        Self { interval: interval.max(MIN_INTERVAL), ..self }
    }

    /// Sets how long to wait. No poll begins later; one that is under way may take 10 s longer.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets how long a resource that is not found may be on its way, from the first poll that did
    /// not find it. Time in which nobody could look before that does not count. Without effect for
    /// a waiter that waits for a deletion.
    pub fn missing_for(self, time: Duration) -> Self {
        Self { missing_for: time, ..self }
    }

    /// Asks in this region instead of that of the client.
    pub fn in_region(self, region: impl Into<String>) -> Self {
        Self { region: Some(region.into()), ..self }
    }

    /// Calls a function after each poll, to show progress. It should return at once.
    pub fn on_progress(self, report: impl Fn(&Progress<'_>) + Send + Sync + 'static) -> Self {
        Self { progress: Some(Box::new(report)), ..self }
    }
}

impl<R: Lookup> fmt::Debug for Wait<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("waiter", &self.until.name)
            .field("ids", &self.ids)
            .field("interval", &self.interval)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// Waits. Implemented for everything that sends requests.
pub trait WaitUntil: SendRequest {
    /// Waits until all resources have reached a state. Returns them as they were described last, in
    /// the order of their ids and without those that are gone.
    ///
    /// Dropping the future ends the wait.
    ///
    /// # Errors
    ///
    /// [`WaitError`] if one of them fails or is missing, if time is over, or if they cannot be
    /// asked about.
    fn wait_until<R: Lookup>(
        &self,
        wait: Wait<R>,
    ) -> impl Future<Output = Result<Vec<R::Item>, WaitError>> + Send
    where
        Self: Sized,
        R::Error: Send,
    {
        run::run(self, wait)
    }
}

impl<S: SendRequest> WaitUntil for S {}

#[cfg(test)]
mod tests;
