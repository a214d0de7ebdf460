//! Fallback: tries choices, such as zones and instance types, in order until one has capacity.
//!
//! ```text
//! let stock = OutOfStock::new();
//! let choices = [("cn-hangzhou-h", "wide"), ("cn-hangzhou-i", "wide")];
//! let placed = try_elsewhere(&client, choices, &stock, |(zone, size)| {
//!     CreateGate::new(*size).zone_id(*zone)
//! })
//! .await?;
//! println!("created in {:?}", placed.choice);
//! ```
//!
//! The client does not retry where there was no capacity.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::client::SendRequest;
use crate::error::{Class, Error, Reaction, Untyped};
use crate::request::Request;
use crate::shown::short;

/// How long a choice is avoided, unless the caller says otherwise.
const AVOID_FOR: Duration = Duration::from_secs(180);

/// Which choices were out of stock a moment ago. Clones share it, so that callers learn from each
/// other.
#[derive(Clone)]
pub struct OutOfStock<C> {
    avoid_for: Duration,
    since: Arc<Mutex<HashMap<C, Instant>>>,
}

impl<C: Eq + Hash + Clone> OutOfStock<C> {
    /// Creates a store that avoids a choice for three minutes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long a choice is avoided.
    #[must_use]
    pub fn avoid_for(self, time: Duration) -> Self {
        Self { avoid_for: time, ..self }
    }

    /// Notes that a choice is out of stock at this time.
    pub fn mark(&self, choice: C, now: Instant) {
        let mut since = self.lock();
        since.retain(|_, since| now.saturating_duration_since(*since) < self.avoid_for);
        since.insert(choice, now);
    }

    /// For how much longer a choice is avoided. `None` if it may be tried.
    #[must_use]
    pub fn avoided(&self, choice: &C, now: Instant) -> Option<Duration> {
        let passed = now.saturating_duration_since(*self.lock().get(choice)?);
        self.avoid_for.checked_sub(passed).filter(|left| !left.is_zero())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<C, Instant>> {
        // Every change is one step, so nothing is ever half done.
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C> Default for OutOfStock<C> {
    fn default() -> Self {
        Self { avoid_for: AVOID_FOR, since: Arc::default() }
    }
}

impl<C: fmt::Debug> fmt::Debug for OutOfStock<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutOfStock").field("avoid_for", &self.avoid_for).finish_non_exhaustive()
    }
}

/// What was created, and where.
#[derive(Debug)]
#[non_exhaustive]
pub struct Placed<C, T> {
    /// The reply to the request that succeeded.
    pub reply: T,
    /// The choice that had capacity.
    pub choice: C,
    /// The choices before it, in order, and why each was not taken.
    pub tried: Vec<Tried<C>>,
}

/// A choice that was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub struct Tried<C> {
    /// One of the choices that the caller offered.
    pub choice: C,
    /// Why it was not taken.
    pub why: NotTaken,
}

/// Why a choice was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotTaken {
    /// It was out of stock a moment ago, so nothing was sent. It is avoided for this much longer.
    Avoided(Duration),
    /// The service has no capacity there.
    OutOfStock(Error),
}

/// Why nothing was created.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotPlaced<C, E = Untyped> {
    /// No choice has capacity. Nothing was created.
    Nowhere {
        /// All choices, in order, and why each was not taken.
        tried: Vec<Tried<C>>,
    },
    /// A call failed, and not for want of capacity, so no further choice was tried. It may have
    /// been carried out: see [`Error::is_in_doubt`].
    Failed {
        /// The choice of that call.
        choice: C,
        /// Why it failed.
        error: Error<E>,
        /// The choices before it, in order, and why each was not taken.
        tried: Vec<Tried<C>>,
    },
}

impl<C, E> NotPlaced<C, E> {
    /// The choices that were not taken, in order, but for the one whose call failed.
    #[must_use]
    pub fn tried(&self) -> &[Tried<C>] {
        match self {
            Self::Nowhere { tried } | Self::Failed { tried, .. } => tried,
        }
    }
}

impl<C: fmt::Debug, E> fmt::Display for NotPlaced<C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere { tried } if tried.is_empty() => f.write_str("there was no choice"),
            Self::Nowhere { tried } => {
                f.write_str("no capacity anywhere: ")?;
                for (number, one) in tried.iter().enumerate() {
                    let comma = if number == 0 { "" } else { ", " };
                    write!(f, "{comma}{:?} ({})", one.choice, one.why)?;
                }
                Ok(())
            }
            Self::Failed { choice, .. } => write!(f, "the call for {choice:?} failed"),
        }
    }
}

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Avoided(left) => write!(f, "avoided for another {} s", left.as_secs()),
            Self::OutOfStock(error) => {
                write!(f, "{}", short(error.code().unwrap_or("no capacity")))
            }
        }
    }
}

impl<C: fmt::Debug, E: fmt::Debug + 'static> std::error::Error for NotPlaced<C, E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Nowhere { .. } => None,
            Self::Failed { error, .. } => Some(error),
        }
    }
}

/// Sends a request for one choice after the other until there is capacity for one.
///
/// `request` makes the request for a choice. Each is a call of its own, with a `ClientToken` of its
/// own: a token set in `request` must differ from choice to choice. A choice that was out of stock
/// a moment ago, as `stock` knows, is left out.
///
/// A call that may have been carried out is not followed by another one, so that nothing is created
/// twice.
///
/// # Errors
///
/// [`NotPlaced`] with what was tried, if no choice has capacity or a call fails for another reason.
pub async fn try_elsewhere<S, C, R>(
    client: &S,
    choices: impl IntoIterator<Item = C>,
    stock: &OutOfStock<C>,
    mut request: impl FnMut(&C) -> R,
) -> Result<Placed<C, R::Response>, NotPlaced<C, R::Error>>
where
    S: SendRequest,
    C: Eq + Hash + Clone,
    R: Request,
{
    let choices: Vec<C> = choices.into_iter().collect();
    let mut tried = Vec::new();
    for choice in choices {
        if let Some(left) = stock.avoided(&choice, client.clock().now()) {
            tried.push(Tried { choice, why: NotTaken::Avoided(left) });
            continue;
        }
        let sent = client.send(request(&choice)).await;
        match sent {
            Ok(reply) => return Ok(Placed { reply, choice, tried }),
            Err(error) if is_out_of_stock(&error) => {
                stock.mark(choice.clone(), client.clock().now());
                tried.push(Tried { choice, why: NotTaken::OutOfStock(error.untyped()) });
            }
            Err(error) => return Err(NotPlaced::Failed { choice, error, tried }),
        }
    }
    Err(NotPlaced::Nowhere { tried })
}

/// Whether the call failed for want of capacity and nothing was carried out.
fn is_out_of_stock<C>(error: &Error<C>) -> bool {
    error.class() == Class::NoCapacity
        && error.reaction() == Reaction::TryElsewhere
        && !error.is_in_doubt()
}

#[cfg(test)]
mod tests;
