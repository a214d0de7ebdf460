//! What to advise when nobody knows whether a call was carried out: decided once, for lost
//! replies, unreadable replies and refusals alike.

use super::{Class, Reaction};
use crate::transport::TransportErrorKind;

/// What sending the same request again would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// No harm: the operation only reads, or it is a dry run, or the caller set the `ClientToken`.
    Harmless,
    /// The work a second time: there is no `ClientToken`, or the client makes a new one for each
    /// call.
    Doubles,
}

impl Repeat {
    /// Advice after "it may have been carried out".
    pub(crate) fn in_doubt(self) -> Reaction {
        match self {
            Self::Harmless => Reaction::RetrySameToken,
            Self::Doubles => Reaction::WaitForState,
        }
    }

    /// Advice after a reply that was longer than allowed: another one would be as long.
    pub(crate) fn after_excess(self) -> Reaction {
        match self {
            Self::Harmless => Reaction::FixRequest,
            Self::Doubles => Reaction::WaitForState,
        }
    }

    /// Class and advice when no reply came.
    pub(crate) fn after_transport(self, kind: TransportErrorKind) -> (Class, Reaction) {
        match kind {
            TransportErrorKind::Connect => (Class::Transient, Reaction::RetrySameToken),
            // It will not become HTTP the next time either.
            TransportErrorKind::Request => (Class::InvalidArgument, Reaction::FixRequest),
            TransportErrorKind::BodyTooLarge => (Class::Internal, self.after_excess()),
            TransportErrorKind::Timeout | TransportErrorKind::Broken => {
                (Class::Transient, self.in_doubt())
            }
        }
    }

    /// Advice after a refusal, given what the code alone would advise. Only throttling is known to
    /// come before any work. Even a nonce that was used means that something repeated the request
    /// on its way and that the first copy arrived.
    pub(crate) fn after_refusal(self, class: Class, advice: Reaction) -> Reaction {
        match advice {
            Reaction::RetrySameToken if class != Class::Throttled => self.in_doubt(),
            other => other,
        }
    }
}
