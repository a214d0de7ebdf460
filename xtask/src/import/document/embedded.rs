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

/// Reads the table; `lines` are those of the file, with its character references. On its first and
/// last line there may be tags beside it, and nothing else.
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
        if has_text(line.get(..from).unwrap_or_default())
            || has_text(line.get(end..).unwrap_or_default())
        {
            issues.advise(
                next,
                "text stands beside a table in HTML",
                "put the table on lines of its own",
            );
        }
        text.push_str(line.get(from..end).unwrap_or_default());
        text.push('\n');
        if depth == 0 {
            break;
        }
    }
    let page = html::read_from(&text, at + 1, issues);
    Embedded { blocks: page.blocks, links: page.links, next }
}

/// Whether there is anything but tags and blanks.
fn has_text(html: &str) -> bool {
    let mut outside = html.split('<').enumerate().map(|(at, part)| match part.split_once('>') {
        Some((_, after)) if at > 0 => after,
        _ => part,
    });
    outside.any(|text| !text.trim().is_empty())
}
