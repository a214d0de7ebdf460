//! Which group, and so which file and feature, an operation belongs to.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::load::Problem;

use super::lower::COMMON;
use super::model::Product;
use crate::curated::{File, Groups};
use crate::problems::Problems;

/// Group of the operations of a product that has no curated groups.
const ALL: &str = "all";

/// The curated groups by what they claim.
#[derive(Default)]
struct Claims<'a> {
    by_directory: BTreeMap<u64, &'a str>,
    by_name: BTreeMap<&'a str, &'a str>,
}

/// Group of every current operation. A product without curated groups has one, `all`.
pub(crate) fn assign(
    product: &Product,
    curated: &File<Groups>,
    problems: &mut Problems,
) -> BTreeMap<String, String> {
    let claims = claims(curated, problems);
    let mut assigned = BTreeMap::new();
    let mut met = BTreeSet::new();
    for (name, operation) in product.operations.iter().filter(|(_, facts)| facts.current) {
        let directory = operation.directory.and_then(|id| claims.by_directory.get(&id));
        let group = match claims.by_name.get(name.as_str()).or(directory) {
            Some(group) => group,
            None if curated.group.is_empty() => ALL,
            None => {
                problems.report(
                    curated
                        .problem("group", format!("{name} has no group"))
                        .help("add it to `operations` of the group it belongs to"),
                );
                continue;
            }
        };
        met.insert(name.as_str());
        assigned.insert(name.clone(), group.to_owned());
    }
    for (operation, group) in claims.by_name {
        if !met.contains(operation) {
            let message = format!("the product has no operation {operation}");
            problems.report(problem(curated, group, message));
        }
    }
    assigned
}

/// What is in each group, for its documentation.
pub(crate) fn titles(curated: &File<Groups>) -> BTreeMap<String, String> {
    let titles = curated
        .group
        .iter()
        .filter_map(|group| group.title.as_ref().map(|title| (group.name.clone(), title.clone())));
    titles.collect()
}

fn claims<'a>(curated: &'a File<Groups>, problems: &mut Problems) -> Claims<'a> {
    let mut claims = Claims::default();
    let mut names = BTreeSet::new();
    for group in &curated.group {
        let name = group.name.as_str();
        if name == COMMON || !names.insert(name) {
            problems.report(problem(curated, name, "the name is taken".to_owned()));
        }
        for directory in &group.directories {
            if claims.by_directory.insert(*directory, name).is_some() {
                let message = format!("directory {directory} has a group");
                problems.report(problem(curated, name, message));
            }
        }
        for operation in &group.operations {
            if claims.by_name.insert(operation, name).is_some() {
                problems.report(problem(curated, name, format!("{operation} is listed twice")));
            }
        }
    }
    claims
}

fn problem(curated: &File<Groups>, group: &str, message: String) -> Problem {
    curated.problem(format!("group {group}"), message).help("remove or correct the entry")
}
