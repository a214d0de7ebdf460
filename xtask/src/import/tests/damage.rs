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
            let Ok((facts, _)) = import_text(text) else { continue };
            for form in forms_of(&facts.capture) {
                let damaged = match damage {
                    Some(damage) => damage(&(form.render)(text)),
                    None => moved_cells(text, form.name),
                };
                for (at, damaged) in damaged.into_iter().enumerate() {
                    match import_text(&damaged) {
                        Err(_) => refused += 1,
                        Ok((found, _)) => {
                            match mutilated::wrong(&facts.capture, &found.capture, moved) {
                                Some(what) => {
                                    bad.push(format!(
                                        "{name} {at} of {page}, {}: {what}",
                                        form.name
                                    ));
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

/// Pages on operations are damaged in every form, others as they are: of a page on what happens to
/// calls nobody can tell that two whole lines that say so were swapped.
fn forms_of(capture: &Capture) -> &'static [every_form::PageForm] {
    match capture {
        Capture::OperationPage(page) if page.authorization.is_empty() => &every_form::FORMS,
        _ => &every_form::FORMS[..1],
    }
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
    let cells: Vec<(usize, usize, usize)> = {
        let page = render::parse(markdown);
        let tables = page.tables().enumerate();
        let rows = tables.flat_map(|(at, table)| (0..table.rows.len()).map(move |row| (at, row)));
        rows.flat_map(|(at, row)| {
            let width = page.tables().nth(at).map_or(0, |table| table.header.len());
            (0..width).map(move |column| (at, row, column))
        })
        .collect()
    };
    for at in mutilated::places(cells.len()) {
        let (table, row, column) = cells[at];
        for to in [column + 1, column.wrapping_sub(1)] {
            let mut page = render::parse(markdown);
            let tables = page.blocks.iter_mut().filter_map(|block| match &mut block.content {
                Content::Table(table) => Some(table),
                _ => None,
            });
            let cells = &mut tables.into_iter().nth(table).unwrap().rows[row].cells;
            if to >= cells.len() || cells[column].trim().is_empty() {
                continue;
            }
            let text = std::mem::take(&mut cells[column]);
            cells[to] = format!("{text} {}", cells[to]).trim().to_owned();
            moved.push(print(&page));
        }
    }
    moved
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
