//! Every form of a page damaged in every way: what is still read states nothing that the whole page
//! does not.

use super::*;
use crate::import::document::{Content, Document};

/// Damages every form of every page, and prints how much was refused, clean, or states fewer facts.
/// Returns what states something wrong.
pub(super) fn damage_every_form(pages: &[(String, String)]) -> Vec<String> {
    let mut bad = Vec::new();
    println!("\n{:24} {:>8} {:>8} {:>8} {:>6}", "damage", "refused", "clean", "fewer", "wrong");
    let in_form = mutilated::DAMAGES.map(|(name, damage, moved)| (name, Some(damage), moved));
    for (name, damage, moved) in in_form.into_iter().chain([("a cell moved", None, false)]) {
        let (mut refused, mut clean, mut fewer) = (0, 0, 0);
        let before = bad.len();
        for (page, text) in pages {
            let markdown = capture(text);
            for form in forms_of(&markdown) {
                let whole = (form.render)(text);
                // What only one form marks, such as mandatory resources, is no damage.
                let Ok((facts, _)) = import_text(&whole) else {
                    if form.marked {
                        bad.push(format!("{page}, {}: refused as a whole", form.name));
                    }
                    continue;
                };
                let damaged = match damage {
                    Some(damage) => damage(&whole),
                    None => moved_cells(text, form.name),
                };
                for (at, damaged) in damaged.into_iter().enumerate() {
                    match import_text(&damaged) {
                        Err(_) => refused += 1,
                        Ok((found, _)) => {
                            let wrong = |whole| mutilated::wrong(whole, &found.capture, moved);
                            // In some forms a list of values only shows once what follows it is gone.
                            match wrong(&facts.capture).filter(|_| wrong(&markdown).is_some()) {
                                Some(what) => {
                                    let what =
                                        format!("{name} {at} of {page}, {}: {what}", form.name);
                                    println!("{what}");
                                    bad.push(what);
                                }
                                None if found.capture == facts.capture => clean += 1,
                                None => fewer += 1,
                            }
                        }
                    }
                }
            }
        }
        println!("{name:24} {refused:8} {clean:8} {fewer:8} {:6}", bad.len() - before);
    }
    bad
}

/// Pages on operations are damaged in every form, those with permissions in the forms with marks, and
/// others as they are: of a page on what happens to calls nobody can tell that two whole lines that say
/// so were swapped.
fn forms_of(capture: &Capture) -> impl Iterator<Item = &'static every_form::PageForm> {
    let forms = match capture {
        Capture::OperationPage(page) if page.authorization.is_empty() => every_form::FORMS.iter(),
        Capture::OperationPage(_) => every_form::FORMS[..4].iter(),
        _ => every_form::FORMS[..1].iter(),
    };
    // Line breaks and marks of the file are gone before a page is read.
    forms.filter(|form| !form.name.contains("CRLF"))
}

/// A page with a cell moved into the column beside it, whose own cell is left empty: to the right,
/// then to the left.
fn moved_cells(markdown: &str, form: &str) -> Vec<String> {
    if form.starts_with("Markdown") {
        return moved_between_pipes(markdown);
    }
    let mut moved = Vec::new();
    let print: fn(&Document) -> String = match form {
        "HTML" => render::html,
        "tabs" => |page| render::tabs(page, false),
        "tabs, a line per row" => |page| render::tabs(page, true),
        _ => return moved,
    };
    let mut page = render::parse(markdown);
    let cells: Vec<(usize, usize, usize)> = {
        let tables = page.tables().enumerate();
        let sizes = tables.map(|(at, table)| (at, table.rows.len(), table.header.len()));
        sizes
            .flat_map(|(at, rows, width)| {
                (0..rows).flat_map(move |row| (0..width).map(move |column| (at, row, column)))
            })
            .collect()
    };
    for at in mutilated::places(cells.len()) {
        let (table, row, column) = cells[at];
        for to in [column + 1, column.wrapping_sub(1)] {
            let intact = row_of(&mut page, table, row).clone();
            if to >= intact.len() || intact[column].trim().is_empty() {
                continue;
            }
            let cells = row_of(&mut page, table, row);
            let text = std::mem::take(&mut cells[column]);
            cells[to] = format!("{text} {}", cells[to]).trim().to_owned();
            moved.push(print(&page));
            *row_of(&mut page, table, row) = intact;
        }
    }
    moved
}

/// The cells of one row of one table.
fn row_of(page: &mut Document, table: usize, row: usize) -> &mut Vec<String> {
    let tables = page.blocks.iter_mut().filter_map(|block| match &mut block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    &mut tables.into_iter().nth(table).unwrap().rows[row].cells
}

/// The same where a line of Markdown holds a whole row.
fn moved_between_pipes(markdown: &str) -> Vec<String> {
    let lines: Vec<&str> = markdown.lines().collect();
    let is_row = |line: &&str| line.starts_with('|') && line.ends_with('|') && line.len() > 1;
    let rows: Vec<usize> = (0..lines.len()).filter(|at| is_row(&lines[*at])).collect();
    let mut moved = Vec::new();
    for place in mutilated::places(rows.len()) {
        let at = rows[place];
        let cells: Vec<&str> = lines[at][1..lines[at].len() - 1].split('|').collect();
        for (column, cell) in cells.iter().enumerate() {
            for to in [column + 1, column.wrapping_sub(1)] {
                if to >= cells.len() || cell.trim().is_empty() {
                    continue;
                }
                let mut cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
                let text = std::mem::take(&mut cells[column]);
                cells[to] = format!("{text} {}", cells[to]);
                let row = format!("|{}|", cells.join("|"));
                let mut lines = lines.clone();
                lines[at] = &row;
                moved.push(lines.join("\n") + "\n");
            }
        }
    }
    moved
}

#[test]
fn invented_pages_that_were_mutilated_in_any_form_are_refused_or_state_nothing_wrong() {
    let pages = [("nested", pages::NESTED), ("plain", fixtures::MARKDOWN)];
    let pages = pages.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let bad = damage_every_form(&pages);
    assert!(bad.is_empty(), "{} wrong:\n{}", bad.len(), bad.join("\n"));
}
