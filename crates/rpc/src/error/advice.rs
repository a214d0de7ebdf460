//! What to do when it is not known whether a call was carried out. Decided here once for lost
//! replies, replies that could not be read, and refusals.

use aliyun_rpc_vocabulary::{Class, Reaction};

use super::codes::Verdict;
use crate::transport::TransportErrorKind;

/// What sending the same request again would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// No harm, because the operation only reads, or it is a dry run.
    Harmless,
    /// No harm as long as the token stays the same: the request has a `ClientToken`, and the
    /// operation is known to take one.
    SameToken,
    /// It may do the work a second time, because there is no `ClientToken`.
    MayDouble,
}

/// Whether a reply leaves it open that the call was carried out. A fault of the service does, and
/// so does every refusal that is about another copy of the same call. Without a code, a refusal can
/// be one of those, of which only a part arrived.
pub(crate) fn leaves_doubt(has_code: bool, verdict: Verdict, status: u16) -> bool {
    match verdict.class {
        _ if !has_code => true,
        Class::DryRunPassed => false,
        Class::Throttled => !verdict.surely_throttled,
        Class::Transient | Class::IdempotencyPending | Class::IdempotencyMismatch => true,
        _ => !(400..500).contains(&status) || verdict.reaction == Reaction::RetrySameToken,
    }
}

/// What to do about a call that failed after all attempts, where `reaction` is that to the last of
/// them.
///
/// The call has no token, or the caller does not hold the one that the client made, so a request
/// that is sent again is another call. That is right where nothing was carried out, and where the
/// service gave the token up.
pub(crate) fn without_the_token(reaction: Reaction, in_doubt: bool, attempts: u32) -> Reaction {
    match reaction {
        Reaction::RetrySameToken if !in_doubt => Reaction::RetryNewToken,
        // A token that was never used before cannot have failed.
        Reaction::RetryNewToken if attempts > 1 => reaction,
        Reaction::RetryNewToken => Reaction::WaitForState,
        // Another request is another call, too.
        Reaction::FixRequest | Reaction::TryElsewhere if in_doubt => Reaction::WaitForState,
        _ if in_doubt && reaction.can_succeed_later() => Reaction::WaitForState,
        _ => reaction,
    }
}

impl Repeat {
    /// The reaction when the call may have been carried out.
    pub(crate) fn in_doubt(self) -> Reaction {
        match self {
            Self::Harmless | Self::SameToken => Reaction::RetrySameToken,
            Self::MayDouble => Reaction::WaitForState,
        }
    }

    /// The reaction to a reply that was longer than allowed. Another reply would be as long.
    pub(crate) fn after_excess(self) -> Reaction {
        match self {
            Self::Harmless | Self::SameToken => Reaction::FixRequest,
            Self::MayDouble => Reaction::WaitForState,
        }
    }

    /// Class and reaction when no reply came.
    pub(crate) fn after_transport(self, kind: TransportErrorKind) -> (Class, Reaction) {
        match kind {
            TransportErrorKind::Connect | TransportErrorKind::Deadline => {
                (Class::Transient, Reaction::RetrySameToken)
            }
            TransportErrorKind::Request => (Class::InvalidArgument, Reaction::FixRequest),
            TransportErrorKind::Setup | TransportErrorKind::Random => {
                (Class::Internal, Reaction::GiveUp)
            }
            TransportErrorKind::BodyTooLarge => (Class::Internal, self.after_excess()),
            TransportErrorKind::Timeout | TransportErrorKind::Broken => {
                (Class::Transient, self.in_doubt())
            }
        }
    }

    /// The reaction to a refusal, where `verdict` has the reaction to its code alone.
    ///
    /// Only sure throttling is known to come before any work. Even a nonce that was used before
    /// means that something on the way repeated the request and that the first copy arrived.
    ///
    /// A new token starts a new attempt. That cannot double the work only if the service refused
    /// the token.
    pub(crate) fn after_refusal(self, verdict: Verdict, status: u16) -> Reaction {
        let advice = verdict.reaction;
        let safe = match advice {
            Reaction::RetrySameToken => verdict.surely_throttled,
            Reaction::RetryNewToken => match self {
                Self::Harmless => true,
                Self::SameToken => (400..500).contains(&status),
                Self::MayDouble => false,
            },
            _ => return advice,
        };
        if safe { advice } else { self.in_doubt() }
    }
}
