//! Names of Rust items.

/// Keywords that not even `r#` makes identifiers.
const NEVER: &[&str] = &["Self", "crate", "self", "super"];

/// Keywords of edition 2024, in use and reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Whether Rust reserves the word, now or for later.
#[must_use]
pub fn is_keyword(name: &str) -> bool {
    NEVER.contains(&name) || KEYWORDS.contains(&name)
}

/// Whether a name can be printed as an identifier: ASCII, not a keyword unless raw.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    match name.strip_prefix("r#") {
        Some(raw) => is_spelt(raw) && !NEVER.contains(&raw),
        None => is_spelt(name) && !is_keyword(name),
    }
}

/// Whether a type, variant or operation can have the name, and longer names can begin with it.
#[must_use]
pub fn is_type_name(name: &str) -> bool {
    is_spelt(name) && !is_keyword(name)
}

fn is_spelt(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts
        && name.len() <= super::LONGEST
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().any(|byte| byte != b'_')
}
