//! Tables whose columns were glued together: `FenceIdstringYes` is a parameter row, `400FenceWetThe
//! fence is wet.-` an error row, `PaintFence \u{62a5}\u{9519}` one of an impact page.

mod parameters;
mod split;

use super::apart::apart;
use super::column::{self, Column, Role};
use super::{Form, Row, Table, grammar, keyed, plain};
use crate::import::issues::{Issues, excerpt};
use crate::import::names;
use crate::import::operation::Lexicon;

/// Whether a line is a header whose titles are glued together. Blanks may stand between those of a
/// table of operations, so the line below it has to be a row: `API behavior` is also a heading.
pub(super) fn is_header(lines: &[&str], at: usize) -> bool {
    let header = lines.get(at).and_then(|line| column::glued_header(line));
    let Some((role, _)) = header.and_then(|header| column::role(&header)) else { return false };
    let below = lines.get(at + 1..).unwrap_or_default();
    let mut below = below.iter().filter(|line| !line.trim().is_empty());
    role != Role::Operations || below.next().is_some_and(|line| operation_row(line).is_some())
}

/// An operation, a blank, and the rest.
fn operation_row(line: &str) -> Option<(&str, &str)> {
    let row = line.trim().split_once([' ', '\u{3000}', '\u{a0}']);
    row.filter(|(operation, _)| names::is_plainly_operation(operation))
}

/// Reads the table whose header is at `at`. `ends` says whether a line is past the end of the
/// table.
pub(super) fn read(
    lines: &[&str],
    at: usize,
    ends: impl Fn(usize) -> bool,
    lexicon: &Lexicon,
    issues: &mut Issues,
) -> Option<(Table, usize)> {
    let header = column::glued_header(lines.get(at)?)?;
    let (role, columns) = column::role(&header)?;
    let from = at + 1;
    let end = (from..lines.len()).find(|&at| ends(at)).unwrap_or(lines.len());
    let end = caption(lines, from, end).unwrap_or(end);
    let mut body = Body { lines, columns: &columns, issues, rows: Vec::new() };
    let next = match role {
        Role::Parameters => body.parameters(from, end),
        Role::Errors => body.errors(from, end, lexicon),
        Role::Authorization => body.authorization(from, end),
        Role::History => body.history(from, end),
        Role::Operations => body.operations(from, end),
    };
    let rows = body.rows;
    Some((Table { form: Form::Glued, header, line: at + 1, rows }, next))
}

/// Where the name of a structure stands alone above the table of its members, which begins at
/// `end`.
fn caption(lines: &[&str], from: usize, end: usize) -> Option<usize> {
    let above = lines.get(from..end).filter(|_| is_header(lines, end))?;
    let last = above.iter().rposition(|line| !line.trim().is_empty())?;
    above.get(last).filter(|line| names::is_structure(&plain(line))).map(|_| from + last)
}

struct Body<'a, 'r> {
    lines: &'a [&'a str],
    columns: &'a [Column],
    issues: &'r mut Issues,
    rows: Vec<Row>,
}

impl Body<'_, '_> {
    /// Adds a row of cells given by the kind of their column.
    fn push(&mut self, at: usize, cells: &[(Column, String)]) {
        let cell = |column: &Column| {
            let cell = cells.iter().find(|(one, _)| one == column);
            cell.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let cells = self.columns.iter().map(cell).collect();
        self.rows.push(Row::new(at + 1, cells));
    }

    /// Adds a line to the last cell of the last row.
    fn describe(&mut self, column: Column, line: &str) {
        let at = self.columns.iter().position(|one| *one == column);
        let cell = self.rows.last_mut().and_then(|row| row.cells.get_mut(at?));
        if let Some(cell) = cell {
            cell.push_str(line);
            cell.push('\n');
        }
    }

    /// Down to a blank line with no row behind it.
    fn errors(&mut self, from: usize, end: usize, lexicon: &Lexicon) -> usize {
        let lines = self.lines;
        let line_at = |at: usize| lines.get(at).copied().unwrap_or_default().trim();
        let mut next = from;
        for at in from..end {
            let line = line_at(at);
            if line.is_empty() {
                if next < at {
                    next = (at..end).find(|at| !line_at(*at).is_empty()).unwrap_or(end);
                }
                if next == end || status(line_at(next)).is_none() {
                    return at;
                }
                continue;
            }
            let Some((status, text)) = status(line) else {
                self.issues.advise(
                    at + 1,
                    format!("`{}` is not a row of an error table", excerpt(line, 60)),
                    "expected an HTTP status of three digits and an error code",
                );
                continue;
            };
            let Some(code) = lexicon.cut(text).filter(|code| lexicon.is_clear(text, code)) else {
                self.issues.advise(
                    at + 1,
                    format!("cannot tell where the code of `{}` ends", excerpt(line, 60)),
                    "the row may be cut off; import the metadata first, so that its codes are known",
                );
                continue;
            };
            if !lexicon.knows(code) {
                let message = format!(
                    "no source names the code {code}; it may have been split in the wrong place, or be the \
                     message of a row whose code was lost"
                );
                // Where codes are known at all, only one with several parts is sure to be one.
                match lexicon.is_empty() || keyed::is_surely_code(code) {
                    true => self.issues.warn(at + 1, message),
                    false => self.issues.advise(at + 1, message, keyed::LOST),
                }
            }
            let message = text.get(code.len()..).unwrap_or_default();
            let cells =
                [(Column::Status, status), (Column::Code, code), (Column::Message, message)];
            self.push(at, &cells.map(|(column, text)| (column, text.to_owned())));
        }
        end
    }

    fn authorization(&mut self, from: usize, end: usize) -> usize {
        for at in from..end {
            let line = self.lines.get(at).copied().unwrap_or_default().trim();
            let level = grammar::LEVELS.iter().filter(|level| line.ends_with(**level));
            let cut = level
                .max_by_key(|level| level.len())
                .and_then(|level| Some((line.strip_suffix(level)?, *level)));
            let cut = cut.and_then(|(action, level)| Some((self.action(action, at)?, level)));
            match cut.filter(|(action, _)| grammar::is_action(action)) {
                Some((action, level)) => {
                    let name = action.split_once(':').map_or("", |(_, name)| name);
                    let cells = [
                        (Column::Action, action),
                        (Column::Operation, name),
                        (Column::Level, level),
                    ];
                    self.push(at, &cells.map(|(column, text)| (column, text.to_owned())));
                }
                None if line.is_empty() => {}
                None if self.rows.is_empty() || split_action(line) => {
                    let message = format!("`{}` does not begin a row", excerpt(line, 60));
                    self.issues.advise(at + 1, message, keyed::LOST);
                }
                None => self.describe(Column::Resources, line),
            }
        }
        self.take_apart();
        end
    }

    /// An action, without the operation that some editions name beside it.
    fn action<'t>(&mut self, text: &'t str, at: usize) -> Option<&'t str> {
        if !self.columns.contains(&Column::Operation) || !grammar::is_action(text) {
            return Some(text);
        }
        let (service, names) = text.split_once(':')?;
        let twice = names.split_at_checked(names.len() / 2).filter(|(one, other)| one == other);
        let Some((name, _)) = twice else {
            let message = format!("cannot tell where the action of `{}` ends", excerpt(text, 60));
            self.issues.problem(at + 1, message);
            return None;
        };
        text.get(..service.len() + 1 + name.len())
    }

    /// Gives the cells of authorization rows their columns.
    fn take_apart(&mut self) {
        let place = |column| self.columns.iter().position(|one| *one == column);
        let places = [Column::Resources, Column::Conditions, Column::Associated].map(place);
        let [Some(resources), _, _] = places else { return };
        for row in &mut self.rows {
            let text = row.cells.get(resources).cloned().unwrap_or_default();
            let Some(cells) = apart(&text) else {
                let name = row.cells.first().cloned().unwrap_or_default();
                self.issues.problem(row.line, format!("the row of `{name}` {}", keyed::UNCLEAR));
                continue;
            };
            for (place, text) in places.into_iter().zip(cells) {
                if let Some(cell) = place.and_then(|place| row.cells.get_mut(place)) {
                    *cell = text;
                }
            }
        }
    }

    fn history(&mut self, from: usize, end: usize) -> usize {
        for at in from..end {
            let line = self.lines.get(at).copied().unwrap_or_default().trim();
            match line.split_at_checked(10) {
                Some((day, rest)) if grammar::accepts(Column::Day, day) => {
                    let cells = [(Column::Day, day), (Column::Summary, rest)];
                    self.push(at, &cells.map(|(column, text)| (column, text.to_owned())));
                }
                _ if line.is_empty() => {}
                _ => return at,
            }
        }
        end
    }

    /// Rows of an operation, a blank, and the rest.
    fn operations(&mut self, from: usize, end: usize) -> usize {
        let line_at = |at: usize| self.lines.get(at).copied().unwrap_or_default().trim();
        let last = (from..end).rfind(|at| operation_row(line_at(*at)).is_some());
        for at in from..end {
            let line = self.lines.get(at).copied().unwrap_or_default().trim();
            match operation_row(line) {
                Some((operation, rest)) => {
                    let cells = [(Column::Operation, operation), (Column::Effect, rest.trim())];
                    self.push(at, &cells.map(|(column, text)| (column, text.to_owned())));
                }
                None if line.is_empty() => {
                    if last.is_none_or(|last| last < at) {
                        return at;
                    }
                }
                None => {
                    let message =
                        format!("`{}` is not a row about an operation", excerpt(line, 60));
                    self.issues.problem(at + 1, message);
                }
            }
        }
        end
    }
}

/// Whether a line begins with an action and a level with a blank between them.
fn split_action(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    grammar::is_action(first) && words.next().is_some_and(grammar::is_level)
}

/// The status at the beginning of an error row, and the code and message glued to it.
pub(crate) fn status(line: &str) -> Option<(&str, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (status, rest) = line.split_at_checked(digits)?;
    let begins = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (begins && grammar::is_status(status)).then_some((status, rest))
}
