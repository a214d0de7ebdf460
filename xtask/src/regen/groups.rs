//! Which group, and so which file and feature, an operation belongs to.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::load::Problem;

use super::lower::COMMON;
use super::model::Product;
use crate::curated::Curated;

/// Group of the operations of a product that has no curated groups.
const ALL: &str = "all";

/// Group of every current operation. A product without curated groups has one, `all`.
pub(crate) fn assign(
    product: &Product,
    curated: &Curated,
) -> (BTreeMap<String, String>, Vec<Problem>) {
    let mut problems = Vec::new();
    let groups: Vec<_> =
        curated.group.iter().filter(|group| group.product == product.name).collect();
    let mut by_directory = BTreeMap::new();
    let mut by_name = BTreeMap::new();
    let mut names = BTreeSet::new();
    for group in &groups {
        if group.name == COMMON || !names.insert(group.name.as_str()) {
            problems.push(problem(&group.name, "the name is taken".to_owned()));
        }
        for directory in &group.directories {
            if by_directory.insert(*directory, group.name.as_str()).is_some() {
                problems.push(problem(&group.name, format!("directory {directory} has a group")));
            }
        }
        for operation in &group.operations {
            if by_name.insert(operation.as_str(), group.name.as_str()).is_some() {
                problems.push(problem(&group.name, format!("{operation} is listed twice")));
            }
        }
    }
    let mut assigned = BTreeMap::new();
    let mut met = BTreeSet::new();
    for (name, operation) in product.operations.iter().filter(|(_, facts)| facts.current) {
        let directory = operation.directory.and_then(|id| by_directory.get(&id));
        let group = match (by_name.get(name.as_str()), directory) {
            (Some(group), _) => group,
            (None, Some(group)) => group,
            (None, None) if groups.is_empty() => ALL,
            (None, None) => {
                problems.push(
                    Problem::new("spec/curated.toml", "group", format!("{name} has no group"))
                        .help("add it to `operations` of the group it belongs to"),
                );
                continue;
            }
        };
        met.insert(name.as_str());
        assigned.insert(name.clone(), group.to_owned());
    }
    for (operation, group) in by_name {
        if !met.contains(operation) {
            problems.push(problem(group, format!("{operation} is no operation any more")));
        }
    }
    (assigned, problems)
}

fn problem(group: &str, message: String) -> Problem {
    Problem::new("spec/curated.toml", format!("group {group}"), message)
        .help("remove or correct the entry")
}
