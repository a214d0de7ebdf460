//! HTML, as a browser or curl saves it -> a document. Menus, scripts and styles are left out; lists
//! and notes within cells become lines; cells that span rows or columns are repeated.

mod cells;
mod sink;

use html5ever::driver::ParseOpts;
use html5ever::parse_document;
use html5ever::tendril::TendrilSink as _;

use super::{Block, Content, Document, heading, marks, plain, repeated};
use crate::import::issues::Issues;
use crate::import::operation::section;
use sink::{Node, NodeKind, ROOT, Sink};

/// Whether a text is markup rather than text with some tags in it.
pub(super) fn is_html(page: &str) -> bool {
    let start = page.trim_start();
    let head = start.get(..start.len().min(2000)).or_else(|| start.get(..1997)).unwrap_or(start);
    let head = head.to_ascii_lowercase();
    start.starts_with('<')
        && ["<!doctype html", "<html", "<head", "<body", "<table", "<h1", "<div", "<main", "<!--"]
            .iter()
            .any(|tag| head.contains(tag))
}

/// Deeper trees than this are an attack on the stack.
const DEEPEST: usize = 300;

const TOO_DEEP: &str = "more than 300 elements are nested in one another";

/// How deep elements that need an end tag are nested, roughly. The parser takes quadratic time for
/// very deep ones, so this is asked before.
fn nesting(page: &str) -> usize {
    let nests = |tag: &str| {
        ["div", "span", "ul", "ol", "table", "section", "b", "i", "font", "a", "blockquote"]
            .contains(&tag.to_ascii_lowercase().as_str())
    };
    let (mut depth, mut deepest) = (0_usize, 0);
    for piece in page.split('<').skip(1) {
        let (closes, rest) = piece.strip_prefix('/').map_or((false, piece), |rest| (true, rest));
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        match (nests(rest.get(..end).unwrap_or_default()), closes) {
            (true, false) => depth += 1,
            (true, true) => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

pub(super) fn read(page: &str, issues: &mut Issues) -> Document {
    read_from(page, 1, issues)
}

/// Reads markup that begins on this line of a file.
pub(super) fn read_from(page: &str, first_line: usize, issues: &mut Issues) -> Document {
    if nesting(page) > 10 * DEEPEST {
        issues.problem(first_line, TOO_DEEP);
        return Document::default();
    }
    let nodes = parse_document(Sink::from_line(first_line), ParseOpts::default()).one(page);
    let last_line = first_line - 1 + page.lines().count().max(1);
    let mut walk = Walk {
        nodes: &nodes,
        blocks: Vec::new(),
        links: Vec::new(),
        text: String::new(),
        line: first_line,
        too_deep: false,
    };
    walk.children(ROOT, 0, issues);
    walk.flush();
    if walk.too_deep {
        issues.problem(first_line, TOO_DEEP);
    }
    let closed = is_closed(page);
    if !closed {
        issues.advise(
            last_line,
            "the page ends before its markup is closed",
            "the file may be cut off; download the page again",
        );
    }
    let (mut blocks, links) = (walk.blocks, walk.links);
    repeated::remove_titles(&mut blocks);
    Document { blocks, links, last_line, closed, ends_with_break: true, ..Document::default() }
}

/// Every element that holds the page is closed. A fragment without any of them has to close its
/// last table.
fn is_closed(page: &str) -> bool {
    let page = page.to_ascii_lowercase();
    let whole = page.contains("<html");
    // Scripts of a whole page may hold tags in texts of their own.
    let tags = if whole { &["html"][..] } else { &["body", "main", "article", "div", "table"] };
    tags.iter().all(|tag| {
        let opened = format!("<{tag}");
        let opens = page.match_indices(&opened).filter(|(at, _)| {
            let next = page.get(at + opened.len()..).and_then(|rest| rest.chars().next());
            next.is_none_or(|c| c == '>' || c.is_whitespace() || c == '/')
        });
        opens.count() <= page.matches(&format!("</{tag}>")).count()
    }) && page.trim_end().ends_with('>')
}

/// Elements that hold nothing of what a page says.
fn is_furniture(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "nav"
            | "template"
            | "svg"
            | "button"
            | "select"
            | "iframe"
            | "form"
            | "footer"
            | "aside"
            | "meta"
            | "link"
    )
}

/// Elements that begin and end a line.
fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "figure"
            | "tr"
            | "td"
            | "th"
            | "table"
            | "body"
            | "head"
            | "html"
            | "title"
    )
}

struct Walk<'a> {
    nodes: &'a [Node],
    blocks: Vec<Block>,
    links: Vec<String>,
    /// Text since the last block.
    text: String,
    line: usize,
    too_deep: bool,
}

impl Walk<'_> {
    fn children(&mut self, id: usize, depth: usize, issues: &mut Issues) {
        let Some(node) = self.nodes.get(id) else { return };
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        for child in &node.children {
            self.node(*child, depth + 1, issues);
        }
    }

    fn node(&mut self, id: usize, depth: usize, issues: &mut Issues) {
        let Some(node) = self.nodes.get(id) else { return };
        if let NodeKind::Text(text) = &node.kind {
            if self.text.trim().is_empty() {
                self.line = node.line;
            }
            self.text.push_str(&marks::escape(&text.replace('\n', " ")));
            return;
        }
        let tag = node.tag();
        match tag {
            _ if is_furniture(tag) => {
                if self.holds_facts(id) {
                    self.flush();
                    self.children(id, depth, issues);
                    self.flush();
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = tag.bytes().last().map_or(1, |digit| digit - b'0');
                let text = heading::title(&self.inner(id));
                self.blocks
                    .push(Block { line: node.line, content: Content::Heading { level, text } });
            }
            "pre" => {
                self.flush();
                let content = Content::Code { text: self.inner(id), open: false };
                self.blocks.push(Block { line: node.line, content });
            }
            "table" => {
                self.flush();
                self.note_links(id);
                if let Some(table) = cells::table(self.nodes, id, issues) {
                    self.blocks.push(Block { line: table.line, content: Content::Table(table) });
                }
            }
            "br" => self.text.push('\n'),
            _ => self.inline(id, tag, depth, issues),
        }
    }

    /// Whether a table that is known by its header stands in an element; some pages wrap their
    /// content in a form.
    fn holds_facts(&self, id: usize) -> bool {
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            let Some(node) = self.nodes.get(at) else { continue };
            if node.tag() == "table" && cells::is_known(self.nodes, at) {
                return true;
            }
            open.extend(&node.children);
        }
        false
    }

    fn inline(&mut self, id: usize, tag: &str, depth: usize, issues: &mut Issues) {
        if let Some(href) = self.nodes.get(id).and_then(|node| node.attribute("href")) {
            self.links.push(href.to_owned());
        }
        if is_block(tag) {
            self.flush();
        }
        if tag == "li" {
            self.text.push_str("- ");
        }
        self.children(id, depth, issues);
        if is_block(tag) {
            self.flush();
        }
    }

    /// Text of an element as one cell would hold it.
    fn inner(&mut self, id: usize) -> String {
        self.note_links(id);
        cells::text(self.nodes, id)
    }

    fn note_links(&mut self, id: usize) {
        let mut open = vec![id];
        while let Some(node) = open.pop().and_then(|id| self.nodes.get(id)) {
            self.links.extend(node.attribute("href").map(str::to_owned));
            open.extend(&node.children);
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let text = text.join("\n");
        if text.is_empty() || text == "-" {
            return;
        }
        let content = if section::of_title(&text).is_some() {
            Content::Heading { level: 0, text: plain(&text) }
        } else {
            Content::Text(text)
        };
        self.blocks.push(Block { line: self.line, content });
    }
}
