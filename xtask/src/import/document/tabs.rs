//! Tables whose cells have tabs between them, as a browser copies them or a spreadsheet saves them;
//! a cell may span lines.

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
        let titles = Titles::of(self.lines.get(self.at)?)?;
        let (role, columns) = column::role(&titles.header)?;
        let line = self.at + 1;
        self.at += 1;
        let mut rows: Vec<Row> = Vec::new();
        let mut blank = false;
        // The next line with tabs.
        let mut next = self.at;
        while let Some(text) = self.lines.get(self.at) {
            let place = self.at + 1;
            let whole = rows.last().is_none_or(|row| row.cells.len() >= titles.width());
            match titles.cells(&columns, text) {
                Some(_) if Titles::of(text).is_some() => break,
                Some(cells) if begins(&columns, &cells) => rows.push(Row::new(place, cells)),
                Some(_) if !whole => continue_row(rows.last_mut(), text, &titles),
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
                    let cells = self.lines.get(next).and_then(|line| titles.cells(&columns, line));
                    if !cells.is_some_and(|cells| begins(&columns, &cells)) {
                        break;
                    }
                    continue_row(rows.last_mut(), text, &titles);
                }
                None => continue_row(rows.last_mut(), text, &titles),
            }
            blank = text.trim().is_empty();
            self.at += 1;
        }
        rows.retain_mut(|row| is_whole(row, &titles, &columns, issues));
        Some(Table { form: Form::Tabs, header: titles.header, line, rows })
    }

    /// The next line with tabs, or the end of the table.
    fn next_cells(&self, ends: impl Fn(usize) -> bool) -> usize {
        let is_past =
            |at: &usize| ends(*at) || self.lines.get(*at).is_some_and(|line| line.contains('\t'));
        let found = (self.at + 1..self.lines.len()).find(is_past);
        found.filter(|at| !ends(*at)).unwrap_or(self.lines.len())
    }
}

/// The titles of a table. Some copies put a tab before or behind every row, their header included.
pub(super) struct Titles {
    header: Vec<String>,
    /// The tabs before each row.
    margin: String,
    /// Empty cells behind each row.
    behind: usize,
}

impl Titles {
    /// The titles on a line; none when no table is known by them.
    pub(super) fn of(line: &str) -> Option<Self> {
        let mut header = cells(line)?;
        let is_blank = |title: &&String| title.is_empty();
        let before = header.iter().take_while(is_blank).count();
        header.drain(..before);
        let behind = header.iter().rev().take_while(is_blank).count();
        header.truncate(header.len() - behind);
        column::role(&header)?;
        Some(Self { header, margin: "\t".repeat(before), behind })
    }

    fn width(&self) -> usize {
        self.header.len() + self.behind
    }

    /// The cells of a line without those around the row. A line that begins no row may go on with
    /// one, and a tab at its start ends a cell then.
    fn cells(&self, columns: &[Column], line: &str) -> Option<Vec<String>> {
        let bare = line.strip_prefix(&self.margin).and_then(cells);
        let bare = bare.filter(|cells| begins(columns, cells));
        bare.or_else(|| cells(line))
    }
}

/// The cells of a line; none when it has no tab.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim_end_matches(['\r', ' ']);
    let cells = || line.split('\t').map(|cell| cell.trim().to_owned()).collect();
    line.contains('\t').then(cells)
}

/// Whether cells begin a row: their first ones fit, or only a name, with or without a description,
/// stands there, which opens a list of the response, or the name is missing, as in items of lists.
fn begins(columns: &[Column], cells: &[String]) -> bool {
    let cells = match cells.split_at_checked(columns.len()) {
        Some((cells, behind)) if behind.iter().all(String::is_empty) => cells,
        _ => cells,
    };
    let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
    let whole = cells.len() == columns.len();
    let (first, second) = (cells.first(), cells.get(1));
    let opens =
        first.is_some_and(|cell| grammar::is_name(cell)) && second.is_some_and(String::is_empty);
    let unnamed =
        first.is_some_and(String::is_empty) && second.is_some_and(|cell| grammar::is_type(cell));
    // Its description may go on below. The rest of a row above has an answer in no other place, or
    // else has not as many cells.
    let required = columns.iter().position(|column| *column == Column::Required);
    let sure = match required {
        Some(at) => cells.get(at).is_some_and(|cell| grammar::yes_or_no(&plain(cell)).is_some()),
        None => cells.len() > 2,
    };
    grammar::fits(columns, &texts)
        || columns.first() == Some(&Column::Name) && (whole && opens || unnamed && (whole || sure))
}

/// More of a row: what stands before the first tab belongs to the cell that the line before broke
/// off in, where blanks at the start of a line tell lists within lists.
fn continue_row(row: Option<&mut Row>, line: &str, titles: &Titles) {
    let Some(row) = row else { return };
    let mut parts = line.trim_end_matches(['\r', ' ']).split('\t');
    let last = match row.cells.len() {
        found if found >= titles.width() => titles.header.len(),
        found => found,
    };
    if let (Some(cell), Some(part)) = (row.cells.get_mut(last.saturating_sub(1)), parts.next()) {
        if !cell.is_empty() && !part.is_empty() {
            cell.push('\n');
        }
        cell.push_str(part.trim_end());
    }
    row.cells.extend(parts.map(|part| part.trim().to_owned()));
}

/// A spreadsheet puts a cell of several lines between quotation marks, and doubles those within.
fn unquote(cell: &mut String) {
    let within = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    let quoted = within.filter(|within| within.contains(['\n', '"']));
    let quoted = quoted.filter(|within| !within.replace("\"\"", "").contains('"'));
    if let Some(within) = quoted {
        *cell = within.replace("\"\"", "\"");
    }
}

/// Whether a row has its cells; blank ones at its end are often trimmed.
fn is_whole(row: &mut Row, titles: &Titles, columns: &[Column], issues: &mut Issues) -> bool {
    let most = titles.header.len();
    let behind = row.cells.get(most..titles.width().min(row.cells.len())).unwrap_or_default();
    if behind.iter().all(String::is_empty) && row.cells.len() <= titles.width() {
        row.cells.truncate(most);
    }
    row.cells.iter_mut().for_each(unquote);
    let found = row.cells.len();
    let trimmed = columns.get(found..).is_none_or(|rest| rest.iter().all(|one| one.is_open()));
    // A code that was lost leaves its message in its place.
    let code = columns.iter().position(|column| *column == Column::Code);
    let shifted = found < most
        && code.and_then(|at| row.cells.get(at)).is_some_and(|cell| !is_surely_code(&plain(cell)));
    if found > most || !trimmed || shifted {
        let message = format!("the row has {found} cells instead of {most}");
        issues.advise(row.line, message, LOST);
        return false;
    }
    row.cells.resize(most, String::new());
    true
}
