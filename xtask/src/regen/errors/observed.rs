//! Codes seen in the field: what the extraction misread is corrected, and our reaction is compared
//! with what the observed tool does, so that no disagreement goes unexplained.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::ObservedCode;
use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::load::Problem;

use super::pairs::is_code;
use crate::curated::{File, ProductCodes};
use crate::problems::Problems;
use crate::regen::model::Product;

/// Applies `[[misread]]`: renames observed texts, or drops those that are not codes. Call it
/// before anything else looks at the product; what remains and cannot be a code is a problem.
pub(crate) fn correct(product: &mut Product, own: &File<ProductCodes>, problems: &mut Problems) {
    let mut applied = BTreeSet::new();
    let misread: BTreeMap<&str, Option<&String>> =
        own.misread.iter().map(|entry| (entry.code.as_str(), entry.means.as_ref())).collect();
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
        let problem = own.problem(place, "no source of observed codes has this text");
        problems.report(problem.help("remove the entry"));
    }
}

/// Holds our reactions against the observed ones.
pub(super) fn check(
    product: &Product,
    own: &File<ProductCodes>,
    codes: &Codes,
    problems: &mut Problems,
) {
    let entries = own.difference.iter().flat_map(|entry| &entry.codes);
    let mut listed: BTreeSet<(&str, &str)> = entries
        .flat_map(|(operation, codes)| codes.iter().map(|code| (operation.as_str(), code.as_str())))
        .collect();
    for (name, operation) in &product.operations {
        for seen in &operation.observed {
            if !is_code(&seen.code) {
                problems.report(not_a_code(own, name, seen));
                continue;
            }
            let Some((class, reaction)) = codes.means(name, &seen.code) else { continue };
            let Some(wanted) = disagreement(seen, class, reaction) else { continue };
            if !listed.remove(&(name.as_str(), seen.code.as_str())) {
                let decided = (class, reaction);
                problems.report(unlisted(own, name, seen, &wanted, decided));
            }
        }
    }
    for (operation, code) in listed {
        let place = format!("difference `{operation} {code}`");
        let message = "our reaction does not differ from the observed one";
        problems.report(own.problem(place, message).help("remove the entry"));
    }
}

/// What the tool's treatment asks for, when ours is something else.
fn disagreement(seen: &ObservedCode, class: Class, reaction: Reaction) -> Option<String> {
    let agrees = |treatment: &str| match treatment {
        "retryable" => retries(reaction),
        "gone" | "not-found" => class == Class::NotFound,
        "other" => true,
        // An unknown treatment cannot agree with anything.
        _ => false,
    };
    seen.treated_as.iter().find(|treatment| !agrees(treatment)).cloned()
}

fn retries(reaction: Reaction) -> bool {
    // A tool that makes several calls at once waits for the one that is to come first.
    reaction.is_retry() || matches!(reaction, Reaction::WaitForState | Reaction::FixState)
}

fn not_a_code(own: &File<ProductCodes>, operation: &str, seen: &ObservedCode) -> Problem {
    let message = format!("observed text `{}` of {operation} cannot be an error code", seen.code);
    own.problem("misread", message).help("add a [[misread]] entry that says what it stands for")
}

fn unlisted(
    own: &File<ProductCodes>,
    operation: &str,
    seen: &ObservedCode,
    wanted: &str,
    (class, reaction): (Class, Reaction),
) -> Problem {
    let message = format!(
        "{operation} {}: the observed tool treats it as `{wanted}`, our rules say {}, {}",
        seen.code,
        class.name(),
        reaction.name()
    );
    own.problem("difference", message).help(
        "change a [[rule]], add a [[reaction]], or list it as a [[difference]] with its reason",
    )
}
