//! Tables of published pages -> rows of cells, from Markdown (`|a|b|`) and from text captures of
//! web pages (`a | b |`). A cell may span lines. A row that breaks off is a problem, never a row.

use super::names;
use super::report::{Report, excerpt};

/// One table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Cells of the header.
    pub header: Vec<String>,
    /// Line of the header, from 1.
    pub line: usize,
    /// Rows below it.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Line on which it begins, from 1.
    pub line: usize,
    /// As many cells as the header has, trimmed, escapes kept.
    pub cells: Vec<String>,
}

/// Finds the tables whose header cells `is_header` accepts. `first` is the number of the first of
/// `lines` in the original.
pub(crate) fn tables(
    lines: &[&str],
    first: usize,
    is_header: impl Fn(&[String]) -> bool,
    report: &mut Report,
) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let header = Shape::of(line).map(|shape| (shape, split(line)));
        match header.filter(|(_, cells)| is_header(cells)) {
            Some((shape, header)) => {
                let mut body = Body { lines, first, at: at + 1, shape };
                let rows = body.rows(report);
                tables.push(Table { header, line: first + at, rows });
                at = body.at;
            }
            None => {
                // A header that was cut is no header, but it is no end of the file either.
                let is_cut = pipes(line) > 0 && is_last(lines, at);
                if is_cut || begins_row(line) {
                    let message =
                        format!("a row outside of any known table: `{}`", excerpt(line, 60));
                    report.problem(first + at, message);
                }
                at += 1;
            }
        }
    }
    tables
}

/// A cell without Markdown escapes, code marks and emphasis, its white space collapsed.
pub(crate) fn plain(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {
                text.extend(chars.next());
            }
            '`' => {}
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
            }
            _ => text.push(c),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How the rows of a table are written; known from its header.
#[derive(Clone, Copy)]
struct Shape {
    /// Rows begin with `|`.
    leading: bool,
    /// How many `|` a row has.
    pipes: usize,
}

impl Shape {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let shape = Self { leading: line.starts_with('|'), pipes: pipes(line) };
        let cells = shape.pipes.checked_sub(usize::from(shape.leading))?;
        (cells >= 2 && ends_with_pipe(line)).then_some(shape)
    }
}

/// The rows below one header.
struct Body<'a> {
    lines: &'a [&'a str],
    first: usize,
    at: usize,
    shape: Shape,
}

impl Body<'_> {
    fn rows(&mut self, report: &mut Report) -> Vec<Row> {
        let mut rows = Vec::new();
        if self.lines.get(self.at).is_some_and(|line| is_rule(line)) {
            self.at += 1;
        }
        while let Some(line) = self.lines.get(self.at) {
            let line = line.trim();
            if pipes(line) > 0 && line.starts_with('|') == self.shape.leading {
                rows.extend(self.row(report));
            } else if self.is_cut_name(line) {
                self.breaks_off(self.at, report);
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
        names::is_plainly_operation(line) || is_last && names::is_operation(line)
    }

    /// Reads one row, and all its lines, or notes why it is none.
    fn row(&mut self, report: &mut Report) -> Option<Row> {
        let start = self.at;
        let mut text = String::new();
        let mut found = 0;
        while let Some(line) = self.lines.get(self.at) {
            if self.at > start && begins_row(line) {
                break;
            }
            self.at += 1;
            text.push_str(line);
            text.push('\n');
            found += pipes(line);
            if found >= self.shape.pipes && ends_with_pipe(line) {
                break;
            }
        }
        if found > self.shape.pipes {
            let cells = self.shape.pipes - usize::from(self.shape.leading);
            report.advise(
                self.first + start,
                format!("the row has more cells than the {cells} of the header"),
                "a row between breaks off, or a `|` in a cell lacks its backslash",
            );
            return None;
        }
        if found < self.shape.pipes || !ends_with_pipe(&text) {
            self.breaks_off(start, report);
            return None;
        }
        Some(Row { line: self.first + start, cells: split(&text) })
    }

    fn breaks_off(&self, at: usize, report: &mut Report) {
        let line = self.lines.get(at).copied().unwrap_or_default();
        report.advise(
            self.first + at,
            format!("the row breaks off: `{}`", excerpt(line, 60)),
            "each cell ends with `|`; is the file cut? Download the page again",
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

/// `---|:--|` below a header.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.trim().chars().all(|c| "|:- ".contains(c))
}

fn pipes(line: &str) -> usize {
    unescaped_pipes(line).count()
}

fn ends_with_pipe(line: &str) -> bool {
    let line = line.trim_end();
    unescaped_pipes(line).last() == line.len().checked_sub(1)
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
        // What stands before the leading `|` is no cell.
        if at > 0 {
            cells.push(row.get(start..at).unwrap_or_default().trim().to_owned());
        }
        start = at + 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Table>, Vec<String>) {
        let lines: Vec<&str> = text.lines().collect();
        let mut report = Report::new("x");
        let is_header = |cells: &[String]| cells.first().is_some_and(|cell| cell == "Operation");
        let tables = tables(&lines, 1, is_header, &mut report);
        (tables, report.problems.iter().map(ToString::to_string).collect())
    }

    fn row(line: usize, cells: &[&str]) -> Row {
        Row { line, cells: cells.iter().map(|&cell| cell.to_owned()).collect() }
    }

    #[test]
    fn both_ways_of_writing_a_table_give_the_same_rows() {
        let markdown = "|Operation|Effect|\n|:---|:---|\n|PaintFence|Wet|\n|DryFence||\n";
        let web = "Operation | Effect |\n---|---|\nPaintFence | Wet |\nDryFence |\n|\n";
        for text in [markdown, web] {
            let (tables, problems) = read(text);
            assert_eq!(problems, [""; 0]);
            assert_eq!(tables.len(), 1);
            assert_eq!(tables[0].rows, [row(3, &["PaintFence", "Wet"]), row(4, &["DryFence", ""])]);
        }
    }

    #[test]
    fn a_cell_may_span_lines_and_hold_an_escaped_pipe() {
        let (tables, problems) =
            read("|Operation|A|B|\n|---|---|---|\n|PaintFence|- one\n- two\n\n|x\\|y|\nend\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(tables[0].rows, [row(3, &["PaintFence", "- one\n- two", "x\\|y"])]);
    }

    #[test]
    fn a_row_that_breaks_off_is_a_problem_with_its_line() {
        let web = "Operation | Effect |\nPaintFence | Wet |\n";
        for cut in ["DryFen", "DryFence |", "DryFence | D", "DryFence | Dry and"] {
            let (tables, problems) = read(&format!("{web}{cut}"));
            assert_eq!(tables[0].rows.len(), 1);
            assert_eq!(problems.len(), 1, "{cut}: {problems:?}");
            assert!(problems[0].starts_with("x:3: the row breaks off"), "{problems:?}");
        }
    }

    #[test]
    fn a_broken_row_does_not_swallow_the_next_one() {
        let (tables, problems) =
            read("Operation | Effect |\nDryFence |\nPaintFence | Wet |\nMoveFence | a | b |\n");
        assert_eq!(tables[0].rows, [row(3, &["PaintFence", "Wet"])]);
        assert!(problems[0].starts_with("x:2: the row breaks off"), "{problems:?}");
        assert!(problems[1].starts_with("x:4: the row has more cells"), "{problems:?}");
    }

    #[test]
    fn a_row_outside_of_a_table_is_a_problem() {
        let (_, problems) = read("Operation | Effect |\nPaintFence | Wet |\n\nDryFence | Dry |\n");
        assert!(problems[0].starts_with("x:4: a row outside of any known table"), "{problems:?}");
    }

    #[test]
    fn plain_text_has_no_escapes_marks_and_line_breaks() {
        assert_eq!(plain("a\\_b  `c`\n**d** \\(e\\) f\\"), "a_b c d (e) f\\");
    }
}
