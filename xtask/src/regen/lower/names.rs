//! Wire names into Rust identifiers: valid, not a keyword, unique in their scope, stable.

use std::collections::BTreeSet;

use aliyun_rpc_codegen::names::RESERVED;
use aliyun_rpc_spec::text::is_keyword;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// Names of one scope that are already given away.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// The scope of all types of one product.
    pub(crate) fn types<'a>(operations: impl Iterator<Item = &'a str>) -> Self {
        let mut scope = Self::default();
        scope.taken.extend(RESERVED.iter().map(|&name| name.to_owned()));
        for operation in operations {
            for suffix in ["", "Response", "Error", "Required"] {
                scope.taken.insert(format!("{operation}{suffix}"));
            }
        }
        scope
    }

    /// Takes the name if it is free.
    pub(crate) fn claim(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// Takes the first free one of `name`, `name2`, `name3`, ...
    pub(crate) fn unique(&mut self, name: String) -> String {
        if self.claim(&name) {
            return name;
        }
        let mut number = 2_u32;
        loop {
            let candidate = format!("{name}{number}");
            if self.claim(&candidate) {
                return candidate;
            }
            number += 1;
        }
    }
}

/// A field or function name.
pub(crate) fn field(wire: &str) -> String {
    let mut name = ascii(&spread(wire).to_snake_case());
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'n');
    }
    if name.is_empty() {
        return "value".to_owned();
    }
    // Every request has `new`; `clone` and `fmt` come with the derives.
    if is_keyword(&name) || ["new", "clone", "fmt"].contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// A type or variant name.
pub(crate) fn pascal(wire: &str) -> String {
    let mut name = ascii(&spread(wire).to_upper_camel_case());
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'N');
    }
    match name.as_str() {
        "" => "Value".to_owned(),
        "Self" => name + "Value",
        _ => name,
    }
}

/// Signs that carry meaning become words, so that `a+b` and `a-b` stay apart.
fn spread(wire: &str) -> String {
    let mut text = String::with_capacity(wire.len());
    for (at, c) in wire.char_indices() {
        match c {
            '+' => text.push_str(" plus "),
            '*' => text.push_str(" any "),
            '-' if at == 0 => text.push_str("minus "),
            c if c.is_alphanumeric() || c == '_' => text.push(c),
            _ => text.push(' '),
        }
    }
    text
}

fn ascii(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// The name of one thing of a list: `DataDisks` -> `DataDisk`, `Categories` -> `Category`.
pub(crate) fn singular(wire: &str) -> String {
    let cut = |suffix: &str, ending: &str| {
        let stem = wire.strip_suffix(suffix).filter(|stem| stem.len() > 1)?;
        Some(format!("{stem}{ending}"))
    };
    if ["ss", "us", "is"].iter().any(|ending| wire.ends_with(ending)) {
        return wire.to_owned();
    }
    cut("sses", "ss")
        .or_else(|| cut("ies", "y"))
        .or_else(|| cut("Sets", ""))
        .or_else(|| cut("Set", ""))
        .or_else(|| cut("s", ""))
        .unwrap_or_else(|| wire.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_digits_and_odd_signs_become_valid_fields() {
        assert_eq!(field("Type"), "type_");
        assert_eq!(field("KMSKeyId"), "kms_key_id");
        assert_eq!(field("regionId"), "region_id");
        assert_eq!(field("1"), "n1");
        assert_eq!(field("a.b"), "a_b");
        assert_eq!(field("数"), "value");
    }

    #[test]
    fn variant_names_are_never_a_keyword() {
        assert_eq!(pascal("self"), "SelfValue");
        assert_eq!(pascal("cloud_essd"), "CloudEssd");
        assert_eq!(pascal("2.0"), "N20");
        assert_eq!(pascal("-1"), "Minus1");
        assert_eq!(pascal("*"), "Any");
    }

    #[test]
    fn a_taken_name_gets_the_next_number() {
        let mut scope = Scope::default();
        assert_eq!(scope.unique("a".to_owned()), "a");
        assert_eq!(scope.unique("a".to_owned()), "a2");
        assert_eq!(scope.unique("a".to_owned()), "a3");
    }

    #[test]
    fn lists_give_their_items_a_singular_name() {
        assert_eq!(singular("DataDisks"), "DataDisk");
        assert_eq!(singular("InstanceCategories"), "InstanceCategory");
        assert_eq!(singular("Addresses"), "Address");
        assert_eq!(singular("Status"), "Status");
        assert_eq!(singular("NetworkInterfaceSets"), "NetworkInterface");
        assert_eq!(singular("s"), "s");
    }
}
