//! Everything that is wrong, or worth a word, with one original. A reader notes a problem and goes
//! on, so that the maintainer sees all of them at once.

use std::fmt::Display;

use aliyun_rpc_spec::load::Problem;

/// What was noticed while one file was read.
#[derive(Debug)]
pub(crate) struct Issues {
    /// The file, as the user named it.
    pub file: String,
    /// What makes the file unusable.
    pub problems: Vec<Problem>,
    /// What a maintainer should know although the file was understood.
    pub warnings: Vec<Problem>,
    /// The user says that a page whose end is open is whole.
    pub accept_open_end: bool,
}

impl Issues {
    /// Nothing noticed yet.
    pub(crate) fn new(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            problems: Vec::new(),
            warnings: Vec::new(),
            accept_open_end: false,
        }
    }

    /// Notes a problem; `place` is a line or a JSON pointer.
    pub(crate) fn problem(&mut self, place: impl Display, message: impl Into<String>) {
        self.problems.push(Problem::new(&self.file, place.to_string(), message));
    }

    /// The same with advice.
    pub(crate) fn advise(
        &mut self,
        place: impl Display,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(&self.file, place.to_string(), message).help(help));
    }

    /// Notes something that does not stop the import.
    pub(crate) fn warn(&mut self, place: impl Display, message: impl Into<String>) {
        self.warnings.push(Problem::new(&self.file, place.to_string(), message));
    }

    /// Notes that a file seems to be cut off: a problem, unless the user has said that it is whole.
    pub(crate) fn open_end(&mut self, place: impl Display, message: impl Into<String>) {
        if self.accept_open_end {
            self.warn(place, message);
        } else {
            self.advise(
                place,
                message,
                "the file may be cut off; download the page again, or compare it with the page and use \
                 --accept-open-end",
            );
        }
    }
}

/// At most the first `most` characters of a text, for quoting it in a message.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let mut short: String = flat.chars().take(most).collect();
    short.push_str("...");
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_counts_characters_and_not_bytes() {
        assert_eq!(excerpt("\u{5b9e}\u{4f8b}\u{5b9e}", 2), "\u{5b9e}\u{4f8b}...");
        assert_eq!(excerpt(" a\n b ", 10), "a b");
    }
}
