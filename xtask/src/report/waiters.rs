//! How many waiters there are, and which rest on evidence that is old. That each asks an operation
//! of today, and knows every state of today, is for `regen` to refuse.

use std::collections::BTreeMap;

use aliyun_rpc_spec::waiters::{Lookup, Waiter, Waiters};
use serde::Serialize;

use crate::import::dates;
use crate::regen::load::Input;

/// The waiters of a product.
#[derive(Serialize)]
pub(super) struct Waits<'a> {
    /// What can be waited for.
    pub waiters: usize,
    /// Operations that can be asked about ids.
    pub lookups: usize,
    /// Sources that were published more than a year ago, oldest first.
    pub old_evidence: Vec<OldEvidence<'a>>,
}

/// A source that was published more than a year ago, with what rests on it.
#[derive(Serialize)]
pub(super) struct OldEvidence<'a> {
    pub source: &'a str,
    pub published: &'a str,
    /// Names of waiters.
    pub waiters: Vec<&'a str>,
    /// Operations.
    pub lookups: Vec<&'a str>,
}

impl<'a> Waits<'a> {
    pub(super) fn of(list: &'a Waiters, input: &'a Input, today: &str) -> Self {
        let old = old_evidence(list, input, today);
        Self { waiters: list.waiters.len(), lookups: list.lookups.len(), old_evidence: old }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{} waiters, {} lookups by id", self.waiters, self.lookups)];
        for old in &self.old_evidence {
            lines.push(format!(
                "  {} {} is more than a year old; compare a newer edition with what rests on it:",
                old.published, old.source
            ));
            for (kind, names) in [("waiters", &old.waiters), ("lookups", &old.lookups)] {
                if !names.is_empty() {
                    lines.push(format!("    {kind}: {}", names.join(", ")));
                }
            }
        }
        lines
    }
}

fn old_evidence<'a>(list: &'a Waiters, input: &'a Input, today: &str) -> Vec<OldEvidence<'a>> {
    let Some(limit) = dates::a_year_before(today) else { return Vec::new() };
    let sources = input.captures.iter().map(|captured| &captured.source);
    let sources = sources.filter(|source| source.published < limit);
    let old: BTreeMap<&str, &str> =
        sources.map(|source| (source.id.as_str(), source.published.as_str())).collect();
    let mut found: BTreeMap<(&str, &str), OldEvidence<'_>> = BTreeMap::new();
    let mut entry = |source: &'a str, add: &dyn Fn(&mut OldEvidence<'a>)| {
        let Some(published) = old.get(source).copied() else { return };
        let none = || OldEvidence { source, published, waiters: Vec::new(), lookups: Vec::new() };
        add(found.entry((published, source)).or_insert_with(none));
    };
    for Waiter { name, source, .. } in &list.waiters {
        entry(source, &|old| old.waiters.push(name));
    }
    for Lookup { operation, source, .. } in &list.lookups {
        entry(source, &|old| old.lookups.push(operation));
    }
    found.into_values().collect()
}
