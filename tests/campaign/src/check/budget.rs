//! Which attempts are followed by another: a model of the documented rules, beside what the client
//! reported.

use std::collections::BTreeMap;
use std::time::Duration;

use aliyun_ecs::Class;
use aliyun_ecs::runtime::transport::TransportErrorKind::Connect;

use super::{Checker, Invariant};
use crate::record::{Call, Kind, Reported, Seen};

const CAPACITY: u32 = 500;
const COST: u32 = 14;
const THROTTLED_COST: u32 = 5;
/// The longest wait that a service can ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// What a failed attempt calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Calls {
    /// Another attempt after a wait, if the budget allows.
    Another,
    /// Another attempt at once and for nothing, if it is the first time.
    Repair,
    /// None.
    Nothing,
}

/// What is known about a call so far.
#[derive(Clone, Copy, Default)]
struct Progress {
    spent: u32,
    repaired: bool,
}

impl Checker<'_> {
    pub(super) fn budget(&mut self) {
        let mut left = CAPACITY;
        let mut progress: BTreeMap<usize, Progress> = BTreeMap::new();
        let log = self.log;
        for report in &log.reports {
            let call = &log.calls[report.call];
            let of = progress.entry(report.call).or_default();
            if report.class.is_none() {
                left = CAPACITY.min(left + of.spent.max(1));
                continue;
            }
            // The attempt ended before it reached the network.
            let Some(seen) = seen(call, report) else {
                if report.retry_in.is_some() {
                    self.call(Invariant::Retry, report.call, "sent again what was not sent");
                }
                continue;
            };
            let what = calls_for(seen, call.kind);
            let cost = if report.class == Some(Class::Throttled) { THROTTLED_COST } else { COST };
            match report.retry_in {
                Some(delay) if what == Calls::Repair && !of.repaired && delay.is_zero() => {
                    of.repaired = true;
                }
                Some(_) if what != Calls::Another || report.number >= call.max_attempts => {
                    let text = format!("attempt {} should be the last", report.number);
                    self.call(Invariant::Retry, report.call, text);
                }
                Some(delay) => {
                    of.spent = cost;
                    match left.checked_sub(cost) {
                        Some(rest) => left = rest,
                        None => {
                            let text = format!("{left} left, and {cost} spent");
                            self.call(Invariant::Budget, report.call, text);
                        }
                    }
                    self.wait(report, delay, seen);
                }
                None => {
                    let repairs =
                        what == Calls::Repair && !of.repaired && self.can_repair(call, report);
                    let again = what == Calls::Another && left >= cost;
                    let time = self.has_time(call, report, seen);
                    if (repairs || again && time) && report.number < call.max_attempts {
                        let text = format!("attempt {} should not be the last", report.number);
                        self.call(Invariant::Retry, report.call, text);
                    }
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
        let wait = asked.unwrap_or_else(|| longest(report));
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
fn calls_for(seen: &Seen, kind: Kind) -> Calls {
    let harmless = if kind == Kind::Doubles { Calls::Nothing } else { Calls::Another };
    let reply = match seen {
        Seen::Lost(kind) if *kind == Connect => return Calls::Another,
        Seen::Lost(_) | Seen::Nothing => return harmless,
        Seen::Reply(reply) => reply,
    };
    match reply.code {
        Some("Throttling.User") => Calls::Another,
        Some("InvalidTimeStamp.Expired" | "InvalidSecurityToken.Expired") => Calls::Repair,
        Some(
            "InternalError"
            | "InternalError.Dispatch"
            | "ServiceUnavailable"
            | "LastTokenProcessing"
            | "SignatureNonceUsed",
        ) => harmless,
        Some(_) => Calls::Nothing,
        None if reply.status == 200 || reply.status >= 500 => harmless,
        None => Calls::Nothing,
    }
}
