//! What follows an announcement -> values, or the finding that they are numbers, or that they were
//! not understood. Behind the colon stands a sentence, under it a list, a table or bare lines. A
//! list is taken whole or not at all: one item that is prose means that its items are conditions.

use super::line::{Line, LineKind};
use super::word;

/// Whether lists still have what marks their items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Marks {
    #[default]
    Kept,
    /// A copy from a browser may have lost them, and the indentation of what is nested.
    Lost,
}

/// What was understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Names.
    Values(Vec<String>),
    /// Numbers, lengths or dates.
    Scalar,
    /// Something else.
    Unknown,
}

/// Reads the sentence behind an announcement.
pub(super) fn inline(rest: &str) -> Reading {
    /// What a sentence about numbers says.
    const NUMBERS: [&str; 13] = [
        "整数",
        "大于",
        "小于",
        "高于",
        "低于",
        "不超过",
        "长度",
        "字符",
        "yyyy",
        "~",
        "≥",
        "≤",
        "integer",
    ];
    let end = rest.find('。').unwrap_or(rest.len());
    let text = &rest[..end];
    let text = text.split(". ").next().unwrap_or(text);
    let start = text.trim_start_matches([' ', '{', '[']);
    let number = start.trim_start_matches(['"', '`', '-']);
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        return Reading::Scalar;
    }
    match word::several(start, true) {
        Some(several) if word::is_numeric(several.note) => Reading::Scalar,
        Some(several) => Reading::Values(several.words),
        None if NUMBERS.iter().any(|word| text.contains(word)) => Reading::Scalar,
        None => Reading::Unknown,
    }
}

/// Reads the lines below an announcement, from the line `from` on; `under` is the indentation of
/// the list item that announces. Returns the line behind the list.
pub(super) fn block(
    lines: &[Line],
    from: usize,
    under: Option<usize>,
    unmarked: Option<LastItem>,
) -> (Reading, usize) {
    let mut block = Block { under, unmarked: unmarked.is_some(), ..Block::default() };
    let mut at = from;
    while let Some(line) = lines.get(at) {
        if !block.read(line) {
            break;
        }
        at += 1;
    }
    // A sentence among items without marks may be a part of one.
    let is_between = unmarked.and_then(|LastItem(last)| last).is_some_and(|last| last >= at);
    block.unknown |= block.bare && is_between;
    // So may a word among items that are explained, such as the title of a note.
    block.unknown |= block.unmarked && block.alone && block.explained;
    (block.reading(), at)
}

/// The last line of a description, as far as marks got lost, that could be an item.
#[derive(Clone, Copy)]
pub(super) struct LastItem(Option<usize>);

impl LastItem {
    /// `None` where lists have their marks.
    pub(super) fn of(lines: &[Line], marks: Marks) -> Option<Self> {
        (marks == Marks::Lost).then(|| Self(lines.iter().rposition(is_bare_item)))
    }
}

/// Whether a line without a mark is a value and what explains it.
fn is_bare_item(line: &Line) -> bool {
    let plain = line.kind == LineKind::Plain && !is_aside(&line.text);
    let several = word::several(&line.text, false).filter(|_| plain);
    several.is_some_and(|several| is_bare(&several.words) && !several.note.is_empty())
}

fn is_bare(words: &[String]) -> bool {
    words.iter().all(|word| !word.contains(' '))
}

#[derive(Default)]
struct Block {
    under: Option<usize>,
    /// Indentation of the items; what is deeper belongs to an item.
    indent: Option<usize>,
    /// Items read so far, understood or not.
    items: usize,
    values: Vec<String>,
    scalar: bool,
    unknown: bool,
    /// The last item was not understood, and nothing below it has been read.
    labelled: bool,
    /// The last item ends with a colon, so its explanation has to be below it.
    open: bool,
    /// The marks of lists may be lost.
    unmarked: bool,
    /// Lines without a mark are items.
    bare: bool,
    /// Among those are words alone.
    alone: bool,
    /// Among those are words with an explanation.
    explained: bool,
    /// The rule below the head of a table has been read.
    table_body: bool,
}

impl Block {
    /// Reads a line; false if it lies behind the list.
    fn read(&mut self, line: &Line) -> bool {
        let nested = self.indent.is_some_and(|indent| line.indent > indent + 1);
        match line.kind {
            LineKind::Blank => {}
            _ if self.under.is_some_and(|under| line.indent <= under) => return false,
            _ if nested => {
                self.open = false;
                // Labels above ranges: the numbers are one level down.
                let first = std::mem::take(&mut self.labelled) && self.values.is_empty();
                self.scalar |= first && is_about_numbers(&line.text);
            }
            LineKind::Quote => return self.items == 0,
            LineKind::Bullet => {
                self.indent =
                    Some(self.indent.map_or(line.indent, |indent| indent.min(line.indent)));
                self.item(&line.text);
            }
            LineKind::Row => self.row(&line.text),
            LineKind::Plain => return self.bare(&line.text),
        }
        true
    }

    fn item(&mut self, text: &str) {
        self.items += 1;
        // What explains an item looks like another one where converters dropped the indentation.
        self.unknown |= self.open;
        self.open = text.trim_end().ends_with(':');
        match word::several(text, false) {
            Some(several) if word::is_numeric(several.note) => self.scalar = true,
            Some(several) => self.values.extend(several.words),
            None if is_aside(text) => {}
            None if is_about_numbers(text) => self.scalar = true,
            None => match own_value(text).map(|value| vec![value]).or_else(|| labelled(text)) {
                Some(values) => self.values.extend(values),
                None => (self.unknown, self.labelled) = (true, true),
            },
        }
    }

    /// A line that is neither item nor row is an item only if it is one plain value. Where marks
    /// got lost, so did the indentation of what is nested in an item, and nothing may look like
    /// that.
    fn bare(&mut self, text: &str) -> bool {
        let several = word::several(text, false).filter(|_| !is_aside(text));
        let Some(item) = several.filter(|several| is_bare(&several.words)) else {
            // A title of several words among single ones is one more value.
            let title = word::several(text, false).is_some() && !is_aside(text);
            self.unknown |= self.unmarked && self.bare && title;
            self.scalar |= self.items == 0 && is_about_numbers(text);
            return false;
        };
        self.items += 1;
        self.bare = true;
        if self.unmarked {
            self.scalar |= word::is_numeric(item.note);
            self.unknown |= leads_on(item.note) || item.words.iter().any(|word| is_label(word));
            self.alone |= item.note.is_empty();
            self.explained |= !item.note.is_empty();
            self.unknown |= item.words.iter().any(|word| self.values.contains(word));
        }
        self.values.extend(item.words);
        true
    }

    /// A row of a table: its values are in the first column, below the rule.
    fn row(&mut self, text: &str) {
        let cell = text.trim_start_matches('|').split('|').next().unwrap_or_default().trim();
        if !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' ')) {
            self.table_body = true;
        } else if self.table_body {
            self.item(cell);
        }
    }

    fn reading(self) -> Reading {
        match () {
            () if self.scalar => Reading::Scalar,
            () if self.unknown || self.values.is_empty() => Reading::Unknown,
            () => Reading::Values(self.values),
        }
    }
}

/// The value in `when this parameter is A, ...`.
fn own_value(text: &str) -> Option<String> {
    let text = text.strip_prefix('当').unwrap_or(text);
    let text = ["该参数", "此参数", "本参数"]
        .iter()
        .find_map(|subject| text.strip_prefix(subject))
        .unwrap_or(text);
    let text = text.strip_prefix('的').unwrap_or(text);
    let (value, rest) = word::head(text.strip_prefix("取值为")?)?;
    rest.trim_start().starts_with(['时', ',', ':']).then_some(value)
}

/// The values in `a label in Chinese: A、B`, where nothing else follows.
fn labelled(text: &str) -> Option<Vec<String>> {
    let (label, rest) = text.split_once(':')?;
    let several = word::several(rest, false)?;
    (several.note.is_empty() && !label.contains('例')).then_some(several.words)
}

/// Whether an explanation announces items of its own.
fn leads_on(note: &str) -> bool {
    note.trim_end().ends_with(':') || note.contains("following") || note.contains("以下")
}

/// Words that open a remark rather than name a value.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 9] = [
        "Note",
        "Notes",
        "Notice",
        "Important",
        "Warning",
        "Caution",
        "Limits",
        "Example",
        "Examples",
    ];
    LABELS.contains(&word)
}

/// An item that names no value: what no value means, or which one is the default.
fn is_aside(text: &str) -> bool {
    ["空", "不传", "默认", "Default"].iter().any(|start| text.starts_with(start))
}

/// An item that is a number, or a condition that says which numbers are allowed under it.
fn is_about_numbers(text: &str) -> bool {
    text.trim_start_matches(['-', '`']).starts_with(|c: char| c.is_ascii_digit())
        || text.split([':', '为']).skip(1).any(word::is_numeric)
        || text.split("取值").skip(1).any(word::is_numeric)
}
