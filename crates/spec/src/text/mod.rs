//! What a text from outside may be. The importers, `regen`, the printers and the macros all check
//! texts here, so a text that one of them accepts does not surprise the others.
//!
//! Documents and TOML files are written by others. Their texts become Rust names, file names,
//! documentation and lines of a terminal; each function says which texts are harmless there.

mod document;
mod ram;
mod rust;

use aliyun_rpc_vocabulary::mark;

pub use document::{Path, check};
pub use ram::{is_action, is_arn_pattern, is_condition_key, is_resource_type};
pub use rust::{is_identifier, is_keyword, is_type_name};

/// The most bytes that a name or code of the vendor may have. The longest known code has 65.
pub const LONGEST: usize = 200;

/// Files in the folder of a product that are not operation groups.
pub const NOT_GROUPS: [&str; 5] = ["authorization", "errors", "matrix", "product", "waiters"];

/// The history of a product, `CHANGES.md`: the same name where capitals do not count.
const HISTORY: &str = "changes";

/// Features of a product crate that are not operation groups.
pub const NOT_GROUP_FEATURES: [&str; 12] = [
    "authorization",
    "blocking",
    "credentials",
    "default",
    "full",
    "gate-redis",
    "guard",
    "jiff",
    "legacy",
    "reqwest",
    "serde",
    "token-files",
];

/// The names that no operation group may have, besides the keywords of Rust. Some occur twice.
pub fn not_groups() -> impl Iterator<Item = &'static str> {
    NOT_GROUPS.into_iter().chain(NOT_GROUP_FEATURES).chain([HISTORY])
}

/// One line that shows all it holds: no control characters, and nothing that is invisible or turns
/// the direction of the text around it.
#[must_use]
pub fn is_line(text: &str) -> bool {
    // Nearly every text is ASCII.
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || !text.chars().any(is_hidden)
}

/// A character that a reader does not see as itself.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A line without backticks, so that documentation can show it as code.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    is_line(text) && !text.contains('`')
}

/// A word: ASCII letters, digits and `_`, `.`, `-`. Versions, statuses, wire styles.
#[must_use]
pub fn is_word(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// A decimal number as JSON writes it, without `NaN` and infinities.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let number = number.strip_prefix('-').unwrap_or(number);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let exponent = exponent.map(|part| part.strip_prefix(['+', '-']).unwrap_or(part));
    text.len() <= LONGEST
        && digits(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// What the runtime reads as a mark.
const MARKS: [char; 4] = [mark::SECRET, mark::JSON_TEXT, mark::PROMISED, mark::WRAPPED];

/// The name of a parameter or member on the wire: plain, without blanks, and without the signs that
/// the runtime reads as marks.
#[must_use]
pub fn is_wire_name(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && is_plain(text)
        && !text.contains(|c: char| c.is_whitespace() || MARKS.contains(&c))
}

/// An error code, exact as on the wire; `%s` marks a variable part. Tools that list codes also list
/// phrases, so blanks are allowed inside.
#[must_use]
pub fn is_code(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && is_plain(text) && text.trim() == text
}

/// A character that occurs in the vendor's error codes.
#[must_use]
pub fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._%-".contains(c)
}

/// A value of a closed list.
#[must_use]
pub fn is_value(text: &str) -> bool {
    text.len() <= LONGEST && is_plain(text)
}

/// An example of a value: short, without blanks, quotes and brackets.
#[must_use]
pub fn is_example(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/+*,".contains(&byte);
    (1..=40).contains(&text.len()) && text.bytes().all(plain)
}

/// The host of an endpoint, or the region it stands for.
#[must_use]
pub fn is_host(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
}

/// An `https` address that stays one address in Markdown and on a terminal.
#[must_use]
pub fn is_url(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
        && text.bytes().all(is_url_byte)
}

/// A byte that needs no escape in the address of a Markdown link.
#[must_use]
pub fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"'()<>[\\]^`{|}".contains(&byte)
}

/// A calendar date, `YYYY-MM-DD`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        let written = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        written.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1990..2200).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// A name that is also a file or a folder, the same on every file system: lower-case letters,
/// digits and `-`. The ids of sources are such names.
#[must_use]
pub fn is_file_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=120).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|byte| plain(byte) || byte == b'-')
        && !is_device(text)
}

/// Windows opens a device under these names, whatever their ending.
fn is_device(text: &str) -> bool {
    let numbered = |prefix| {
        let number: Option<&str> = text.strip_prefix(prefix);
        number.is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
    };
    matches!(text, "aux" | "con" | "nul" | "prn") || numbered("com") || numbered("lpt")
}

/// A product: the name of its folder beside `spec/sources/` and `spec/curated/`.
#[must_use]
pub fn is_product(text: &str) -> bool {
    is_file_name(text) && text != "sources" && text != "curated"
}

/// An operation group: the name of its file beside the other files of a product, of its feature,
/// and of its module.
#[must_use]
pub fn is_group(text: &str) -> bool {
    is_file_name(text) && !not_groups().any(|name| name == text) && !is_keyword(text)
}

#[cfg(test)]
mod tests;
