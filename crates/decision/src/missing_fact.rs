//! What would have to be known for a decision to be certain.

use crate::target::{ResourceKind, Target, Unclear};

/// Something about a request or its targets that is not known, and that may change the decision.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum MissingFact {
    /// A complete answer does not contain the target.
    #[error("{0} was looked up and not found")]
    NotFound(Target),
    /// The answer goes on, but not all of its pages were read: there are too many, or they repeat.
    /// So it may say more about the target.
    #[error("the answer about {0} does not end")]
    Incomplete(Target),
    /// There was no answer.
    #[error("{0} could not be looked up")]
    NotLookedUp(Target),
    /// The answer contains the target but not the member that decides.
    #[error("the answer does not say {member} of {target}")]
    NotStated {
        /// The target that the answer is about.
        target: Target,
        /// The member that is missing or says something unknown.
        member: &'static str,
    },
    /// The disk is in use, and the answer does not say which instance uses it.
    #[error("{0} is in use, and the answer does not say by which instance")]
    NoInstance(Target),
    /// A parameter that should name targets holds something else.
    #[error("{} holds something other than ids", .0.parameter)]
    Unclear(Unclear),
    /// The request names no target of this kind, although the state of such targets matters. It
    /// finds them by a tag, a group, a host or in a similar way.
    #[error("the request names no {0}")]
    NotNamed(ResourceKind),
}

impl MissingFact {
    /// The target, if this is about a single one.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::NotFound(target)
            | Self::Incomplete(target)
            | Self::NotLookedUp(target)
            | Self::NotStated { target, .. }
            | Self::NoInstance(target) => Some(target),
            Self::Unclear(_) | Self::NotNamed(_) => None,
        }
    }
}
