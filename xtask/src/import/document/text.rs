//! Text and Markdown -> a document. Each line is tried as the header of a table in every form, then
//! as a heading, then it is prose.

use super::column::{self, Column, Role};
use super::keyed::{Piece, Rows};
use super::tabs::{Tabbed, Titles};
use super::{
    Block, Content, Document, Table, embedded, glued, heading, markup, pipes, plain, repeated,
};
use crate::import::issues::Issues;
use crate::import::names;
use crate::import::operation::Lexicon;
use crate::import::operation::section;

pub(super) fn read<'l>(
    page: &str,
    lexicon: impl FnOnce() -> &'l Lexicon,
    issues: &mut Issues,
) -> Document {
    let raw: Vec<&str> = page.lines().collect();
    let page = markup::references(page);
    let page = markup::visible(&page);
    let lines: Vec<&str> = page.lines().collect();
    let links = lines.iter().flat_map(|line| links(line)).map(str::to_owned).collect();
    let ends_with_break = page.ends_with('\n');
    let last_line = lines.len().max(1);
    let lexicon = std::cell::LazyCell::new(lexicon);
    let topic = lines.iter().find(|line| !line.trim().is_empty());
    let topic = topic.is_some_and(|line| line.starts_with("# ") && line.contains("{#"));
    let (blocks, stray) = (Vec::new(), Vec::new());
    let nested = page.contains('\u{2514}');
    let mut reader =
        Reader { lines: &lines, raw: &raw, at: 0, blocks, links, stray, nested, issues };
    while reader.at < lines.len() {
        reader.step(|| *lexicon);
    }
    let Reader { mut blocks, links, stray, .. } = reader;
    repeated::remove_titles(&mut blocks);
    Document { blocks, links, last_line, closed: false, ends_with_break, topic, stray }
}

struct Reader<'a, 'r> {
    lines: &'a [&'a str],
    /// The same with character references, which mean another thing in HTML.
    raw: &'a [&'a str],
    at: usize,
    blocks: Vec<Block>,
    links: Vec<String>,
    stray: Vec<(usize, String)>,
    /// The page marks nested members.
    nested: bool,
    issues: &'r mut Issues,
}

impl<'a> Reader<'a, '_> {
    fn push(&mut self, line: usize, content: Content) {
        self.blocks.push(Block { line, content });
    }

    fn step<'l>(&mut self, lexicon: impl FnOnce() -> &'l Lexicon) {
        let Some(line) = self.lines.get(self.at).copied() else { return };
        let place = self.at + 1;
        if line.trim().is_empty() {
            self.at += 1;
        } else if line.trim_start().starts_with("```") {
            self.code();
        } else if embedded::begins(line) {
            self.embedded();
        } else if let Some((table, next)) = pipes::read(self.lines, self.at, self.issues) {
            self.at = next;
            self.push(place, Content::Table(table));
        } else if let Some(table) = self.tabbed() {
            self.push(place, Content::Table(table));
        } else if let Some((level, text)) = heading::markdown(line) {
            self.at += 1;
            self.push(place, Content::Heading { level, text });
        } else if let Some(header) = self.header() {
            self.rows(header);
        } else if glued::is_header(self.lines, self.at) {
            let lines = self.lines;
            let read = glued::read(lines, self.at, |at| ends(lines, at), lexicon(), self.issues);
            self.at = read.as_ref().map_or(self.at + 1, |(_, next)| *next);
            if let Some((table, _)) = read {
                self.push(place, Content::Table(table));
            }
        } else if section::of_title(line).is_some() {
            self.at += 1;
            self.push(place, Content::Heading { level: 0, text: plain(line) });
        } else {
            self.prose();
        }
    }

    fn code(&mut self) {
        let place = self.at + 1;
        let mut text = String::new();
        let mut open = true;
        self.at += 1;
        while let Some(line) = self.lines.get(self.at) {
            self.at += 1;
            if line.trim_start().starts_with("```") {
                open = false;
                break;
            }
            text.push_str(line);
            text.push('\n');
        }
        self.push(place, Content::Code { text, open });
    }

    fn embedded(&mut self) {
        let found = embedded::read(self.raw, self.at, self.issues);
        self.blocks.extend(found.blocks);
        self.links.extend(found.links);
        self.at = found.next;
    }

    fn tabbed(&mut self) -> Option<Table> {
        let lines = self.lines;
        let mut tabbed = Tabbed { lines, at: self.at };
        let table = tabbed.read(|at| ends(lines, at), self.issues)?;
        self.at = tabbed.at;
        Some(table)
    }

    /// The titles of a table that has a line per cell.
    fn header(&self) -> Option<Header> {
        let spaced = self.lines.get(self.at + 1).is_some_and(|line| line.trim().is_empty());
        let places = (self.at..self.lines.len())
            .filter(|&at| !self.lines.get(at).is_none_or(|line| line.trim().is_empty()));
        let titles = places.clone().filter_map(|at| self.lines.get(at).copied());
        let titles = column::header(titles)?;
        let last = places.clone().nth(titles.len() - 1)?;
        Some(Header { titles, spaced, next: last + 1 })
    }

    /// Reads the rows of such a table.
    fn rows(&mut self, header: Header) {
        let place = self.at + 1;
        self.at = header.next;
        let Some(mut rows) = Rows::new(header.titles, place, self.nested) else { return };
        let mut pieces = Pieces { lines: self.lines, spaced: header.spaced };
        loop {
            let (next, ahead) = pieces.ahead(self.at);
            let Some((first, end)) = ahead.first().cloned() else {
                self.at = next;
                break;
            };
            let window: Vec<Piece> = ahead.iter().map(|(piece, _)| piece.clone()).collect();
            let taken = rows.begins(&window);
            if is_caption(self.lines, first.line - 1) {
                self.at = first.line - 1;
                break;
            }
            if taken > 0 {
                rows.begin(window.get(..taken).unwrap_or_default(), self.issues);
                self.at = ahead.get(taken - 1).map_or(end, |(_, end)| *end);
            } else if ends(self.lines, first.line - 1) {
                self.at = first.line - 1;
                break;
            } else {
                rows.add(first, self.issues);
                self.at = end;
            }
        }
        let (table, after) = rows.table(self.issues);
        self.push(place, Content::Table(table));
        for piece in after {
            self.push(piece.line, Content::Text(piece.text));
        }
    }

    fn prose(&mut self) {
        let place = self.at + 1;
        let mut text = String::new();
        while let Some(line) = self.lines.get(self.at) {
            let first = text.is_empty();
            let over = line.trim().is_empty()
                || line.trim_start().starts_with("```")
                || embedded::begins(line)
                || pipes::is_header(self.lines, self.at)
                || ends(self.lines, self.at);
            if over && !first {
                break;
            }
            if pipes::is_stray(self.lines, self.at) {
                self.stray.push((self.at + 1, (*line).to_owned()));
            }
            text.push_str(line);
            text.push('\n');
            self.at += 1;
        }
        self.push(place, Content::Text(text));
    }
}

struct Header {
    titles: Vec<String>,
    /// Blank lines stand between the cells, so that a cell may have several lines.
    spaced: bool,
    next: usize,
}

/// The cells of a table that has a line per cell.
struct Pieces<'a> {
    lines: &'a [&'a str],
    spaced: bool,
}

impl Pieces<'_> {
    /// The next pieces, each with the line behind it; and where the text goes on when there is
    /// none.
    fn ahead(&mut self, from: usize) -> (usize, Vec<(Piece, usize)>) {
        let mut pieces = Vec::new();
        let mut at = from;
        while pieces.len() < 6 {
            while self.lines.get(at).is_some_and(|line| line.trim().is_empty()) {
                at += 1;
            }
            let start = at;
            let mut text = String::new();
            let mut fenced = false;
            while let Some(line) = self.lines.get(at) {
                let fence = line.trim_start().starts_with("```");
                if line.trim().is_empty() && !fenced || at > start && !self.spaced && !fenced {
                    break;
                }
                fenced ^= fence;
                if at > start {
                    text.push('\n');
                }
                text.push_str(line);
                at += 1;
            }
            if start == at {
                break;
            }
            pieces.push((Piece { line: start + 1, text }, at));
        }
        (at, pieces)
    }
}

/// Whether a line is the name of a structure above the table of its members.
fn is_caption(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at).filter(|line| line.len() <= 2 * names::LONGEST) else {
        return false;
    };
    if !names::is_structure(&plain(line)) {
        return false;
    }
    let below = lines.get(at + 1..).unwrap_or_default();
    let header = column::header(below.iter().copied().filter(|line| !line.trim().is_empty()));
    let role = header.and_then(|header| column::role(&header));
    role.is_some_and(|(role, columns)| {
        role == Role::Parameters && !columns.contains(&Column::Required)
    })
}

/// Whether a line cannot be of a table any more: a heading, the header of another table, or the
/// line that closes an error table.
fn ends(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return true };
    if line.trim().is_empty() {
        return false;
    }
    let line = *line;
    heading::markdown(line).is_some()
        || section::of_title(line).is_some()
        || section::closes_errors(line)
        || glued::is_header(lines, at)
        || line.contains('\t') && Titles::of(line).is_some()
        || column::header(
            lines
                .get(at..)
                .unwrap_or_default()
                .iter()
                .copied()
                .filter(|line| !line.trim().is_empty()),
        )
        .is_some()
}

/// Addresses in Markdown links and in plain text.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("https://").filter_map(move |(at, _)| {
        let rest = line.get(at..)?;
        let end = rest.find(|c: char| c.is_whitespace() || ")]>\"'`".contains(c));
        rest.get(..end.unwrap_or(rest.len()))
    })
}
