//! A Markdown description -> lines of plain text that know their indentation and what they are.
//! Tags, links, bold and escapes go, full-width forms become ASCII, so that all that reads the
//! lines later meets each shape in one spelling only. Backticks stay: they mark a value as one.

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// An item of a list, its marker removed.
    Bullet,
    /// A remark; it never says what a value may be.
    Quote,
    /// A row of a table, with its bars.
    Row,
    Plain,
}

/// One line of a description.
#[derive(Debug)]
pub(super) struct Line {
    /// Columns before the first visible character.
    pub indent: usize,
    pub kind: LineKind,
    pub text: String,
}

/// Splits a description into lines; a line break or list item in HTML is a line as well.
pub(super) fn split(description: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for raw in description.lines() {
        lines.extend(without_tags(raw).iter().map(|part| Line::new(part)));
    }
    lines
}

impl Line {
    fn new(raw: &str) -> Self {
        let body = raw.trim_start();
        let indent = raw[..raw.len() - body.len()].chars().map(columns).sum();
        let body = body.trim_end();
        let (kind, body) = match body.chars().next() {
            None => (LineKind::Blank, body),
            Some('>') => (LineKind::Quote, body),
            Some('|') => (LineKind::Row, body),
            Some(_) => match after_marker(body) {
                Some(item) => (LineKind::Bullet, item.trim_start()),
                None => (LineKind::Plain, body),
            },
        };
        Self { indent, kind, text: plain(body) }
    }
}

fn columns(blank: char) -> usize {
    match blank {
        '\t' => 4,
        '\u{3000}' => 2,
        _ => 1,
    }
}

/// What follows `- `, `* `, `+ `, `1. ` or a printed dot.
fn after_marker(body: &str) -> Option<&str> {
    if let Some(rest) = body.strip_prefix(['•', '·', '●', '○']) {
        return Some(rest);
    }
    let numbered = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match body.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None if numbered.len() < body.len() => numbered.strip_prefix(['.', ')'])?,
        None => return None,
    };
    // The vendor forgets the blank now and then; `-1` is a number and `*A` half of a bold word.
    let glued = body.starts_with('-') && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (rest.is_empty() || rest.starts_with(char::is_whitespace) || glued).then_some(rest)
}

/// The text between the tags. `<br>` and the like end a line, but in a row of a table they part
/// the values of one cell.
fn without_tags(raw: &str) -> Vec<String> {
    let row = raw.trim_start().starts_with('|');
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('<') {
        part.push_str(&rest[..at]);
        let Some((name, after)) = tag(&rest[at + 1..]) else {
            part.push('<');
            rest = &rest[at + 1..];
            continue;
        };
        match name {
            "br" | "li" | "p" if row => part.push('、'),
            "br" | "p" => parts.push(std::mem::take(&mut part)),
            "li" => parts.push(std::mem::replace(&mut part, "- ".to_owned())),
            _ => {}
        }
        rest = after;
    }
    part.push_str(rest);
    parts.push(part);
    parts
}

/// The name of a tag and what follows it, given what follows its `<`.
fn tag(from: &str) -> Option<(&str, &str)> {
    let (inner, after) = from.split_at(from.find(['<', '>'])?);
    let after = after.strip_prefix('>')?;
    let start = inner.trim_start_matches('/');
    let name = start.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
    let closes = start.len() < inner.len();
    (!name.is_empty()).then_some((if closes { "" } else { name }, after))
}

/// Removes the Markdown of one line but for its backticks, and unifies its characters.
fn plain(body: &str) -> String {
    /// Stands where a bracket of a link was.
    const GONE: char = '\0';
    let mut out: Vec<char> = Vec::with_capacity(body.len());
    let mut link = None;
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(chars.next_if(char::is_ascii_punctuation).unwrap_or('\\')),
            '*' => {
                let mut run = 1;
                while chars.next_if_eq(&'*').is_some() {
                    run += 1;
                }
                // Two are bold; four hide the rest of an identifier in an example.
                if run != 2 {
                    out.extend(std::iter::repeat_n('*', run));
                }
            }
            '[' => {
                link = Some(out.len());
                out.push('[');
            }
            ']' if link.is_some() && chars.peek() == Some(&'(') => {
                if let Some(bracket) = link.take().and_then(|at| out.get_mut(at)) {
                    *bracket = GONE;
                }
                while chars.next().is_some_and(|c| c != ')') {}
            }
            c => out.push(unified(c)),
        }
    }
    out.into_iter().filter(|c| *c != GONE).collect()
}

/// One character for all of its widths.
fn unified(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
        }
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}
