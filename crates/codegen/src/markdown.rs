//! Puts texts from outside into documentation. Doc comments are composed with these functions only,
//! so that no text can begin a link or a code block, which `cargo test` would run.

use aliyun_rpc_spec::text::{is_hidden, is_url_byte};

/// A text as code.
#[must_use]
pub fn code(text: &str) -> String {
    let text = visible(text).replace('`', "'");
    if text.is_empty() { "` `".to_owned() } else { format!("`{text}`") }
}

/// A text within a sentence.
#[must_use]
pub fn prose(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if "\\`*_[]<>#~|!&$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A link with a label of our own.
#[must_use]
pub fn link(words: &str, url: &str) -> String {
    let url: String = url.bytes().fold(String::with_capacity(url.len()), |mut url, byte| {
        if is_url_byte(byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
        url
    });
    format!("[{words}]({url})")
}

/// One line that shows all it holds.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_code_or_the_line_it_stands_in() {
        assert_eq!(code("a`\n```\nb"), "`a'\\u{a}'''\\u{a}b`");
        assert_eq!(code(""), "` `");
        assert_eq!(code("^[^`]+$"), "`^[^']+$`");
    }

    #[test]
    fn marks_within_a_sentence_are_shown_and_not_obeyed() {
        assert_eq!(prose("2014-05-26"), "2014-05-26");
        assert_eq!(prose("<b>[a](b)_c_`"), "\\<b\\>\\[a\\](b)\\_c\\_\\`");
        assert_eq!(prose("a\u{202e}b"), "a\\\\u{202e}b");
    }

    #[test]
    fn an_address_never_leaves_its_link() {
        assert_eq!(link("page", "https://a/b?c=d"), "[page](https://a/b?c=d)");
        assert_eq!(link("page", "a) [b](c\n"), "[page](a%29%20%5Bb%5D%28c%0A)");
    }
}
