//! What kind of failure a code is and what a caller does about it.
//!
//! The variants are those of `spec/<product>/errors.json`, where the rule that decided is named
//! for each code.

use std::fmt;

/// What kind of failure a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Too many calls.
    Throttled,
    /// A passing fault of the service or of the way to it.
    Transient,
    /// A call with the same `ClientToken` is under way.
    IdempotencyPending,
    /// The call with this `ClientToken` failed for good.
    IdempotencyFailed,
    /// The `ClientToken` was used with other parameters.
    IdempotencyMismatch,
    /// The resource does not exist.
    Gone,
    /// The resource exists already.
    Exists,
    /// The resource is in a state that does not allow the call, or another call is under way.
    StateConflict,
    /// The resource is locked.
    Locked,
    /// A cloud service manages the resource.
    Managed,
    /// A limit of the account or of the resource is reached.
    Quota,
    /// The caller may not do this.
    Permission,
    /// Who the caller is could not be established: keys, tokens, signature, clock.
    Identity,
    /// The request is wrong.
    BadRequest,
    /// The combination is not offered.
    Unsupported,
    /// Payment, balance, orders.
    Billing,
    /// The dry run passed: a success.
    DryRunPassed,
    /// The service failed in a way nobody explained.
    Internal,
}

impl Class {
    /// Kebab-case name, as in `errors.json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Throttled => "throttled",
            Self::Transient => "transient",
            Self::IdempotencyPending => "idempotency-pending",
            Self::IdempotencyFailed => "idempotency-failed",
            Self::IdempotencyMismatch => "idempotency-mismatch",
            Self::Gone => "gone",
            Self::Exists => "exists",
            Self::StateConflict => "state-conflict",
            Self::Locked => "locked",
            Self::Managed => "managed",
            Self::Quota => "quota",
            Self::Permission => "permission",
            Self::Identity => "identity",
            Self::BadRequest => "bad-request",
            Self::Unsupported => "unsupported",
            Self::Billing => "billing",
            Self::DryRunPassed => "dry-run-passed",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a caller does about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reaction {
    /// Wait and send the same request again, with the `ClientToken` that it had if you set one.
    RetrySameToken,
    /// Send the call again with a new `ClientToken`.
    RetryNewToken,
    /// Wait until the resource has reached another state, or find out which state it is in, then
    /// send again.
    WaitForState,
    /// Get new credentials or correct the clock, then send again.
    RefreshCredentials,
    /// Change the request.
    FixRequest,
    /// Ask whoever owns the lock, the quota, the bill or the permission.
    AskOwner,
    /// Nothing will help.
    GiveUp,
    /// Nothing: the call did what it was asked to.
    None,
}

impl Reaction {
    /// Sending the request again, after a wait, is the thing to do, and cannot do the work twice.
    #[must_use]
    pub const fn is_retry(self) -> bool {
        matches!(self, Self::RetrySameToken | Self::RetryNewToken)
    }

    /// The same request can succeed later, once something else has happened first.
    #[must_use]
    pub const fn can_succeed_later(self) -> bool {
        self.is_retry() || matches!(self, Self::WaitForState | Self::RefreshCredentials)
    }

    /// Kebab-case name, as in `errors.json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RetrySameToken => "retry-same-token",
            Self::RetryNewToken => "retry-new-token",
            Self::WaitForState => "wait-for-state",
            Self::RefreshCredentials => "refresh-credentials",
            Self::FixRequest => "fix-request",
            Self::AskOwner => "ask-owner",
            Self::GiveUp => "give-up",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Reaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
