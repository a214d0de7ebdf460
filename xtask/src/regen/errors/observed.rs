//! Codes seen in the field: what the extraction misread is put right, and our reaction is held
//! against what the observed tool does, so that no disagreement goes unexplained.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::ObservedCode;
use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::load::Problem;

use super::CURATED;
use super::pairs::is_code;
use crate::curated::Curated;
use crate::regen::model::Product;

/// Applies `[[misread]]`: renames observed codes or drops what is none. Call it before anything
/// else looks at the product; what remains and cannot be a code is a problem.
pub(crate) fn correct(product: &mut Product, curated: &Curated) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut applied = BTreeSet::new();
    let misread: BTreeMap<&str, Option<&String>> = curated
        .misread
        .iter()
        .filter(|entry| entry.product == product.name)
        .map(|entry| (entry.code.as_str(), entry.means.as_ref()))
        .collect();
    for operation in product.operations.values_mut() {
        let seen = std::mem::take(&mut operation.observed);
        for mut code in seen {
            match misread.get_key_value(code.code.as_str()) {
                None => operation.observed.push(code),
                Some((text, means)) => {
                    applied.insert(*text);
                    if let Some(means) = means {
                        code.code.clone_from(means);
                        operation.observed.push(code);
                    }
                }
            }
        }
        operation.observed.sort();
        operation.observed.dedup_by(|a, b| a.code == b.code && a.treated_as == b.treated_as);
    }
    for text in misread.keys().filter(|text| !applied.contains(*text)) {
        let place = format!("misread `{text}`");
        let problem = Problem::new(CURATED, place, "no source of observed codes has this text");
        problems.push(problem.help("remove the entry"));
    }
    problems
}

/// Holds our reactions against the observed ones.
pub(super) fn check(product: &Product, curated: &Curated, codes: &Codes) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut listed: BTreeSet<(&str, &str)> = curated
        .difference
        .iter()
        .filter(|entry| entry.product == product.name)
        .map(|entry| (entry.operation.as_str(), entry.code.as_str()))
        .collect();
    for (name, operation) in &product.operations {
        for seen in &operation.observed {
            if !is_code(&seen.code) {
                problems.push(not_a_code(name, seen));
                continue;
            }
            let Some((class, reaction)) = resolve(codes, name, &seen.code) else { continue };
            let Some(wanted) = disagreement(seen, class, reaction) else { continue };
            if !listed.remove(&(name.as_str(), seen.code.as_str())) {
                problems.push(unlisted(name, seen, &wanted, class, reaction));
            }
        }
    }
    for (operation, code) in listed {
        let place = format!("difference `{operation} {code}`");
        let message = "our reaction does not differ from the observed one";
        problems.push(Problem::new(CURATED, place, message).help("remove the entry"));
    }
    problems
}

/// Class and reaction of a code in one operation.
fn resolve(codes: &Codes, operation: &str, code: &str) -> Option<(Class, Reaction)> {
    let special = codes.overrides.iter().find(|one| one.operation == operation && one.code == code);
    if let Some(special) = special {
        return Some((special.class, special.reaction));
    }
    let at = codes.codes.binary_search_by(|one| one.code.as_str().cmp(code)).ok()?;
    codes.codes.get(at).map(|one| (one.class, one.reaction))
}

/// What the tool's treatment asks for, when ours is something else.
fn disagreement(seen: &ObservedCode, class: Class, reaction: Reaction) -> Option<String> {
    let agrees = |treatment: &str| match treatment {
        "retryable" => retries(reaction),
        "gone" | "not-found" => class == Class::NotFound,
        "other" => true,
        // A treatment nobody has thought about cannot agree with anything.
        _ => false,
    };
    seen.treated_as.iter().find(|treatment| !agrees(treatment)).cloned()
}

fn retries(reaction: Reaction) -> bool {
    matches!(reaction, Reaction::RetrySameToken | Reaction::RetryNewToken | Reaction::WaitForState)
}

fn not_a_code(operation: &str, seen: &ObservedCode) -> Problem {
    let message = format!("observed text `{}` of {operation} cannot be an error code", seen.code);
    Problem::new(CURATED, "misread", message)
        .help("add a [[misread]] entry that says what it stands for")
}

fn unlisted(
    operation: &str,
    seen: &ObservedCode,
    wanted: &str,
    class: Class,
    reaction: Reaction,
) -> Problem {
    let message = format!(
        "{operation} {}: the observed tool treats it as `{wanted}`, our rules say {class:?}, {reaction:?}",
        seen.code
    );
    Problem::new(CURATED, "difference", message).help(
        "change a [[rule]], add a [[reaction]], or list it as a [[difference]] with its reason",
    )
}
