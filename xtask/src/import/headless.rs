//! Rows of a page about many operations that stand in no known table, because a table goes on
//! behind a heading or in another table without a header of its own.

use super::document::{Document, plain};
use super::issues::{Issues, excerpt};
use super::names;

const HELP: &str = "the table goes on without its header; put the rows below the header again, or \
                    download the page in another form";

/// Notes each place with such rows: the name of an operation with a cell behind it that `is_cell`
/// knows.
pub(super) fn report(page: &Document, is_cell: impl Fn(&str) -> bool, issues: &mut Issues) {
    let is_row = |cells: &[String]| match cells.split_first() {
        Some((name, cells)) => {
            names::is_plainly_operation(&plain(name))
                && cells.iter().any(|cell| is_cell(&plain(cell)))
        }
        None => false,
    };
    let unknown = page.tables().filter(|table| table.role().is_none());
    for table in unknown {
        let rows = table.rows.iter().map(|row| (row.line, &row.cells));
        let mut all = std::iter::once((table.line, &table.header)).chain(rows);
        if let Some((line, cells)) = all.find(|(_, cells)| is_row(cells)) {
            note(line, cells.first().map_or("", String::as_str), issues);
        }
    }
    let lines: Vec<(usize, &str)> =
        page.prose().filter(|(_, line)| !line.trim().is_empty()).collect();
    let behind = lines.iter().skip(1).map(|(_, line)| *line).chain([""]);
    // A cell a line, or the cells of a row on one line.
    let mut rows = lines.iter().zip(behind).filter(|((_, line), next)| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        is_row(&cells) || is_row(&[(*line).to_owned(), (*next).to_owned()])
    });
    if let Some(((line, text), _)) = rows.next() {
        note(*line, text.split('\t').next().unwrap_or_default(), issues);
    }
}

fn note(line: usize, name: &str, issues: &mut Issues) {
    let message = format!("the row of {} stands in no known table", excerpt(&plain(name), 60));
    issues.advise(line, message, HELP);
}
