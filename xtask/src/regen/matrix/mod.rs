//! Pages, error tables, operation prose and curated facts in, a verdict with all its evidence for
//! every operation and situation out.
//!
//! * [`statement`]: one statement of one source; [`collect`] finds all of them.
//! * [`restore`]: what lost or cut cells held, and effects no page states, as curated.
//! * [`verdict`]: which statement decides, with which code, and who disagrees.
//! * [`both`]: what happens while an instance and a disk are both overdue.
//! * [`reach`]: whether the parameters of an operation reach the resource of a situation.
//! * [`conditions`]: states that an operation asks of what it is about, beside the locks.

pub(crate) mod aspects;
mod both;
mod collect;
mod conditions;
mod contradiction;
mod reach;
mod restore;
mod statement;
mod verdict;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_both;
#[cfg(test)]
mod tests_captures;
#[cfg(test)]
mod tests_conditions;
#[cfg(test)]
mod tests_newer_pages;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{ImpactPage, ManagedPage};
use aliyun_rpc_spec::ir::FORMAT;
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{
    Aspect, Cell, Evidence, EvidenceKind, Matrix, MatrixRow, MatrixSource,
};

use self::aspects::reasons;
pub(crate) use self::aspects::universal;
pub(crate) use self::contradiction::Contradiction;
use self::statement::CURATED;
use self::verdict::Judged;
use super::model::{Operation, Product};
use crate::curated::ProductFacts;
use crate::problems::Problems;
use crate::sources::Source;

/// Everything the matrix is built from.
pub(crate) struct Input<'a> {
    /// Its operations.
    pub product: &'a Product,
    /// All sources of the product.
    pub sources: &'a [Source],
    pub impact: &'a [(Source, ImpactPage)],
    pub managed: &'a [(Source, ManagedPage)],
    pub curated: &'a ProductFacts,
}

/// Builds the matrix of one product: a row for every operation that any source names.
///
/// `groups` has the group of every operation that has a request. A product of which no source says
/// anything has no matrix. Beside the matrix it returns every disagreement of the sources. The
/// problems: curated entries that do not fit or no longer change anything, and rows of pages that
/// were lost on the way.
pub(crate) fn build(
    input: &Input<'_>,
    groups: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> (Option<Matrix>, Vec<Contradiction>) {
    let restored = restore::restore(input, problems);
    let effects = restore::effects(input, problems);
    let asked = conditions::asked(input, problems);
    let stated = |aspect: &Aspect| {
        effects.iter().any(|one| one.aspect == *aspect)
            || input.impact.iter().any(|(_, page)| page.condition == *aspect)
    };
    let reasons: Vec<Aspect> = reasons().filter(stated).collect();
    let mut contradictions = Vec::new();
    let operations: Vec<MatrixRow> = names(input)
        .into_iter()
        .map(|name| {
            let operation = input.product.operations.get(name);
            let effect = |aspect| {
                effects.iter().find(move |one| one.operation == name && one.aspect == aspect)
            };
            let mut judge = |aspect| {
                let mut found = collect::statements(input, name, operation, aspect, &restored);
                if let Some(effect) = effect(aspect) {
                    restore::apply(input, effect, &mut found, aspect, problems);
                }
                (aspect, verdict::judge(found, aspect))
            };
            let mut judged: BTreeMap<Aspect, Judged> = universal().map(&mut judge).collect();
            let of_reasons = reasons.iter().copied().map(&mut judge);
            judged.extend(of_reasons.filter(|(_, judged)| judged.is_stated()));
            let both = both::judge(input, name, effect(both::ASPECT), &judged, problems);
            judged.extend(both.map(|both| (both::ASPECT, both)));
            for (aspect, judged) in &judged {
                contradictions.extend(contradiction::of(name, *aspect, judged));
            }
            let mut cells: BTreeMap<Aspect, Cell> =
                judged.into_iter().map(|(aspect, judged)| (aspect, judged.into_cell())).collect();
            cells.extend(conditions::of(input, name, operation, &asked, &mut contradictions));
            let group = groups.get(name).cloned();
            MatrixRow {
                name: name.to_owned(),
                typed: group.is_some(),
                group: group.unwrap_or_default(),
                cells,
            }
        })
        .collect();
    let sources = used_sources(input, &operations);
    let product = input.product.name.clone();
    let matrix = Matrix { format: FORMAT, product, sources, operations };
    problems.extend(lost_rows(input, &matrix));
    let stated = {
        let mut said = matrix.operations.iter().flat_map(evidence);
        let pages = !(input.impact.is_empty() && input.managed.is_empty());
        pages || said.any(|one| one.kind != EvidenceKind::NotApplicable)
    };
    (stated.then_some(matrix), contradictions)
}

/// Every operation that any source names, in byte order.
fn names<'a>(input: &Input<'a>) -> BTreeSet<&'a str> {
    let known = input.product.operations.keys();
    let locked = input.impact.iter().flat_map(|(_, page)| page.operations());
    let managed = input.managed.iter().flat_map(|(_, page)| &page.rows).map(|row| &row.operation);
    known.chain(locked).chain(managed).map(String::as_str).collect()
}

/// Everything that was said about an operation.
fn evidence(row: &MatrixRow) -> impl Iterator<Item = &Evidence> {
    row.cells.values().flat_map(|cell| &cell.evidence)
}

/// The sources that evidence points to, oldest first; curated facts have no date and come last.
fn used_sources(input: &Input<'_>, operations: &[MatrixRow]) -> Vec<MatrixSource> {
    let used: BTreeSet<&str> =
        operations.iter().flat_map(evidence).map(|evidence| evidence.source.as_str()).collect();
    let mut sources: Vec<MatrixSource> = input
        .sources
        .iter()
        .filter(|source| used.contains(source.id.as_str()))
        .map(|source| MatrixSource {
            id: source.id.clone(),
            published: source.published.clone(),
            url: source.url.clone(),
            title: source.title.clone(),
        })
        .collect();
    sources.sort_by(|a, b| (&a.published, &a.id).cmp(&(&b.published, &b.id)));
    if used.contains(CURATED) {
        sources.push(MatrixSource {
            id: CURATED.to_owned(),
            published: String::new(),
            url: String::new(),
            title: CURATED.to_owned(),
        });
    }
    sources
}

/// Rows in, evidence out: every row of every page must be there exactly once.
fn lost_rows(input: &Input<'_>, matrix: &Matrix) -> Vec<Problem> {
    let mut expected: BTreeMap<(&str, &str, u32), i64> = BTreeMap::new();
    for (source, page) in input.impact {
        for row in &page.rows {
            *expected.entry((&source.id, &row.operation, row.line)).or_default() += 1;
        }
        for cell in &page.crossed {
            *expected.entry((&source.id, &cell.operation, cell.line)).or_default() += 1;
        }
    }
    for (source, page) in input.managed {
        for row in &page.rows {
            // One row speaks about two callers.
            *expected.entry((&source.id, &row.operation, row.line)).or_default() += 2;
        }
    }
    let crossed = input.impact.iter().filter(|(_, page)| !page.crossed.is_empty());
    let tells_apart: BTreeSet<&str> = crossed.map(|(source, _)| source.id.as_str()).collect();
    for row in &matrix.operations {
        for (aspect, cell) in row.cells.iter().filter(|(aspect, _)| !aspect.is_condition()) {
            for evidence in cell.evidence.iter().filter(|one| one.kind == EvidenceKind::PageRow) {
                // A cell about both may rest on a row that is about one of the two.
                if *aspect == both::ASPECT && !tells_apart.contains(evidence.source.as_str()) {
                    continue;
                }
                let key = (evidence.source.as_str(), row.name.as_str(), evidence.line);
                *expected.entry(key).or_default() -= 1;
            }
        }
    }
    expected
        .into_iter()
        .filter(|(_, balance)| *balance != 0)
        .map(|((source, operation, line), balance)| {
            let what = if balance > 0 { "was lost" } else { "occurs twice" };
            Problem::new(
                format!("spec/sources/{source}.json"),
                operation,
                format!("the row of line {line} {what} on its way into the matrix"),
            )
            .help("every source of a page must be registered, and a page states a row once")
        })
        .collect()
}

/// The source of an id.
fn source<'a>(input: &Input<'a>, id: &str) -> Option<&'a Source> {
    input.sources.iter().find(|source| source.id == id)
}

/// The facts that most rules ask for.
fn lists(operation: Option<&Operation>, code: &str) -> bool {
    operation.is_some_and(|operation| operation.errors.iter().any(|row| row.code == code))
}
