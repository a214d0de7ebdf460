//! Text from outside, as errors and logs show it: on one line, without anything that a terminal or
//! a log reader acts on, and shortened.

use std::fmt::{self, Write};

/// The most characters of a code, an id or a name.
const SHORT: usize = 128;
/// The most characters of a message.
const LONG: usize = 1024;

/// `Display` escapes control, format and other unprintable characters. `Debug` also adds quotes.
/// Both say so where they shorten.
pub struct Shown<'a> {
    text: &'a str,
    limit: usize,
}

/// Shows a code, an id or a name, at most 128 characters.
#[must_use]
pub fn short(text: &str) -> Shown<'_> {
    Shown { text, limit: SHORT }
}

/// Shows a message, at most 1,024 characters.
#[must_use]
pub fn long(text: &str) -> Shown<'_> {
    Shown { text, limit: LONG }
}

/// Whether a text has a control character, which no header can carry.
pub(crate) fn has_control(text: &str) -> bool {
    // Without an early end many bytes are compared at once.
    text.bytes().fold(false, |found, byte| found | byte.is_ascii_control())
}

impl Shown<'_> {
    fn write(&self, quoted: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.limit;
        for character in self.text.chars() {
            let plain = matches!(character, '\'') || !quoted && matches!(character, '"' | '\\');
            let length = if plain { 1 } else { character.escape_debug().len() };
            if length > left {
                return write!(f, "[... shortened, {} bytes in all]", self.text.len());
            }
            left -= length;
            if plain {
                f.write_char(character)?;
            } else {
                write!(f, "{}", character.escape_debug())?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(false, f)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        self.write(true, f)?;
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped_and_the_rest_is_left_alone() {
        for (text, shown) in [
            ("it's \"quoted\" \\ and 中文 é", "it's \"quoted\" \\ and 中文 é"),
            ("a\r\nb\tc\0", "a\\r\\nb\\tc\\0"),
            ("\x1b[31mred\x7f\u{85}\u{9b}", "\\u{1b}[31mred\\u{7f}\\u{85}\\u{9b}"),
            ("\u{202e}\u{2066}\u{200f}\u{61c}", "\\u{202e}\\u{2066}\\u{200f}\\u{61c}"),
            (
                "\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}",
                "\\u{200b}\\u{200d}\\u{2060}\\u{feff}\\u{ad}",
            ),
            ("\u{2028}\u{2029}\u{e0041}", "\\u{2028}\\u{2029}\\u{e0041}"),
        ] {
            assert_eq!(short(text).to_string(), shown);
        }
        assert_eq!(format!("{:?}", short("a\"\\'\n")), r#""a\"\\'\n""#);
    }

    #[test]
    fn long_text_is_cut_with_a_mark_and_escapes_count_as_they_are_shown() {
        let at_limit = "x".repeat(SHORT);
        assert_eq!(short(&at_limit).to_string(), at_limit);
        let shown = short(&"x".repeat(1 << 20)).to_string();
        assert_eq!(shown, format!("{at_limit}[... shortened, 1048576 bytes in all]"));
        let shown = short(&"\0".repeat(SHORT)).to_string();
        assert_eq!(shown, format!("{}[... shortened, 128 bytes in all]", "\\0".repeat(SHORT / 2)));
    }
}
