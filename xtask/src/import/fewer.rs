//! Detects a page that was cut between two rows. It is well-formed, so only a comparison with the
//! edition before it shows the loss.
//!
//! An edition with fewer than half the rows of the one before must be confirmed. So far every
//! edition has at least as many rows as the one before it, apart from one that calls itself
//! partial. A stricter limit would stop the vendor's own clean-ups; when more than half is gone, a
//! copy that broke off is the better explanation.

use std::collections::BTreeSet;
use std::path::Path;

use aliyun_rpc_spec::capture::{Capture, ImpactPage};
use aliyun_rpc_spec::load::Problem;

use super::Imported;
use crate::drift::subject;
use crate::sources::{Source, Sources, kind_name};

/// Says what is lost against the newest stored edition that is not younger than this one. None when
/// there is no such edition, when this original is stored already, or when it calls itself partial.
pub(crate) fn suspicion(
    spec: &Path,
    stored: &Sources,
    product: &str,
    published: Option<&str>,
    facts: &Imported,
) -> Option<Problem> {
    if is_partial(&facts.capture) {
        return None;
    }
    let about = subject(&facts.capture);
    let mut editions: Vec<(&Source, Capture)> = stored
        .source
        .iter()
        .filter(|one| one.product == product && one.kind == kind_name(&facts.capture))
        .filter_map(|one| Some((one, one.capture(spec).ok()?)))
        .filter(|(_, capture)| subject(capture) == about && !is_partial(capture))
        .collect();
    if editions.iter().any(|(one, _)| one.sha256 == facts.original.sha256) {
        return None;
    }
    editions.retain(|(one, _)| published.is_none_or(|date| *one.published <= *date));
    let (before, old) = editions
        .into_iter()
        .max_by(|(a, _), (b, _)| (&a.published, &a.id).cmp(&(&b.published, &b.id)))?;
    let lost = counts(&old).into_iter().zip(counts(&facts.capture));
    let lost = lost.filter(|((what, old), (_, new))| {
        // Metadata that was rebuilt from an SDK has no error tables at all, and `regen` knows that.
        new * 2 < *old && !(*what == ERROR_TABLES && *new == 0)
    });
    let lost: Vec<String> =
        lost.map(|((what, old), (_, new))| format!("{new} {what} instead of {old}")).collect();
    if lost.is_empty() {
        return None;
    }
    let message = format!(
        "{}, fewer than half of {}; the copy may be incomplete",
        lost.join(", "),
        before.id
    );
    let help = "compare it with the original; --accept-fewer-rows imports it as it is";
    Some(Problem::new(&facts.original.file, "", message).help(help))
}

const ERROR_TABLES: &str = "rows of error tables";

fn is_partial(capture: &Capture) -> bool {
    matches!(capture, Capture::ImpactPage(page) if page.partial)
}

/// Rows of an impact page, with those whose two cells tell instance and disk apart.
pub(super) fn rows(page: &ImpactPage) -> usize {
    // Of HTML on one line, all rows have the same line.
    let crossed = page.crossed.iter().map(|cell| (cell.operation.as_str(), cell.subject));
    page.rows.len() + crossed.collect::<BTreeSet<_>>().len()
}

/// What a cut would take away, in the same order for every capture of a kind.
fn counts(capture: &Capture) -> Vec<(&'static str, usize)> {
    match capture {
        Capture::Metadata(metadata) => {
            let operations = metadata.operations.values();
            let parameters = operations.clone().map(|one| one.parameters.len()).sum();
            let errors = operations.flat_map(|one| &one.errors).map(Vec::len).sum();
            vec![
                ("operations", metadata.operations.len()),
                ("parameters", parameters),
                (ERROR_TABLES, errors),
            ]
        }
        Capture::OperationPage(page) => {
            vec![("parameters", page.parameters.len()), ("error codes", page.errors.len())]
        }
        Capture::ImpactPage(page) => vec![("rows", rows(page))],
        Capture::ManagedPage(page) => vec![("rows", page.rows.len())],
        Capture::ObservedCodes(observed) => {
            let codes = observed.operations.values().map(Vec::len).sum();
            vec![("operations", observed.operations.len()), ("codes", codes)]
        }
        Capture::Endpoints(endpoints) => vec![("regions", endpoints.map.len())],
        Capture::Timeouts(timeouts) => vec![("timeouts", timeouts.read_timeout_seconds.len())],
        Capture::RamList(list) => vec![
            ("actions", list.actions.len()),
            ("resource types", list.resource_types.len()),
            ("condition keys", list.condition_keys.len()),
        ],
    }
}
