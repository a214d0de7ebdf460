//! What a decision rests on although nobody knows it.

use super::targets::{Kind, Target, Unclear};

/// Something that would have to be known about a request or its targets for a decision to be
/// certain.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NotKnown {
    /// A complete answer came, and it does not have the target.
    #[error("{0} was looked up and not found")]
    NotFound(Target),
    /// There was no answer.
    #[error("{0} could not be looked up")]
    NotLookedUp(Target),
    /// The answer has the target but not what decides.
    #[error("the answer does not say {member} of {target}")]
    NotStated {
        /// The target.
        target: Target,
        /// The member that is missing or says something unknown.
        member: &'static str,
    },
    /// The disk is in use, and the answer does not say by which instance.
    #[error("{0} is in use, and the answer does not say by which instance")]
    NoInstance(Target),
    /// A parameter that should name targets holds something else.
    #[error("it cannot be told what {} names", .0.parameter)]
    Unclear(Unclear),
    /// The request names no target of this kind, and the state of such targets matters: it finds
    /// them by a tag, a group, a host or the like.
    #[error("the request names no {0}")]
    NotNamed(Kind),
}

impl NotKnown {
    /// The target, where it is about one.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::NotFound(target)
            | Self::NotLookedUp(target)
            | Self::NotStated { target, .. }
            | Self::NoInstance(target) => Some(target),
            Self::Unclear(_) | Self::NotNamed(_) => None,
        }
    }
}
