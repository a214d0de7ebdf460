//! What a wait reports after each poll.

use std::time::Duration;

use super::Unfinished;
use crate::error::Error;

/// How far a wait is, after a poll.
#[derive(Debug)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The name of the waiter, `gate-open`.
    pub waiter: &'static str,
    /// How many resources have reached the state.
    pub reached: usize,
    /// Those that have not.
    pub waiting: &'a [Unfinished],
    /// The time since the wait began.
    pub elapsed: Duration,
    /// How many calls were sent so far, not counting retries.
    pub calls: u32,
    /// When the next poll comes. `None` if this was the last one.
    pub next_in: Option<Duration>,
    /// Why the last poll is not complete, if a call failed temporarily.
    pub error: Option<&'a Error>,
}
