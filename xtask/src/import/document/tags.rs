//! HTML within a cell of Markdown, as converters leave it -> the text of the cell.

use std::borrow::Cow;

/// The text of a cell with a line per paragraph and item, strong words, code and links marked. Tags
/// that are not known stay as they are.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    if !cell.contains('<') {
        return Cow::Borrowed(cell);
    }
    let mut writer = Writer::default();
    let mut rest = cell;
    while let Some((before, found)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        writer.push(before);
        let tag = Tag::of(found).filter(|tag| writer.takes(tag));
        rest = match tag {
            Some(tag) => tag.behind,
            None => {
                writer.push("<");
                found.get(1..).unwrap_or_default()
            }
        };
    }
    writer.push(rest);
    Cow::Owned(writer.text)
}

/// A tag, its attributes, and what stands behind it.
struct Tag<'t> {
    name: String,
    closes: bool,
    attributes: &'t str,
    behind: &'t str,
}

impl<'t> Tag<'t> {
    fn of(text: &'t str) -> Option<Self> {
        /// An address can be long.
        const LONGEST: usize = 2000;
        let inner = text.strip_prefix('<')?;
        let end = inner.bytes().take(LONGEST).position(|byte| byte == b'>')?;
        let (inner, behind) = (inner.get(..end)?, inner.get(end + 1..)?);
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
        let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, attributes) = inner.split_at_checked(length)?;
        let whole = attributes.is_empty()
            || attributes.starts_with('/')
            || attributes.starts_with(char::is_whitespace);
        let name = name.to_ascii_lowercase();
        whole.then_some(Self { name, closes, attributes, behind })
    }

    /// The address of a link.
    fn href(&self) -> Option<&'t str> {
        let (_, value) = self.attributes.split_once("href=")?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value.get(1..)?.split(quote).next()
    }
}

/// Lists are indented no deeper than this: nobody nests them so far.
const DEEPEST: usize = 20;

#[derive(Default)]
struct Writer {
    text: String,
    /// How many lists are open.
    lists: usize,
    /// Code is open, which holds no tags.
    code: bool,
    /// Addresses of the links that are open.
    links: Vec<Option<String>>,
}

impl Writer {
    fn push(&mut self, text: &str) {
        // Further lines of an item are indented.
        if self.lists > 0 && self.text.ends_with('\n') && !text.trim().is_empty() {
            self.text.push_str(&"  ".repeat(self.lists.min(DEEPEST)));
        }
        self.code ^= text.matches('`').count() % 2 == 1;
        self.text.push_str(text);
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') && !self.text.ends_with("- ") {
            self.text.push('\n');
        }
    }

    /// Writes what a tag stands for; whether it is known.
    fn takes(&mut self, tag: &Tag<'_>) -> bool {
        let literal = self.text.ends_with('\\') || self.code;
        let ends_code = tag.name == "code" && tag.closes;
        match tag.name.as_str() {
            "br" => self.text.push('\n'),
            _ if literal && !ends_code => return false,
            "p" | "div" | "pre" => self.end_line(),
            "ul" | "ol" => {
                self.end_line();
                let change =
                    if tag.closes { self.lists.checked_sub(1) } else { Some(self.lists + 1) };
                self.lists = change.unwrap_or_default();
            }
            "li" => {
                self.end_line();
                if !tag.closes {
                    let indent = "  ".repeat(self.lists.saturating_sub(1).min(DEEPEST));
                    self.text.push_str(&format!("{indent}- "));
                }
            }
            "b" | "strong" => self.push("**"),
            "code" => self.push("`"),
            "a" if tag.closes => {
                if let Some(href) = self.links.pop().flatten() {
                    self.text.push_str(&format!("]({href})"));
                }
            }
            "a" => {
                let href = tag.href().filter(|href| !href.contains([')', ' ']));
                if href.is_some() {
                    self.push("[");
                }
                self.links.push(href.map(str::to_owned));
            }
            "span" | "em" | "i" | "font" => {}
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_lines_and_marks() {
        for (cell, expected) in [
            ("<p>Gate</p>", "Gate\n"),
            ("<p class='p'>a</p><p>b</p>", "a\nb\n"),
            (
                "Values:<ul><li>Red: a</li><li><p>Green</p></li></ul>c",
                "Values:\n- Red: a\n- Green\nc",
            ),
            ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "- a\n  - b\n  c\n"),
            ("<b>Note</b> <code>x</code> <span>y</span>", "**Note** `x` y"),
            ("<a href=\"Fence.md#\" target=_blank>Fence</a> <a>b</a>", "[Fence](Fence.md#) b"),
            ("\\<p> `<p>` <fence> a<b", "\\<p> `<p>` <fence> a<b"),
            ("</ul></li></a>", ""),
        ] {
            assert_eq!(text(cell), expected, "{cell}");
        }
    }
}
