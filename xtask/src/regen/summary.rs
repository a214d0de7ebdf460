//! What a regeneration prints: what went in, what came out, what changed, how long it took.

use std::time::Duration;

use aliyun_rpc_spec::ir::Group;
use aliyun_rpc_spec::matrix::Agreement;

use super::Spec;
use super::load::Input;
use super::matrix::Contradiction;

/// The counts of one product.
pub(crate) struct Counts {
    pub operations: usize,
    pub withdrawn: usize,
    pub parameters: usize,
    pub response_fields: usize,
    pub error_pairs: usize,
    pub decisions: usize,
    pub evidence: usize,
}

/// Counts what a specification holds.
pub(crate) fn count(spec: &Spec) -> Counts {
    let typed = |count: fn(&Group) -> usize| spec.groups.values().map(count).sum();
    let rows = spec.matrix.as_ref().map_or(&[][..], |matrix| &matrix.operations);
    Counts {
        operations: typed(|group| group.operations.len()),
        withdrawn: rows.iter().filter(|row| !row.typed).count(),
        parameters: spec
            .model
            .operations
            .values()
            .filter(|operation| operation.current)
            .map(|operation| operation.parameters.len())
            .sum(),
        response_fields: spec
            .model
            .operations
            .values()
            .filter(|operation| operation.current)
            .filter_map(|operation| operation.response.as_ref())
            .map(members)
            .sum(),
        error_pairs: error_pairs(spec),
        decisions: rows.iter().map(|row| row.cells.len()).sum(),
        evidence: rows
            .iter()
            .flat_map(|row| row.cells.values())
            .map(|cell| cell.evidence.len())
            .sum(),
    }
}

/// Fields of a response at any depth: members, and the items of lists.
fn members(schema: &aliyun_rpc_spec::capture::Schema) -> usize {
    let own: usize = schema.members.iter().map(|member| 1 + members(member)).sum();
    let items = schema.items.as_deref().map_or(0, |item| 1 + members(item));
    let map = schema.map.as_deref().map_or(0, members);
    own + items + map
}

/// Distinct (operation, code) pairs of every operation, withdrawn ones included.
pub(crate) fn error_pairs(spec: &Spec) -> usize {
    spec.model
        .operations
        .values()
        .map(|operation| {
            let mut codes: Vec<&str> =
                operation.errors.iter().map(|row| row.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            codes.len()
        })
        .sum()
}

/// `1 source`, `2 sources`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {what}{end}")
}

/// Prints the summary.
pub(crate) fn print(
    input: &Input,
    specs: &[Spec],
    changed: &[String],
    check: bool,
    elapsed: Duration,
) {
    for spec in specs {
        let counts = count(spec);
        let name = &spec.product.product;
        let sources =
            input.captures.iter().filter(|captured| captured.source.product == *name).count();
        println!("{name} {}: {}", spec.product.version, counted(sources, "source"));
        println!(
            "  {} in {} ({} more only in the matrix), {} parameters, {} response fields",
            counted(counts.operations, "operation"),
            counted(spec.groups.len() - 1, "group"),
            counts.withdrawn,
            counts.parameters,
            counts.response_fields,
        );
        let codes = counted(spec.codes.codes.len(), "code");
        println!("  {}, {codes}", counted(counts.error_pairs, "error pair"));
        println!(
            "  {} from {}, {}",
            counted(counts.decisions, "decision"),
            counted(counts.evidence, "statement"),
            disagreements(&spec.contradictions),
        );
    }
    let verb = if check { "stale" } else { "written" };
    for file in changed {
        println!("{verb}: {file}");
    }
    let seconds = elapsed.as_secs_f64();
    match (changed.len(), check) {
        (0, _) => println!("nothing changed, {seconds:.3} s"),
        (count, true) => {
            println!("{count} file(s) are stale, {seconds:.3} s; run `cargo xtask regen`");
        }
        (count, false) => println!("{count} file(s) written, {seconds:.3} s"),
    }
}

/// How many statements disagree with what was decided, and how many of them a newer edition of
/// their page replaced.
pub(crate) fn disagreements(found: &[Contradiction]) -> String {
    let contradictions = found.iter().filter(|one| one.agreement == Agreement::Contradicted);
    let contradictions = contradictions.count();
    let superseded = counted(found.len() - contradictions, "superseded statement");
    format!("{}, {superseded}", counted(contradictions, "contradiction"))
}
