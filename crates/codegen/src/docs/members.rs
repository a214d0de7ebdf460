//! Which members of nested structs a call needs, as sentences.

use std::collections::BTreeMap;

use aliyun_rpc_spec::ir::Operation;

use super::demands;
use crate::markdown::{code, prose};

/// A sentence for each nested struct with required members. What its constructor takes is named,
/// too: a type that several operations share takes only what all of them require.
pub(super) fn of(operation: &Operation) -> Vec<String> {
    let mut source = "";
    let mut found: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for line in &operation.checks {
        source = line.strip_prefix('@').unwrap_or(source);
        let required = line.strip_prefix('!').map(|path| (path, ""));
        let empty = line.strip_prefix('+').map(|path| (path, ", which may be empty,"));
        let Some((path, may_be)) = required.or(empty) else { continue };
        let Some((inside, member)) = path.rsplit_once('.') else { continue };
        found.entry((inside, source)).or_default().push(format!("{}{may_be}", code(member)));
    }
    let sentences = found.into_iter().map(|((inside, source), members)| {
        let are = if members.len() == 1 { "is" } else { "are" };
        let members = demands::sentence(members.into_iter(), "and");
        format!("{members} {are} required in each {} ({}).", code(inside), prose(source))
    });
    sentences.collect()
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::load;

    use super::*;

    #[test]
    fn required_members_of_a_struct_are_named_together_and_those_of_the_request_are_not() {
        let json = r#"{"name": "Plant", "url": "", "response": "Ack", "fields": [], "constructors": [],
            "checks": ["@page", "!Bed", "!Row.Seed", "+Row.Label", "=Row.Length 1 9",
                "@other", "!Row.Depth"]}"#;
        let operation: Operation = load::from_json("operation", json).expect("an operation");
        assert_eq!(
            of(&operation),
            [
                "`Depth` is required in each `Row` (other).",
                "`Seed` and `Label`, which may be empty, are required in each `Row` (page).",
            ]
        );
    }
}
