//! Tables of an HTML page, and the text of one of their cells.

use super::super::{Form, Row, Table, column, marks, plain};
use super::sink::{Node, NodeKind};
use super::{is_block, is_furniture};
use crate::import::issues::{Issues, excerpt};
use crate::import::ram;

/// The table of an element; none when it has no rows.
pub(super) fn table(nodes: &[Node], id: usize, issues: &mut Issues) -> Option<Table> {
    let line = nodes.get(id)?.line;
    let rows = rows(nodes, id);
    let mut grid = Grid::default();
    let mut all: Vec<Row> = Vec::new();
    for row in rows {
        let line = nodes.get(row)?.line;
        all.push(Row::new(line, grid.row(nodes, row)));
    }
    let at = all.iter().position(|row| column::role(&row.cells).is_some()).unwrap_or(0);
    let header = all.get(at)?.clone();
    let known = is_header(&header.cells);
    let mut rows = Vec::new();
    for mut row in all.into_iter().skip(at + 1) {
        if row.cells.iter().all(String::is_empty) || row.cells == header.cells {
            continue;
        }
        if known && row.cells.len() != header.cells.len() {
            issues.advise(
                row.line,
                format!(
                    "the row {} has {} cells instead of {}",
                    quoted(row.cells.first()),
                    row.cells.len(),
                    header.cells.len()
                ),
                "a cell may be missing; download the page again",
            );
            continue;
        }
        row.cells.truncate(header.cells.len());
        rows.push(row);
    }
    Some(Table { form: Form::Html, header: header.cells, line, rows })
}

/// The cell that tells which row it is: in HTML, all rows can be on one line.
fn quoted(cell: Option<&String>) -> String {
    format!("`{}`", excerpt(&plain(cell.map_or("", String::as_str)), 60))
}

/// Whether a table is known by one of its rows, its header.
pub(super) fn is_known(nodes: &[Node], id: usize) -> bool {
    let mut grid = Grid::default();
    rows(nodes, id).into_iter().map(|row| grid.row(nodes, row)).any(|cells| is_header(&cells))
}

fn is_header(cells: &[String]) -> bool {
    column::role(cells).is_some() || ram::is_header(cells)
}

/// The `tr` elements of a table, those of tables within its cells left out.
fn rows(nodes: &[Node], id: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for child in nodes.get(id).map(|node| node.children.as_slice()).unwrap_or_default() {
        match nodes.get(*child).map(Node::tag).unwrap_or_default() {
            "tr" => found.push(*child),
            "thead" | "tbody" | "tfoot" => found.extend(rows(nodes, *child)),
            _ => {}
        }
    }
    found
}

/// Cells that reach into the next rows.
#[derive(Default)]
struct Grid {
    /// Per column: rows that the cell above still covers, and its text.
    above: Vec<(usize, String)>,
}

/// No table of the vendor spans more.
const WIDEST: usize = 50;

impl Grid {
    fn row(&mut self, nodes: &[Node], id: usize) -> Vec<String> {
        let mut cells = Vec::new();
        let children = nodes.get(id).map(|node| node.children.as_slice()).unwrap_or_default();
        let is_cell = |id: &&usize| matches!(nodes.get(**id).map(Node::tag), Some("td" | "th"));
        for child in children.iter().filter(is_cell) {
            self.reach(&mut cells);
            let Some(node) = nodes.get(*child) else { continue };
            let span = |name| {
                let span = node.attribute(name).and_then(|span| span.trim().parse().ok());
                span.unwrap_or(1).clamp(1, WIDEST)
            };
            let (columns, rows): (usize, usize) = (span("colspan"), span("rowspan"));
            let text = text(nodes, *child);
            for _ in 0..columns {
                let at = cells.len();
                if self.above.len() <= at {
                    self.above.resize(at + 1, (0, String::new()));
                }
                if let Some(above) = self.above.get_mut(at) {
                    *above = (rows - 1, text.clone());
                }
                cells.push(text.clone());
            }
        }
        self.reach(&mut cells);
        cells
    }

    /// Takes over the cells from above that stand next.
    fn reach(&mut self, cells: &mut Vec<String>) {
        while let Some((rows, text)) = self.above.get_mut(cells.len()).filter(|(rows, _)| *rows > 0)
        {
            *rows -= 1;
            cells.push(text.clone());
        }
    }
}

/// The text of an element: a line per paragraph and item, strong words and code marked.
pub(super) fn text(nodes: &[Node], id: usize) -> String {
    let mut text = String::new();
    write(nodes, id, 0, false, &mut text);
    let lines = text.lines().map(str::trim_end);
    let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n").trim().to_owned()
}

fn write(nodes: &[Node], id: usize, depth: usize, exact: bool, text: &mut String) {
    let Some(node) = nodes.get(id).filter(|_| depth <= super::DEEPEST) else { return };
    if let NodeKind::Text(piece) = &node.kind {
        if !piece.trim().is_empty() {
            begin_line(nodes, id, text);
        }
        if exact {
            text.push_str(&marks::escape(piece));
        } else {
            // White space in HTML is one blank, wherever lines break.
            let blank = |end: Option<char>| end.is_some_and(char::is_whitespace);
            let words: Vec<&str> = piece.split_whitespace().collect();
            if blank(piece.chars().next()) && !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
            text.push_str(&marks::escape(&words.join(" ")));
            if !words.is_empty() && blank(piece.chars().last()) {
                text.push(' ');
            }
        }
        return;
    }
    let tag = node.tag();
    if is_furniture(tag) {
        return;
    }
    let mark = match tag {
        "b" | "strong" => "**",
        "code" if !exact => "`",
        _ => "",
    };
    let block = is_block(tag) || matches!(tag, "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    if (block || tag == "br") && !text.is_empty() && !text.ends_with('\n') && !text.ends_with("- ")
    {
        text.push('\n');
    }
    match tag {
        "li" => {
            text.push_str(&"  ".repeat(lists_above(nodes, id)));
            text.push_str("- ");
        }
        _ if !mark.is_empty() => {
            begin_line(nodes, id, text);
            text.push_str(mark);
        }
        _ => {}
    }
    for child in &node.children {
        write(nodes, *child, depth + 1, exact || tag == "pre", text);
    }
    text.push_str(mark);
    if tag == "li" && text.ends_with("- ") {
        // An item without content.
        text.truncate(text.len() - 2);
    }
    if block && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Indents the further lines of a list item.
fn begin_line(nodes: &[Node], id: usize, text: &mut String) {
    if text.ends_with('\n') {
        text.push_str(&"  ".repeat(lists_above(nodes, id)));
    }
}

/// How many list items something is in.
fn lists_above(nodes: &[Node], id: usize) -> usize {
    let mut above = 0;
    let mut at = nodes.get(id).and_then(Node::parent);
    while let Some(node) = at.and_then(|id| nodes.get(id)) {
        match node.tag() {
            "li" => above += 1,
            "td" | "th" | "body" => break,
            _ => {}
        }
        at = node.parent();
    }
    above
}
