//! The list of actions, resource types and condition keys for RAM -> its facts. Most copies have a
//! cell a line: nothing marks a row, so every row is read against its shape, and a cell that was
//! lost or moved is a problem with its line.

mod actions;
mod cells;

use std::collections::BTreeSet;

use aliyun_rpc_spec::capture::{ListedConditionKey, ListedResourceType, RamList};
use aliyun_rpc_spec::text::is_condition_key;

use self::cells::{ACTIONS, CONDITIONS, Cell, Cells, Layout, Lines, RESOURCES};
use super::document::{Content, Document};
use super::issues::{Issues, excerpt};
use super::operation::section::{self, Section};

/// Whether a text is the list with a cell a line, or with tabs between the cells. The page of one
/// operation may have a table like that of the actions.
pub(crate) fn is_list(text: &str) -> bool {
    let requests = |line: &str| section::of_heading(line.trim_start_matches('#').trim());
    Lines::of(text).table(&ACTIONS).is_some()
        && !text.lines().any(|line| requests(line) == Some(Section::Request))
}

/// Whether a table with this header is one of the list, so that no row of it may be lost.
pub(crate) fn is_header(header: &[String]) -> bool {
    [&ACTIONS, &RESOURCES, &CONDITIONS].iter().any(|layout| layout.is_titled(header))
}

/// What a page whose tables have rows lacks to be the list.
pub(crate) fn misses(page: &Document) -> Vec<String> {
    let of_request = |content: &Content| match content {
        Content::Heading { text, .. } => section::of_heading(text) == Some(Section::Request),
        _ => false,
    };
    match cells::table(page, &ACTIONS) {
        Some(_) if page.blocks.iter().any(|block| of_request(&block.content)) => {
            vec!["an end before the section `Request parameters`".to_owned()]
        }
        Some(_) => Vec::new(),
        None => vec![format!("a table with the columns `{}`", ACTIONS.titles())],
    }
}

/// Reads the list from text with a cell a line.
pub(crate) fn read_lines(text: &str, issues: &mut Issues) -> Option<RamList> {
    let lines = Lines::of(text);
    read(|layout| lines.table(layout), lines.last_line(), issues)
}

/// Reads the list from a page whose tables have rows.
pub(crate) fn read_page(page: &Document, issues: &mut Issues) -> Option<RamList> {
    read(|layout| cells::table(page, layout), page.last_line, issues)
}

/// What makes no sense to it becomes an issue.
fn read(
    table: impl Fn(&Layout) -> Option<Cells>,
    last_line: usize,
    issues: &mut Issues,
) -> Option<RamList> {
    let mut section = |layout: &Layout| {
        let found = table(layout).filter(|found| found.is_closed);
        if found.is_none() {
            issues.advise(
                last_line,
                format!("no complete table with the columns `{}`", layout.titles()),
                "a table ends before the next heading; the file may be cut off; download the page again",
            );
        }
        found.map(|found| found.cells)
    };
    let (actions, resources, conditions) =
        (section(&ACTIONS), section(&RESOURCES), section(&CONDITIONS));
    let (actions, resources, conditions) = (actions?, resources?, conditions?);
    let resource_types = resource_types(&resources, issues);
    let types = resource_types.iter().map(|one| one.resource.as_str()).collect();
    let condition_keys = condition_keys(&conditions, issues);
    let actions = actions::read(&actions, &types, &resource_types, &condition_keys, issues);
    Some(RamList { actions, resource_types, condition_keys })
}

/// A type, then its patterns as a list.
fn resource_types(cells: &[Cell], issues: &mut Issues) -> Vec<ListedResourceType> {
    let mut found: Vec<ListedResourceType> = Vec::new();
    let mut seen = BTreeSet::new();
    for cell in cells {
        match found.last_mut() {
            Some(last) if cells::is_arn(&cell.text) => last.patterns.push(cell.text.clone()),
            _ if cells::is_type(&cell.text) => {
                if !seen.insert(cell.text.clone()) {
                    issues.problem(cell.line, format!("`{}` is listed twice", cell.text));
                }
                let (resource, line) = (cell.text.clone(), cell.number());
                found.push(ListedResourceType { resource, patterns: Vec::new(), line });
            }
            _ => unexpected(cell, "a resource type or a pattern of its names", issues),
        }
    }
    for one in found.iter().filter(|one| one.patterns.is_empty()) {
        issues.problem(one.line, format!("`{}` has no pattern", one.resource));
    }
    found
}

/// A key, what it means, and the type of its values. The meaning is prose and is not kept.
fn condition_keys(cells: &[Cell], issues: &mut Issues) -> Vec<ListedConditionKey> {
    let mut found: Vec<ListedConditionKey> = Vec::new();
    let mut open: Option<&Cell> = None;
    for cell in cells {
        let is_key = cell.text.contains(':') && is_condition_key(&cell.text);
        match open {
            None if is_key => open = Some(cell),
            None => unexpected(cell, "a condition key", issues),
            Some(key) if is_key => {
                issues.problem(key.line, format!("`{}` has no type", key.text));
                open = Some(cell);
            }
            Some(key) if matches!(&*cell.text, "String" | "Boolean") => {
                if found.iter().any(|known| known.key == key.text) {
                    issues.problem(key.line, format!("`{}` is defined twice", key.text));
                }
                found.push(ListedConditionKey {
                    key: key.text.clone(),
                    value_type: cell.text.to_ascii_lowercase(),
                    line: key.number(),
                });
                open = None;
            }
            // A word alone is not an explanation: it is an unknown type.
            Some(_) if !cell.text.contains(' ') => {
                unexpected(cell, "`String` or `Boolean`", issues);
            }
            Some(_) => {}
        }
    }
    if let Some(key) = open {
        issues.problem(key.line, format!("`{}` has no type", key.text));
    }
    found
}

fn unexpected(cell: &Cell, expected: &str, issues: &mut Issues) {
    issues.problem(cell.line, format!("expected {expected}, found `{}`", excerpt(&cell.text, 60)));
}

#[cfg(test)]
mod tests;
