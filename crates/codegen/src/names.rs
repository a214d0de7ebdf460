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
    "d",
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

/// The identifier of a name that [`is_identifier`](aliyun_rpc_spec::text::is_identifier) accepts.
#[must_use]
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A text for an attribute that reads it as a format: braces stand for themselves.
#[must_use]
pub fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_name_becomes_a_raw_identifier() {
        assert_eq!(ident("r#type").to_string(), "r#type");
        assert_eq!(ident("kind").to_string(), "kind");
    }
}
