//! What must hold for each call, whatever happened on the way. The rules are written from the
//! documentation and not from the code of the client.

mod attempts;
mod budget;
mod outcomes;
mod replays;
mod turns;

use std::fmt;

use crate::record::Log;
use crate::service::Service;
use crate::world::{LocalClock, World};

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Invariant {
    /// What a program wants done once is done once, if it follows the advice of errors.
    ExactlyOnce,
    /// One call does its work at most once, and a dry run or a read does nothing.
    AtMostOnce,
    /// Every call ends, and what it returns is what the service did for this call and answered to
    /// it.
    Outcome,
    /// A store says whether a call was the first with its token.
    Replay,
    /// An error has the class, code, status and request id of what came back, and says what helps.
    Typed,
    /// An error is in doubt if the call may have been carried out, and only then.
    Doubt,
    /// A call ends with its deadline, and no attempt begins after it.
    Deadline,
    /// Further attempts are paid for.
    Budget,
    /// Every attempt has a nonce of its own.
    Nonce,
    /// All attempts of a call have the same token, and no two calls do.
    Token,
    /// Every attempt has the date of its time.
    Date,
    /// Attempts wait as long as they should, and say so.
    Pace,
    /// A call is sent again where that can help and do no harm, and nowhere else.
    Retry,
    /// The first in the row before the gate is let in within minutes.
    Turn,
}

/// Something that did not hold.
#[derive(Clone, Debug)]
pub struct Violation {
    /// What did not hold.
    pub invariant: Invariant,
    /// What happened, with the trace of the call.
    pub text: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.invariant, self.text)
    }
}

/// Collects what does not hold.
pub(crate) struct Checker<'a> {
    log: &'a Log,
    clock: &'a LocalClock,
    gated: bool,
    service: &'a Service,
    found: Vec<Violation>,
}

impl Checker<'_> {
    /// Says that something does not hold for a call.
    fn call(&mut self, invariant: Invariant, call: usize, text: impl fmt::Display) {
        let text = format!("{text}\ncall {call}: {}", self.log.calls[call]);
        self.found.push(Violation { invariant, text });
    }
}

/// Everything that did not hold in a world that came to its end.
pub(crate) fn check(world: &World) -> Vec<Violation> {
    let mut state = world.state();
    let now = world.now();
    state.service.settle(now + std::time::Duration::from_secs(3600));
    let mut checker = Checker {
        clock: &world.local,
        gated: world.gated,
        log: &state.log,
        service: &state.service,
        found: Vec::new(),
    };
    checker.outcomes();
    checker.replays();
    checker.attempts();
    checker.budget();
    checker.turns();
    checker.found
}
