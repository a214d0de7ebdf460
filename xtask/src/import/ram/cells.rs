//! The three tables of the list as their cells, whatever form the page has.
//!
//! In text nothing marks a row: a line, or what stands between tabs, is a cell. In HTML and in
//! Markdown the model of the page has rows. Their cells hold several names at once, so the words of
//! a cell become cells of their own, and an empty cell says that there is nothing.

use aliyun_rpc_spec::text::{is_action, is_arn_pattern, is_resource_type};

use crate::import::document::{Content, Document, Table, plain};

/// Titles that a column can have.
type Titles = &'static [&'static str];

/// One of the tables of the list.
#[derive(Debug)]
pub(super) struct Layout {
    /// Titles of each column.
    columns: &'static [Titles],
    /// Every word of a cell is a name.
    has_names: bool,
}

const RESOURCE_TYPE: Titles = &["Resource type", "\u{8d44}\u{6e90}\u{7c7b}\u{578b}"];
const CONDITION_KEY: Titles = &["Condition key", "\u{6761}\u{4ef6}\u{5173}\u{952e}\u{5b57}"];

pub(super) const ACTIONS: Layout = Layout {
    columns: &[
        &["Actions", "Action", "Operation", "\u{64cd}\u{4f5c}"],
        &["API operation", "API"],
        &["Access level", "\u{8bbf}\u{95ee}\u{7ea7}\u{522b}"],
        RESOURCE_TYPE,
        CONDITION_KEY,
        &["Associated operation", "Dependent action", "\u{5173}\u{8054}\u{64cd}\u{4f5c}"],
    ],
    has_names: true,
};
pub(super) const RESOURCES: Layout =
    Layout { columns: &[RESOURCE_TYPE, &["ARN"]], has_names: true };
pub(super) const CONDITIONS: Layout = Layout {
    columns: &[
        CONDITION_KEY,
        &["Description", "\u{63cf}\u{8ff0}"],
        &["Data type", "\u{6570}\u{636e}\u{7c7b}\u{578b}"],
    ],
    has_names: false,
};

/// Headings behind the tables, as text without marks has them.
const SECTIONS: [&str; 4] = ["Action", "Resource", "Condition", "What to do next"];

impl Layout {
    /// The English titles, for a message.
    pub(super) fn titles(&self) -> String {
        let titles = self.columns.iter().filter_map(|titles| titles.first());
        titles.copied().collect::<Vec<_>>().join("`, `")
    }

    /// Whether these are its titles, with or without marks.
    pub(super) fn is_titled(&self, header: &[String]) -> bool {
        let header: Vec<String> = header.iter().map(|title| plain(title)).collect();
        self.is(header.iter().map(String::as_str))
    }

    fn is<'t>(&self, header: impl ExactSizeIterator<Item = &'t str>) -> bool {
        header.len() == self.columns.len()
            && self.columns.iter().zip(header).all(|(titles, title)| titles.contains(&title))
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Line in the original, from 1.
    pub line: usize,
    /// Its text without escapes and code marks.
    pub text: String,
}

impl Cell {
    /// The line as captures store it.
    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.line).unwrap_or(u32::MAX)
    }

    /// The name of an operation, alone or as a link: `[StopInstance](...)`.
    pub(super) fn operation(&self) -> &str {
        let link = self.text.strip_prefix('[').and_then(|rest| rest.split_once("]("));
        link.filter(|(_, address)| address.ends_with(')')).map_or(&self.text, |(name, _)| name)
    }
}

/// A page whose lines are cells.
#[derive(Debug)]
pub(super) struct Lines {
    cells: Vec<Cell>,
}

/// The cells of one table, without its header.
#[derive(Debug)]
pub(super) struct Cells {
    /// In the order of the page.
    pub cells: Vec<Cell>,
    /// Something follows, so the table was not cut.
    pub is_closed: bool,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let lines = text.lines().zip(1..);
        let pieces =
            lines.flat_map(|(line, number)| line.split('\t').map(move |cell| (cell, number)));
        let cells = pieces.map(|(cell, line)| Cell { line, text: unmarked(cell) });
        Self { cells: cells.filter(|cell| !cell.text.is_empty()).collect() }
    }

    /// The table of this layout, up to the next heading or the next table.
    pub(super) fn table(&self, layout: &Layout) -> Option<Cells> {
        let start = self.header(layout)? + layout.columns.len();
        let rest = self.cells.get(start..)?;
        let end = (0..rest.len()).find(|&at| self.ends(start + at));
        let cells = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let cells = match layout.has_names {
            true => cells.iter().flat_map(|cell| words(&cell.text, cell.line)).collect(),
            false => cells.to_vec(),
        };
        Some(Cells { cells, is_closed: end.is_some() })
    }

    fn header(&self, layout: &Layout) -> Option<usize> {
        (0..self.cells.len()).find(|&at| self.is_header(layout, at))
    }

    fn is_header(&self, layout: &Layout, at: usize) -> bool {
        let cells = self.cells.get(at..at + layout.columns.len()).unwrap_or_default();
        layout.is(cells.iter().map(|cell| cell.text.as_str()))
    }

    fn ends(&self, at: usize) -> bool {
        let text = self.cells.get(at).map_or("", |cell| &cell.text);
        text.starts_with("## ")
            || SECTIONS.contains(&text)
            || [&RESOURCES, &CONDITIONS].iter().any(|layout| self.is_header(layout, at))
    }

    /// The last line that is not empty.
    pub(super) fn last_line(&self) -> usize {
        self.cells.last().map_or(1, |cell| cell.line)
    }
}

/// The table of this layout in a page whose tables have rows.
pub(super) fn table(page: &Document, layout: &Layout) -> Option<Cells> {
    let (at, found) =
        page.blocks.iter().enumerate().find_map(|(at, block)| match &block.content {
            Content::Table(table) => {
                let header: Vec<String> = table.header.iter().map(|title| plain(title)).collect();
                layout.is(header.iter().map(String::as_str)).then_some((at, table))
            }
            _ => None,
        })?;
    Some(Cells { cells: of_rows(found, layout), is_closed: page.goes_on_behind(at) })
}

fn of_rows(table: &Table, layout: &Layout) -> Vec<Cell> {
    let rows = table.rows.iter();
    let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (cell, row.line)));
    let cells = cells.flat_map(|(cell, line)| match layout.has_names {
        true if plain(cell).is_empty() => vec![Cell { line, text: NOTHING.to_owned() }],
        true => words(&marked(cell), line),
        false => vec![Cell { line, text: plain(cell) }],
    });
    cells.collect()
}

/// A cell in which a star, not strong type, says what is mandatory.
fn marked(cell: &str) -> String {
    // A control character stands for the mark of strong words until the words are read.
    let text = plain(&cell.replace("**", " \u{1} "));
    let mut words: Vec<String> = Vec::new();
    let mut begins_strong = false;
    let mut strong = false;
    for word in text.split(' ') {
        if word == "\u{1}" {
            strong = !strong;
            begins_strong = strong;
            continue;
        }
        let mark = if begins_strong && !word.starts_with('*') { "*" } else { "" };
        words.push(format!("{mark}{word}"));
        begins_strong = false;
    }
    words.join(" ")
}

const EVERYTHING: &str = "All Resources";
const NOTHING: &str = "None";

/// The names in a cell, in the words of English pages. A star that stands alone belongs to the type
/// behind it, unless it is the pattern of all resources.
fn words(text: &str, line: usize) -> Vec<Cell> {
    let text = text.replace("\u{5168}\u{90e8}\u{8d44}\u{6e90}", EVERYTHING);
    let mut found: Vec<Cell> = Vec::new();
    let mut star = false;
    for word in text.split_whitespace() {
        let word = word.trim_matches('`');
        match (word, found.last_mut()) {
            ("Resources", Some(last)) if last.text.trim_start_matches('*') == "All" => {
                last.text.push_str(" Resources");
            }
            ("*", Some(last)) if last.text.ends_with(EVERYTHING) => {
                found.push(Cell { line, text: word.to_owned() });
            }
            ("*", None) if text == "*" => found.push(Cell { line, text: word.to_owned() }),
            ("*", _) => star = true,
            ("-" | "\u{2022}", _) if text != "-" => {}
            ("-" | "\u{65e0}", _) => found.push(Cell { line, text: NOTHING.to_owned() }),
            (word, _) => {
                let mark = if std::mem::take(&mut star) { "*" } else { "" };
                found.push(Cell { line, text: format!("{mark}{word}") });
            }
        }
    }
    found
}

/// Without escapes and code marks.
fn unmarked(text: &str) -> String {
    let text = text.replace('\u{a0}', " ").replace('\\', "");
    text.trim().trim_matches('`').trim().to_owned()
}

/// A pattern of resource names that names a service.
pub(super) fn is_arn(text: &str) -> bool {
    text != "*" && is_arn_pattern(text)
}

/// A resource type with a name.
pub(super) fn is_type(text: &str) -> bool {
    text != "*" && text != NOTHING && is_resource_type(text)
}

/// An action followed by the operation of that name: the first cells of a row.
pub(super) fn begins_row(cells: &[Cell]) -> bool {
    let [action, operation, ..] = cells else { return false };
    let named = action.text.split_once(':').map(|(_, name)| name);
    is_action(&action.text)
        && (operation.text.starts_with('[') || named == Some(operation.operation()))
}
