//! Which attempts are followed by another: a model of the documented rules, beside what the client
//! reported.

use std::collections::BTreeMap;
use std::time::Duration;

use aliyun_ecs::Class;
use aliyun_ecs::runtime::transport::TransportErrorKind::Connect;

use super::outcomes::{DOUBTFUL, class_of_attempt};
use super::{Checker, Invariant};
use crate::record::{Call, Repetition, Reported, Seen};

const CAPACITY: u32 = 500;
const COST: u32 = 14;
const THROTTLED_COST: u32 = 5;
/// The longest wait that the service can ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// What a failed attempt calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Calls {
    /// Another attempt after a wait, if the budget allows.
    Another,
    /// Another attempt at once and for nothing, if it is the first time that the clock was wrong.
    RightTime,
    /// The same for a key.
    OtherKey,
    /// None.
    Nothing,
}

/// What is known about a call so far.
#[derive(Clone, Copy, Default)]
struct Progress {
    spent: u32,
    time_was_wrong: bool,
    key_was_refused: bool,
}

impl Checker<'_> {
    pub(super) fn budget(&mut self) {
        let mut budgets: BTreeMap<usize, u32> = BTreeMap::new();
        let mut progress: BTreeMap<usize, Progress> = BTreeMap::new();
        let log = self.log;
        for report in &log.reports {
            let call = &log.calls[report.call];
            let of = progress.entry(report.call).or_default();
            let left = budgets.entry(call.client).or_insert(CAPACITY);
            let seen = seen(call, report);
            if seen.is_some_and(|seen| report.class != class_of_attempt(seen)) {
                let text = format!("attempt {} was reported as {:?}", report.number, report.class);
                self.call(Invariant::Typed, report.call, text);
            }
            match seen {
                _ if report.class.is_none() => *left = CAPACITY.min(*left + of.spent.max(1)),
                Some(seen) => self.after_failure(report, seen, of, left),
                // The attempt ended before it reached the network.
                None if report.retry_in.is_none() => {}
                None => self.call(Invariant::Retry, report.call, "sent again what was not sent"),
            }
        }
    }

    /// Compares what the client did after a failed attempt with what it calls for.
    fn after_failure(&mut self, report: &Reported, seen: &Seen, of: &mut Progress, left: &mut u32) {
        let call = &self.log.calls[report.call];
        let what = calls_for(seen, call.repetition);
        let cost = if report.class == Some(Class::Throttled) { THROTTLED_COST } else { COST };
        let mut never = true;
        let repaired = match what {
            Calls::RightTime => &mut of.time_was_wrong,
            Calls::OtherKey => &mut of.key_was_refused,
            Calls::Another | Calls::Nothing => &mut never,
        };
        let is_repair = !*repaired;
        match report.retry_in {
            Some(delay) if is_repair && delay.is_zero() => *repaired = true,
            Some(_) if what != Calls::Another || report.number >= call.max_attempts => {
                let text = format!("attempt {} should be the last", report.number);
                self.call(Invariant::Retry, report.call, text);
            }
            Some(_) if *left < cost => {
                let text = format!("{left} left, and {cost} spent");
                self.call(Invariant::Budget, report.call, text);
            }
            Some(delay) => {
                (of.spent, *left) = (cost, *left - cost);
                self.wait(report, delay, seen);
            }
            None => {
                let repairs = is_repair && self.can_repair(call, report);
                let again = what == Calls::Another && *left >= cost;
                let time = self.has_time(call, report, seen);
                if (repairs || again && time) && report.number < call.max_attempts {
                    let text = format!("attempt {} should not be the last", report.number);
                    self.call(Invariant::Retry, report.call, text);
                }
            }
        }
    }

    /// Whether there was another key, where a key was refused, in the time that the call has.
    fn can_repair(&self, call: &Call, report: &Reported) -> bool {
        let in_time = call.deadline.is_none_or(|deadline| report.at < call.begun + deadline);
        in_time && !self.log.without_keys.contains(&report.call)
    }

    /// Checks the wait before another attempt.
    fn wait(&mut self, report: &Reported, delay: Duration, seen: &Seen) {
        let is_right = match seen {
            // The gate knows when the next one may be sent.
            _ if self.gated && report.class == Some(Class::Throttled) => delay.is_zero(),
            Seen::Reply(reply) if reply.retry_after.is_some() => {
                reply.retry_after.is_some_and(|asked| delay == asked.min(LONGEST_ASKED))
            }
            _ => delay <= longest(report),
        };
        if !is_right {
            let text = format!("attempt {} is followed by a wait of {delay:?}", report.number);
            self.call(Invariant::Pace, report.call, text);
        }
    }

    /// Whether another attempt could begin before the deadline, however long the wait is.
    fn has_time(&self, call: &Call, report: &Reported, seen: &Seen) -> bool {
        let asked = match seen {
            Seen::Reply(reply) => reply.retry_after,
            _ => None,
        };
        let wait = asked.map_or_else(|| longest(report), |asked| asked.min(LONGEST_ASKED));
        call.deadline.is_none_or(|deadline| report.at + wait < call.begun + deadline)
    }
}

/// The longest wait after an attempt, where the service asks for none.
fn longest(report: &Reported) -> Duration {
    let slow = [Some(Class::Throttled), Some(Class::IdempotencyPending)].contains(&report.class);
    let base = Duration::from_millis(if slow { 1000 } else { 100 });
    (base * 2u32.pow(report.number - 1)).min(Duration::from_secs(20))
}

/// What the attempt of a report saw.
fn seen<'a>(call: &'a Call, report: &Reported) -> Option<&'a Seen> {
    let attempt = call.attempts.get(report.number as usize - 1)?;
    (report.exchanges >= report.number as usize).then_some(&attempt.seen)
}

/// What a failure calls for, by the documents.
fn calls_for(seen: &Seen, repetition: Repetition) -> Calls {
    let harmless = if repetition == Repetition::Doubles { Calls::Nothing } else { Calls::Another };
    let reply = match seen {
        Seen::Lost(kind) if *kind == Connect => return Calls::Another,
        Seen::Lost(_) | Seen::Nothing => return harmless,
        Seen::Reply(reply) => reply,
    };
    match reply.code {
        Some("Throttling.User" | "Throttling") => Calls::Another,
        // Its date says nothing about the clock.
        Some("InvalidTimeStamp.Expired") if reply.cached => Calls::Nothing,
        Some("InvalidTimeStamp.Expired") => Calls::RightTime,
        Some("InvalidSecurityToken.Expired") => Calls::OtherKey,
        Some(code) if DOUBTFUL.contains(&code) => harmless,
        Some(_) => Calls::Nothing,
        None if [200, 429].contains(&reply.status) || reply.status >= 500 => harmless,
        None => Calls::Nothing,
    }
}
