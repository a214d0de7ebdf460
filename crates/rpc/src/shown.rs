//! Text of others in what people read: on one line, without anything a terminal or a log reader
//! acts on, and not longer than a stated number of characters.

use std::fmt::{self, Write};

/// Limit of codes, ids and names.
const SHORT: usize = 128;
/// Limit of messages.
const LONG: usize = 1024;

/// `Display` escapes control, format and other unprintable characters, `Debug` adds quotes. Both
/// say so when they leave out the rest.
pub struct Shown<'a> {
    text: &'a str,
    limit: usize,
}

/// A code, an id or a name.
#[must_use]
pub fn short(text: &str) -> Shown<'_> {
    Shown { text, limit: SHORT }
}

/// A message.
#[must_use]
pub fn long(text: &str) -> Shown<'_> {
    Shown { text, limit: LONG }
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
