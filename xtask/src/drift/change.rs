//! One difference between two editions, and all of them together.

use serde::Serialize;

use super::rules::Rule;

/// What a difference means for somebody who calls the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Impact {
    /// Calls or code that worked stop working.
    Breaking,
    /// The same call can end differently.
    Behaviour,
    /// Something new that nobody has to use.
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
pub(crate) enum Aspect {
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

impl Aspect {
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

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Change {
    /// What it means for users.
    pub impact: Impact,
    /// What it is about.
    pub aspect: Aspect,
    /// What happened.
    pub what: What,
    /// Operation; empty for what belongs to the whole product.
    pub operation: String,
    /// Dotted path of the parameter or member, error code, situation; empty for the operation itself.
    pub path: String,
    /// Before; none when it was added.
    pub from: Option<String>,
    /// After; none when it was removed.
    pub to: Option<String>,
    /// Name of the rule that decided the impact.
    pub rule: &'static str,
    /// Why the rule decides so.
    pub reason: &'static str,
}

impl Change {
    /// A difference whose impact `rule` decides.
    pub(crate) fn new(
        rule: &'static Rule,
        operation: &str,
        path: &str,
        from: Option<String>,
        to: Option<String>,
    ) -> Self {
        Self {
            impact: rule.impact,
            aspect: rule.aspect,
            what: rule.what,
            operation: operation.to_owned(),
            path: path.to_owned(),
            from,
            to,
            rule: rule.name,
            reason: rule.reason,
        }
    }
}

/// Which of the two editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Old,
    New,
}

/// Something that one edition states and the other does not carry at all, so nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Gap {
    /// What it is about.
    pub aspect: Aspect,
    /// The edition that does not carry it.
    pub not_carried_by: Side,
    /// How often the other edition states it.
    pub stated: usize,
    /// Where, when there are only a few: a small edition may really have lost or gained them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
}

/// All differences between two editions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Drift {
    /// The differences, worst first.
    pub changes: Vec<Change>,
    /// What could not be compared.
    #[serde(rename = "not_compared")]
    pub gaps: Vec<Gap>,
}

impl Drift {
    /// How many differences have this impact.
    pub(crate) fn count(&self, impact: Impact) -> usize {
        self.changes.iter().filter(|change| change.impact == impact).count()
    }

    /// The suggested step; none when nothing differs.
    pub(crate) fn step(&self) -> Option<Step> {
        let worst = self.changes.iter().map(|change| change.impact).min()?;
        Some(match worst {
            Impact::Breaking => Step::Major,
            Impact::Behaviour | Impact::Additive => Step::Minor,
            Impact::DocumentationOnly => Step::Patch,
        })
    }
}
