//! Which structs of replies are tags as requests take them: a key, a value and nothing else, in
//! lists that are called `Tag` or `Tags`.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::ir::{Direction, Field, Group, Struct, Type};

use super::COMMON;

/// Says of each tag of replies which struct of requests is made from it. A product with several
/// such structs of requests has none.
pub(super) fn relate(groups: &mut BTreeMap<String, Group>) {
    let lists = lists(groups);
    let is_tag = |shape: &Struct, direction: Direction| {
        let names = lists.get(shape.name.as_str());
        let is_list = |name: &&String| name.ends_with("Tag") || name.ends_with("Tags");
        shape.direction == direction
            && is_pair(&shape.fields, direction)
            && names.is_some_and(|names| names.iter().all(|name| is_list(&name)))
    };
    let all = groups.iter().flat_map(|(group, it)| it.structs.iter().map(move |it| (group, it)));
    let mut asked = all.filter(|(_, shape)| is_tag(shape, Direction::Request));
    let (Some((home, asked)), None) = (asked.next(), asked.next()) else { return };
    let (home, asked) = (home.clone(), asked.name.clone());
    for (name, group) in groups.iter_mut() {
        // What is in the common group or in the same can be named.
        if home != COMMON && home != *name {
            continue;
        }
        for shape in group.structs.iter_mut().filter(|shape| is_tag(shape, Direction::Response)) {
            shape.as_request = Some(asked.clone());
        }
    }
}

/// Requests are made from pairs only where their members have these names.
fn is_pair(fields: &[Field], direction: Direction) -> bool {
    let [key, value] = fields else { return false };
    let names = (key.wire.as_str(), value.wire.as_str());
    let are_texts = key.ty == Type::String && value.ty == Type::String;
    let is_told = direction == Direction::Response && names == ("TagKey", "TagValue");
    are_texts && (names == ("Key", "Value") || is_told)
}

/// The names of the members that hold each struct.
fn lists(groups: &BTreeMap<String, Group>) -> BTreeMap<String, BTreeSet<String>> {
    let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for group in groups.values() {
        let bodies = group.operations.iter().filter_map(|one| one.response_struct.as_ref());
        let shapes = group.structs.iter().chain(bodies).flat_map(|shape| &shape.fields);
        for field in shapes.chain(group.operations.iter().flat_map(|one| &one.fields)) {
            if let Type::Struct(name) = field.ty.innermost() {
                lists.entry(name.clone()).or_default().insert(field.wire.clone());
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use aliyun_rpc_spec::load::from_json;

    use super::*;

    /// A group with a struct of requests and one of replies, each in a list of this name.
    fn group(asked: (&str, &str), told: (&str, &str)) -> Group {
        let shape = |name: &str, direction: &str, members: &str| {
            let fields = members.split(' ').map(|wire| {
                format!(r#"{{"name": "m_{wire}", "wire": "{wire}", "type": "string"}}"#)
            });
            let fields: Vec<String> = fields.collect();
            let fields = fields.join(",");
            format!(r#"{{"name": "{name}", "direction": "{direction}", "fields": [{fields}]}}"#)
        };
        let holder = |name: &str, direction: &str, list: &str, of: &str| {
            let field = format!(
                r#"{{"name": "list", "wire": "{list}", "type": {{"list": {{"struct": "{of}"}}}}}}"#
            );
            format!(r#"{{"name": "{name}", "direction": "{direction}", "fields": [{field}]}}"#)
        };
        let structs = [
            shape("Asked", "request", asked.1),
            holder("Asking", "request", asked.0, "Asked"),
            shape("Told", "response", told.1),
            holder("Telling", "response", told.0, "Told"),
        ];
        let text = format!(
            r#"{{"format": 0, "product": "p", "version": "1", "group": "g", "enums": [],
                "structs": [{}], "error_sets": [], "operations": []}}"#,
            structs.join(",")
        );
        from_json("group.json", &text).unwrap()
    }

    /// What `Told` can be set as, with the group under this name.
    fn related(name: &str, group: Group) -> Option<String> {
        let mut groups = BTreeMap::from([(name.to_owned(), group)]);
        relate(&mut groups);
        let shapes = groups.remove(name).unwrap().structs;
        shapes.into_iter().find(|shape| shape.name == "Told").unwrap().as_request
    }

    #[test]
    fn a_key_and_a_value_in_lists_of_tags_are_a_tag() {
        let as_request = |asked, told| related("g", group(asked, told));
        let tag = Some("Asked".to_owned());
        let asked = ("Tag", "Key Value");
        assert_eq!(as_request(asked, ("Tags", "TagKey TagValue")), tag);
        assert_eq!(as_request(asked, ("InstanceTag", "Key Value")), tag);
        assert_eq!(as_request(asked, ("Items", "Key Value")), None);
        assert_eq!(as_request(asked, ("Tags", "TagKey TagValue ResourceId")), None);
        assert_eq!(as_request(asked, ("Tags", "TagValue TagKey")), None);
        assert_eq!(as_request(("Filter", "Key Value"), ("Tags", "TagKey TagValue")), None);
    }

    #[test]
    fn nothing_is_related_across_groups_or_to_one_of_two_types() {
        let (mut one, mut other) =
            (group(("Tag", "Key Value"), ("Tags", "Key Value")), Group::default());
        other.structs = one.structs.split_off(2);
        let split = |home: &str| {
            let groups = [(home.to_owned(), one.clone()), ("other".to_owned(), other.clone())];
            let mut groups = BTreeMap::from(groups);
            relate(&mut groups);
            groups["other"].structs[0].as_request.clone()
        };
        assert_eq!(split("g"), None);
        assert_eq!(split(COMMON).as_deref(), Some("Asked"));
        let mut twice = group(("Tag", "Key Value"), ("Tags", "Key Value"));
        let mut more = group(("Tag", "Key Value"), ("Tags", "Key Value")).structs;
        more.truncate(2);
        more[0].name = "Other".to_owned();
        more[1].fields[0].ty = Type::Struct("Other".to_owned());
        twice.structs.extend(more);
        assert_eq!(related("g", twice), None);
    }
}
