//! A page on what a lock does to each operation -> its rows.

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::{Condition, Effect, ImpactPage, ImpactRow, Subject};

use super::names;
use super::phrases;
use super::report::{Report, excerpt};
use super::table::{self, Table};

/// Whether these are the header cells of an impact table.
pub(crate) fn is_header(cells: &[String]) -> bool {
    let [first, second] = cells else { return false };
    matches!(first.as_str(), "API" | "Operation" | "API operation") && !second.is_empty()
}

/// Reads the page. What it cannot make sense of are problems of the report.
pub(crate) fn read(text: &str, report: &mut Report) -> Option<ImpactPage> {
    let lines: Vec<&str> = text.lines().collect();
    let tables = table::tables(&lines, 1, is_header, report);
    if tables.is_empty() {
        report.advise(
            lines.len().max(1),
            "the page ends without a table of operations",
            "expected a header such as `Operation | Behavior |` or `API | Impact |`",
        );
    }
    let condition = condition(text, report);
    let default = default(&lines, report);
    let mut rows = Vec::new();
    for table in &tables {
        rows.extend(table_rows(table, report));
    }
    Some(ImpactPage { condition: condition?, default, partial: false, rows })
}

fn table_rows(table: &Table, report: &mut Report) -> Vec<ImpactRow> {
    let header = table.header.get(1).map(String::as_str).unwrap_or_default();
    let Some(subject) = subject(header) else {
        report.advise(
            table.line,
            format!("the column `{}` is not known", excerpt(header, 60)),
            "known: Behavior, Impact, Instance (or Disk) for which overdue payments are generated",
        );
        return Vec::new();
    };
    if table.rows.is_empty() {
        report.problem(table.line, "the table has no rows");
    }
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let [operation, cell] = row.cells.as_slice() else { continue };
        let (operation, cell) = (table::plain(operation), table::plain(cell));
        if !names::is_operation(&operation) {
            report.problem(row.line, format!("`{}` is no operation", excerpt(&operation, 60)));
            continue;
        }
        if !seen.insert(operation.clone()) {
            report.problem(row.line, format!("{operation} is listed twice"));
            continue;
        }
        let Some(saying) = phrases::understand(&cell) else {
            report.advise(
                row.line,
                format!("the phrase `{}` of {operation} is not known", excerpt(&cell, 80)),
                "add it to xtask/src/import/phrases.rs with the effect it states",
            );
            continue;
        };
        rows.push(ImpactRow {
            operation,
            subject,
            effect: saying.effect,
            code: saying.code,
            quality: saying.quality,
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
        });
    }
    rows
}

fn subject(header: &str) -> Option<Subject> {
    match table::plain(header).as_str() {
        "Behavior" | "Impact" => Some(Subject::Instance),
        text if !text.contains("overdue") => None,
        text if text.starts_with("Instance ") => Some(Subject::Instance),
        text if text.starts_with("Disk ") => Some(Subject::Disk),
        _ => None,
    }
}

/// The page names the lock that it is about as `LockReason: security` or `LockReason: financial`.
fn condition(text: &str, report: &mut Report) -> Option<Condition> {
    let mut found = BTreeSet::new();
    for (at, name) in text.match_indices("LockReason") {
        let value = text.get(at + name.len()..).unwrap_or_default();
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || ":\"`=".contains(c));
        if value.starts_with("security") {
            found.insert(Condition::SecurityLock);
        } else if value.starts_with("financial") {
            found.insert(Condition::FinancialLock);
        }
    }
    match (found.len(), found.first()) {
        (1, Some(condition)) => return Some(*condition),
        (0, _) => report.problem(1, "the page names no `LockReason: security` or `financial`"),
        _ => report.problem(1, "the page names both LockReason security and financial"),
    }
    None
}

/// The rule for operations that the table does not list; most editions state none.
fn default(lines: &[&str], report: &mut Report) -> Option<Effect> {
    let mut rule = None;
    for (at, line) in lines.iter().enumerate() {
        let line = table::plain(line).to_ascii_lowercase();
        if !line.contains("not listed") {
            continue;
        }
        let of_operations = line.contains("operations not listed") && line.contains("table");
        if of_operations && line.trim_end_matches('.').ends_with("are unaffected") {
            rule = Some(Effect::Unaffected);
        } else {
            report.advise(
                at + 1,
                format!("the rule `{}` is not known", excerpt(&line, 80)),
                "known: operations not listed in the table are unaffected",
            );
        }
    }
    rule
}
