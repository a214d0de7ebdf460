//! The stamp of a folder: one line for each of its files, `name hash`.
//!
//! The compiler has to look at a specification again when it has changed. To watch a file it keeps
//! several copies of it in memory, three megabytes of text for a whole product; so the macros let it
//! watch the stamp alone, as long as the stamp tells the truth about the files.

use std::fmt::Write as _;

/// Its name in the folder.
pub const FILE: &str = "stamp.txt";

/// The stamp of these files, given by name and content.
#[must_use]
pub fn render<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    files.into_iter().fold(String::new(), |mut stamp, (name, text)| {
        let _ = writeln!(stamp, "{name} {:016x}", hash(text));
        stamp
    })
}

/// Whether a stamp was made of a file with this content.
#[must_use]
pub fn vouches(stamp: &str, name: &str, text: &str) -> bool {
    let line = format!("{name} {:016x}", hash(text));
    stamp.lines().any(|known| known == line)
}

/// FNV-1a: it only has to notice an edit, and everybody who compiles a product compiles this.
#[must_use]
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_stamp_vouches_for_its_files_only_as_they_were() {
        let stamp = render([("a.json", "{}"), ("b.json", "[]")]);
        assert_eq!(stamp.lines().count(), 2);
        assert!(vouches(&stamp, "a.json", "{}") && vouches(&stamp, "b.json", "[]"));
        for (name, text) in [("a.json", "[]"), ("b.json", "{}"), ("c.json", "{}"), ("a.json", "")] {
            assert!(!vouches(&stamp, name, text), "{name} {text}");
        }
        assert!(!vouches("", "a.json", "{}"));
    }
}
