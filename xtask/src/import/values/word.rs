//! The beginning of a text -> a value, or several. A value is an identifier (`cloud_essd`), a
//! dotted name, a few words of a title (`No Upfront`), or whatever identifier a pair of backticks
//! or quotes holds; it counts only where it is followed by something that ends a value.

/// Words that make a sequence of ASCII words a sentence and not a title.
const PROSE: [&str; 33] = [
    "a", "an", "are", "at", "be", "by", "can", "cannot", "default", "for", "from", "if", "in",
    "is", "it", "must", "not", "note", "of", "on", "only", "see", "that", "the", "this", "to",
    "used", "value", "values", "when", "which", "you", "your",
];

/// The longest value, in bytes.
const LONGEST: usize = 80;

/// Values at the beginning of a text.
pub(super) struct Several<'a> {
    pub words: Vec<String>,
    /// The explanation of the last of them.
    pub note: &'a str,
}

/// Reads `A`, `A、B`, `A (default) or B`, with `explained` also `A: ...; B: ...`.
pub(super) fn several(text: &str, explained: bool) -> Option<Several<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    // Behind a comma may come a remark instead of a value.
    let mut optional = false;
    loop {
        let (next, word, weak) = match head(rest).map(|(word, after)| (word, separator(after))) {
            Some((word, Separator::End)) => {
                words.push(word);
                return Some(Several { words, note: "" });
            }
            Some((word, Separator::Note(note))) => {
                words.push(word);
                match explained.then(|| after_note(note)).flatten() {
                    Some(next) => (rest, optional) = (next, true),
                    None => return Some(Several { words, note }),
                }
                continue;
            }
            Some((word, Separator::Or(next))) => (next, word, false),
            Some((word, Separator::Comma(next))) => (next, word, true),
            Some((_, Separator::Other)) | None if optional => {
                return Some(Several { words, note: "" });
            }
            Some((_, Separator::Other)) | None => return None,
        };
        words.push(word);
        (rest, optional) = (next, weak);
    }
}

/// What follows a value.
enum Separator<'a> {
    End,
    /// An explanation follows.
    Note(&'a str),
    /// Another value must follow.
    Or(&'a str),
    /// Another value or a remark follows.
    Comma(&'a str),
    Other,
}

fn separator(after: &str) -> Separator<'_> {
    let after = after.trim_start();
    if after.is_empty() || after.starts_with(['。', '.', ']', '}']) {
        return Separator::End;
    }
    if let Some(note) = after.strip_prefix([':', '–', '—']).or_else(|| after.strip_prefix("- "))
    {
        return Separator::Note(note.trim_start());
    }
    if let Some(next) = after.strip_prefix([',', ';']) {
        let next = next.trim_start();
        let and = ["and ", "or "].iter().find_map(|and| next.strip_prefix(and));
        return Separator::Comma(and.unwrap_or(next));
    }
    ["、", "|", "/", "或者", "或", "以及", "和", "及", "and ", "or "]
        .iter()
        .find_map(|or| after.strip_prefix(or))
        .map_or(Separator::Other, Separator::Or)
}

/// The next value in `explanation; B: ...`, if there is one.
fn after_note(note: &str) -> Option<&str> {
    let starts = note.match_indices([';', ',', '、']).map(|(at, mark)| &note[at + mark.len()..]);
    let explained = |next: &&str| {
        head(next).is_some_and(|(_, after)| matches!(separator(after), Separator::Note(_)))
    };
    starts.into_iter().find(explained)
}

/// The value at the beginning of a text and what follows it and the notes in brackets.
pub(super) fn head(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let (value, rest) = match text.chars().next()? {
        quote @ ('`' | '"' | '\'') => {
            let inner = &text[quote.len_utf8()..];
            let end = position(inner, quote, LONGEST)?;
            let value = inner[..end].trim();
            (is_value(value, true).then_some(value)?, &inner[end + 1..])
        }
        _ => {
            let end = bare(text);
            (is_value(&text[..end], false).then_some(&text[..end])?, &text[end..])
        }
    };
    Some((value.to_owned(), without_notes(rest)))
}

/// The bytes of the ASCII words that a text begins with.
fn bare(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    loop {
        let tail = &text[at..];
        let token = &tail[..tail.find(|c| !is_part(c)).unwrap_or(tail.len())];
        let word = token.trim_end_matches('.');
        if word.is_empty() || at > 0 && matches!(word, "and" | "or" | "-") {
            return end;
        }
        end = at + word.len();
        let next = tail[token.len()..].strip_prefix(' ');
        let more = next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if word.len() < token.len() || !more || end > LONGEST {
            return end;
        }
        at += token.len() + 1;
    }
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+')
}

/// Skips blanks and what is in brackets: `(default)`.
pub(super) fn without_notes(text: &str) -> &str {
    /// No explanation in brackets is longer than this, nor nested deeper.
    const FAR: usize = 400;
    const NOTES: usize = 3;
    let mut text = text.trim_start();
    for _ in 0..NOTES {
        match text.strip_prefix('(').and_then(|note| Some((note, position(note, ')', FAR)?))) {
            Some((note, end)) => text = note[end + 1..].trim_start(),
            None => break,
        }
    }
    text
}

/// Where an ASCII character is, but only if it is near.
fn position(text: &str, wanted: char, far: usize) -> Option<usize> {
    text.char_indices()
        .take_while(|(at, _)| *at <= far)
        .find(|(_, c)| *c == wanted)
        .map(|(at, _)| at)
}

fn is_value(text: &str, quoted: bool) -> bool {
    let words = text.split(' ').count();
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '+')
        && text.chars().all(|c| is_part(c) || c == ' ' || quoted && c == ':')
        && !is_placeholder(text)
        && (words == 1 || words <= 6 && is_title(text))
}

/// A title: no word of a sentence in it, and it begins with a capital.
fn is_title(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .split(' ')
            .all(|word| !word.is_empty() && !PROSE.contains(&word.to_ascii_lowercase().as_str()))
}

/// `N` of `Tag.N.Key`, `i-xxxxxx` and `yyyy-MM-dd` stand for something else.
fn is_placeholder(text: &str) -> bool {
    text == "N" || text.contains("xxx") || text.starts_with("yyyy")
}

/// `cn-hangzhou`: which regions there are is not for a description to say.
pub(super) fn is_region(value: &str) -> bool {
    let place = value
        .split_once('-')
        .filter(|(area, _)| matches!(*area, "cn" | "us" | "eu" | "ap" | "me" | "na" | "rus"))
        .map(|(_, place)| place);
    place.is_some_and(|place| {
        place.len() > 3
            && place.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    })
}

/// A number or a range, an enumeration or an expression of them: `1~100`, `1、2`, `-1/-1`.
pub(super) fn is_numeric(text: &str) -> bool {
    let text = text.trim_start_matches(['{', '[', '"', '`', ' ', '>', '<', '=', '≥', '≤']);
    let calculated = ["max{", "min{"]
        .iter()
        .any(|call| text.get(..call.len()).is_some_and(|start| start.eq_ignore_ascii_case(call)));
    let digits = text.strip_prefix('-').unwrap_or(text);
    if calculated || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return calculated;
    }
    let rest = digits
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.')
        .trim_start();
    let unit =
        ["GiB", "MiB", "TiB", "GB", "MB", "TB"].iter().find_map(|unit| rest.strip_prefix(unit));
    let rest = unit.unwrap_or(rest).trim_start();
    let ranged = rest.strip_prefix(['-', '~']).or_else(|| rest.strip_prefix("to "));
    rest.is_empty()
        || rest.starts_with(['~', '/', '、', '。', ';', '}', ']', '"', '`', '(', '%', '至'])
        || ranged.is_some_and(|to| to.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        || rest.starts_with(|c: char| c.is_ascii_digit())
}
