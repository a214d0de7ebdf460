//! Tables in HTML within Markdown.

use super::{Block, html};
use crate::import::issues::Issues;

const OPENS: &str = "<table";
const CLOSES: &str = "</table>";

/// Whether a line begins such a table, perhaps within other elements.
pub(super) fn begins(line: &str) -> bool {
    line.trim_start().starts_with('<') && line.to_ascii_lowercase().contains(OPENS)
}

/// What is read of a table that begins at `at`.
pub(super) struct Embedded {
    pub blocks: Vec<Block>,
    pub links: Vec<String>,
    /// Where the text goes on.
    pub next: usize,
}

/// Reads the table; `lines` are those of the file, with its character references. What stands
/// beside it on its first and last line belongs to elements around it.
pub(super) fn read(lines: &[&str], at: usize, issues: &mut Issues) -> Embedded {
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut next = at;
    for line in lines.get(at..).unwrap_or_default() {
        next += 1;
        let lower = line.to_ascii_lowercase();
        let from = if text.is_empty() { lower.find(OPENS).unwrap_or_default() } else { 0 };
        depth =
            (depth + lower.matches(OPENS).count()).saturating_sub(lower.matches(CLOSES).count());
        let closing = lower.rfind(CLOSES).filter(|_| depth == 0);
        let end = closing.map_or(line.len(), |end| end + CLOSES.len());
        text.push_str(line.get(from..end).unwrap_or_default());
        text.push('\n');
        if depth == 0 {
            break;
        }
    }
    let page = html::read_from(&text, at + 1, issues);
    Embedded { blocks: page.blocks, links: page.links, next }
}
