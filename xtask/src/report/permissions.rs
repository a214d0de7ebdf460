//! `authorization.json` -> what the report says about it.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{Action, Contradiction};
use serde::Serialize;

use crate::regen::Spec;

/// The permissions that operations need.
#[derive(Serialize)]
pub(super) struct Permissions<'a> {
    /// Operations whose permission a source states.
    operations: usize,
    /// Of these, operations that several sources speak about, and those about which they disagree.
    stated_twice: usize,
    contradicted: usize,
    /// Operations with a request type whose permission no source states: no policy can be made for
    /// them.
    operations_not_listed: Vec<&'a str>,
    resource_types: usize,
    condition_keys: usize,
    contradictions: &'a [Contradiction],
}

impl<'a> Permissions<'a> {
    pub(super) fn of(spec: &'a Spec) -> Option<Self> {
        let list = spec.authorization.as_ref()?;
        let listed: BTreeSet<&str> =
            list.actions.iter().map(|one| one.operation.as_str()).collect();
        let typed = spec.groups.values().flat_map(|group| &group.operations);
        let mut missing: Vec<&str> = typed.map(|one| one.name.as_str()).collect();
        missing.retain(|name| !listed.contains(name));
        missing.sort_unstable();
        let count = |is_it: fn(&&Action) -> bool| list.actions.iter().filter(is_it).count();
        Some(Self {
            operations: list.actions.len(),
            stated_twice: count(|one| one.evidence.len() > 1),
            contradicted: count(|one| one.evidence.iter().any(|source| source.differs)),
            operations_not_listed: missing,
            resource_types: list.resource_types.len(),
            condition_keys: list.condition_keys.len(),
            contradictions: &list.contradictions,
        })
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "{} operations with a known permission, {} resource types, {} condition keys",
                self.operations, self.resource_types, self.condition_keys
            ),
            format!(
                "  {} stated by several sources, {} of them contradicted",
                self.stated_twice, self.contradicted
            ),
            format!(
                "  {} without a known permission: {}",
                self.operations_not_listed.len(),
                self.operations_not_listed.join(", ")
            ),
            format!("{} contradictions about permissions", self.contradictions.len()),
        ];
        lines.extend(self.contradictions.iter().map(|one| format!("  {one}")));
        lines
    }
}
