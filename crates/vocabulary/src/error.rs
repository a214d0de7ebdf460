//! Error codes by what they mean and by what to do about them.

use crate::word::vocabulary;

vocabulary! {
    /// What kind of failure an error is.
    #[non_exhaustive]
    pub enum Class {
        /// Too many calls.
        Throttled = "throttled",
        /// A temporary failure of the service or of the network.
        Transient = "transient",
        /// A call with the same `ClientToken` is in progress.
        IdempotencyPending = "idempotency-pending",
        /// The call with this `ClientToken` failed for good.
        IdempotencyFailed = "idempotency-failed",
        /// The `ClientToken` was used with other parameters.
        IdempotencyMismatch = "idempotency-mismatch",
        /// The resource does not exist.
        NotFound = "not-found",
        /// The resource exists already, or is already as the call would make it.
        AlreadyExists = "already-exists",
        /// The resource is in a state that does not allow the call, or another call is in progress.
        StateConflict = "state-conflict",
        /// The resource is locked.
        Locked = "locked",
        /// A cloud service manages the resource.
        Managed = "managed",
        /// A limit of the account or of the resource is reached.
        QuotaExceeded = "quota-exceeded",
        /// The service, or the host, cluster or vSwitch that the request names, has no capacity
        /// left. No quota is reached.
        NoCapacity = "no-capacity",
        /// The caller is known but may not do this.
        PermissionDenied = "permission-denied",
        /// The caller could not be identified: keys, tokens, signature, clock.
        Unauthenticated = "unauthenticated",
        /// The request is wrong, whatever the state of the resource.
        InvalidArgument = "invalid-argument",
        /// The service does not offer this, or not in this combination.
        Unsupported = "unsupported",
        /// Payment, balance, orders.
        Billing = "billing",
        /// The dry run passed: a success.
        DryRunPassed = "dry-run-passed",
        /// The service failed without an explanation.
        Internal = "internal",
    }
}

vocabulary! {
    /// What a caller does about a failure.
    #[non_exhaustive]
    pub enum Reaction {
        /// Wait, then send the same call again, with the same `ClientToken` if it has one.
        RetrySameToken = "retry-same-token",
        /// Wait, then send the request again as a new call. Nothing was carried out. If the
        /// operation takes a `ClientToken`, the new call needs a new one.
        RetryNewToken = "retry-new-token",
        /// Find out which state the resource is in, or wait until it changes, then decide again.
        /// The state may change on its own. It can also be the one that the call would bring about:
        /// `StartInstance` answers `IncorrectInstanceStatus` for an instance that runs, and no code
        /// tells this from a state that prevents the call. A wait for the wanted state then ends at
        /// once.
        WaitForState = "wait-for-state",
        /// Make another call first, such as one that stops the instance or deletes what depends on
        /// the resource, then send this one again. The state does not change on its own.
        FixState = "fix-state",
        /// Get new credentials or correct the clock, then send again.
        RefreshCredentials = "refresh-credentials",
        /// Change the request.
        FixRequest = "fix-request",
        /// Ask for it elsewhere: in another zone, region or vSwitch, on another host, or as another
        /// type or disk category.
        TryElsewhere = "try-elsewhere",
        /// Ask the owner of the lock, the quota, the bill or the permission.
        AskOwner = "ask-owner",
        /// Retrying or changing the request does not help.
        GiveUp = "give-up",
        /// Go on as after a success: what the call would have done is already so. What a call would
        /// delete is gone, what it would detach is not attached. A resource that was created
        /// moments ago may not be visible yet: see [`Class::reaction_after_create`].
        AlreadyDone = "already-done",
        /// Nothing needs to be done: the call did what it was asked to.
        None = "none",
    }
}

impl Class {
    /// The reaction to a failure of this class, if the resource that the call names was created
    /// moments ago. What is not found then may only not be visible yet, so the reaction is
    /// [`Reaction::WaitForState`]. In every other class it is `usual`.
    #[must_use]
    pub const fn reaction_after_create(self, usual: Reaction) -> Reaction {
        match self {
            Self::NotFound => Reaction::WaitForState,
            _ => usual,
        }
    }

    /// The reaction to a failure of this class in a call that changes something, if nobody is known
    /// to hold a `ClientToken` with which it could be sent again. In place of a retry with the same
    /// token it is a new call after throttling, because nothing was carried out, and otherwise
    /// [`Reaction::WaitForState`].
    #[must_use]
    pub const fn reaction_without_token(self, usual: Reaction) -> Reaction {
        match (usual, self) {
            (Reaction::RetrySameToken, Self::Throttled) => Reaction::RetryNewToken,
            (Reaction::RetrySameToken, _) => Reaction::WaitForState,
            _ => usual,
        }
    }
}

impl Reaction {
    /// Whether to send the call again after a wait.
    #[must_use]
    pub const fn is_retry(self) -> bool {
        matches!(self, Self::RetrySameToken | Self::RetryNewToken)
    }

    /// Whether the same request can succeed later, once something else has happened.
    #[must_use]
    pub const fn can_succeed_later(self) -> bool {
        self.is_retry()
            || matches!(self, Self::WaitForState | Self::FixState | Self::RefreshCredentials)
    }

    /// Whether the call can be taken for a success.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::AlreadyDone | Self::None)
    }
}
