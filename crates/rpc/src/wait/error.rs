//! Why a wait ended without what it waited for.

use std::fmt;
use std::time::Duration;

use crate::error::Error;
use crate::shown::short;

/// Why a wait ended without what it waited for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// A resource is in a state from which it does not reach the one that was waited for.
    #[error("{waiter}: {} is {} after {elapsed:?} and will not get there", short(id), short(state))]
    Failed {
        /// The name of the waiter.
        waiter: &'static str,
        /// Id of the resource.
        id: String,
        /// Its state when it was last seen, as on the wire.
        state: String,
        /// The time since the wait began.
        elapsed: Duration,
    },
    /// A resource was not found for longer than a new one takes to become visible.
    #[error("{waiter}: {} was not found for {missing_for:?}", short(id))]
    Missing {
        /// The name of the waiter.
        waiter: &'static str,
        /// Id of the resource.
        id: String,
        /// For how long it was not found.
        missing_for: Duration,
        /// The time since the wait began.
        elapsed: Duration,
    },
    /// Time is over.
    #[error(
        "{waiter}: time is over after {elapsed:?}, and these are not there yet: {}",
        Listed(waiting)
    )]
    TimedOut {
        /// The name of the waiter.
        waiter: &'static str,
        /// The resources that have not reached the state.
        waiting: Vec<Unfinished>,
        /// The time since the wait began.
        elapsed: Duration,
        /// Why the last poll was not complete, if a call failed temporarily.
        source: Option<Error>,
    },
    /// The resources cannot be asked about: a call failed, and not temporarily.
    #[error("{waiter}: the state cannot be found out after {elapsed:?}")]
    Call {
        /// The name of the waiter.
        waiter: &'static str,
        /// The time since the wait began.
        elapsed: Duration,
        /// Why.
        source: Error,
    },
}

impl WaitError {
    /// Whether time was over.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::TimedOut { .. })
    }

    /// The time since the wait began.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match self {
            Self::Failed { elapsed, .. }
            | Self::Missing { elapsed, .. }
            | Self::TimedOut { elapsed, .. }
            | Self::Call { elapsed, .. } => *elapsed,
        }
    }
}

/// A resource that has not reached the state that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// Its id.
    pub id: String,
    /// Its state when it was last seen. `None` if it was not seen yet.
    pub state: Option<String>,
}

/// The first few of them.
struct Listed<'a>(&'a [Unfinished]);

const SHOWN: usize = 5;

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, one) in self.0.iter().take(SHOWN).enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let state = one.state.as_deref().unwrap_or("not found");
            write!(f, "{comma}{} ({})", short(&one.id), short(state))?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
