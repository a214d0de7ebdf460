//! The small JSON files: rows of further editions of the lock page, codes seen in the field, the
//! endpoint map, and the timeouts of the vendor's older SDK.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{
    Aspect, Endpoints, ImpactPage, ImpactRow, ObservedCode, ObservedCodes, Quality, Says, Subject,
    Timeouts,
};

use aliyun_rpc_spec::text::is_host;

use super::issues::Issues;
use super::json::At;
use super::names;

/// Rows of the lock page that somebody noted as facts. `text` is the document, for line numbers.
pub(crate) fn impact(root: &At<'_>, text: &str, issues: &mut Issues) -> Option<ImpactPage> {
    let source = root.require("source", issues)?;
    let default = source.get("default").and_then(|at| effect(&at, issues));
    let note = root.text_of("note", issues).unwrap_or_default().to_ascii_lowercase();
    let listed = root.require("rows", issues)?.items(issues);
    if listed.is_empty() {
        issues.problem("/rows", "the list is empty");
    }
    let lines = row_lines(text, listed.len());
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for (row, line) in listed.iter().zip(lines) {
        let Some(row) = impact_row(row, line, issues) else { continue };
        if !seen.insert(row.operation.clone()) {
            issues.problem(line, format!("{} is listed twice", row.operation));
        }
        rows.push(row);
    }
    Some(ImpactPage {
        condition: Aspect::SecurityLock,
        default,
        partial: note.contains("partial"),
        rows,
        crossed: Vec::new(),
    })
}

fn impact_row(row: &At<'_>, line: u32, issues: &mut Issues) -> Option<ImpactRow> {
    let operation = row.require("operation", issues)?.text(issues)?;
    if !names::is_operation(operation) {
        issues.problem(row.place(), format!("`{operation}` is not the name of an operation"));
    }
    let effect = effect(&row.require("effect", issues)?, issues)?;
    Some(ImpactRow {
        operation: operation.to_owned(),
        subject: Subject::Instance,
        effect: Some(effect),
        code: row.text_of("code", issues).map(str::to_owned),
        quality: Quality::Complete,
        line,
    })
}

/// The line of each row: that of its `"operation"` key, which nothing else in the file has.
fn row_lines(text: &str, rows: usize) -> Vec<u32> {
    let starts: Vec<usize> = text.match_indices("\"operation\"").map(|(at, _)| at).collect();
    if starts.len() != rows {
        return vec![1; rows];
    }
    let line_of = |at| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    starts.into_iter().map(|at| u32::try_from(line_of(at)).unwrap_or(u32::MAX)).collect()
}

fn effect(at: &At<'_>, issues: &mut Issues) -> Option<Says> {
    const KNOWN: [Says; 4] =
        [Says::Unaffected, Says::Denied, Says::DeniedWhenDiskInUse, Says::AcceptedButFails];
    let text = at.text(issues)?;
    let effect = KNOWN.into_iter().find(|known| known.name() == text);
    if effect.is_none() {
        let known = KNOWN.map(Says::name).join(", ");
        let problem = format!("the effect `{text}` is not known");
        issues.advise(at.place(), problem, format!("known: {known}"));
    }
    effect
}

/// Codes that a widely used tool handles by hand.
pub(crate) fn observed(root: &At<'_>, issues: &mut Issues) -> Option<ObservedCodes> {
    let source = root.require("source", issues)?.text(issues)?.to_owned();
    let mut operations = BTreeMap::new();
    for (operation, codes) in root.require("operations", issues)?.members(issues) {
        let mut seen = Vec::new();
        for (code, at) in codes.members(issues) {
            if !names::is_code(code) {
                issues.warn(
                    at.place(),
                    format!("`{code}` is not an error code; it is imported as it is"),
                );
            }
            seen.push(ObservedCode {
                code: code.to_owned(),
                treated_as: at.texts_of("treated_as", issues),
                documented: at
                    .require("documented", issues)
                    .and_then(|at| at.bool(issues))
                    .unwrap_or_default(),
            });
        }
        seen.sort_unstable();
        operations.insert(operation.to_owned(), seen);
    }
    if operations.is_empty() {
        issues.problem("/operations", "no operation in it");
    }
    Some(ObservedCodes { source, operations })
}

/// Regions whose endpoint does not follow the rule.
pub(crate) fn endpoints(root: &At<'_>, issues: &mut Issues) -> Option<Endpoints> {
    let mut map = BTreeMap::new();
    for (region, at) in root.require("map", issues)?.members(issues) {
        let Some(host) = at.text(issues) else { continue };
        if !(host.contains('.') && is_host(host)) {
            issues.problem(at.place(), format!("`{host}` is not a host name"));
        }
        map.insert(region.to_owned(), host.to_owned());
    }
    if map.is_empty() {
        issues.problem("/map", "no region in it");
    }
    Some(Endpoints { map })
}

/// Read timeouts in seconds, and the operations that the older SDK repeats.
pub(crate) fn timeouts(root: &At<'_>, issues: &mut Issues) -> Option<Timeouts> {
    let retry = root.require("retry", issues)?;
    let mut read_timeout_seconds = BTreeMap::new();
    for (operation, at) in root.require("read_timeout_seconds", issues)?.members(issues) {
        let Some(seconds) = at.whole(issues) else { continue };
        match u32::try_from(seconds) {
            Ok(seconds) if seconds > 0 => {
                read_timeout_seconds.insert(operation.to_owned(), seconds);
            }
            _ => issues.problem(at.place(), format!("{seconds} seconds is not a valid timeout")),
        }
    }
    Some(Timeouts {
        read_timeout_seconds,
        retryable: retry.texts_of("RetryableAPIs", issues),
        retryable_with_token: retry.texts_of("RetryableAPIsWithClientToken", issues),
    })
}
