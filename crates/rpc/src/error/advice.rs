//! What to do when it is not known whether a call was carried out. Decided here once for lost
//! replies, replies that could not be read, and refusals.

use aliyun_rpc_vocabulary::{Class, Reaction};

use crate::transport::TransportErrorKind;

/// What sending the same request again would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// No harm, because the operation only reads, it is a dry run, or the caller set the
    /// `ClientToken`.
    Harmless,
    /// It may do the work a second time, because there is no `ClientToken`, or because the client
    /// makes a new one for each call.
    MayDouble,
}

impl Repeat {
    /// The reaction when the call may have been carried out.
    pub(crate) fn in_doubt(self) -> Reaction {
        match self {
            Self::Harmless => Reaction::RetrySameToken,
            Self::MayDouble => Reaction::WaitForState,
        }
    }

    /// The reaction to a reply that was longer than allowed. Another reply would be as long.
    pub(crate) fn after_excess(self) -> Reaction {
        match self {
            Self::Harmless => Reaction::FixRequest,
            Self::MayDouble => Reaction::WaitForState,
        }
    }

    /// Class and reaction when no reply came.
    pub(crate) fn after_transport(self, kind: TransportErrorKind) -> (Class, Reaction) {
        match kind {
            TransportErrorKind::Connect => (Class::Transient, Reaction::RetrySameToken),
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

    /// The reaction to a refusal, where `advice` is the reaction to its code alone.
    ///
    /// Only throttling is known to come before any work. Even a nonce that was used before means
    /// that something on the way repeated the request and that the first copy arrived.
    pub(crate) fn after_refusal(self, class: Class, advice: Reaction) -> Reaction {
        match advice {
            Reaction::RetrySameToken if class != Class::Throttled => self.in_doubt(),
            other => other,
        }
    }
}
