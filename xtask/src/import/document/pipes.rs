//! Tables with `|` between their cells, from Markdown (`|a|b|`) and from text captures of web pages
//! (`a | b |`). A cell may span lines. A row that breaks off is a problem, never a row.

use super::column::{self, Column};
use super::{Form, Row, Table, grammar, markup};
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
    let mut body = Body { lines, at: start, shape, columns: columns.unwrap_or_default() };
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
            if self.at > start && !fenced && self.begins(line) {
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
        Some(Row { line: start + 1, cells })
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
    (line.contains("--") || line.contains(":-"))
        && line.contains('|')
        && line.trim().chars().all(|c| "|:- ".contains(c))
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
    markup::breaks(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let lines: Vec<&str> = text.lines().collect();
        let mut issues = Issues::new("x");
        let table = read(&lines, 0, &mut issues).map(|(table, _)| table);
        let rows = table.into_iter().flat_map(|table| table.rows).map(|row| row.cells).collect();
        (rows, issues.problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rows_are_read_with_and_without_bars_at_their_ends_and_without_a_rule() {
        let expected = [["PaintFence", "Wet"], ["DryFence", ""]];
        for text in [
            "|Operation|Effect|\n|:--|---|\n|PaintFence|Wet|\n|DryFence||\n",
            "Operation | Impact |\n---|---|\nPaintFence | Wet |\nDryFence |\n|\n",
            "|Operation|Impact|\n|PaintFence|Wet|\n|DryFence||\n",
            "Operation | Impact\n--- | ---\nPaintFence | Wet\nDryFence | \n",
        ] {
            let (rows, problems) = rows(text);
            assert_eq!(problems, [""; 0], "{text}");
            assert_eq!(rows, expected.map(|row| row.map(str::to_owned).to_vec()), "{text}");
        }
    }

    #[test]
    fn a_cell_may_span_lines_and_hold_code_and_an_escaped_bar() {
        let (rows, problems) = rows(
            "|Operation|Impact|B|\n|---|---|---|\n|PaintFence|- one\n- two\n\n```\n|\n```|x\\|y|\nend\n",
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(rows[0][1], "- one\n- two\n\n```\n\\|\n```");
        assert_eq!(rows[0][2], "x\\|y");
    }

    #[test]
    fn cells_of_a_header_may_stand_on_lines_of_their_own_and_its_rule_be_short() {
        let expected = [vec!["PaintFence".to_owned(), "Wet".to_owned()]];
        for text in [
            "|Operation\n\n|Impact\n\n|\n|----|--|\n|PaintFence\n\n|Wet\n\n|\nend\n",
            "|Operation|Impact|\n|:-|:-|\n|PaintFence|Wet|\n",
        ] {
            let (rows, problems) = rows(text);
            assert_eq!(
                (rows.as_slice(), problems.len()),
                (&expected[..], 0),
                "{text}: {problems:?}"
            );
        }
    }

    #[test]
    fn an_empty_header_has_its_titles_in_the_first_row_and_tags_break_lines() {
        let (rows, problems) = rows(
            "| | | |\n|---|---|---|\n|**Name**|**Type**|**Description**|\n|Gate|string|Wet<br>or dry|\n",
        );
        assert_eq!((rows[0][2].as_str(), problems.len()), ("Wet\nor dry", 0), "{problems:?}");
        assert_eq!(rows.len(), 1);
    }

    #[test]
    fn a_bar_in_a_description_separates_nothing_unless_another_row_could_begin_there() {
        let header = "|Name|Type|Required|Description|\n|:-|:-|:-|:-|\n";
        let (found, problems) = rows(&format!("{header}|Gate|String|No|Either on | off\n\n |\n"));
        assert_eq!(problems, [""; 0]);
        assert_eq!(found[0][3], "Either on\\|off");
        for row in ["|Gate|String|No|x|Colour|String|No|y|\n", "|Gate|String|x|No|y|\n"] {
            let (found, problems) = rows(&format!("{header}{row}"));
            assert_eq!((found.len(), problems.len()), (0, 1), "{row}: {problems:?}");
        }
    }

    #[test]
    fn a_row_that_breaks_off_is_a_problem_with_its_line() {
        let web = "Operation | Impact |\nPaintFence | Wet |\n";
        for cut in ["DryFen", "DryFence |", "DryFence | D", "DryFence | Dry and"] {
            let (rows, problems) = rows(&format!("{web}{cut}"));
            assert_eq!((rows.len(), problems.len()), (1, 1), "{cut}: {problems:?}");
            assert!(problems[0].starts_with("x:3: the row breaks off"), "{problems:?}");
        }
    }

    #[test]
    fn a_broken_row_does_not_swallow_the_next_one() {
        let (rows, problems) =
            rows("Operation | Impact |\nDryFence |\nPaintFence | Wet |\nMoveFence | a | b |\n");
        assert_eq!(rows, [["PaintFence".to_owned(), "Wet".to_owned()].to_vec()]);
        assert!(problems[0].starts_with("x:2: the row breaks off"), "{problems:?}");
        assert!(problems[1].starts_with("x:4: the row has more cells"), "{problems:?}");
    }
}
