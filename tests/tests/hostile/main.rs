//! Documents, TOML files and specification files that mean harm: each text is refused or ends as a
//! text, never as code, a path or a panic.
#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

mod doctests;
mod documents;
mod mutated;
mod printed;
mod spots;

use std::fs;
use std::path::Path;

/// Texts that would be more than a text if somebody forgot to check them.
const HOSTILE: &[&str] = &[
    "1\n\n```\nstd::fs::write(\"PROOF\", \"\").unwrap();\n```\n",
    "1\r\n~~~\nstd::fs::write(\"PROOF\", \"\").unwrap();\n~~~",
    "1\n\n    std::fs::write(\"PROOF\", \"\").unwrap();\n",
    "```rust std::fs::write(\"PROOF\", \"\").unwrap(); ```",
    "`std::fs::write(\"PROOF\", \"\")`",
    "~~~ */ \"] \"#] std::fs::write(\"PROOF\", \"\").unwrap(); /* // #![doc = \"\"]",
    "<script>alert(1)</script> [x](javascript:alert(1)) <a@b.c> *x* _y_ {Self} {0} {}",
    "\\\" \\n \\u{202e} \\",
    "nul\0",
    "turned\u{202e}around",
    "\u{1b}[31mred",
    "two\u{2028}lines",
    "../../victim",
    "/tmp/victim",
    "type",
    "Self",
    "r#type",
    "Foo Id",
    "Foo-Id",
    "_",
    "",
    "product",
    "9",
    "\u{6570}",
    "%s%s",
];

/// A code block, and every fifth of the other texts: each text meets each kind of place, each place
/// meets several texts, and the tests take seconds.
fn hostile(place: usize) -> impl Iterator<Item = &'static str> {
    let others = HOSTILE.iter().enumerate().skip(1);
    let others = others.filter(move |(number, _)| (number + place).is_multiple_of(5));
    std::iter::once(HOSTILE[0]).chain(others.map(|(_, text)| *text))
}

/// A file of this repository.
fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}
