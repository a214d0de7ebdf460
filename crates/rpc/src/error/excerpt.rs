//! An error holds only the start of a long reply, and of each text in it.

use std::fmt;

/// The most that an error holds of a body, and of each text in it, in bytes.
pub(super) const LIMIT: usize = 64 << 10;

/// The start of a body.
#[derive(Default)]
pub(crate) struct Excerpt {
    pub(super) bytes: Vec<u8>,
    /// The body was longer.
    pub(super) truncated: bool,
}

impl Excerpt {
    pub(crate) fn of(mut body: Vec<u8>) -> Self {
        let truncated = body.len() > LIMIT;
        body.truncate(LIMIT);
        body.shrink_to_fit();
        Self { bytes: body, truncated }
    }
}

/// Shows the length, never the bytes.
impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = if self.truncated { "more than " } else { "" };
        write!(f, "{more}{} bytes", self.bytes.len())
    }
}

/// Cuts a text to what an error may hold.
pub(super) fn cut(text: &mut String) {
    text.truncate(start(text, LIMIT).len());
    text.shrink_to_fit();
}

/// The start of a text, at most `limit` bytes.
pub(super) fn start(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
