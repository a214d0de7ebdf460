//! A page on what a lock does to each operation -> its rows.

mod crossed;

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::{Aspect, ImpactPage, ImpactRow, Quality, Says, Subject};
use aliyun_rpc_vocabulary::Lock;

use super::document::{Column, Content, Document, Form, Role, Table, plain};
use super::headless;
use super::issues::{Issues, excerpt};
use super::names;
use super::phrases::{self, Saying};

/// What keeps a document from being an impact page; nothing when it is one.
pub(crate) fn misses(page: &Document) -> Vec<String> {
    // A list that describes operations does not say what happens to them.
    let states =
        |table: &Table| table.role().is_some_and(|(_, columns)| columns.contains(&Column::Effect));
    let missed = !tables(page).any(|(_, table)| states(table));
    let what = "a table of operations and what happens to them, such as `Operation | Impact`: none";
    missed.then(|| what.to_owned()).into_iter().collect()
}

/// Tables with an operation and one or two columns about it.
fn tables(page: &Document) -> impl Iterator<Item = (usize, &Table)> {
    let all = page.blocks.iter().enumerate().filter_map(|(at, block)| match &block.content {
        Content::Table(table) => Some((at, table)),
        _ => None,
    });
    all.filter(|(_, table)| {
        table.role().is_some_and(|(role, columns)| {
            let known = columns.iter().skip(1).filter(|one| **one == Column::Effect).count();
            role == Role::Operations && (columns.len() == 2 || known == 2 && columns.len() == 3)
        })
    })
}

/// Reads the page. What makes no sense to it becomes an issue.
pub(crate) fn read(page: &Document, issues: &mut Issues) -> Option<ImpactPage> {
    page.report_stray(|_, _| true, issues);
    headless::report(page, |cell| saying(cell).is_some(), issues);
    if tables(page).next().is_none() {
        issues.advise(
            page.last_line,
            format!("the page ends without a table of operations; found {}", page.headers()),
            "expected a header such as `Operation | Behavior |` or `API | Impact |`",
        );
    }
    let condition = condition(page, issues);
    let default = default(page, issues);
    let mut rows = Vec::new();
    let mut crossed = Vec::new();
    for (at, table) in tables(page) {
        check_end(page, at, table, issues);
        if table.header.len() == 3 {
            crossed.extend(crossed::cells(table, issues));
        } else {
            rows.extend(table_rows(table, issues));
        }
    }
    if !crossed.is_empty() && !rows.is_empty() {
        issues.problem(
            1,
            "the page mixes tables that distinguish instance and disk with tables that do not",
        );
    }
    crossed::compare(&crossed, issues);
    Some(ImpactPage { condition: condition?, default, partial: false, rows, crossed })
}

/// The last cell of a table without marks around its cells may have been cut.
fn check_end(page: &Document, at: usize, table: &Table, issues: &mut Issues) {
    let marked = matches!(table.form, Form::Pipes | Form::Html);
    if !marked && !page.ends_with_break && !page.goes_on_behind(at) {
        issues.advise(
            page.last_line,
            "the page ends within its last row, without a line break",
            "the file may be cut off; download the page again",
        );
    }
}

fn table_rows(table: &Table, issues: &mut Issues) -> Vec<ImpactRow> {
    let header = table.header.get(1).map(String::as_str).unwrap_or_default();
    let Some(subject) = subject(header) else {
        issues.advise(
            table.line,
            format!("the column `{}` is not known", excerpt(header, 60)),
            "known: Behavior, Impact, Instance (or Disk) for which overdue payments are generated",
        );
        return Vec::new();
    };
    if table.rows.is_empty() {
        issues.problem(table.line, "the table has no rows");
    }
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let [operation, cell] = row.cells.as_slice() else { continue };
        let (operation, cell) = (plain(operation), plain(cell));
        if !is_new(&operation, row.line, &mut seen, issues) {
            continue;
        }
        let Some(saying) = saying(&cell) else {
            report_phrase(&operation, &cell, row.line, issues);
            continue;
        };
        // Only captures of web pages with marks between their cells lose the ends of cells.
        if saying.quality == Quality::Truncated && table.form != Form::Pipes {
            let message = format!("the row of {operation} breaks off: `{}`", excerpt(&cell, 80));
            issues.advise(row.line, message, "the file may be cut off; download the page again");
            continue;
        }
        rows.push(ImpactRow {
            operation,
            subject,
            effect: saying.effect,
            code: saying.code,
            quality: saying.quality,
            line: line_number(row.line),
        });
    }
    rows
}

/// What a cell says; none when nobody knows the phrase.
fn saying(cell: &str) -> Option<Saying> {
    match cell {
        "-" => Some(Saying::no_relation()),
        cell => phrases::understand(cell),
    }
}

/// Whether a cell names an operation that the table has not named before.
fn is_new(operation: &str, line: usize, seen: &mut BTreeSet<String>, issues: &mut Issues) -> bool {
    if !names::is_operation(operation) {
        issues
            .problem(line, format!("`{}` is not the name of an operation", excerpt(operation, 60)));
        return false;
    }
    let new = seen.insert(operation.to_owned());
    if !new {
        issues.problem(line, format!("{operation} is listed twice"));
    }
    new
}

fn report_phrase(operation: &str, cell: &str, line: usize, issues: &mut Issues) {
    issues.advise(
        line,
        format!("the phrase `{}` of {operation} is not known", excerpt(cell, 80)),
        "add it to xtask/src/import/phrases.rs with the effect it states",
    );
}

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn subject(header: &str) -> Option<Subject> {
    let header = plain(header);
    match header.as_str() {
        "Behavior" | "Impact" | "行为" | "影响" | "结果" | "实例欠费" => {
            Some(Subject::Instance)
        }
        "磁盘欠费" | "云盘欠费" => Some(Subject::Disk),
        text if !text.contains("overdue") => None,
        text if text.starts_with("Instance ") => Some(Subject::Instance),
        text if text.starts_with("Disk ") => Some(Subject::Disk),
        _ => None,
    }
}

/// The page names the lock that it is about: `LockReason: security`, `LockReason: financial`, ...
fn condition(page: &Document, issues: &mut Issues) -> Option<Aspect> {
    let text = page.prose_text();
    let mut found = BTreeSet::new();
    for (at, name) in text.match_indices("LockReason") {
        let value = text.get(at + name.len()..).unwrap_or_default();
        let marks = |c: char| c.is_whitespace() || ":\u{ff1a}\"`=".contains(c);
        let value = value.trim_start_matches(marks);
        found.extend(locked_by(value));
    }
    if found.is_empty() {
        found = titled_condition(&text);
    }
    match (found.len(), found.first()) {
        (1, Some(condition)) => return Some(*condition),
        (0, _) => issues.advise(
            1,
            "the page does not say which lock it describes",
            "expected `LockReason: security`, `financial`, `recycling`, `dedicatedhostfinancial` or \
             `refunded`, or a title that says so",
        ),
        _ => {
            let names: Vec<&str> = found.iter().map(|kind| kind.name()).collect();
            issues.problem(1, format!("the page names several reasons: {}", names.join(", ")));
        }
    }
    None
}

/// The lock whose reason a text begins with.
fn locked_by(text: &str) -> Option<Aspect> {
    let begins = |lock: &Lock| {
        let start = text.get(..lock.name().len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(lock.name()))
    };
    Lock::NAMED.into_iter().find(begins)?.aspect()
}

/// The lock that the words of the page are about; an excerpt may lack the sentence with the reason.
fn titled_condition(text: &str) -> BTreeSet<Aspect> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let security =
        says(&["locked for security reasons", "security lock", "security-locked", "安全锁定"]);
    let financial = says(&["overdue payment", "欠费"]);
    let known = [(security, Aspect::SecurityLock), (financial, Aspect::FinancialLock)];
    known.into_iter().filter(|(says, _)| *says).map(|(_, condition)| condition).collect()
}

/// The rule for operations that the table does not list; most editions state none.
fn default(page: &Document, issues: &mut Issues) -> Option<Says> {
    let mut rule = None;
    for (at, line) in page.prose() {
        let line = plain(line).to_lowercase();
        let unlisted = ["not listed", "未列出", "没有列出"];
        if !unlisted.iter().any(|words| line.contains(words)) {
            continue;
        }
        let said = line.trim_end_matches(['.', '。']);
        let english = ["operations not listed", "operations that are not listed"];
        let of_operations = english.iter().any(|words| said.contains(words))
            && said.contains("table")
            && said.ends_with("are unaffected");
        let chinese = said.ends_with("不受影响") && !said.contains("部分");
        if of_operations || chinese {
            rule = Some(Says::Unaffected);
        } else {
            issues.advise(
                at,
                format!("the rule `{}` is not known", excerpt(&line, 80)),
                "known: operations not listed in the table are unaffected",
            );
        }
    }
    rule
}
