//! How calls and intents end.

use std::collections::BTreeMap;
use std::time::Duration;

use aliyun_ecs::runtime::transport::TransportErrorKind::{Connect, Timeout};
use aliyun_ecs::{Class, Reaction};

use super::{Checker, Invariant, Violation};
use crate::record::{Call, End, Failure, Intent, Repetition, Reply, Resolved, Returned, Seen};

/// No error asks to wait longer, whatever the service said.
const LONGEST_ASKED: Duration = Duration::from_secs(120);
/// How much later than its deadline an exchange may end.
const GRACE: Duration = Duration::from_millis(500);

impl Checker<'_> {
    pub(super) fn outcomes(&mut self) {
        let mut done_by: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        let mut done_with: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let service = self.service;
        for deed in service.deeds.values().flatten() {
            done_by.entry(deed.call).or_default().push(&deed.id);
            if let Some(token) = &deed.token {
                done_with.entry(token).or_default().push(&deed.id);
            }
        }
        let log = self.log;
        let mut first_with: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, call) in log.calls.iter().enumerate() {
            let token = call.attempts.first().and_then(|first| first.token.as_deref());
            let first = token.map(|token| *first_with.entry(token).or_insert(number));
            let is_repeated = first.is_some_and(|first| first < number);
            let deeds = done_by.get(&number).map_or(&[][..], Vec::as_slice);
            self.at_most_once(number, call, deeds);
            self.deadline(number, call);
            match &call.end {
                None => self.call(Invariant::Outcome, number, "the call never ended"),
                Some(End::Failed(failure)) => {
                    self.doubt(number, call, failure, !deeds.is_empty());
                    self.typed(number, call, failure, is_repeated);
                }
                Some(End::Done(returned)) => {
                    let done = match (call.repetition, token) {
                        (Repetition::Token { .. }, Some(token)) => done_with.get(token),
                        (Repetition::Token { .. }, None) => None,
                        (Repetition::Doubles | Repetition::Reads, _) => done_by.get(&number),
                    };
                    self.done(number, call, returned, done.map_or(&[][..], Vec::as_slice));
                }
                Some(End::Dropped) => {}
            }
        }
        for intent in &log.intents {
            self.exactly_once(intent);
        }
    }

    fn exactly_once(&mut self, intent: &Intent) {
        let times = self.service.deeds.get(&intent.name).map_or(0, Vec::len);
        let wanted = match intent.result {
            Some(Resolved::Done) => 1,
            Some(Resolved::GivenUp) => 0,
            None => return,
        };
        if times != wanted {
            let mut text = format!("{} was done {times} times, not {wanted}", intent.name);
            for call in &intent.calls {
                text.push_str(&format!("\ncall {call}: {}", self.log.calls[*call]));
            }
            self.found.push(Violation { invariant: Invariant::ExactlyOnce, text });
        }
    }

    fn at_most_once(&mut self, number: usize, call: &Call, deeds: &[&str]) {
        let most = usize::from(call.repetition != Repetition::Reads);
        if deeds.len() > most {
            let text = format!("the call was carried out {} times", deeds.len());
            self.call(Invariant::AtMostOnce, number, text);
        }
    }

    /// What a call returned is what the service answered to it and did for it.
    fn done(&mut self, number: usize, call: &Call, returned: &Returned, done: &[&str]) {
        let last = call.attempts.last().map(|attempt| &attempt.seen);
        let reply = match last {
            Some(Seen::Reply(reply)) if reply.intact => reply,
            _ => return self.call(Invariant::Outcome, number, "success without a reply"),
        };
        let passed = if call.dry_run {
            returned.ids == ["true"] && reply.code == Some("DryRunOperation")
        } else {
            reply.status == 200 && returned.ids == reply.ids
        };
        if !passed || Some(&returned.request_id) != reply.request_id.as_ref() {
            let text = format!("returned {returned:?}, which is not what the service answered");
            self.call(Invariant::Outcome, number, text);
        }
        let is_done = match call.operation {
            _ if call.repetition == Repetition::Reads => done.is_empty(),
            "RunInstances" => !done.is_empty() && returned.ids == done,
            _ => done.len() == 1,
        };
        if !is_done {
            let text = format!("returned {returned:?}, and the service did {done:?}");
            self.call(Invariant::Outcome, number, text);
        }
    }

    fn deadline(&mut self, number: usize, call: &Call) {
        let Some(deadline) = call.deadline else { return };
        let end = call.begun + deadline;
        if call.ended.is_some_and(|ended| ended > end + GRACE) {
            self.call(Invariant::Deadline, number, "the call ended after its deadline");
        }
        if call.attempts.iter().any(|attempt| attempt.sent > end) {
            self.call(Invariant::Deadline, number, "an attempt began after the deadline");
        }
    }

    fn doubt(&mut self, number: usize, call: &Call, failure: &Failure, carried_out: bool) {
        let invites = match call.repetition {
            Repetition::Token { held: true } => failure.reaction == Reaction::RetryNewToken,
            Repetition::Token { held: false } | Repetition::Doubles => failure.reaction.is_retry(),
            Repetition::Reads => false,
        };
        let wrong = if carried_out && !failure.in_doubt {
            "the call was carried out, and its error says that it was not"
        } else if carried_out && failure.not_sent {
            "the call was carried out, and its error says that it was not sent"
        } else if carried_out && invites {
            "the call was carried out, and its error invites to do it again"
        } else if failure.in_doubt && call.repetition == Repetition::Reads {
            "the call changes nothing, and its error is in doubt"
        } else if failure.in_doubt && call.attempts.iter().all(|attempt| is_nothing(&attempt.seen))
        {
            "nothing was carried out for sure, and the error is in doubt"
        } else {
            return;
        };
        self.call(Invariant::Doubt, number, wrong);
    }

    /// Compares an error with what came back last.
    fn typed(&mut self, number: usize, call: &Call, failure: &Failure, is_repeated: bool) {
        let Some(last) = call.attempts.last() else {
            // The keys, the gate, the deadline or the store.
            let known = [Class::Transient, Class::Throttled, Class::Unauthenticated];
            let known = known.contains(&failure.class) || failure.is_too_old();
            if !failure.not_sent || !known {
                self.call(Invariant::Typed, number, "nothing was sent");
            }
            return;
        };
        // There were no keys for another attempt.
        if failure.class == Class::Unauthenticated && failure.status.is_none() {
            return;
        }
        let token = call.attempts.iter().find_map(|attempt| attempt.token.as_deref());
        let is_named = failure.token.as_deref() == token && failure.shown.contains(call.operation);
        if !is_named || !says_what_came(failure, &last.seen) {
            let text = format!("expected an error of {:?} and the token {token:?}", last.seen);
            self.call(Invariant::Typed, number, text);
        }
        let reaction = reaction_to(&last.seen, call.repetition, failure.in_doubt);
        // A store drops the token of a first call that carried nothing out.
        let drops = call.stored.is_some() && !is_repeated && !failure.in_doubt;
        let dropped = drops && reaction == Some(Reaction::RetrySameToken);
        let may_be_new = dropped && failure.reaction == Reaction::RetryNewToken;
        if !may_be_new && reaction.is_some_and(|reaction| reaction != failure.reaction) {
            self.call(Invariant::Typed, number, format_args!("expected {reaction:?}"));
        }
    }
}

/// Whether an error holds what came back.
fn says_what_came(failure: &Failure, seen: &Seen) -> bool {
    let (timeout, reply) = match seen {
        Seen::Nothing => (true, None),
        Seen::Lost(kind) => (*kind == Timeout, None),
        Seen::Reply(reply) => (false, Some(reply)),
    };
    let asked = reply.and_then(|reply| reply.retry_after);
    Some(failure.class) == class_of_attempt(seen)
        && failure.is_timeout == timeout
        && failure.is_decode == reply.is_some_and(|reply| reply.status == 200 && !reply.intact)
        && failure.status == reply.map(|reply| reply.status)
        && failure.code.as_deref() == reply.and_then(|reply| reply.code)
        && failure.request_id.as_deref() == reply.and_then(|reply| reply.request_id.as_deref())
        && failure.retry_after == asked.map(|asked| asked.min(LONGEST_ASKED))
}

/// What to do about a call whose last attempt saw this. `None` where it depends on more than that.
fn reaction_to(seen: &Seen, repetition: Repetition, in_doubt: bool) -> Option<Reaction> {
    let open = match repetition {
        Repetition::Reads | Repetition::Token { held: true } => Reaction::RetrySameToken,
        Repetition::Token { held: false } | Repetition::Doubles => Reaction::WaitForState,
    };
    let nothing_done = match repetition {
        _ if in_doubt => open,
        Repetition::Reads | Repetition::Token { held: true } => Reaction::RetrySameToken,
        Repetition::Token { held: false } | Repetition::Doubles => Reaction::RetryNewToken,
    };
    let reply = match seen {
        Seen::Lost(kind) if *kind == Connect => return Some(nothing_done),
        Seen::Lost(_) | Seen::Nothing => return Some(open),
        Seen::Reply(reply) => reply,
    };
    match reply.code {
        Some("Throttling.User" | "Throttling") => Some(nothing_done),
        Some(code) if DOUBTFUL.contains(&code) => Some(open),
        None if [200, 429].contains(&reply.status) || reply.status >= 500 => Some(open),
        None => Some(Reaction::GiveUp),
        // The doubt of an attempt before changes these.
        Some(_) if in_doubt => None,
        Some("OperationDenied.NoStock") => Some(Reaction::TryElsewhere),
        Some("IncorrectInstanceStatus") => Some(Reaction::WaitForState),
        Some("Forbidden.RAM") => Some(Reaction::AskOwner),
        Some("InvalidParameter") => Some(Reaction::FixRequest),
        Some("InvalidTimeStamp.Expired" | "InvalidSecurityToken.Expired") => {
            Some(Reaction::RefreshCredentials)
        }
        Some(_) => None,
    }
}

/// Codes that leave it open whether the call was carried out.
pub(super) const DOUBTFUL: [&str; 6] = [
    "InternalError",
    "InternalError.Dispatch",
    "InternalError.Unlisted",
    "ServiceUnavailable",
    "LastTokenProcessing",
    "SignatureNonceUsed",
];

/// The code of a token that belongs to other parameters.
pub(super) const MISMATCH: &str = "IdempotentParameterMismatch";

/// The class of what an attempt saw.
pub(super) fn class_of_attempt(seen: &Seen) -> Option<Class> {
    match seen {
        Seen::Nothing | Seen::Lost(_) => Some(Class::Transient),
        Seen::Reply(reply) if reply.intact && reply.status == 200 => None,
        Seen::Reply(reply) => Some(class_of(reply)),
    }
}

/// The class of an error reply, by the documents.
fn class_of(reply: &Reply) -> Class {
    match reply.code {
        Some("DryRunOperation") => Class::DryRunPassed,
        Some("Throttling.User" | "Throttling") => Class::Throttled,
        // An unlisted code with a wait.
        Some("InternalError.Unlisted") => Class::Throttled,
        Some("InternalError" | "InternalError.Dispatch" | "ServiceUnavailable") => Class::Transient,
        Some("LastTokenProcessing") => Class::IdempotencyPending,
        Some("IdempotentFailed") => Class::IdempotencyFailed,
        Some(MISMATCH) => Class::IdempotencyMismatch,
        Some("OperationDenied.NoStock") => Class::NoCapacity,
        Some("IncorrectInstanceStatus") => Class::StateConflict,
        Some("Forbidden.RAM") => Class::PermissionDenied,
        Some("InvalidParameter") => Class::InvalidArgument,
        Some(
            "InvalidTimeStamp.Expired" | "SignatureNonceUsed" | "InvalidSecurityToken.Expired",
        ) => Class::Unauthenticated,
        // No other code is expected here.
        Some(_) => Class::Unsupported,
        None if reply.status == 429 => Class::Throttled,
        None if reply.status >= 500 => Class::Transient,
        None => Class::Internal,
    }
}

/// Whether this certainly carried nothing out.
fn is_nothing(seen: &Seen) -> bool {
    match seen {
        Seen::Lost(kind) => *kind == Connect,
        Seen::Nothing => false,
        // Something made another call with the token; it can have been a copy of this one.
        Seen::Reply(reply) => {
            reply.code.is_some_and(|code| !DOUBTFUL.contains(&code) && code != MISMATCH)
        }
    }
}
