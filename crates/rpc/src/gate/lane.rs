//! What is known about one scope, and the rules by which calls enter. Plain data without clock,
//! lock or queue, so that it can live in memory or in a store that processes share.
//!
//! * Calls are counted by the window of a minute. One that is throttled shuts the lane until the
//!   next.
//! * The first call after a pause goes alone and shows whether the service takes calls again.
//! * As long as no limit is known, few calls are under way at a time: only those can be throttled
//!   when the limit is met.
//! * The limit is what passed in the window in which a call was throttled, or what a header says.
//!   More is tried only against credit: every call that passed earns a twenty-fifth of one that may
//!   fail.

mod form;

use std::time::Duration;

use super::limits::{Observed, Outcome, RateLimit};
use crate::transport::LONGEST_WAIT;

/// A minute, in milliseconds.
const MINUTE: u64 = 60_000;
/// How many calls without a known limit are under way at a time.
const AT_ONCE: usize = 16;
/// Between two calls that try alone whether a lane is open, as a part of the window.
const PROBE_PAUSE: u64 = 6;
/// After this time, in milliseconds, a call that reports nothing does not hold others up any more.
pub(super) const LEASE: u64 = 30_000;
/// By how much two replies may differ about the start of the same window, as a part of it.
const TOLERANCE: u64 = 12;
/// What one call that fails costs.
const PRICE: u32 = 25;
/// How long, in milliseconds, a report is remembered that may come a second time. It comes within
/// [`LONGEST_WAIT`] or not at all, see `untold.rs`; the rest is for clocks and networks.
const HEARD: u64 = 2 * LONGEST_WAIT.as_millis() as u64;

/// A call that entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    id: u64,
    window: u64,
    entered: u64,
    kind: Admission,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Admission {
    /// Within the known limit.
    Within,
    /// One of the few under way without a known limit.
    Unknown,
    /// Beyond the known limit.
    Beyond,
    /// Alone after a pause.
    Probe,
}

impl Ticket {
    /// The number of the call, which no other call has.
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}

/// Whether a call enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Entry {
    /// The call enters.
    Go(Ticket),
    /// The call waits until this time, in milliseconds.
    Until(u64),
    /// The call waits for a report, until this time, in milliseconds, at the latest.
    Report(u64),
}

/// What happens to a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A call with this id, which no other call has, asks to enter.
    Enter(u64),
    /// A call came back.
    Report(Ticket, Observed),
    /// A call was dropped. It may have been sent, so it counts.
    Abandon(Ticket),
    /// The call with this id asked to enter, and was dropped before it got the answer.
    Leave(u64),
}

impl Change {
    /// Whether a lane that learns of it late is better off. A ticket without a lease holds nobody
    /// up, so that giving it back changes nothing.
    pub(super) fn matters_later(&self) -> bool {
        match self {
            Self::Abandon(ticket) => ticket.kind != Admission::Within,
            Self::Enter(_) | Self::Report(..) | Self::Leave(_) => true,
        }
    }
}

/// What is known about one scope. All times are milliseconds since 1970 on the clock of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// How long a window is.
    length: u64,
    /// How many calls pass in a window.
    limit: Option<u32>,
    /// The limit comes from a header, so nothing beyond it is tried.
    stated: bool,
    window: u64,
    /// Calls that entered in this window, without those that were throttled.
    used: u32,
    passed: u32,
    /// Nothing enters before this time.
    opens_at: u64,
    /// A call was throttled in this window.
    shut: bool,
    /// A call had to wait for the next window.
    paused: bool,
    /// The next call goes alone.
    alone: bool,
    /// The last probe failed, so it is not known when windows begin.
    astray: bool,
    credit: u32,
    /// Calls that hold others up: their ids, and until when.
    leases: Vec<(u64, u64)>,
    /// Calls whose reports may come a second time: their ids, and until when.
    heard: Vec<(u64, u64)>,
}

impl Default for Lane {
    fn default() -> Self {
        Self {
            length: MINUTE,
            limit: None,
            stated: false,
            window: 0,
            used: 0,
            passed: 0,
            opens_at: 0,
            shut: false,
            paused: false,
            alone: false,
            astray: false,
            credit: 0,
            leases: Vec::new(),
            heard: Vec::new(),
        }
    }
}

impl Lane {
    /// A lane with windows of this length, a minute with most operations, and with a limit that is
    /// known beforehand.
    #[must_use]
    pub fn new(window: Duration, limit: Option<u32>) -> Self {
        let limit = limit.map(|limit| limit.max(1));
        Self { length: milliseconds(window).max(1), limit, ..Self::default() }
    }

    /// How many calls pass in a window, as far as that is known.
    #[must_use]
    pub fn limit(&self) -> Option<u32> {
        self.limit
    }

    /// The time before which nothing enters, in milliseconds. `None` if the lane is open.
    #[must_use]
    pub fn opens_at(&self, now: u64) -> Option<u64> {
        Some(self.opens_at).filter(|at| now < *at)
    }

    /// Carries out a change. The answer is there for [`Change::Enter`].
    pub fn apply(&mut self, now: u64, change: &Change) -> Option<Entry> {
        match change {
            Change::Enter(id) => return Some(self.enter(now, *id)),
            Change::Report(ticket, observed) => self.report(now, ticket, observed),
            Change::Abandon(Ticket { id, .. }) | Change::Leave(id) => {
                self.leases.retain(|(known, _)| known != id);
            }
        }
        None
    }

    /// How long a call that asked now would wait for a set time, in milliseconds. 0 where it
    /// enters, or where a report can let it in.
    pub(super) fn wait(&self, now: u64) -> u64 {
        match self.clone().enter(now, 0) {
            Entry::Until(at) => at.saturating_sub(now),
            Entry::Go(_) | Entry::Report(_) => 0,
        }
    }

    /// Whether the report about a call comes for the first time. `settled` is the smallest number
    /// of a call of the same gate whose report may come once more.
    pub(super) fn hears(&mut self, now: u64, ticket: &Ticket, settled: u64) -> bool {
        // Gates differ in the upper half of their numbers.
        let is_open = |id: u64| id >> 32 != ticket.id >> 32 || id >= settled;
        let is_young = |until: u64| now < until && until <= now + 2 * HEARD;
        self.heard.retain(|(id, until)| is_open(*id) && is_young(*until));
        let is_first = self.heard.iter().all(|(id, _)| *id != ticket.id);
        if is_first {
            self.heard.push((ticket.id, now + HEARD));
        }
        is_first
    }

    fn enter(&mut self, now: u64, id: u64) -> Entry {
        self.roll(now);
        self.leases.retain(|(_, until)| now < *until && *until <= now + 2 * LEASE);
        if now < self.opens_at {
            self.paused = true;
            return Entry::Until(self.opens_at);
        }
        let end = self.window.saturating_add(self.length);
        let under_way = self.leases.len();
        let kind = match self.limit {
            _ if self.alone && under_way == 0 => Admission::Probe,
            _ if self.alone => return self.report_by(end),
            None if under_way < AT_ONCE => Admission::Unknown,
            None => return self.report_by(end),
            Some(limit) if self.used < limit => Admission::Within,
            Some(_) if !self.stated && under_way < self.affordable() => Admission::Beyond,
            Some(_) => {
                self.paused = true;
                return if under_way > 0 { self.report_by(end) } else { Entry::Until(end) };
            }
        };
        self.used = self.used.saturating_add(1);
        if kind != Admission::Within {
            self.leases.push((id, now + LEASE));
        }
        Entry::Go(Ticket { id, window: self.window, entered: now, kind })
    }

    /// A report or the end of a lease, whichever is first.
    fn report_by(&self, end: u64) -> Entry {
        Entry::Report(self.leases.iter().map(|(_, until)| *until).min().unwrap_or(end).min(end))
    }

    /// How many calls beyond the limit may fail.
    fn affordable(&self) -> usize {
        AT_ONCE.min((self.credit / PRICE) as usize)
    }

    fn report(&mut self, now: u64, ticket: &Ticket, observed: &Observed) {
        self.leases.retain(|(id, _)| *id != ticket.id);
        self.roll(now);
        match observed.outcome {
            Outcome::Passed => self.passed(ticket),
            Outcome::Throttled | Outcome::AskedToWait => self.throttled(now, ticket, observed),
            Outcome::Unknown => {}
            Outcome::Unsent => self.give_back(ticket),
        }
        if let Some(limit) = &observed.operation {
            self.stated(now, limit, observed.outcome);
        }
    }

    /// The service never saw the call.
    fn give_back(&mut self, ticket: &Ticket) {
        if ticket.window == self.window {
            self.used = self.used.saturating_sub(1);
        }
    }

    fn passed(&mut self, ticket: &Ticket) {
        self.credit = self.credit.saturating_add(1).min(PRICE * AT_ONCE as u32);
        if ticket.kind == Admission::Probe {
            if self.astray {
                // The window began between the probe that failed and this one.
                self.window = ticket.entered;
                (self.used, self.passed) = (1, 0);
            }
            (self.alone, self.astray) = (false, false);
        } else if ticket.window != self.window {
            return;
        }
        self.passed = self.passed.saturating_add(1);
        if let Some(limit) = self.limit.filter(|limit| !self.stated && self.passed > *limit) {
            self.limit = Some(self.passed.max(limit));
        }
    }

    fn throttled(&mut self, now: u64, ticket: &Ticket, observed: &Observed) {
        if ticket.kind == Admission::Beyond {
            self.credit = self.credit.saturating_sub(PRICE);
        }
        if ticket.window != self.window {
            return;
        }
        self.used = self.used.saturating_sub(1);
        if self.shut {
            return;
        }
        (self.shut, self.paused) = (true, true);
        let asked = observed.operation.map(|limit| limit.time_left).or(observed.retry_after);
        self.opens_at = match asked {
            Some(wait) => now + milliseconds(wait),
            None if ticket.kind == Admission::Probe => {
                self.astray = true;
                now + self.length / PROBE_PAUSE
            }
            None => self.window.saturating_add(self.length),
        };
        if observed.outcome == Outcome::Throttled && self.passed > 0 && !self.stated {
            self.limit = Some(self.passed);
        }
    }

    /// Takes over what a header says.
    fn stated(&mut self, now: u64, stated: &RateLimit, outcome: Outcome) {
        if stated.limit == 0 {
            return;
        }
        (self.limit, self.stated) = (Some(stated.limit), true);
        let left = milliseconds(stated.time_left);
        if outcome.asks_to_wait() || left == 0 {
            return;
        }
        // Its window ends then. Others who use the account are in its count.
        let window = (now + left).saturating_sub(self.length);
        if window > self.window.saturating_add(self.length / TOLERANCE) {
            (self.used, self.passed) = (0, 0);
        }
        self.window = window;
        self.used = self.used.max(stated.limit.saturating_sub(stated.remain));
    }

    /// Begins the window that contains this time.
    fn roll(&mut self, now: u64) {
        // No window begins and nothing opens so far ahead: the clock was set back.
        let furthest = now.saturating_add(self.length.max(milliseconds(LONGEST_WAIT)));
        if self.window > furthest || self.opens_at > furthest {
            (self.window, self.opens_at, self.shut) = (0, 0, false);
        }
        let end = self.window.saturating_add(self.length);
        let next = if self.shut { self.opens_at } else { end };
        if now < next {
            return;
        }
        // Windows begin with the minutes of the clock, until something says otherwise.
        let begin = if self.window == 0 { now - now % self.length } else { next };
        self.window = begin + (now - begin) / self.length * self.length;
        (self.used, self.passed) = (0, 0);
        if self.paused {
            self.alone = true;
            // Slow calls of the window before say nothing about this one.
            self.leases.clear();
        }
        (self.shut, self.paused) = (false, false);
    }
}

pub(super) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX / 4)
}
