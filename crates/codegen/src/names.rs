//! Identifiers: from the names in a specification to tokens, and the names it must not use.

use proc_macro2::{Ident, Span};

/// Type names that generated code writes bare or that a product prints once; a generated type must
/// not hide them.
pub const RESERVED: &[&str] = &[
    "Box",
    "Clone",
    "CommonError",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Operation",
    "Option",
    "PartialEq",
    "Self",
    "Some",
    "String",
    "Vec",
    "bool",
    "f64",
    "fmt",
    "g",
    "i64",
    "refused",
    "rpc",
    "str",
    "t",
    "u16",
    "w",
];

/// The identifier of a name that [`is_ident`] accepts.
#[must_use]
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Whether a name can be printed as an identifier: ASCII, not a keyword unless raw.
#[must_use]
pub fn is_ident(name: &str) -> bool {
    let (raw, name) = name.strip_prefix("r#").map_or((false, name), |rest| (true, rest));
    let mut bytes = name.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name != "_"
        && !NEVER.contains(&name)
        && (raw || !KEYWORDS.contains(&name))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_is_an_identifier_only_when_raw() {
        assert!(!is_ident("type") && is_ident("r#type"));
        assert_eq!(ident("r#type").to_string(), "r#type");
        assert!(!is_ident("Self") && !is_ident("r#Self"));
    }

    #[test]
    fn a_name_that_is_no_identifier_is_told_apart() {
        for name in ["", "_", "1a", "a-b", "a.b", "r#", "ä"] {
            assert!(!is_ident(name), "{name}");
        }
        for name in ["a", "_a", "A1", "page_size"] {
            assert!(is_ident(name), "{name}");
        }
    }
}
