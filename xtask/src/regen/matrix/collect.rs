//! Every statement of every source about one operation and one aspect of a situation.

use aliyun_rpc_spec::capture::Quality;
use aliyun_rpc_spec::matrix::{Aspect, Evidence, EvidenceKind, Says};

use super::restore::Restored;
use super::statement::Statement;
use super::{Input, aspects, lists, reach, source};
use crate::regen::model::Operation;
use crate::sources::Source;

/// All statements, in no particular order.
pub(super) fn statements(
    input: &Input<'_>,
    name: &str,
    operation: Option<&Operation>,
    aspect: Aspect,
    restored: &[Restored<'_>],
) -> Vec<Statement> {
    let mut found = impact_rows(input, name, aspect);
    found.extend(crossed_cells(input, name, aspect));
    found.extend(managed_rows(input, name, aspect));
    found.extend(
        restored
            .iter()
            .filter(|one| one.operation == name && one.aspect == aspect)
            .map(|one| one.statement.clone()),
    );
    found.extend(defaults(input, name, aspect));
    mark_replaced(input, aspect, &mut found);
    if let Some(operation) = operation {
        found.extend(prose(input, operation, aspect));
        found.extend(error_table(input, operation, aspect, &found));
    }
    // What the parameters reach matters only where no source speaks about this operation.
    if found.iter().all(|one| one.kind() == EvidenceKind::PageDefault)
        && let Some(operation) = operation
    {
        found.extend(out_of_reach(input, operation, aspect));
    }
    found
}

/// Marks what older editions say: the newest complete edition of a page replaces them whole, with
/// their rules for what they do not list. A partial one replaces nothing that it does not list.
pub(super) fn mark_replaced(input: &Input<'_>, aspect: Aspect, found: &mut [Statement]) {
    let impact = input
        .impact
        .iter()
        .filter(|(_, page)| aspects::is_about(page.condition, aspect) && !page.partial);
    let managed = input
        .managed
        .iter()
        .filter(|_| matches!(aspect, Aspect::ManagedGroup | Aspect::ManagedGroupService));
    let complete = impact.map(|(source, _)| source).chain(managed.map(|(source, _)| source));
    let Some(newest) = complete.map(|source| source.published.as_str()).max() else {
        return;
    };
    for one in found {
        one.replaced = one.is_of_edition() && one.published.as_str() < newest;
    }
}

/// What tables say that tell overdue instances and disks apart.
pub(super) fn crossed_cells(input: &Input<'_>, name: &str, aspect: Aspect) -> Vec<Statement> {
    let mut found = Vec::new();
    for (source, page) in input.impact {
        for cell in page.crossed.iter().filter(|cell| cell.operation == name) {
            if aspects::of_crossed(page.condition, cell) == Some(aspect) {
                let says = cell.effect.unwrap_or(Says::NoRelation);
                let mut statement = Statement::new(source, EvidenceKind::PageRow, says);
                statement.evidence.line = cell.line;
                found.push(statement);
            }
        }
    }
    found
}

fn impact_rows(input: &Input<'_>, name: &str, aspect: Aspect) -> Vec<Statement> {
    let mut found = Vec::new();
    for (source, page) in input.impact {
        for row in page.rows.iter().filter(|row| row.operation == name) {
            if aspects::of_row(page.condition, row.subject) == Some(aspect) {
                found.push(Statement {
                    evidence: Evidence {
                        source: source.id.clone(),
                        kind: EvidenceKind::PageRow,
                        says: row.effect,
                        requires: Vec::new(),
                        code: row.code.clone(),
                        quality: row.quality,
                        line: row.line,
                        reason: None,
                    },
                    published: source.published.clone(),
                    replaced: false,
                });
            }
        }
    }
    found
}

fn managed_rows(input: &Input<'_>, name: &str, aspect: Aspect) -> Vec<Statement> {
    let mut found = Vec::new();
    for (source, page) in input.managed {
        for row in page.rows.iter().filter(|row| row.operation == name) {
            let allowed = match aspect {
                Aspect::ManagedGroup => row.account,
                Aspect::ManagedGroupService => row.service,
                _ => continue,
            };
            let says = if allowed { Says::Unaffected } else { Says::Denied };
            let mut statement = Statement::new(source, EvidenceKind::PageRow, says);
            statement.evidence.line = row.line;
            // The page names one code for all refusals.
            statement.evidence.code = if allowed { None } else { page.code.clone() };
            found.push(statement);
        }
    }
    found
}

fn prose(input: &Input<'_>, operation: &Operation, aspect: Aspect) -> Vec<Statement> {
    if aspect != Aspect::SecurityLock {
        return Vec::new();
    }
    operation
        .lock_notes
        .iter()
        .filter_map(|(id, says)| {
            Some(Statement::new(source(input, id)?, EvidenceKind::OperationProse, *says))
        })
        .collect()
}

/// What the error table says: it lists the code of the aspect; or it does not although somebody
/// says that the call is refused, and then perhaps another code that fits.
fn error_table(
    input: &Input<'_>,
    operation: &Operation,
    aspect: Aspect,
    found: &[Statement],
) -> Option<Statement> {
    let source = source(input, operation.errors_source.as_deref()?)?;
    let code = aspects::code(aspect)?;
    if lists(Some(operation), code) {
        let mut statement = Statement::new(source, EvidenceKind::ErrorTable, Says::ListsCode);
        statement.evidence.code = Some(code.to_owned());
        return Some(statement);
    }
    let current = || found.iter().filter(|one| !one.replaced);
    if !current().any(Statement::refuses) {
        return None;
    }
    let mut statement = Statement::new(source, EvidenceKind::ErrorTable, Says::ListsNoCode);
    statement.evidence.code = aspects::other_code(aspect)
        .filter(|other| current().any(lost_its_code) && lists(Some(operation), other))
        .map(str::to_owned);
    Some(statement)
}

/// A cell that was cut after "refused", whatever the disk, and before the code.
fn lost_its_code(statement: &Statement) -> bool {
    statement.kind() == EvidenceKind::PageRow
        && statement.evidence.quality == Quality::Truncated
        && statement.says() == Some(Says::Denied)
        && statement.evidence.code.is_none()
}

/// The rule of every complete edition that does not list the operation.
fn defaults(input: &Input<'_>, name: &str, aspect: Aspect) -> Vec<Statement> {
    input
        .impact
        .iter()
        .filter(|(_, page)| {
            page.condition == aspect
                && !page.partial
                && !page.rows.iter().any(|row| row.operation == name)
                && !page.crossed.iter().any(|cell| cell.operation == name)
        })
        .filter_map(|(source, page)| {
            Some(Statement::new(source, EvidenceKind::PageDefault, page.default?))
        })
        .collect()
}

/// The operation has no parameter that reaches the resource of this aspect.
fn out_of_reach(input: &Input<'_>, operation: &Operation, aspect: Aspect) -> Option<Statement> {
    if reach::reaches(input.product, operation, aspect) {
        return None;
    }
    let source = parameters_source(input)?;
    Some(Statement::new(source, EvidenceKind::NotApplicable, Says::Unaffected))
}

/// The newest metadata, which parameters come from.
fn parameters_source<'a>(input: &Input<'a>) -> Option<&'a Source> {
    let metadata = input.sources.iter().filter(|source| source.kind == "metadata");
    metadata.max_by(|a, b| (&a.published, &a.id).cmp(&(&b.published, &b.id)))
}
