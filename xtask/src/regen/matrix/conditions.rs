//! `[[precondition]]` of `requests.toml` in, the conditions of the matrix out: which states of an
//! instance or a security group an operation accepts, with which code it refuses the others, and
//! who says so. Only preconditions that a situation can decide become conditions; the rest stays
//! with the operation and appears in its documentation.
//!
//! Precedence: the newest page, else the operation's own description. An operation without a
//! stated condition has none: documents state conditions as limits.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use aliyun_rpc_spec::ir::PreconditionKind;
use aliyun_rpc_spec::load::Problem;
use aliyun_rpc_spec::matrix::{Agreement, Aspect, Cell, Evidence, EvidenceKind, Says, Verdict};

use super::aspects::conditions;
use super::contradiction::Contradiction;
use super::statement::Statement;
use super::{Input, lists, source};
use crate::curated::CuratedPrecondition;
use crate::problems::Problems;
use crate::regen::model::Operation;

/// One source that asks for a state.
pub(super) struct Asked<'a> {
    operation: &'a str,
    about: Aspect,
    statement: Statement,
}

/// The kind of state that a precondition is about; none when no situation can tell.
fn about(kind: PreconditionKind) -> Option<Aspect> {
    match kind {
        PreconditionKind::InstanceStatus => Some(Aspect::InstanceStatus),
        PreconditionKind::SecurityGroupType => Some(Aspect::SecurityGroupType),
        PreconditionKind::DiskStatus
        | PreconditionKind::SameRegion
        | PreconditionKind::SameVpc
        | PreconditionKind::GroupsPerInstance
        | PreconditionKind::GroupsPerInstanceRaised
        | PreconditionKind::MembersOfBasicGroup
        | PreconditionKind::MembersOfAdvancedGroup
        | PreconditionKind::Exclusive
        | PreconditionKind::RequiredWith => None,
    }
}

/// Every state that any source asks for.
pub(super) fn asked<'a>(input: &Input<'a>, problems: &mut Problems) -> Vec<Asked<'a>> {
    let mut asked: Vec<Asked<'a>> = Vec::new();
    for entry in &input.curated.requests.precondition {
        let Some(about) = about(entry.kind) else {
            continue;
        };
        if let Some(message) = misfit(entry, about) {
            let operations = entry.operations.join(", ");
            problems.report(problem(input, &operations, about, message));
            continue;
        }
        for operation in &entry.operations {
            ask(input, entry, operation, about, &mut asked, problems);
        }
    }
    asked
}

/// Adds what one entry asks for one operation, once for each source. Sources that do not exist are
/// reported with those of all other entries.
fn ask<'a>(
    input: &Input<'a>,
    entry: &CuratedPrecondition,
    operation: &'a str,
    about: Aspect,
    asked: &mut Vec<Asked<'a>>,
    problems: &mut Problems,
) {
    if !input.product.operations.contains_key(operation) {
        problems.report(problem(input, operation, about, "no source names this operation"));
        return;
    }
    for id in std::iter::once(&entry.source).chain(&entry.also) {
        let Some(statement) = statement(input, entry, about, id) else { continue };
        let twice = |one: &Asked<'_>| {
            one.operation == operation && one.about == about && one.statement.evidence.source == *id
        };
        if asked.iter().any(twice) {
            let message = format!("a second entry for `{id}`");
            problems.report(problem(input, operation, about, message));
        } else {
            asked.push(Asked { operation, about, statement });
        }
    }
}

/// Why an entry states no condition.
fn misfit(entry: &CuratedPrecondition, about: Aspect) -> Option<String> {
    let states = about.states();
    if let Some(unknown) = entry.values.iter().find(|value| !states.contains(&value.as_str())) {
        return Some(format!("`{unknown}` is not a state; expected one of {}", states.join(", ")));
    }
    let named: BTreeSet<&String> = entry.values.iter().collect();
    if named.is_empty() || named.len() == states.len() {
        return Some("the entry refuses nothing: it names no state, or all of them".to_owned());
    }
    None
}

fn statement(
    input: &Input<'_>,
    entry: &CuratedPrecondition,
    about: Aspect,
    id: &str,
) -> Option<Statement> {
    let source = source(input, id)?;
    let described = source.kind == "metadata";
    let kind = if described { EvidenceKind::OperationProse } else { EvidenceKind::PageRow };
    let mut statement = Statement::new(source, kind, Says::Requires);
    let in_order = about.states().iter().map(|wire| (*wire).to_owned());
    statement.evidence.requires = in_order.filter(|wire| entry.values.contains(wire)).collect();
    statement.evidence.code.clone_from(&entry.code);
    Some(statement)
}

/// The conditions of an operation, one for each kind of state.
pub(super) fn of(
    input: &Input<'_>,
    name: &str,
    operation: Option<&Operation>,
    asked: &[Asked<'_>],
    contradictions: &mut Vec<Contradiction>,
) -> Vec<(Aspect, Cell)> {
    let mut cells = Vec::new();
    for about in conditions() {
        let mut found: Vec<Statement> = asked
            .iter()
            .filter(|one| one.operation == name && one.about == about)
            .map(|one| one.statement.clone())
            .collect();
        found.sort_by_key(|one| (one.kind(), Reverse(one.published.clone())));
        let Some(first) = found.first().cloned() else {
            continue;
        };
        let code = found.iter().find_map(|one| one.evidence.code.clone());
        let against = disagreeing(&first, &found);
        contradictions.extend(against.iter().map(|(how, other)| Contradiction {
            operation: name.to_owned(),
            aspect: about,
            agreement: *how,
            stands: first.evidence.clone(),
            against: other.clone(),
        }));
        let agreement = against.iter().map(|(how, _)| *how).max().unwrap_or(Agreement::Agreed);
        found.extend(error_table(input, operation, code.as_deref()));
        let cell = Cell {
            verdict: Verdict::Denied,
            code,
            hazard: None,
            unless: first.evidence.requires,
            agreement,
            evidence: found.into_iter().map(|one| one.evidence).collect(),
        };
        cells.push((about, cell));
    }
    cells
}

/// A newer edition of a page replaces an older one; other sources count beside the first.
fn disagreeing(first: &Statement, all: &[Statement]) -> Vec<(Agreement, Evidence)> {
    let page = |one: &Statement| one.kind() == EvidenceKind::PageRow;
    all.iter()
        .filter(|one| one.evidence.requires != first.evidence.requires)
        .map(|one| {
            let replaced = page(first) && page(one) && one.published < first.published;
            let how = if replaced { Agreement::Superseded } else { Agreement::Contradicted };
            (how, one.evidence.clone())
        })
        .collect()
}

/// Whether the operation's own error table lists the code of the refusal.
fn error_table(
    input: &Input<'_>,
    operation: Option<&Operation>,
    code: Option<&str>,
) -> Option<Statement> {
    let (operation, code) = (operation?, code?);
    let source = source(input, operation.errors_source.as_deref()?)?;
    let listed = lists(Some(operation), code);
    let says = if listed { Says::ListsCode } else { Says::ListsNoCode };
    let mut statement = Statement::new(source, EvidenceKind::ErrorTable, says);
    statement.evidence.code = listed.then(|| code.to_owned());
    Some(statement)
}

fn problem(
    input: &Input<'_>,
    operation: &str,
    about: Aspect,
    message: impl Into<String>,
) -> Problem {
    let place = format!("[[precondition]] {operation} {}", about.name());
    let problem = input.curated.requests.problem(place, message);
    problem.help("correct the entry, or delete it if it is obsolete")
}
