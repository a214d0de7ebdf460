//! The names of members and the marks in them, for both directions.
//!
//! A list of names is one text with a name on each line: the compiler holds one literal instead of
//! dozens. Marks in a name say how the member is sent, read and shown:
//!
//! | Name          | In a request                               | In a reply                         |
//! |---------------|--------------------------------------------|------------------------------------|
//! | `Name`        | flattened                                  | a member                           |
//! | `*Name`       | flattened, secret                          | a member, secret                   |
//! | `{Name`       | one JSON text                              | not used                           |
//! | `*{Name`      | one JSON text, secret                      | not used                           |
//! | `!Name`       | not used                                   | a text that is always there        |
//! | `Outer>Inner` | not used                                   | a list, as `{"Outer":{"Inner":[]}}`|
//! | `*Outer>Inner`| not used                                   | the same list, secret              |
//!
//! A secret is sent and read like any other member and never shown.

use aliyun_rpc_vocabulary::mark::{JSON_TEXT, PROMISED, SECRET, WRAPPED};

/// A name taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name of the member.
    pub outer: &'static str,
    /// The name of the list inside the member.
    pub inner: Option<&'static str>,
    /// The member is never shown.
    pub secret: bool,
    /// The value is sent as one JSON text.
    pub json_text: bool,
    /// A reply always has this text.
    pub promised: bool,
}

impl Name {
    /// Takes a marked name apart.
    #[must_use]
    pub fn parse(marked: &'static str) -> Self {
        let Sent { secret, json_text, name } = Sent::parse(marked);
        let (promised, rest) = strip(name, PROMISED);
        let (outer, inner) = cut(rest, WRAPPED);
        Self { outer, inner, secret, json_text, promised }
    }
}

/// A name of a request's member taken apart. Faster than [`Name`], which looks for marks within.
pub(crate) struct Sent {
    pub(crate) name: &'static str,
    pub(crate) secret: bool,
    pub(crate) json_text: bool,
}

impl Sent {
    pub(crate) fn parse(marked: &'static str) -> Self {
        let (secret, rest) = strip(marked, SECRET);
        let (json_text, name) = strip(rest, JSON_TEXT);
        Self { name, secret, json_text }
    }
}

/// Splits a text at a sign. Names are short, so this is faster than `split_once`, which prepares
/// for long texts.
pub(crate) fn cut(text: &'static str, at: char) -> (&'static str, Option<&'static str>) {
    match text.bytes().position(|byte| char::from(byte) == at) {
        Some(place) => (&text[..place], Some(&text[place + 1..])),
        None => (text, None),
    }
}

/// Whether the text begins with the mark, and the text without it.
fn strip(text: &'static str, mark: char) -> (bool, &'static str) {
    // By its first byte, because this is done for every member of every call.
    match text.bytes().next() {
        Some(first) if char::from(first) == mark => (true, &text[1..]),
        _ => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_name_is_taken_apart() {
        let plain =
            Name { outer: "A", inner: None, secret: false, json_text: false, promised: false };
        for (marked, name) in [
            ("A", plain),
            ("*A", Name { secret: true, ..plain }),
            ("{A", Name { json_text: true, ..plain }),
            ("*{A", Name { secret: true, json_text: true, ..plain }),
            ("!A", Name { promised: true, ..plain }),
            ("A>B", Name { inner: Some("B"), ..plain }),
            ("*A>B", Name { inner: Some("B"), secret: true, ..plain }),
        ] {
            assert_eq!(Name::parse(marked), name, "{marked}");
        }
    }
}
