//! Turns what a Describe reply says about an instance, a disk or a security group into situations,
//! and into handles whose type is the state. Only an item that is in a state becomes a handle of
//! that state.

#[cfg(feature = "disks")]
mod disk;
#[cfg(feature = "security-groups")]
mod group;
#[cfg(feature = "instances")]
mod instance;

#[cfg(any(feature = "instances", feature = "disks"))]
use aliyun_decision::Lock;
use aliyun_decision::handle::UnexpectedState;

/// Why an item of a reply does not become a handle of the state that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObserveError {
    /// The item has no id.
    #[error("the reply has an item without {member}: there is nothing to make a handle of")]
    NoId {
        /// The member that is missing.
        member: &'static str,
    },
    /// The reply does not say what the state is.
    #[error("the reply does not say {member} of {id}")]
    NotStated {
        /// Id of the resource.
        id: String,
        /// The member that is missing.
        member: &'static str,
    },
    /// The resource is in another state.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedState),
}

/// The distinct locks behind the `LockReason`s of an item, without [`Lock::None`].
#[cfg(any(feature = "instances", feature = "disks"))]
fn locks<'a>(reasons: impl Iterator<Item = Option<&'a str>>) -> Vec<Lock> {
    let mut out: Vec<Lock> = Vec::new();
    // A lock whose reason is missing is a lock nevertheless.
    for lock in reasons.map(|reason| reason.map_or(Lock::Other, Lock::from_reason)) {
        if lock != Lock::None && !out.contains(&lock) {
            out.push(lock);
        }
    }
    out
}

/// A list of locks that is missing, or that could not be understood, is not an empty one.
#[cfg(any(feature = "instances", feature = "disks"))]
fn stated(are_stated: bool, id: &str) -> Result<(), ObserveError> {
    let not_stated = || ObserveError::NotStated { id: id.to_owned(), member: "OperationLocks" };
    are_stated.then_some(()).ok_or_else(not_stated)
}

fn id<'a>(id: Option<&'a str>, member: &'static str) -> Result<&'a str, ObserveError> {
    id.filter(|id| !id.is_empty()).ok_or(ObserveError::NoId { member })
}
