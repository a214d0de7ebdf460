//! What happened: every logical call with its attempts, as the network and the caller saw them.

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, SystemTime};

use aliyun_ecs::runtime::gate::Scope;
use aliyun_ecs::runtime::transport::TransportErrorKind;
use aliyun_ecs::{Class, Error, Reaction};

/// What a second attempt of a call can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repetition {
    /// It changes nothing.
    Reads,
    /// It is the same call, by its token. `held`: the caller has it, too.
    Token { held: bool },
    /// It does the work a second time.
    Doubles,
}

/// One logical call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) repetition: Repetition,
    /// The call changes nothing although its operation does.
    pub(crate) dry_run: bool,
    /// Which client made it. Those with one budget count as one.
    pub(crate) client: usize,
    /// What a store said about its token. `None` without a store.
    pub(crate) stored: Option<Stored>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_attempts: u32,
    pub(crate) begun: Duration,
    pub(crate) ended: Option<Duration>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) end: Option<End>,
}

/// What a store of tokens says about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    /// Nothing, because the call failed.
    Unsaid,
    /// No call with its token was open.
    First,
    /// It repeated another one.
    Replayed,
    /// It repeated another one, and the token belongs to other parameters.
    Mismatch,
}

/// One exchange with the network.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) sent: Duration,
    /// The date of the request, and the time of the client's clock.
    pub(crate) date: Option<SystemTime>,
    pub(crate) local: SystemTime,
    pub(crate) nonce: String,
    pub(crate) token: Option<String>,
    /// The headers about attempts before: how many, and the last wait in milliseconds.
    pub(crate) retry: Option<(String, String)>,
    /// What the network had in mind.
    pub(crate) plan: String,
    pub(crate) seen: Seen,
}

/// What came back from an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Nothing until the client stopped waiting.
    Nothing,
    Lost(TransportErrorKind),
    Reply(Reply),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// The code, if it can be read.
    pub(crate) code: Option<&'static str>,
    /// The id of the request, if it can be read.
    pub(crate) request_id: Option<String>,
    /// The body is as the service wrote it.
    pub(crate) intact: bool,
    /// Something on the way answered from what it had heard before.
    pub(crate) cached: bool,
    /// The ids of what was made or found, as the service wrote them.
    pub(crate) ids: Vec<String>,
    pub(crate) retry_after: Option<Duration>,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("silence"),
            Self::Lost(kind) => write!(f, "{kind:?}"),
            Self::Reply(reply) => match reply.code {
                Some(code) => f.write_str(code),
                None if reply.intact => f.write_str("success"),
                // Of the service it says so in a header, also where the body is damaged.
                None if reply.request_id.is_some() => write!(f, "damaged {}", reply.status),
                None => write!(f, "unknown {}", reply.status),
            },
        }
    }
}

/// How a call ended.
#[derive(Clone, Debug)]
pub(crate) enum End {
    Done(Returned),
    Failed(Failure),
    /// The caller dropped it.
    Dropped,
}

/// What a call returned.
#[derive(Clone, Debug)]
pub(crate) struct Returned {
    /// The ids of what was made or found.
    pub(crate) ids: Vec<String>,
    pub(crate) request_id: String,
}

/// What the caller learned from an error.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) class: Class,
    pub(crate) reaction: Reaction,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) in_doubt: bool,
    pub(crate) not_sent: bool,
    pub(crate) is_timeout: bool,
    pub(crate) is_decode: bool,
    pub(crate) token: Option<String>,
    pub(crate) shown: String,
}

impl Failure {
    pub(crate) fn of<C>(error: &Error<C>) -> Self {
        Self {
            class: error.class(),
            reaction: error.reaction(),
            status: error.status(),
            code: error.code().map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
            retry_after: error.retry_after(),
            in_doubt: error.is_in_doubt(),
            not_sent: error.not_sent().is_some(),
            is_timeout: error.is_timeout(),
            is_decode: error.is_decode(),
            token: error.client_token().map(str::to_owned),
            shown: error.to_string(),
        }
    }

    /// The call was not sent, because its token is too old.
    pub(crate) fn is_too_old(&self) -> bool {
        self.not_sent && self.class == Class::IdempotencyPending
    }
}

/// What the client reported about an attempt, in the order in which it did.
#[derive(Clone, Debug)]
pub(crate) struct Reported {
    pub(crate) at: Duration,
    pub(crate) call: usize,
    pub(crate) number: u32,
    pub(crate) class: Option<Class>,
    pub(crate) retry_in: Option<Duration>,
    /// How many exchanges the call had had by then.
    pub(crate) exchanges: usize,
}

/// A wait for the gate, in the order in which they ended.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) call: usize,
    pub(crate) scope: Scope,
    pub(crate) has_deadline: bool,
    pub(crate) begun: Duration,
    pub(crate) ended: Duration,
}

/// Something that a program wants to be done once.
#[derive(Debug)]
pub(crate) struct Intent {
    pub(crate) name: String,
    pub(crate) calls: Vec<usize>,
    pub(crate) result: Option<Resolved>,
}

/// What a program believes in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    Done,
    /// It was refused, and nothing came of it.
    GivenUp,
}

/// Everything that happened in one world.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) calls: Vec<Call>,
    pub(crate) intents: Vec<Intent>,
    pub(crate) reports: Vec<Reported>,
    pub(crate) turns: Vec<Turn>,
    /// Calls that asked for a key and got none.
    pub(crate) without_keys: BTreeSet<usize>,
    /// How often a program died.
    pub(crate) deaths: u64,
    /// The call that is being polled.
    pub(crate) current: Option<usize>,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let deadline = self.deadline;
        writeln!(
            f,
            "{} ({:?}, dry run {}) begun {:.3?}, deadline {deadline:?}, at most {} attempts",
            self.operation, self.repetition, self.dry_run, self.begun, self.max_attempts
        )?;
        for attempt in &self.attempts {
            writeln!(
                f,
                "  sent {:.3?} retry {:?} token {:?} nonce {:.8}: {}\n    saw {:?}",
                attempt.sent,
                attempt.retry,
                attempt.token,
                attempt.nonce,
                attempt.plan,
                attempt.seen
            )?;
        }
        write!(f, "  ended {:.3?}: {:?}", self.ended, self.end)
    }
}
