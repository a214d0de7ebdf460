//! The page on managed security groups -> who may call which operation.

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::{ManagedPage, ManagedRow};

use super::document::{Column, Document, Role, Row, Table, may_call, plain};
use super::headless;
use super::issues::{Issues, excerpt};
use super::names;

/// What keeps a document from being the managed-groups page; nothing when it is one.
pub(crate) fn misses(page: &Document) -> Vec<String> {
    let missed = tables(page).is_empty();
    let what =
        "a table of who may call which operation, such as `API | ... performed by ...`: none";
    missed.then(|| what.to_owned()).into_iter().collect()
}

/// Tables that say who may call.
fn tables(page: &Document) -> Vec<&Table> {
    let says = |table: &&Table| {
        table.role().is_some_and(|(role, columns)| {
            role == Role::Operations && columns.contains(&Column::Permission)
        })
    };
    page.tables().filter(says).collect()
}

/// Reads the page. What makes no sense to it becomes an issue.
pub(crate) fn read(page: &Document, issues: &mut Issues) -> Option<ManagedPage> {
    page.report_stray(|_, _| true, issues);
    headless::report(page, |cell| may_call(cell).is_some(), issues);
    let tables = tables(page);
    let [table] = tables.as_slice() else {
        issues.advise(
            tables.get(1).map_or(page.last_line, |second| second.line),
            format!("expected one table of permissions, found {}", tables.len()),
            "its header begins with `API` and says who can perform the operation",
        );
        return None;
    };
    let columns = Columns::of(table, issues)?;
    if table.rows.is_empty() {
        issues.problem(table.line, "the table has no rows");
    }
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        if let Some(row) = columns.read(row, issues) {
            if seen.insert(row.operation.clone()) {
                rows.push(row);
            } else {
                issues.problem(row.line, format!("{} is listed twice", row.operation));
            }
        }
    }
    Some(ManagedPage { code: code(page, issues), rows })
}

/// Which column says what.
struct Columns {
    account: usize,
    service: usize,
}

impl Columns {
    fn of(table: &Table, issues: &mut Issues) -> Option<Self> {
        let find = |english: &str, chinese: &str| {
            let says = |cell: &String| {
                cell.contains("performed by") && cell.contains(english) || cell.contains(chinese)
            };
            table.header.iter().position(says)
        };
        let columns =
            Some((find("Alibaba Cloud account", "阿里云账号"), find("service", "云产品系统")));
        let Some((Some(account), Some(service))) = columns.filter(|(a, s)| a != s) else {
            issues.problem(
                table.line,
                "expected a column for the Alibaba Cloud account and one for the cloud service",
            );
            return None;
        };
        Some(Self { account, service })
    }

    fn read(&self, row: &Row, issues: &mut Issues) -> Option<ManagedRow> {
        let operation = plain(row.cells.first()?);
        if !names::is_operation(&operation) {
            issues.problem(
                row.line,
                format!("`{}` is not the name of an operation", excerpt(&operation, 60)),
            );
            return None;
        }
        let mut answer = |column: usize| {
            let cell = row.cells.get(column).map(|cell| plain(cell)).unwrap_or_default();
            match may_call(&cell) {
                Some(answer) => Some(answer),
                None => {
                    let cell = excerpt(&cell, 60);
                    let message = format!("expected Yes or No for {operation}, found `{cell}`");
                    issues.problem(row.line, message);
                    None
                }
            }
        };
        let (account, service) = (answer(self.account), answer(self.service));
        let line = u32::try_from(row.line).unwrap_or(u32::MAX);
        Some(ManagedRow { account: account?, service: service?, operation, line })
    }
}

/// The code that the text announces: the word before "error code", or behind it in Chinese.
fn code(page: &Document, issues: &mut Issues) -> Option<String> {
    let text = page.prose_text();
    let mut codes = BTreeSet::new();
    for (at, _) in text.match_indices(" error code") {
        let word = text.get(..at).and_then(|before| before.split(' ').next_back());
        codes.extend(word.filter(|word| names::is_plainly_code(word)));
    }
    for behind in text.split("错误码").skip(1) {
        let end = behind.find(|c| !names::is_code_char(c)).unwrap_or(behind.len());
        codes.extend(behind.get(..end).filter(|word| names::is_plainly_code(word)));
    }
    match codes.len() {
        0 => issues.warn(1, "the page names no error code"),
        1 => {}
        _ => issues.problem(1, format!("the page names several error codes: {codes:?}")),
    }
    codes.first().map(|code| (*code).to_owned())
}
