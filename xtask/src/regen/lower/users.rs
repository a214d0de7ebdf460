//! Which operations use a type. Those of the types that several groups share are in their
//! documentation.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::{Field, Group, Struct, Type, Users};

use super::COMMON;

/// So many operations are named.
const NAMED: usize = 5;

/// Puts the users of each type of the common group into it.
pub(super) fn note(groups: &mut BTreeMap<String, Group>) {
    let Some(common) = groups.get(COMMON) else { return };
    let structs = common.structs.iter().map(|shape| shape.name.as_str());
    let shared: BTreeSet<&str> =
        structs.chain(common.enums.iter().map(|list| list.name.as_str())).collect();
    let users = of(groups).into_iter().filter(|(name, _)| shared.contains(name.as_str()));
    let users = users.map(|(name, operations)| {
        let more = operations.len().saturating_sub(NAMED);
        let operations = operations.into_iter().take(NAMED).map(|(_, name)| name).collect();
        (name, Users { operations, more })
    });
    let users = users.collect();
    if let Some(common) = groups.get_mut(COMMON) {
        common.users = users;
    }
}

/// The operations that use each type, those that the vendor has deprecated last.
pub(super) fn of(groups: &BTreeMap<String, Group>) -> BTreeMap<String, BTreeSet<(bool, String)>> {
    let mut users: BTreeMap<String, BTreeSet<(bool, String)>> = BTreeMap::new();
    let common = groups.get(COMMON).map(|group| &group.structs);
    for group in groups.values() {
        let shapes = group.structs.iter().chain(common.into_iter().flatten());
        let shapes = shapes.map(|shape| (shape.name.as_str(), shape)).collect();
        for operation in &group.operations {
            let mut walk = Walk { shapes: &shapes, seen: BTreeSet::new() };
            let body = operation.response_struct.iter().flat_map(|body| &body.fields);
            walk.fields(operation.fields.iter().chain(body));
            walk.named(&operation.response);
            for name in walk.seen {
                let user = (operation.deprecated, operation.name.clone());
                users.entry(name.to_owned()).or_default().insert(user);
            }
        }
    }
    users
}

/// The types that can be reached from an operation.
struct Walk<'a, 's> {
    shapes: &'s BTreeMap<&'a str, &'a Struct>,
    seen: BTreeSet<&'a str>,
}

impl<'a> Walk<'a, '_> {
    fn fields(&mut self, fields: impl Iterator<Item = &'a Field>) {
        for field in fields {
            if let Type::Enum(name) | Type::Struct(name) | Type::Boxed(name) = field.ty.innermost()
            {
                self.named(name);
            }
        }
    }

    fn named(&mut self, name: &'a str) {
        if self.seen.insert(name)
            && let Some(shape) = self.shapes.get(name)
        {
            self.fields(shape.fields.iter());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(text: &str) -> Group {
        let text = format!(r#"{{"format": 2, "product": "p", "version": "1", {text}}}"#);
        aliyun_rpc_spec::load::from_json("group", &text).expect("a group")
    }

    fn operation(name: &str, deprecated: bool, ty: &str) -> String {
        format!(
            r#"{{"name": "{name}", "url": "", "constructors": [], "response": "Ack",
            "deprecated": {deprecated}, "fields": [{{"name": "a", "wire": "A", "type": {ty}}}]}}"#
        )
    }

    #[test]
    fn a_shared_type_names_its_users_at_any_depth_and_those_in_use_first() {
        let nested = r#"{"list": {"struct": "Outer"}}"#;
        let tag = r#"{"struct": "Tag"}"#;
        let named = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| operation(name, name.starts_with("Add"), tag)).collect()
        };
        let many = named(&["AddOld", "CutA", "CutB", "CutC", "CutD", "CutE"]).join(",");
        let shape = |name: &str, ty: &str| {
            format!(
                r#"{{"name": "{name}", "direction": "request",
                "fields": [{{"name": "a", "wire": "A", "type": {ty}}}]}}"#
            )
        };
        let colors = r#"{"name": "Color", "origin": "stated", "variants": []}"#;
        let common = format!(
            r#""group": "common", "structs": [{}], "enums": [{colors}]"#,
            shape("Tag", r#"{"enum": "Color"}"#)
        );
        let deep = operation("Paint", false, nested);
        let outer = shape("Outer", tag);
        let mut groups = BTreeMap::from([
            ("common".to_owned(), group(&common)),
            ("cuts".to_owned(), group(&format!(r#""group": "cuts", "operations": [{many}]"#))),
            (
                "paints".to_owned(),
                group(&format!(
                    r#""group": "paints", "structs": [{outer}], "operations": [{deep}]"#
                )),
            ),
        ]);
        note(&mut groups);
        let users = &groups["common"].users;
        let expected = ["CutA", "CutB", "CutC", "CutD", "CutE"].map(str::to_owned).to_vec();
        assert_eq!(users["Tag"], Users { operations: expected, more: 2 });
        assert_eq!(users["Color"], users["Tag"]);
        assert!(!users.contains_key("Outer") && groups["cuts"].users.is_empty());
        note(&mut BTreeMap::new());
    }
}
