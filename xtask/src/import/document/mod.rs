//! A published page in any form -> one model: headings, paragraphs, code, and tables with rows of
//! cells, each with its line. There is a reader per form; what a page states is read from the model
//! only.
//!
//! Cells hold text with light Markdown (`**strong**`, `` `code` ``, `- ` before an item, a line per
//! paragraph); [`plain`] takes the marks away.

mod apart;
mod column;
mod embedded;
mod glued;
mod grammar;
mod heading;
mod html;
mod keyed;
mod marks;
mod markup;
mod pipes;
mod repeated;
mod tabs;
mod tags;
mod text;

use super::issues::{Issues, excerpt};
use super::operation::Lexicon;

pub(crate) use apart::{is_nothing, is_pattern};
#[cfg(test)]
pub(crate) use column::keys;
pub(crate) use column::{Column, Role};
pub(crate) use glued::status as glued_status;
pub(crate) use grammar::{
    bare as bare_name, fits as column_fits, is_action, is_item, is_level, is_name, is_status,
    is_type, may_call, yes_or_no,
};
pub(crate) use marks::{plain, unfold, unlink};
pub(crate) use pipes::could_be_row;

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The content of the page, from top to bottom.
    pub blocks: Vec<Block>,
    /// Addresses that the page links to.
    pub links: Vec<String>,
    /// Number of the last line, from 1.
    pub last_line: usize,
    /// The markup was closed, so nothing is missing at the end.
    pub closed: bool,
    /// The text ends with a line break.
    pub ends_with_break: bool,
    /// The title has an anchor and a kind: a topic of the vendor's older Markdown.
    pub topic: bool,
    /// Rows outside of any table.
    pub stray: Vec<(usize, String)>,
}

/// One piece of a page.
#[derive(Debug)]
pub(crate) struct Block {
    /// Line on which it begins, from 1.
    pub line: usize,
    /// What it is.
    pub content: Content,
}

/// What a block holds.
#[derive(Debug)]
pub(crate) enum Content {
    /// A heading, without marks. `level` is 0 when only the words tell that it is one.
    Heading {
        level: u8,
        text: String,
    },
    /// A paragraph or list, a line per line.
    Text(String),
    /// Code. `open` when its end is missing.
    Code {
        text: String,
        open: bool,
    },
    Table(Table),
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Pipes,
    Tabs,
    Lines,
    Glued,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub form: Form,
    /// Titles of the columns.
    pub header: Vec<String>,
    /// Line of the header, from 1.
    pub line: usize,
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Line on which it begins, from 1.
    pub line: usize,
    /// As many cells as the header has, trimmed.
    pub cells: Vec<String>,
    /// Its name could also be a cell of the row before it, which lacks one.
    pub doubtful: bool,
}

impl Document {
    /// Reads a page in whatever form it comes.
    pub(crate) fn read<'l>(
        page: &str,
        lexicon: impl FnOnce() -> &'l Lexicon,
        issues: &mut Issues,
    ) -> Self {
        let page = markup::visible(page);
        if html::is_html(&page) {
            html::read(&page, issues)
        } else {
            text::read(&page, lexicon, issues)
        }
    }

    /// All tables.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match &block.content {
            Content::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Lines of all text outside of tables and code, with their numbers.
    pub(crate) fn prose(&self) -> impl Iterator<Item = (usize, &str)> {
        let texts = self.blocks.iter().filter_map(|block| match &block.content {
            Content::Text(text) | Content::Heading { text, .. } => Some((block.line, text)),
            _ => None,
        });
        texts.flat_map(|(first, text)| text.lines().zip(first..).map(|(text, line)| (line, text)))
    }

    /// The same as one text, without marks.
    pub(crate) fn prose_text(&self) -> String {
        let mut all = String::new();
        for (_, line) in self.prose() {
            all.push_str(line);
            all.push('\n');
        }
        plain(&all)
    }

    /// Whether something follows a block, which shows that the block is whole.
    pub(crate) fn goes_on_behind(&self, at: usize) -> bool {
        let behind = self.blocks.get(at + 1..).unwrap_or_default();
        self.closed
            || behind.iter().any(|block| match &block.content {
                Content::Text(text) => text.trim().contains([' ', '\u{3002}']),
                _ => true,
            })
    }

    /// Notes rows outside of any table, where that is a loss.
    pub(crate) fn report_stray(&self, matters: impl Fn(usize, &str) -> bool, issues: &mut Issues) {
        for (line, text) in self.stray.iter().filter(|(line, text)| matters(*line, text)) {
            let message = format!("a row outside of any known table: `{}`", excerpt(text, 60));
            issues.problem(line, message);
        }
    }

    /// The titles of its tables, for a message.
    pub(crate) fn headers(&self) -> String {
        let headers = self.tables().map(|table| format!("`{}`", table.header.join(" | ")));
        let headers: Vec<String> = headers.take(5).collect();
        if headers.is_empty() { "no table".to_owned() } else { headers.join(", ") }
    }
}

impl Table {
    /// What the table is about and what its columns hold; none when its header is not known.
    pub(crate) fn role(&self) -> Option<(Role, Vec<Column>)> {
        column::role(&self.header)
    }

    /// Whether the table is about this.
    pub(crate) fn is(&self, role: Role) -> bool {
        self.role().is_some_and(|(found, _)| found == role)
    }
}

impl Row {
    fn new(line: usize, cells: Vec<String>) -> Self {
        Self { line, cells, doubtful: false }
    }

    /// The first cell of a kind, as it stands.
    pub(crate) fn raw<'r>(&'r self, columns: &[Column], column: Column) -> Option<&'r str> {
        let at = columns.iter().position(|one| *one == column)?;
        self.cells.get(at).map(String::as_str)
    }

    /// The first cell of a kind, without marks and links, and a name without the mark of deprecated
    /// ones; empty when there is no such column.
    pub(crate) fn plain(&self, columns: &[Column], column: Column) -> String {
        let cell = self.raw(columns, column).unwrap_or_default();
        if column == Column::Name { bare_name(cell).0 } else { plain(&marks::unlink(cell)) }
    }
}
