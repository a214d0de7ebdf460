//! Tables that cross two conditions: a table for overdue instances whose columns are overdue and
//! normal disks, and one the other way round.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::capture::{CrossedCell, Payment, Quality, Says, Subject};

use super::{Table, is_new, line_number, plain, report_phrase};
use crate::import::issues::{Issues, excerpt};
use crate::import::phrases;

/// The cells of one table.
pub(super) fn cells(table: &Table, issues: &mut Issues) -> Vec<CrossedCell> {
    let columns: Option<Vec<(Subject, Payment)>> =
        table.header.iter().skip(1).map(|title| column(title)).collect();
    let both = columns.filter(|columns| match columns.as_slice() {
        [(one, Payment::Overdue), (other, Payment::Normal)] => one == other,
        _ => false,
    });
    let Some(columns) = both else {
        issues.advise(
            table.line,
            format!("the columns `{}` are not known", excerpt(&table.header.join(" | "), 80)),
            "expected one for an overdue disk (or instance), then one for a normal one",
        );
        return Vec::new();
    };
    if table.rows.is_empty() {
        issues.problem(table.line, "the table has no rows");
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for row in &table.rows {
        let Some((operation, cells)) = row.cells.split_first() else { continue };
        let operation = plain(operation);
        if !is_new(&operation, row.line, &mut seen, issues) {
            continue;
        }
        for ((other, payment), cell) in columns.iter().zip(cells) {
            let cell = plain(cell);
            let Some(effect) = effect(&cell) else {
                report_phrase(&operation, &cell, row.line, issues);
                continue;
            };
            let (subject, instance, disk) = match other {
                Subject::Disk => (Subject::Instance, Payment::Overdue, *payment),
                Subject::Instance => (Subject::Disk, *payment, Payment::Overdue),
            };
            let line = line_number(row.line);
            let operation = operation.clone();
            found.push(CrossedCell { operation, subject, instance, disk, effect, line });
        }
    }
    found
}

/// `Disk Payment Overdue` or `Disk Normal`.
fn column(title: &str) -> Option<(Subject, Payment)> {
    let title = plain(title).to_lowercase();
    let resources = [
        ("instance", Subject::Instance),
        ("disk", Subject::Disk),
        ("实例", Subject::Instance),
        ("磁盘", Subject::Disk),
        ("云盘", Subject::Disk),
    ];
    let (state, resource) = resources
        .iter()
        .find_map(|(name, resource)| Some((title.strip_prefix(name)?.trim_start(), *resource)))?;
    match state {
        "payment overdue" | "overdue" | "欠费" => Some((resource, Payment::Overdue)),
        "normal" | "payment normal" | "正常" => Some((resource, Payment::Normal)),
        _ => None,
    }
}

/// What a cell says: an effect, or that there is none (`-`). A cut cell says nothing.
#[expect(clippy::option_option, reason = "not understood, and understood as no relation")]
fn effect(cell: &str) -> Option<Option<Says>> {
    if cell == "-" {
        return Some(None);
    }
    let saying = phrases::understand(cell)?;
    let whole = saying.quality == Quality::Complete && saying.code.is_none();
    saying.effect.filter(|_| whole).map(Some)
}

/// Warns where both tables speak of an instance and a disk that are overdue, and disagree.
pub(super) fn compare(cells: &[CrossedCell], issues: &mut Issues) {
    let both =
        |cell: &&CrossedCell| cell.instance == Payment::Overdue && cell.disk == Payment::Overdue;
    let mut known: BTreeMap<&str, &CrossedCell> = BTreeMap::new();
    for cell in cells.iter().filter(both) {
        match known.get(cell.operation.as_str()) {
            Some(other) if other.effect != cell.effect => issues.warn(
                cell.line,
                format!(
                    "{}: the row on line {} says otherwise for an overdue instance with an overdue \
                     disk",
                    cell.operation, other.line
                ),
            ),
            Some(_) => {}
            None => {
                known.insert(&cell.operation, cell);
            }
        }
    }
}
