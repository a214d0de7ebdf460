//! `[[cell]]` and `[[effect]]` of `matrix.toml`: what lost or cut cells held, and effects that no
//! page states. Every entry must fit and must change something, so that one which the vendor's next
//! edition makes obsolete is found at once.

use aliyun_rpc_spec::capture::{ImpactPage, ImpactRow, Quality};
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{Aspect, Evidence, EvidenceKind};

use super::statement::{CURATED, Statement};
use super::verdict;
use super::{Input, aspects};
use crate::curated::{CuratedCell, CuratedEffect};
use crate::problems::Problems;
use crate::sources::Source;

/// What a lost or cut cell held.
pub(super) struct Restored<'a> {
    pub operation: &'a str,
    pub aspect: Aspect,
    pub statement: Statement,
}

/// An effect that no page states.
pub(super) struct Stated<'a> {
    pub operation: &'a str,
    pub aspect: Aspect,
    statement: Statement,
}

/// Matches every `[[cell]]` with the row of its page.
pub(super) fn restore<'a>(input: &Input<'a>, problems: &mut Problems) -> Vec<Restored<'a>> {
    let mut restored = Vec::new();
    for entry in &input.curated.matrix.cell {
        let Some((source, page)) = input.impact.iter().find(|(one, _)| one.id == entry.source)
        else {
            problems.report(problem(input, entry, "no lock page has this source id"));
            continue;
        };
        let rows: Vec<&ImpactRow> =
            page.rows.iter().filter(|row| row.operation == entry.operation).collect();
        match rows.iter().find(|row| row.quality == Quality::Truncated) {
            None if rows.is_empty() => {
                problems.report(problem(input, entry, "the page has no row for this operation"));
            }
            None => problems.report(problem(input, entry, "the row of the page is complete")),
            Some(row) => match misfit(entry, row) {
                Some(message) => problems.report(problem(input, entry, message)),
                None => restored.extend(restored_cell(entry, source, page, row)),
            },
        }
    }
    restored
}

/// Why an entry cannot be laid over a row.
fn misfit(entry: &CuratedCell, row: &ImpactRow) -> Option<&'static str> {
    match (entry.effect, &entry.code, row.effect, &row.code) {
        (None, None, _, _) => Some("the entry restores neither an effect nor a code"),
        (Some(_), _, Some(_), _) => Some("the row states its effect itself"),
        (_, Some(_), _, Some(_)) => Some("the row states its code itself"),
        (None, Some(_), None, _) => Some("a code without an effect: the row states none"),
        _ => None,
    }
}

fn restored_cell<'a>(
    entry: &'a CuratedCell,
    source: &Source,
    page: &ImpactPage,
    row: &ImpactRow,
) -> Option<Restored<'a>> {
    let effect = entry.effect.or(row.effect)?;
    // An effect that the page lost stays a reading of lost words; a code is found elsewhere.
    let quality = if entry.effect.is_some() { Quality::Truncated } else { Quality::Complete };
    let evidence = Evidence {
        source: source.id.clone(),
        kind: EvidenceKind::Curated,
        says: Some(effect),
        requires: Vec::new(),
        code: entry.code.clone().or_else(|| row.code.clone()),
        quality,
        line: row.line,
        reason: Some(entry.reason.clone()),
    };
    Some(Restored {
        operation: &entry.operation,
        aspect: aspects::of_row(page.condition, row.subject)?,
        statement: Statement { evidence, published: source.published.clone(), replaced: false },
    })
}

/// Reads every `[[effect]]`.
pub(super) fn effects<'a>(input: &Input<'a>, problems: &mut Problems) -> Vec<Stated<'a>> {
    let mut stated: Vec<Stated<'a>> = Vec::new();
    for entry in &input.curated.matrix.effect {
        let aspect = entry.aspect;
        if aspect.is_condition() {
            let message = format!("{aspect} is a condition; use [[precondition]]");
            problems.report(effect_problem(input, &entry.operation, message));
            continue;
        }
        if !input.product.operations.contains_key(&entry.operation) {
            problems.report(effect_problem(
                input,
                &entry.operation,
                "no source names this operation",
            ));
        } else if stated.iter().any(|one| one.operation == entry.operation && one.aspect == aspect)
        {
            problems.report(effect_problem(
                input,
                &entry.operation,
                "a second entry for this aspect",
            ));
        } else {
            stated.push(Stated {
                operation: &entry.operation,
                aspect,
                statement: effect_statement(entry),
            });
        }
    }
    stated
}

fn effect_statement(entry: &CuratedEffect) -> Statement {
    Statement {
        evidence: Evidence {
            source: CURATED.to_owned(),
            kind: EvidenceKind::Curated,
            says: Some(entry.says),
            requires: Vec::new(),
            code: entry.code.clone(),
            quality: Quality::Complete,
            line: 0,
            reason: Some(entry.reason.clone()),
        },
        published: String::new(),
        replaced: false,
    }
}

/// Adds a curated effect; one that leaves verdict and code as they were is a problem.
pub(super) fn apply(
    input: &Input<'_>,
    effect: &Stated<'_>,
    found: &mut Vec<Statement>,
    aspect: Aspect,
    problems: &mut Problems,
) {
    let before = verdict::judge(found.clone(), aspect);
    found.push(effect.statement.clone());
    let after = verdict::judge(found.clone(), aspect);
    if (before.verdict, &before.code) == (after.verdict, &after.code) {
        let message = format!("the [[effect]] no longer changes anything for {}", aspect.name());
        problems.report(effect_problem(input, effect.operation, message));
    }
}

fn problem(input: &Input<'_>, entry: &CuratedCell, message: &str) -> Problem {
    let place = format!("[[cell]] {} {}", entry.source, entry.operation);
    let problem = input.curated.matrix.problem(place, message);
    problem.help("correct the entry, or delete it if it is obsolete")
}

fn effect_problem(input: &Input<'_>, operation: &str, message: impl Into<String>) -> Problem {
    let problem = input.curated.matrix.problem(format!("[[effect]] {operation}"), message);
    problem.help("correct the entry, or delete it if it is obsolete")
}
