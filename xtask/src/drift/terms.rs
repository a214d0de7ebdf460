//! The words of a comparison: what a difference is about, what happened, and what it means for
//! users.

use serde::Serialize;

/// What a difference means for somebody who calls the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Impact {
    /// Calls or code that worked stop working.
    Breaking,
    /// The same call can end differently.
    Behaviour,
    /// Something new that is optional.
    Additive,
    /// The documents differ, the API does not.
    DocumentationOnly,
}

impl Impact {
    /// All of them, worst first.
    pub(crate) const ALL: [Self; 4] =
        [Self::Breaking, Self::Behaviour, Self::Additive, Self::DocumentationOnly];

    /// As printed.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Behaviour => "behaviour",
            Self::Additive => "additive",
            Self::DocumentationOnly => "documentation-only",
        }
    }
}

/// The part of the semantic version that a difference asks to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// Nothing but documentation.
    Patch,
    /// Something new, or the same calls with other outcomes.
    Minor,
    /// Code that compiled or calls that worked stop doing so.
    Major,
}

impl Step {
    /// As printed.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    Operation,
    DeprecatedOperation,
    Parameter,
    Required,
    Type,
    Style,
    Values,
    MinedValues,
    EnumVariant,
    Conversion,
    Limits,
    Default,
    DeprecatedParameter,
    Successor,
    JsonList,
    Response,
    ResponseType,
    ErrorCode,
    ErrorVariant,
    Status,
    Effect,
    EffectCode,
    Agreement,
    Reaction,
    Precondition,
    ObservedCode,
    Endpoint,
    Timeout,
    Retry,
    Authorization,
    Method,
    OperationKind,
    ReadOnly,
    ClientToken,
    DryRun,
    Region,
    Paging,
    PageItems,
    Replacement,
    Withdrawn,
    Concerns,
    Page,
    Check,
    Condition,
    LockNote,
    HttpsOnly,
    Directory,
    Example,
    Form,
    Spells,
    Secret,
    Promised,
    Waiter,
    WaiterStates,
    WaiterPace,
    WaiterAfter,
    Lookup,
    ResourceType,
    ConditionKey,
    CommonCode,
    IdType,
    Version,
    Title,
    Source,
    Group,
    RustName,
}

impl Part {
    /// Facts that some editions of the metadata do not carry at all, so that their absence from
    /// such an edition says nothing.
    pub(crate) const NOT_ALWAYS_CARRIED: [Self; 7] = [
        Self::OperationKind,
        Self::Replacement,
        Self::LockNote,
        Self::HttpsOnly,
        Self::Directory,
        Self::Example,
        Self::Form,
    ];

    /// As printed, in the singular.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::DeprecatedOperation => "deprecation of operation",
            Self::Parameter => "parameter",
            Self::Required => "required",
            Self::Type => "parameter type",
            Self::Style => "wire style",
            Self::Values => "allowed value",
            Self::MinedValues => "mined value",
            Self::EnumVariant => "variant of a known value",
            Self::Conversion => "conversion into a request's type",
            Self::Limits => "limit",
            Self::Default => "default",
            Self::DeprecatedParameter => "deprecation of parameter",
            Self::Successor => "successor of parameter",
            Self::JsonList => "list as JSON text",
            Self::Response => "response member",
            Self::ResponseType => "response member type",
            Self::ErrorCode => "error code",
            Self::ErrorVariant => "variant of an error code",
            Self::Status => "HTTP status",
            Self::Effect => "effect",
            Self::EffectCode => "code of a refusal",
            Self::Agreement => "agreement of sources",
            Self::Reaction => "class and reaction",
            Self::Precondition => "precondition",
            Self::ObservedCode => "observed code",
            Self::Endpoint => "endpoint",
            Self::Timeout => "read timeout",
            Self::Retry => "retry",
            Self::Authorization => "authorization",
            Self::Method => "HTTP method",
            Self::OperationKind => "kind of operation",
            Self::ReadOnly => "read-only operation",
            Self::ClientToken => "client token",
            Self::DryRun => "dry run",
            Self::Region => "region filled in",
            Self::Paging => "paging",
            Self::PageItems => "items of a page",
            Self::Replacement => "replacement of operation",
            Self::Withdrawn => "operation without a request type",
            Self::Concerns => "resources concerned",
            Self::Page => "address of the page",
            Self::Check => "check before sending",
            Self::Condition => "condition of state",
            Self::LockNote => "note on locks",
            Self::HttpsOnly => "HTTPS only",
            Self::Directory => "directory",
            Self::Example => "example",
            Self::Form => "unit or form of a time",
            Self::Spells => "content of a text",
            Self::Secret => "secret",
            Self::Promised => "promised member",
            Self::Waiter => "waiter",
            Self::WaiterStates => "states of a waiter",
            Self::WaiterPace => "pace of a waiter",
            Self::WaiterAfter => "operations before a waiter",
            Self::Lookup => "lookup by id",
            Self::ResourceType => "resource type",
            Self::ConditionKey => "condition key",
            Self::CommonCode => "common error code",
            Self::IdType => "type of ids",
            Self::Version => "API version",
            Self::Title => "title of a group",
            Self::Source => "source of a fact",
            Self::Group => "group and feature",
            Self::RustName => "Rust name",
        }
    }
}

/// What happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum What {
    Removed,
    Changed,
    Added,
}

impl What {
    /// As printed.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Added => "added",
        }
    }
}
