//! Tables with `|` between their cells, from Markdown (`|a|b|`) and from text captures of web pages
//! (`a | b |`). A cell may span lines. A row that breaks off is a problem, never a row.

use super::column::{self, Column};
use super::keyed::is_surely_code;
use super::{Form, Row, Table, grammar, plain, tags};
use crate::import::issues::{Issues, excerpt};
use crate::import::{names, ram};

/// Reads the table whose header stands at `at`, and says where the text goes on.
pub(super) fn read(lines: &[&str], at: usize, issues: &mut Issues) -> Option<(Table, usize)> {
    let line = *lines.get(at).filter(|line| line.contains('|'))?;
    let tall = tall_header(lines, at);
    let (line, rule) = tall.as_ref().map_or((line, at + 1), |(line, rule)| (line, *rule));
    let ruled = lines.get(rule).is_some_and(|line| is_rule(line));
    let below = titles_below(lines, at);
    let (line, rule) = below.map_or((line, rule), |titles| (titles, at + 2));
    let shape = Shape::of(line, ruled)?;
    let header = split(line);
    let role = column::role(&header);
    if role.is_none() && !ruled {
        return None;
    }
    let columns = role.map(|(_, columns)| columns);
    // Tables with an unknown header are not read, so their rows are not checked.
    let mut ignored = Issues::new("");
    let is_read = columns.is_some() || ram::is_header(&header);
    let issues = if is_read { issues } else { &mut ignored };
    let start = rule + usize::from(ruled);
    let mut body = Body { lines, at: start, shape, ruled, columns: columns.unwrap_or_default() };
    let rows = body.rows(issues);
    // Without a mark behind it the last cell may be cut, as in a copy with tabs.
    let form = if shape.trailing { Form::Pipes } else { Form::Tabs };
    Some((Table { form, header, line: at + 1, rows }, body.at))
}

/// Whether a table that is known by its header begins here.
pub(super) fn is_header(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at).filter(|line| line.contains('|')) else { return false };
    if tall_header(lines, at).is_some() {
        return true;
    }
    let ruled = lines.get(at + 1).is_some_and(|line| is_rule(line));
    Shape::of(line, ruled).is_some() && (ruled || column::role(&split(line)).is_some())
}

/// The titles in the first row, where a converter of HTML left the header itself empty.
fn titles_below<'l>(lines: &[&'l str], at: usize) -> Option<&'l str> {
    let is_empty = |line: &&&str| split(line).iter().all(String::is_empty) && pipes(line) > 2;
    lines.get(at).filter(is_empty)?;
    lines.get(at + 1).filter(|line| is_rule(line))?;
    let titles = lines.get(at + 2).copied()?;
    column::role(&split(titles)).is_some().then_some(titles)
}

/// A header whose cells stand on lines of their own, and the place of the rule below it.
fn tall_header(lines: &[&str], at: usize) -> Option<(String, usize)> {
    /// No table has more columns than half of these lines, which have blank ones between them.
    const TALLEST: usize = 20;
    let first = lines.get(at)?.trim();
    if !first.starts_with('|') || pipes(first) != 1 {
        return None;
    }
    let ahead = lines.get(at..)?.iter().take(TALLEST);
    let rule = at + ahead.clone().position(|line| is_rule(line))?;
    let titles = ahead.take(rule - at).map(|line| line.trim());
    let titles: Vec<&str> = titles.filter(|line| !line.is_empty()).collect();
    let header = titles.concat();
    let whole = titles.iter().all(|line| line.starts_with('|') && pipes(line) == 1)
        && lines.get(rule).is_some_and(|line| pipes(line) == pipes(&header));
    (whole && column::role(&split(&header)).is_some()).then_some((header, rule))
}

/// A row outside of any table: its header was lost, or a blank line tore the table apart.
pub(super) fn is_stray(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    // A header that was cut is not a header, but it does not end the file either.
    let is_cut = pipes(line) > 0 && is_last(lines, at);
    is_cut || begins_row(line) || line.trim_start().starts_with('|') && pipes(line) > 1
}

/// Whether a line with bars could be a row of an operation page, so that it must not be lost.
pub(crate) fn could_be_row(line: &str) -> bool {
    let cells = split(line);
    let [first, second, ..] = cells.as_slice() else { return false };
    let named = grammar::accepts(Column::Name, first)
        && (grammar::accepts(Column::Type, second) || grammar::accepts(Column::Required, second));
    named
        || grammar::accepts(Column::Status, first)
        || grammar::accepts(Column::Action, first)
        || names::is_plainly_code(first)
}

/// How the rows of a table are written; known from its header.
#[derive(Clone, Copy)]
struct Shape {
    /// Rows begin with `|`.
    leading: bool,
    /// Rows end with `|`.
    trailing: bool,
    /// How many `|` a row has.
    pipes: usize,
}

impl Shape {
    fn of(line: &str, ruled: bool) -> Option<Self> {
        let line = line.trim();
        let (leading, trailing) = (line.starts_with('|'), ends_with_pipe(line));
        let shape = Self { leading, trailing, pipes: pipes(line) };
        (shape.cells()? >= 2 && (trailing || ruled)).then_some(shape)
    }

    fn cells(self) -> Option<usize> {
        (self.pipes + 1).checked_sub(usize::from(self.leading) + usize::from(self.trailing))
    }
}

/// The rows below one header.
struct Body<'a> {
    lines: &'a [&'a str],
    at: usize,
    shape: Shape,
    /// A rule stands below the header.
    ruled: bool,
    columns: Vec<Column>,
}

impl Body<'_> {
    fn rows(&mut self, issues: &mut Issues) -> Vec<Row> {
        let mut rows = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            let line = line.trim();
            if pipes(line) > 0 && line.starts_with('|') == self.shape.leading {
                rows.extend(self.row(issues));
            } else if self.is_cut_name(line) {
                self.breaks_off(self.at, issues);
                self.at += 1;
            } else {
                break;
            }
        }
        rows
    }

    /// The name of an operation alone on its line; at the end of the file even a part of a name.
    fn is_cut_name(&self, line: &str) -> bool {
        let is_last = is_last(self.lines, self.at);
        self.columns.first() == Some(&Column::Operation)
            && (names::is_plainly_operation(line) || is_last && names::is_operation(line))
    }

    /// Reads one row, and all its lines, or notes why it is not one.
    fn row(&mut self, issues: &mut Issues) -> Option<Row> {
        let start = self.at;
        let mut text = String::new();
        let mut found = 0;
        let mut fenced = false;
        while let Some(line) = self.lines.get(self.at) {
            let fence = line.trim_start().starts_with("```");
            let above = self.at.checked_sub(1).and_then(|at| self.lines.get(at));
            let torn = self.is_short(line) && above.is_some_and(|above| self.is_short(above));
            if self.at > start && !fenced && (torn || self.begins(line)) {
                break;
            }
            self.at += 1;
            if fence && !fenced || !fence && fenced {
                // Code within a cell; its bars separate nothing.
                text.push_str(&line.replace('|', "\\|"));
                fenced = true;
            } else {
                fenced = false;
                text.push_str(line);
                found += pipes(line);
            }
            text.push('\n');
            let whole = found >= self.shape.pipes && (!self.shape.trailing || ends_with_pipe(line));
            if whole && !fenced || !self.shape.trailing {
                break;
            }
            if self.at == start + 1 && !fenced && self.is_short_row(line) {
                found = self.shape.pipes;
                break;
            }
        }
        let mut cells = split(&text);
        if found > self.shape.pipes && !self.join_description(&mut cells) {
            issues.advise(
                start + 1,
                format!(
                    "the row has more cells than the {} of the header",
                    self.shape.cells().unwrap_or_default()
                ),
                "a row before it may break off, or a `|` in a cell may need a backslash",
            );
            return None;
        }
        let cut = self.shape.trailing && !ends_with_pipe(&text);
        if found < self.shape.pipes || cut {
            self.breaks_off(start, issues);
            return None;
        }
        cells.resize(self.shape.cells().unwrap_or_default(), String::new());
        Some(Row::new(start + 1, cells))
    }

    /// Whether a line is a whole row without its last cells, as Markdown allows where they are
    /// empty: nothing below it can be of the row.
    fn is_short_row(&self, line: &str) -> bool {
        let cells = split(line);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let missing = self.columns.get(cells.len()..).unwrap_or_default();
        // More than a word in the place of the example may be the description.
        let is_word = |cell: &&str| cell.bytes().all(|byte| byte.is_ascii_graphic());
        let mut examples =
            self.columns.iter().zip(&cells).filter(|(at, _)| **at == Column::Example);
        let clear = !missing.contains(&Column::Description) || examples.all(|(_, it)| is_word(it));
        // A code that was lost leaves its message in its place.
        let code = self.columns.iter().position(|column| *column == Column::Code);
        let code =
            code.and_then(|at| cells.get(at)).is_none_or(|code| is_surely_code(&plain(code)));
        // The name of a list alone, as responses have it.
        let (name, rest) =
            cells.split_first().map_or(("", &cells[..]), |(name, rest)| (*name, rest));
        let opens = self.columns.first() == Some(&Column::Name)
            && !self.columns.contains(&Column::Required)
            && grammar::accepts(Column::Name, name)
            && rest.iter().all(|cell| cell.is_empty());
        let mut below = self.lines.get(self.at..).unwrap_or_default().iter();
        let next = below.next().map_or("", |line| line.trim());
        let over = || {
            let mut rest = below.take_while(|line| !line.starts_with('#'));
            next.is_empty() && rest.all(|line| pipes(line) == 0)
        };
        self.ruled
            && self.shape.leading
            && ends_with_pipe(line)
            && !missing.is_empty()
            && code
            && (opens || clear && missing.iter().all(|column| column.is_open()))
            && (opens || grammar::fits(&self.columns, &cells))
            && (self.begins(next) || self.is_short(next) || over())
    }

    /// Whether a line has bars around all of its cells and fewer than the header.
    fn is_short(&self, line: &str) -> bool {
        let (line, pipes) = (line.trim(), pipes(line));
        line.starts_with('|') && ends_with_pipe(line) && pipes > 1 && pipes < self.shape.pipes
    }

    /// Puts a description together that bars without a backslash took apart (`on | off`). Only
    /// where the first cells fit, and none of the surplus ones could begin another row.
    fn join_description(&self, cells: &mut Vec<String>) -> bool {
        let width = self.columns.len();
        let keys = column::keys(&self.columns);
        let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
        let Some(rest) = texts.get(keys..).filter(|_| texts.len() > width) else { return false };
        let described = self.columns.first() == Some(&Column::Name)
            && self.columns.last() == Some(&Column::Description);
        let begins_row = |at: usize| {
            let cells = rest.get(at..).unwrap_or_default();
            let is_name = cells.first().is_some_and(|cell| grammar::accepts(Column::Name, cell));
            is_name && cells.get(1).is_some_and(|cell| grammar::accepts(Column::Type, cell))
        };
        if !described || !grammar::fits(&self.columns, &texts) || (0..rest.len()).any(begins_row) {
            return false;
        }
        let description = texts.get(width - 1..).unwrap_or_default().join("\\|");
        cells.truncate(width - 1);
        cells.push(description);
        true
    }

    /// Whether a line within a row begins another one: the row before breaks off.
    fn begins(&self, line: &str) -> bool {
        if begins_row(line) && self.columns.first() == Some(&Column::Operation) {
            return true;
        }
        if line.trim_start().starts_with('|') != self.shape.leading || pipes(line) < 2 {
            return false;
        }
        let cells = split(line);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        column::keys(&self.columns) > 0 && grammar::fits(&self.columns, &cells)
    }

    fn breaks_off(&self, at: usize, issues: &mut Issues) {
        let line = self.lines.get(at).copied().unwrap_or_default();
        issues.advise(
            at + 1,
            format!("the row breaks off: `{}`", excerpt(line, 60)),
            "each cell ends with `|`; the file may be cut off; download the page again",
        );
    }
}

/// Whether only blank lines follow.
fn is_last(lines: &[&str], at: usize) -> bool {
    lines.get(at + 1..).unwrap_or_default().iter().all(|line| line.trim().is_empty())
}

/// Whether a line begins a row of a table whose first cell is the name of an operation.
fn begins_row(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    line.split_once('|').is_some_and(|(name, _)| names::is_plainly_operation(name.trim()))
}

/// `---|:--|` or `|:-|:-|` below a header.
fn is_rule(line: &str) -> bool {
    let mut cells = line.trim().trim_matches('|').split('|').map(str::trim);
    line.contains('|')
        && line.chars().all(|c| "|:-".contains(c) || c.is_whitespace())
        // In a single cell a dash says that nothing is there.
        && (line.contains("--") || line.contains(":-") || cells.clone().count() > 1)
        && cells.all(|cell| cell.contains('-'))
}

fn pipes(line: &str) -> usize {
    unescaped_pipes(line).count()
}

fn ends_with_pipe(line: &str) -> bool {
    let line = line.trim_end();
    unescaped_pipes(line).last().is_some_and(|last| last + 1 == line.len())
}

/// Byte offsets of every `|` without a backslash before it.
fn unescaped_pipes(line: &str) -> impl Iterator<Item = usize> + '_ {
    let mut escaped = false;
    line.bytes().enumerate().filter_map(move |(at, byte)| {
        let pipe = byte == b'|' && !escaped;
        escaped = byte == b'\\' && !escaped;
        pipe.then_some(at)
    })
}

/// The cells of a whole row.
fn split(row: &str) -> Vec<String> {
    let row = row.trim();
    let mut cells = Vec::new();
    let mut start = 0;
    for at in unescaped_pipes(row) {
        if at > 0 {
            cells.push(cell(row.get(start..at)));
        }
        start = at + 1;
    }
    if start < row.len() {
        cells.push(cell(row.get(start..)));
    }
    cells
}

fn cell(text: Option<&str>) -> String {
    let text = text.unwrap_or_default().trim();
    tags::text(text).trim().to_owned()
}

#[cfg(test)]
mod tests;
