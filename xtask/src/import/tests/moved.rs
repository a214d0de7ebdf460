//! A page with a cell moved into the column beside it, whose own cell is left empty.

use super::every_form::{PageForm, Whole};
use super::*;
use crate::import::document::{Block, Content, Document, Form, Role, Table};

/// The page in this form with one cell moved, for up to some twenty cells.
pub(super) fn moved_cells(page: &Whole, form: &PageForm) -> Vec<String> {
    let print: fn(&Document) -> String = match form.name {
        "Markdown" => return as_it_is(page),
        "HTML" => render::html,
        "tabs" => |page| render::tabs(page, false),
        "tabs, a line per row" => |page| render::tabs(page, true),
        "cells" => |page| render::cells(page, true),
        "cells without marks" => |page| render::cells(page, false),
        "glued" => render::glued,
        other => panic!("nobody knows how to move a cell of the form {other}"),
    };
    let mut document = render::parse(&page.text);
    let cells = cells(&document);
    let mut moved = Vec::new();
    for at in mutilated::places(cells.len()) {
        let (table, row, column) = cells[at];
        for to in [column + 1, column.wrapping_sub(1)] {
            let intact = row_of(&mut document, table, row).clone();
            if to >= intact.len() || intact[column].trim().is_empty() {
                continue;
            }
            let cells = row_of(&mut document, table, row);
            let text = std::mem::take(&mut cells[column]);
            cells[to] = match to > column {
                true => format!("{text} {}", cells[to]).trim().to_owned(),
                false => format!("{} {text}", cells[to]).trim().to_owned(),
            };
            moved.push(print(&document));
            *row_of(&mut document, table, row) = intact;
        }
    }
    moved
}

/// Table, row and column of every cell.
fn cells(document: &Document) -> Vec<(usize, usize, usize)> {
    let tables = document.tables().enumerate();
    let sizes = tables.map(|(at, table)| (at, table.rows.len(), table.header.len()));
    let cells = sizes.flat_map(|(at, rows, width)| {
        (0..rows).flat_map(move |row| (0..width).map(move |column| (at, row, column)))
    });
    cells.collect()
}

/// The page with one cell emptied, for up to some twenty cells, in the form that this prints.
pub(super) fn lost_cells(page: &Whole, print: fn(&Document) -> String) -> Vec<String> {
    let mut document = render::parse(&page.text);
    let cells = cells(&document);
    let mut lost = Vec::new();
    for at in mutilated::places(cells.len()) {
        let (table, row, column) = cells[at];
        let text = std::mem::take(&mut row_of(&mut document, table, row)[column]);
        lost.push(print(&document));
        row_of(&mut document, table, row)[column] = text;
    }
    lost
}

/// The cells of one row of one table.
fn row_of(page: &mut Document, table: usize, row: usize) -> &mut Vec<String> {
    let tables = page.blocks.iter_mut().filter_map(|block| match &mut block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    &mut tables.into_iter().nth(table).unwrap().rows[row].cells
}

/// The same in the text itself, however its tables are written.
fn as_it_is(page: &Whole) -> Vec<String> {
    let lines: Vec<&str> = page.text.lines().collect();
    let blocks = page.document.blocks.iter().enumerate();
    let edits: Vec<Edit> = blocks
        .flat_map(|(at, block)| match &block.content {
            Content::Table(table) => edits(&page.document.blocks, at, table, &lines),
            _ => Vec::new(),
        })
        .collect();
    let places = mutilated::places(edits.len());
    places.map(|at| edits[at].apply(&lines)).collect()
}

/// Lines that become one other.
struct Edit {
    first: usize,
    last: usize,
    line: String,
}

impl Edit {
    fn apply(&self, lines: &[&str]) -> String {
        let (before, after) = (&lines[..self.first], &lines[self.last + 1..]);
        let all: Vec<&str> =
            before.iter().chain([&self.line.as_str()]).chain(after).copied().collect();
        all.join("\n") + "\n"
    }
}

fn edits(blocks: &[Block], at: usize, table: &Table, lines: &[&str]) -> Vec<Edit> {
    let rows = table.rows.iter().map(|row| row.line - 1);
    let cells_per_line = |at: usize| !lines[at].contains('|');
    match table.form {
        Form::Lines => {
            let first = table.rows.first().map_or(table.line, |row| row.line) - 1;
            let behind = blocks.get(at + 1).map_or(lines.len(), |next| next.line - 1);
            merged_lines(lines, first, behind)
        }
        Form::Glued if table.is(Role::Operations) => {
            rows.map(|at| Edit { first: at, last: at, line: lines[at].replace(' ', "") }).collect()
        }
        Form::Pipes | Form::Tabs => {
            rows.filter(|&at| !cells_per_line(at)).flat_map(|at| between_pipes(lines, at)).collect()
        }
        Form::Html | Form::Glued => Vec::new(),
    }
}

/// Two cells, each on a line of its own, become one: the other column is empty, and empty cells
/// have no line.
fn merged_lines(lines: &[&str], first: usize, behind: usize) -> Vec<Edit> {
    let filled: Vec<usize> = (first..behind).filter(|&at| !lines[at].trim().is_empty()).collect();
    let pairs = filled.windows(2).map(|pair| Edit {
        first: pair[0],
        last: pair[1],
        line: format!("{} {}", lines[pair[0]], lines[pair[1]].trim()),
    });
    pairs.collect()
}

/// A cell of a line that holds a whole row, with or without marks at its ends.
fn between_pipes(lines: &[&str], at: usize) -> Vec<Edit> {
    let line = lines[at].trim();
    let (opens, closes) = (line.starts_with('|'), line.ends_with('|') && line.len() > 1);
    let inner = &line[usize::from(opens)..line.len() - usize::from(closes)];
    let cells: Vec<&str> = inner.split('|').collect();
    let mut edits = Vec::new();
    for (column, cell) in cells.iter().enumerate() {
        for to in [column + 1, column.wrapping_sub(1)] {
            if to >= cells.len() || cell.trim().is_empty() {
                continue;
            }
            let mut cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
            let text = std::mem::take(&mut cells[column]);
            cells[to] = match to > column {
                true => format!("{text} {}", cells[to]),
                false => format!("{} {text}", cells[to]),
            };
            let (open, close) = (if opens { "|" } else { "" }, if closes { "|" } else { "" });
            let line = format!("{open}{}{close}", cells.join("|"));
            edits.push(Edit { first: at, last: at, line });
        }
    }
    edits
}

#[test]
fn a_cell_is_moved_in_pages_of_every_form() {
    let lines = "Garden:PaintFence\n\nOperation | Impact |\nPaintFence | Unaffected. |\n\n\
                 LockReason: security\n";
    for text in [lines, pages::CELLS, pages::LOCK_CELLS, pages::LOCK_CHINESE, pages::CROSSED] {
        let page = Whole::read("x", text);
        for form in &every_form::FORMS {
            if !form.name.contains("CRLF") {
                let moved = moved_cells(&page, form);
                assert!(!moved.is_empty(), "{}: {text}", form.name);
                assert!(moved.iter().all(|one| one != text));
            }
        }
    }
}
