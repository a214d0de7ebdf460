//! One difference between two editions, and all of them together.

use serde::Serialize;

use super::rules::Rule;
use super::terms::{Impact, Part, Step, What};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Change {
    /// What it means for users.
    pub impact: Impact,
    /// What it is about.
    pub part: Part,
    /// What happened.
    pub what: What,
    /// Operation; empty for what belongs to the whole product.
    pub operation: String,
    /// Dotted path of the parameter or member, error code, situation; empty for the operation
    /// itself.
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
            part: rule.part,
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
    pub part: Part,
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
