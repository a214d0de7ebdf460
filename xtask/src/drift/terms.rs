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
    Limits,
    Default,
    DeprecatedParameter,
    JsonList,
    Response,
    ResponseType,
    ErrorCode,
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
    Group,
    RustName,
}

impl Part {
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
            Self::Limits => "limit",
            Self::Default => "default",
            Self::DeprecatedParameter => "deprecation of parameter",
            Self::JsonList => "list as JSON text",
            Self::Response => "response member",
            Self::ResponseType => "response member type",
            Self::ErrorCode => "error code",
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
