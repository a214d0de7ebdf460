//! Character references within text and Markdown, as converters write them, and characters that
//! nobody sees.

use std::borrow::Cow;

use super::marks;
#[cfg(test)]
use super::tags;

/// The text without characters that nobody sees: they would cut words in two.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    const UNSEEN: [char; 4] = ['\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}'];
    match text.contains(UNSEEN) {
        true => Cow::Owned(text.replace(UNSEEN, "")),
        false => Cow::Borrowed(text),
    }
}

/// The text with references as the characters that they stand for. What has a meaning in Markdown
/// gets a backslash. References without a well-known meaning stay as they are.
pub(super) fn references(text: &str) -> Cow<'_, str> {
    replaced(text, '&', reference)
}

/// The text with something else wherever `read` knows what begins with `mark`.
fn replaced<'t>(
    text: &'t str,
    mark: char,
    read: impl Fn(&'t str) -> Option<(String, &'t str)>,
) -> Cow<'t, str> {
    if !text.contains(mark) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, found)) = rest.find(mark).and_then(|at| rest.split_at_checked(at)) {
        plain.push_str(before);
        if let Some((text, behind)) = read(found) {
            plain.push_str(&text);
            rest = behind;
        } else {
            plain.push(mark);
            rest = found.get(mark.len_utf8()..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The name before a mark that ends it, and what stands behind the mark.
fn until(text: &str, mark: char) -> Option<(&str, &str)> {
    const LONGEST: usize = 10;
    let (at, _) = text.char_indices().take(LONGEST).find(|(_, c)| *c == mark)?;
    Some((text.get(..at)?, text.get(at + mark.len_utf8()..)?))
}

/// The character of `&lt;` or `&#42;`, and what stands behind it.
fn reference(text: &str) -> Option<(String, &str)> {
    let (name, behind) = until(text.strip_prefix('&')?, ';')?;
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = match hex {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control())?
        }
    };
    let plain = match character {
        '|' => "\\|".to_owned(),
        other => marks::escape(&other.to_string()),
    };
    Some((plain, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_become_lines_and_references_the_characters_that_they_stand_for() {
        assert_eq!(tags::text("a<br>b<br/>c<BR />d <brr> <"), "a\nb\nc\nd <brr> <");
        for (text, expected) in [
            ("&#42;Fence&nbsp;&lt;b&gt; &amp;lt; &#x27;&quot;", "\\*Fence <b> &lt; '\""),
            ("a &#124; b", "a \\| b"),
            ("a & c; &unknown; &#10; &#xFFFFFFFF; &", "a & c; &unknown; &#10; &#xFFFFFFFF; &"),
            ("?Action=PaintFence&Fence=1;&lt", "?Action=PaintFence&Fence=1;&lt"),
        ] {
            assert_eq!(references(text), expected);
        }
    }
}
