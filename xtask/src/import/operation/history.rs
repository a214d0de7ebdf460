//! Change history and date of a page.

use aliyun_rpc_spec::capture::{Change, ChangeKind};

use super::{Column, Document, Role, dates, plain};
use crate::import::issues::{Issues, excerpt};

/// The changes in the order of the page.
pub(super) fn read(page: &Document, issues: &mut Issues) -> Vec<Change> {
    let mut changes = Vec::new();
    for table in page.tables().filter(|table| table.is(Role::History)) {
        let Some((_, columns)) = table.role() else { continue };
        for row in &table.rows {
            let date = row.plain(&columns, Column::Day);
            let summary = row.plain(&columns, Column::Summary).to_lowercase();
            if is_none(&date) || date.is_empty() && row.cells.iter().all(String::is_empty) {
                continue;
            }
            if !dates::is_date(&date) {
                let message = format!("`{}` is not a day", excerpt(&date, 40));
                issues.advise(
                    row.line,
                    message,
                    "expected YYYY-MM-DD under the title of the column",
                );
                continue;
            }
            let kinds =
                KINDS.iter().filter(|(_, words)| words.iter().any(|word| summary.contains(word)));
            changes.push(Change { date, kinds: kinds.map(|(kind, _)| *kind).collect() });
        }
    }
    changes
}

fn is_none(cell: &str) -> bool {
    matches!(cell, "No change history" | "\u{65e0}" | "none" | "-")
}

/// Words that say what changed; in lower case.
const KINDS: [(ChangeKind, &[&str]); 6] = [
    (ChangeKind::ErrorCodes, &["error code", "错误码"]),
    (ChangeKind::Request, &["request parameter", "input parameter", "入参", "请求参数"]),
    (
        ChangeKind::Response,
        &[
            "response parameter",
            "response structure",
            "output parameter",
            "出参",
            "返回参数",
            "返回结构",
        ],
    ),
    (ChangeKind::Description, &["description update", "描述"]),
    (ChangeKind::Deprecated, &["is deprecated", "已废弃"]),
    (ChangeKind::Restored, &["is not deprecated", "未废弃"]),
];

/// The day a page says it was updated on, in any language: `Last Updated:Mar 19, 2024`.
pub(super) fn updated(page: &Document) -> Option<String> {
    let near_top = page.prose().take(40).filter(|(line, _)| page.closed || *line <= 40);
    near_top
        .filter_map(|(_, line)| line.rsplit_once([':', '\u{ff1a}']).map(|(_, day)| plain(day)))
        .find_map(|day| dates::english(&day).or_else(|| dates::is_date(&day).then_some(day)))
}
