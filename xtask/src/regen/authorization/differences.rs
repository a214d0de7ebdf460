//! Two statements about the permission of one operation -> where they differ.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{About, Action, Resource};

/// What differs, what the second one states there, and what the first one states.
pub(super) fn differences(first: &Action, second: &Action) -> Vec<(About, String, String)> {
    let mut found = Vec::new();
    let mut compare = |about, second: String, first: String| {
        if first != second {
            found.push((about, second, first));
        }
    };
    compare(About::SourceAction, second.action.clone(), first.action.clone());
    compare(About::SourceKeys, list(&second.condition_keys), list(&first.condition_keys));
    compare(About::SourceFurther, list(&second.further), list(&first.further));
    if !first.level.agrees_with(second.level) {
        let level = |action: &Action| action.level.name().to_owned();
        found.push((About::SourceLevel, level(second), level(first)));
    }
    if !same_resources(first, second) {
        found.push((About::SourceResources, resources(second), resources(first)));
    }
    found
}

/// In byte order, each once.
fn list(names: &[String]) -> String {
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    match names.is_empty() {
        true => "none".to_owned(),
        false => names.into_iter().collect::<Vec<_>>().join(", "),
    }
}

fn key(one: &Resource) -> (&str, &str) {
    (&one.resource, &one.pattern)
}

/// A source that does not say whether a resource is mandatory does not disagree about that.
fn same_resources(first: &Action, second: &Action) -> bool {
    let keys = |action: &Action| {
        let mut keys: Vec<_> = action.resources.iter().map(|one| owned(key(one))).collect();
        keys.sort();
        keys
    };
    let agree = |one: &Resource, other: &Resource| match (one.mandatory, other.mandatory) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    keys(first) == keys(second)
        && first.resources.iter().all(|one| {
            second.resources.iter().any(|other| key(one) == key(other) && agree(one, other))
        })
}

fn owned((resource, pattern): (&str, &str)) -> (String, String) {
    (resource.to_owned(), pattern.to_owned())
}

fn resources(action: &Action) -> String {
    let resources = action.resources.iter().map(|one| {
        let mandatory = match one.mandatory {
            Some(true) => " (mandatory)",
            Some(false) => " (optional)",
            None => "",
        };
        format!("{} {}{mandatory}", one.resource, one.pattern)
    });
    resources.collect::<Vec<_>>().join(", ")
}
