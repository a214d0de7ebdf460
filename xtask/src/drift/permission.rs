//! What a source or a specification says about the permission of each operation -> one fact per
//! operation, because the author of a policy has to look at all of it when any of it changes.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::{Authorizations, ValueType};
use aliyun_rpc_spec::capture::{OperationPage, RamList};

use super::terms::Part;
use super::view::View;

/// A resource type, the pattern of its names, and whether it is mandatory.
type Resource<'a> = (&'a str, &'a str, Option<bool>);

/// The list for RAM.
pub(super) fn of_list(view: &mut View, list: &RamList) {
    for action in &list.actions {
        let resources = action.resources.iter().flat_map(|one| {
            one.patterns.iter().map(|pattern| (&*one.resource, &**pattern, one.mandatory))
        });
        let further = [&action.condition_keys, &action.associated];
        fact(view, &action.operation, (&action.action, &action.level), resources, further);
    }
    for one in &list.resource_types {
        resource_type(view, &one.resource, &one.patterns);
    }
    for one in &list.condition_keys {
        view.fact(Part::ConditionKey, "", &one.key, one.value_type.clone());
    }
}

fn resource_type(view: &mut View, resource: &str, patterns: &[String]) {
    // The order in a document says nothing.
    let patterns: BTreeSet<&str> = patterns.iter().map(String::as_str).collect();
    let patterns: Vec<&str> = patterns.into_iter().collect();
    view.fact(Part::ResourceType, "", resource, patterns.join(", "));
}

/// The page of an operation, where it has an authorization table.
pub(super) fn of_page(view: &mut View, page: &OperationPage) {
    for row in &page.authorization {
        let resources = row.resources.iter().flat_map(|one| {
            one.patterns.iter().map(|pattern| (&*one.resource, &**pattern, one.mandatory))
        });
        let further = [&row.condition_keys, &row.associated];
        fact(view, &page.operation, (&row.action, &row.level), resources, further);
    }
}

/// `authorization.json`.
pub(super) fn of_specification(view: &mut View, list: &Authorizations) {
    for action in &list.actions {
        let resources =
            action.resources.iter().map(|one| (&*one.resource, &*one.pattern, one.mandatory));
        let further = [&action.condition_keys, &action.further];
        let level = action.level.name();
        fact(view, &action.operation, (&action.action, level), resources, further);
    }
    for one in &list.resource_types {
        resource_type(view, &one.resource, &one.patterns);
    }
    for one in &list.condition_keys {
        let value_type = one.value_type.map_or("not stated", ValueType::name);
        view.fact(Part::ConditionKey, "", &one.key, value_type.to_owned());
    }
}

fn fact<'a>(
    view: &mut View,
    operation: &str,
    (action, level): (&str, &str),
    resources: impl Iterator<Item = Resource<'a>>,
    further: [&Vec<String>; 2],
) {
    let resources = resources.map(|(resource, pattern, mandatory)| {
        let mark = if mandatory == Some(true) { "*" } else { "" };
        format!("{mark}{resource} {pattern}")
    });
    // The order in a document says nothing.
    let resources: BTreeSet<String> = resources.collect();
    let further = further.map(|names| names.iter().cloned().collect::<BTreeSet<String>>());
    let [keys, actions] = further;
    let parts: Vec<String> = resources.into_iter().chain(keys).chain(actions).collect();
    view.fact(Part::Authorization, operation, action, format!("{level}, {}", parts.join(", ")));
}
