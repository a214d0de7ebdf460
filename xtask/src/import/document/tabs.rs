//! Tables whose cells have tabs between them, as a browser copies them; a cell may span lines.

use super::column::{self, Column, Role};
use super::keyed::{LOST, is_surely_code};
use super::{Form, Row, Table, grammar, plain};
use crate::import::issues::{Issues, excerpt};

/// A table whose cells have tabs between them, as a browser copies it; a cell may span lines.
pub(super) struct Tabbed<'a> {
    pub lines: &'a [&'a str],
    pub at: usize,
}

impl Tabbed<'_> {
    /// Reads the table whose header is at `at`. `ends` says whether a line is past the end of the
    /// table.
    pub(super) fn read(
        &mut self,
        ends: impl Fn(usize) -> bool,
        issues: &mut Issues,
    ) -> Option<Table> {
        let header = cells(self.lines.get(self.at)?)?;
        let (role, columns) = column::role(&header)?;
        let line = self.at + 1;
        self.at += 1;
        let mut rows: Vec<Row> = Vec::new();
        let mut blank = false;
        // The next line with tabs.
        let mut next = self.at;
        while let Some(text) = self.lines.get(self.at) {
            let place = self.at + 1;
            let whole = rows.last().is_none_or(|row| row.cells.len() >= header.len());
            match cells(text) {
                Some(cells) if column::role(&cells).is_some() => break,
                Some(cells) if begins(&columns, header.len(), &cells) => {
                    rows.push(Row { line: place, cells });
                }
                Some(cells) if !whole => continue_row(rows.last_mut(), cells),
                Some(_) => {
                    let message = format!("`{}` does not begin a row", excerpt(text, 60));
                    issues.advise(place, message, LOST);
                }
                None if text.trim().is_empty() => {}
                None if ends(self.at) => break,
                None if whole && blank && role != Role::Parameters => {
                    if next <= self.at {
                        next = self.next_cells(&ends);
                    }
                    // A cell can have several paragraphs, and the next row stands behind them.
                    let cells = self.lines.get(next).and_then(|line| cells(line));
                    if !cells.is_some_and(|cells| begins(&columns, header.len(), &cells)) {
                        break;
                    }
                    continue_row(rows.last_mut(), vec![(*text).to_owned()]);
                }
                None => continue_row(rows.last_mut(), vec![(*text).to_owned()]),
            }
            blank = text.trim().is_empty();
            self.at += 1;
        }
        rows.retain_mut(|row| is_whole(row, &header, &columns, issues));
        Some(Table { form: Form::Tabs, header, line, rows })
    }

    /// The next line with tabs, or the end of the table.
    fn next_cells(&self, ends: impl Fn(usize) -> bool) -> usize {
        let is_past =
            |at: &usize| ends(*at) || self.lines.get(*at).is_some_and(|line| line.contains('\t'));
        let found = (self.at + 1..self.lines.len()).find(is_past);
        found.filter(|at| !ends(*at)).unwrap_or(self.lines.len())
    }
}

/// The cells of a line; none when it has no tab.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim_end_matches(['\r', ' ']);
    let cells = || line.split('\t').map(|cell| cell.trim().to_owned()).collect();
    line.contains('\t').then(cells)
}

/// Whether cells begin a row: their first ones fit, or only a name, with or without a description,
/// stands there, which opens a list of the response.
fn begins(columns: &[Column], most: usize, cells: &[String]) -> bool {
    let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
    let whole = grammar::fits(columns, &texts);
    let untyped = columns.first() == Some(&Column::Name) && cells.len() == most;
    let (first, second) = (cells.first(), cells.get(1));
    let opens =
        first.is_some_and(|cell| grammar::is_name(cell)) && second.is_some_and(String::is_empty);
    let unnamed =
        first.is_some_and(String::is_empty) && second.is_some_and(|cell| grammar::is_type(cell));
    whole || untyped && (opens || unnamed)
}

/// More of a row: the first part belongs to the cell that the line before broke off in.
fn continue_row(row: Option<&mut Row>, parts: Vec<String>) {
    let Some(row) = row else { return };
    let mut parts = parts.into_iter();
    if let (Some(cell), Some(part)) = (row.cells.last_mut(), parts.next()) {
        if !cell.is_empty() && !part.is_empty() {
            cell.push('\n');
        }
        cell.push_str(part.trim_end());
    }
    row.cells.extend(parts);
}

/// Whether a row has its cells; blank ones at its end are often trimmed.
fn is_whole(row: &mut Row, header: &[String], columns: &[Column], issues: &mut Issues) -> bool {
    let found = row.cells.len();
    let open = |column: &Column| {
        matches!(column, Column::Description | Column::Example | Column::Message | Column::Details)
    };
    let trimmed = columns.get(found..).is_none_or(|rest| rest.iter().all(open));
    // A code that was lost leaves its message in its place.
    let code = columns.iter().position(|column| *column == Column::Code);
    let shifted = found < header.len()
        && code.and_then(|at| row.cells.get(at)).is_some_and(|cell| !is_surely_code(&plain(cell)));
    if found > header.len() || !trimmed || shifted {
        let message = format!("the row has {found} cells instead of {}", header.len());
        issues.advise(row.line, message, LOST);
        return false;
    }
    row.cells.resize(header.len(), String::new());
    true
}
