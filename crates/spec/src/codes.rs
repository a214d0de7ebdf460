//! `spec/<product>/errors.json`: every error code with its class, its reaction and the rule that
//! decided them.

use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// [`crate::ir::FORMAT`].
    pub format: u32,
    /// Product as in the folder name.
    pub product: String,
    /// Codes any operation can answer (signature, throttling, identity, ...), by variant name.
    pub common: Vec<crate::ir::ErrorCode>,
    /// Every code, in byte order of the code.
    pub codes: Vec<Code>,
    /// Where one operation reacts differently, in order of operation and code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Exact text on the wire.
    pub code: String,
    /// Class.
    pub class: Class,
    /// Reaction.
    pub reaction: Reaction,
    /// Name of the rule in `curated.toml` that decided.
    pub rule: String,
    /// HTTP statuses the documents give it, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<String>,
    /// How many operations list it.
    pub operations: u32,
}

/// A reaction that holds for one operation only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Operation name.
    pub operation: String,
    /// Exact text on the wire.
    pub code: String,
    /// Class.
    pub class: Class,
    /// Reaction.
    pub reaction: Reaction,
    /// Name of the rule in `curated.toml` that decided.
    pub rule: String,
}

/// What kind of failure a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Too many calls.
    Throttled,
    /// A passing fault of the service.
    Transient,
    /// A call with the same token is under way.
    IdempotencyPending,
    /// The call with this token failed for good.
    IdempotencyFailed,
    /// The token was used with other parameters.
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
    /// A limit of the account or the resource is reached.
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
    /// The dry run passed.
    DryRunPassed,
    /// The service failed in a way nobody explained.
    Internal,
}

/// What a caller does about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// Wait and send the same call with the same token.
    RetrySameToken,
    /// Send the call again with a new token.
    RetryNewToken,
    /// Wait until the resource has reached another state, then send again.
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
