//! The table of resource types as the authority on spelling: names and patterns of actions that
//! differ from it by letter case only are meant to be the same.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{ListedResourceType, RamList};

/// What the table says.
pub(super) struct Names<'a> {
    patterns: BTreeMap<&'a str, &'a [String]>,
    /// Second names of a type, and the type.
    twins: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(list: &'a RamList) -> Self {
        let types = &list.resource_types;
        let patterns = types.iter().map(|one| (one.resource.as_str(), one.patterns.as_slice()));
        let twins = types.iter().filter_map(|one| Some((one.resource.as_str(), twin(one, types)?)));
        Self { patterns: patterns.collect(), twins: twins.collect() }
    }

    /// The name of a type that stands for all its names.
    pub(super) fn type_name<'n>(&'n self, name: &'n str) -> &'n str {
        self.twins.get(name).copied().unwrap_or(name)
    }

    /// Second names, each with its type.
    pub(super) fn twins(&self) -> impl Iterator<Item = (&str, &str)> {
        self.twins.iter().map(|(twin, name)| (*twin, *name))
    }

    pub(super) fn has_type(&self, resource: &str) -> bool {
        self.patterns.contains_key(resource)
    }

    pub(super) fn has_pattern(&self, resource: &str, pattern: &str) -> bool {
        self.of_type(resource).iter().any(|known| known == pattern)
    }

    /// The pattern as the table spells it for this type.
    pub(super) fn pattern<'n>(&'n self, resource: &str, pattern: &'n str) -> &'n str {
        if self.has_pattern(resource, pattern) {
            return pattern;
        }
        let own = self.of_type(resource).iter().find(|known| known.eq_ignore_ascii_case(pattern));
        own.map_or(pattern, String::as_str)
    }

    fn of_type(&self, resource: &str) -> &[String] {
        self.patterns.get(resource).copied().unwrap_or_default()
    }
}

/// The one type in upper camel case that has every pattern of a type in lower case.
fn twin<'a>(one: &ListedResourceType, types: &'a [ListedResourceType]) -> Option<&'a str> {
    let is_lower = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_lower(&one.resource) {
        return None;
    }
    let has = |other: &ListedResourceType, pattern: &String| {
        other.patterns.iter().any(|known| known.eq_ignore_ascii_case(pattern))
    };
    let mut owners = types.iter().filter(|other| {
        !is_lower(&other.resource) && one.patterns.iter().all(|pattern| has(other, pattern))
    });
    let owner = owners.next()?;
    owners.next().is_none().then_some(owner.resource.as_str())
}
