//! A policy: merged, in a stable order, with the reason for everything in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use serde_json::{Value, json};

use crate::arn;
use crate::grant::Needs;
use crate::table::Authorization;

/// A RAM policy, version 1.
///
/// [`Display`](fmt::Display) prints the JSON document, and [`explain`](Self::explain) gives the
/// reasons for its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument {
    statements: Vec<Statement>,
    notes: Vec<String>,
}

/// One statement: these actions on these resources are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// Actions, sorted.
    pub actions: Vec<String>,
    /// Names of resources, sorted; `*` alone where the list offers nothing finer.
    pub resources: Vec<String>,
    /// Why each resource is there, in the order of `resources`.
    pub reasons: Vec<Vec<String>>,
}

impl PolicyDocument {
    /// Statements, in the order of their first actions.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The document.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let one_or_list = |items: &[String]| match items {
            [one] => json!(one),
            several => json!(several),
        };
        let statements = self.statements.iter().map(|statement| {
            json!({
                "Effect": "Allow",
                "Action": one_or_list(&statement.actions),
                "Resource": one_or_list(&statement.resources),
            })
        });
        json!({ "Version": "1", "Statement": statements.collect::<Vec<_>>() })
    }

    /// Explains each statement: its resources with their reasons, what was left out, and where the
    /// list would allow a narrower policy.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut text = String::new();
        for (number, statement) in (1..).zip(&self.statements) {
            // Writing to a string does not fail.
            let _ = writeln!(text, "statement {number}: {}", statement.actions.join(", "));
            for (resource, reasons) in statement.resources.iter().zip(&statement.reasons) {
                let _ = writeln!(text, "  {resource}");
                for reason in reasons {
                    let _ = writeln!(text, "    {reason}");
                }
            }
        }
        for note in &self.notes {
            let _ = writeln!(text, "{note}");
        }
        text
    }
}

impl fmt::Display for PolicyDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.to_json())
    }
}

/// Collects what calls need.
#[derive(Default)]
pub(crate) struct Writer {
    /// Per action, resources with their reasons.
    needed: BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>>,
    rows: BTreeMap<&'static str, &'static Authorization>,
    left_out: BTreeSet<String>,
}

impl Writer {
    pub(crate) fn add(&mut self, row: &'static Authorization, needs: Needs) {
        let resources = self.needed.entry(row.action).or_default();
        for (resource, reason) in needs.resources {
            resources.entry(resource).or_default().insert(reason);
        }
        self.rows.insert(row.action, row);
        self.left_out.extend(needs.left_out);
    }

    /// Merges what can be merged without allowing more: resources that another resource of the same
    /// action covers, and actions on the same resources.
    pub(crate) fn finish(mut self) -> PolicyDocument {
        let mut merged: BTreeMap<Vec<String>, Statement> = BTreeMap::new();
        for (action, mut needed) in std::mem::take(&mut self.needed) {
            absorb(&mut needed);
            let resources: Vec<String> = needed.keys().cloned().collect();
            let statement = merged.entry(resources.clone()).or_insert_with(|| Statement {
                actions: Vec::new(),
                reasons: vec![Vec::new(); resources.len()],
                resources,
            });
            statement.actions.push(action.to_owned());
            for (known, new) in statement.reasons.iter_mut().zip(needed.into_values()) {
                known.extend(new);
            }
        }
        let mut statements: Vec<Statement> = merged.into_values().collect();
        statements.sort_by(|left, right| left.actions.cmp(&right.actions));
        PolicyDocument { statements, notes: self.notes() }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> =
            self.left_out.iter().map(|text| format!("left out: {text}")).collect();
        for (action, row) in &self.rows {
            let keys: Vec<&str> = row.condition_keys.iter().map(|key| key.name).collect();
            if !keys.is_empty() {
                notes.push(format!("conditions could narrow {action}: {}", keys.join(", ")));
            }
        }
        notes.extend(self.rows.iter().map(|(action, row)| {
            let evidence: Vec<String> = row.evidence.iter().map(ToString::to_string).collect();
            format!("source of {action}: {}", evidence.join("; "))
        }));
        notes
    }
}

/// Removes resources that another one covers. The covering resource takes over their reasons.
fn absorb(needed: &mut BTreeMap<String, BTreeSet<String>>) {
    let all: Vec<String> = needed.keys().cloned().collect();
    for narrow in &all {
        let wide = all.iter().find(|wide| {
            *wide != narrow && needed.contains_key(*wide) && arn::covers(wide, narrow)
        });
        if let Some(wide) = wide {
            let reasons = needed.remove(narrow).unwrap_or_default();
            needed.entry(wide.clone()).or_default().extend(reasons);
        }
    }
}
