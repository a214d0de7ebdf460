//! The notes of what the vendor has deprecated, and what to use instead.

use std::collections::BTreeSet;

use aliyun_rpc_spec::ir::Field;
use aliyun_rpc_spec::operations::Replacement;

use crate::markdown::{code, prose};

/// The note of an operation.
#[must_use]
pub fn deprecated(replaced_by: Option<&Replacement>) -> String {
    let Some(Replacement { product, version, operation }) = replaced_by else {
        return "deprecated by the vendor".to_owned();
    };
    let (product, version) = (prose(product), prose(version));
    format!("deprecated by the vendor, replaced by {} of {product} {version}", code(operation))
}

/// The note of a parameter.
#[must_use]
pub fn deprecated_parameter(successor: Option<&str>) -> String {
    match successor {
        Some(successor) => format!("deprecated by the vendor, replaced by {}", code(successor)),
        None => "deprecated by the vendor".to_owned(),
    }
}

/// The note of a constructor that takes deprecated parameters. It names what to use instead if one
/// struct has the successors of all of them.
#[must_use]
pub fn deprecated_constructor(args: &[&Field]) -> String {
    let successors = args.iter().filter(|field| field.deprecated && !field.required);
    let outer = |field: &Field| {
        let (outer, _) = field.successor.as_deref()?.split_once('.')?;
        Some(outer.to_owned())
    };
    let outer: BTreeSet<Option<String>> = successors.map(|one| outer(one)).collect();
    match outer.first() {
        Some(Some(only)) if outer.len() == 1 => deprecated_parameter(Some(only)),
        _ => deprecated_parameter(None),
    }
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::load;

    use super::*;

    #[test]
    fn a_constructor_names_what_has_all_successors_and_otherwise_nothing() {
        let field = |wire: &str, more: &str| -> Field {
            let json = format!(r#"{{"name": "a", "wire": "{wire}", "type": "string"{more}}}"#);
            load::from_json("field", &json).expect("a field")
        };
        let group = field("Group", r#", "required": true"#);
        let port = field("Port", r#", "deprecated": true, "successor": "Rule.Port""#);
        let kind = field("Kind", r#", "deprecated": true, "successor": "Rule.Kind""#);
        let other = field("Page", r#", "deprecated": true, "successor": "Token""#);
        let none = field("Old", r#", "deprecated": true"#);
        let said = |args: &[&Field]| deprecated_constructor(args);
        let whole = "deprecated by the vendor, replaced by `Rule`";
        assert_eq!(said(&[&group, &port, &kind]), whole);
        for args in [[&port, &none], [&port, &other]] {
            assert_eq!(said(&args), "deprecated by the vendor");
        }
        let successor = port.successor.as_deref();
        assert_eq!(
            deprecated_parameter(successor),
            "deprecated by the vendor, replaced by `Rule.Port`"
        );
    }
}
