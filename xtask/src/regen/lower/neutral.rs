//! A type that several operations use does not have the name of one of them. The rules find a
//! neutral one for most; the others need a curated name.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::Group;

use super::users;
use crate::curated::{File, Requests};
use crate::problems::Problems;

/// Reports shared types that are named after an operation.
pub(super) fn check(
    groups: &BTreeMap<String, Group>,
    requests: &File<Requests>,
    problems: &mut Problems,
) {
    let operations: BTreeSet<&str> =
        groups.values().flat_map(|group| &group.operations).map(|one| one.name.as_str()).collect();
    for (name, users) in users::of(groups) {
        let own = operations.iter().find(|operation| is_after(&name, operation));
        if let Some(operation) = own.filter(|_| users.len() > 1) {
            let message =
                format!("{} operations use it, and it is named after {operation}", users.len());
            let help = "give it a neutral name with a [[name]]";
            problems.report(requests.problem(format!("type {name}"), message).help(help));
        }
    }
}

/// Whether a name is that of an operation and more words.
fn is_after(name: &str, operation: &str) -> bool {
    let rest = name.strip_prefix(operation);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of a product with these structs, one of which both operations take.
    fn problems(shared: &str) -> Vec<String> {
        let operation = |name: &str| {
            format!(
                r#"{{"name": "{name}", "url": "", "constructors": [], "response": "Ack", "fields":
                [{{"name": "a", "wire": "A", "type": {{"list": {{"struct": "{shared}"}}}}}}]}}"#
            )
        };
        let group = format!(
            r#"{{"format": 2, "product": "p", "version": "1", "group": "all",
            "structs": [{{"name": "{shared}", "direction": "request", "fields": []}}],
            "operations": [{}, {}]}}"#,
            operation("CreateDisk"),
            operation("ResizeDisk")
        );
        let group = aliyun_rpc_spec::load::from_json("group", &group).expect("a group");
        let mut problems = Problems::default();
        let requests = File::<Requests>::default();
        check(&BTreeMap::from([("all".to_owned(), group)]), &requests, &mut problems);
        let found = problems.finish(()).err().unwrap_or_default();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_type_of_two_operations_is_not_named_after_one() {
        let [problem] = &problems("ResizeDiskTag")[..] else { panic!("one problem") };
        assert!(problem.contains("type ResizeDiskTag: 2 operations use it"), "{problem}");
        for neutral in ["Tag", "DiskTag", "ResizeDisks"] {
            assert_eq!(problems(neutral), [""; 0], "{neutral}");
        }
    }
}
