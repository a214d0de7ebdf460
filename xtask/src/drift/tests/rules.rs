//! One case for every line of the table.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{facts, one_operation, view_of};
use crate::drift::diff::diff;
use crate::drift::rules::ALL;
use crate::drift::terms::Part;
use crate::drift::view::{Effects, Row, Unlisted, View};

/// Names of the rules that decided the changes from `old` to `new`.
pub(super) fn rules(old: &View, new: &View) -> Vec<&'static str> {
    diff(old, new).changes.iter().map(|change| change.rule).collect()
}

/// The same for two editions of one parameter `P`.
fn parameter(old: Value, new: Value) -> Vec<&'static str> {
    let edition = |facts: Value| {
        let mut parameter = json!({"name": "P", "type": "string"});
        for (key, value) in facts.as_object().expect("facts") {
            parameter[key] = value.clone();
        }
        parameters(json!([parameter]))
    };
    rules(&edition(old), &edition(new))
}

fn parameters(parameters: Value) -> View {
    view_of(&one_operation(&json!({"parameters": parameters})))
}

pub(super) fn operation(facts: Value) -> View {
    let mut operation = json!({"parameters": []});
    for (key, value) in facts.as_object().expect("facts") {
        operation[key] = value.clone();
    }
    view_of(&one_operation(&operation))
}

fn reply(members: Value) -> View {
    operation(json!({"response": {"type": "object", "members": members}}))
}

fn effect(row: Option<(&str, Option<&str>)>) -> View {
    let rows = row.into_iter().map(|(says, code)| {
        let code = Some(code.map(str::to_owned));
        ("Op".to_owned(), Row { says: Some(says.to_owned()), code })
    });
    let effects = Effects { rows: rows.collect(), unlisted: Unlisted::Nothing };
    View { effects: BTreeMap::from([("security-lock", effects)]), ..View::default() }
}

fn agreement(text: &str) -> View {
    let mut view = effect(Some(("permitted", None)));
    view.fact(Part::Agreement, "Op", "security-lock", text.to_owned());
    view
}

/// The name of a rule, and the rules of the changes that were found.
pub(super) type Case = (&'static str, Vec<&'static str>);

fn operation_cases() -> Vec<Case> {
    let two = view_of(&json!({
        "kind": "metadata", "product": "Ecs", "version": "v",
        "operations": {"Op": {"parameters": []}, "Other": {"parameters": []}},
    }));
    let one = view_of(&json!({
        "kind": "metadata", "product": "Ecs", "version": "v",
        "operations": {"Op": {"parameters": []}},
    }));
    let code = |status: &str| json!({"errors": [{"status": status, "code": "C"}]});
    let member = |kind: &str| reply(json!([{"name": "M", "type": kind}]));
    vec![
        ("operation-added", rules(&one, &two)),
        ("operation-removed", rules(&two, &one)),
        (
            "operation-deprecated",
            rules(&operation(json!({})), &operation(json!({"deprecated": true}))),
        ),
        (
            "operation-revived",
            rules(&operation(json!({"deprecated": true})), &operation(json!({}))),
        ),
        ("response-member-added", rules(&reply(json!([])), &member("string"))),
        ("response-member-removed", rules(&member("string"), &reply(json!([])))),
        ("response-member-type-changed", rules(&member("string"), &member("integer"))),
        ("example-added", rules(&shown(json!({})), &shown(json!({"example": "a"})))),
        (
            "example-changed",
            rules(&shown(json!({"example": "a"})), &shown(json!({"example": "b"}))),
        ),
        ("example-removed", rules(&shown(json!({"example": "a"})), &shown(json!({})))),
        ("form-changed", rules(&shown(json!({"form": "GiB"})), &shown(json!({"form": "MiB"})))),
        // What is shown of a member goes with it.
        ("response-member-removed", rules(&shown(json!({"example": "a"})), &reply(json!([])))),
        ("error-code-added", rules(&operation(json!({"errors": []})), &operation(code("400")))),
        ("error-code-removed", rules(&operation(code("400")), &operation(json!({"errors": []})))),
        ("status-changed", rules(&operation(code("400")), &operation(code("403")))),
        (
            "post-refused",
            rules(&operation(json!({"methods": ["GET", "POST"]})), &operation(json!({}))),
        ),
        ("https-only", rules(&operation(json!({})), &operation(json!({"https_only": true})))),
        ("http-offered", rules(&operation(json!({"https_only": true})), &operation(json!({})))),
        ("lock-note-added", rules(&operation(json!({})), &locked())),
        ("lock-note-removed", rules(&locked(), &operation(json!({})))),
        ("operation-kind-stated", rules(&operation(json!({})), &of_kind("get"))),
        ("operation-kind-changed", rules(&of_kind("get"), &of_kind("update"))),
        ("operation-kind-dropped", rules(&of_kind("get"), &operation(json!({})))),
        ("replacement-named", rules(&operation(json!({})), &replaced("CreateVpc"))),
        ("replacement-changed", rules(&replaced("CreateVpc"), &replaced("OpenVpc"))),
        ("replacement-dropped", rules(&replaced("CreateVpc"), &operation(json!({})))),
        ("directory-stated", rules(&in_directory(None), &in_directory(Some(1)))),
        ("directory-changed", rules(&in_directory(Some(1)), &in_directory(Some(2)))),
        ("directory-dropped", rules(&in_directory(Some(1)), &in_directory(None))),
        ("post-accepted", rules(&operation(json!({})), &operation(json!({"methods": ["POST"]})))),
    ]
}

/// A reply with a member that these facts are about.
fn shown(facts: Value) -> View {
    let mut member = json!({"name": "M", "type": "string"});
    for (key, value) in facts.as_object().expect("facts") {
        member[key] = value.clone();
    }
    reply(json!([member]))
}

fn locked() -> View {
    operation(json!({"lock_notes": ["denied"]}))
}

pub(super) fn of_kind(kind: &str) -> View {
    operation(json!({"operation_type": kind}))
}

fn replaced(by: &str) -> View {
    let by = json!({"product": "Vpc", "version": "2016-04-28", "operation": by});
    operation(json!({"replaced_by": by}))
}

fn in_directory(id: Option<u64>) -> View {
    let mut edition = one_operation(&json!({"parameters": []}));
    if let Some(id) = id {
        let directory = json!({"id": id, "operations": ["Op"]});
        edition["directories"].as_array_mut().expect("directories").push(directory);
    }
    view_of(&edition)
}

fn presence_cases() -> Vec<Case> {
    let object = |required: bool| {
        parameters(json!([{
            "name": "O", "type": "object", "required": required,
            "members": [{"name": "M", "type": "string", "required": true}],
        }]))
    };
    let none = parameters(json!([]));
    let bare = parameters(json!([{"name": "O", "type": "object"}]));
    let one = parameters(json!([{"name": "P", "type": "string"}]));
    let required = parameters(json!([{"name": "P", "type": "string", "required": true}]));
    let dotted = parameters(json!([{"name": "O.M", "type": "string", "required": true}]));
    vec![
        ("parameter-added", rules(&none, &one)),
        ("parameter-removed", rules(&one, &none)),
        ("required-parameter-added", rules(&none, &required)),
        // The object itself is an ordinary new parameter.
        ("required-member-of-new-object-added", only(rules(&none, &object(false)), 1)),
        ("required-parameter-added", only(rules(&none, &object(true)), 0)),
        ("required-parameter-added", rules(&bare, &object(false))),
        // Nothing says that the implied object is optional.
        ("required-parameter-added", only(rules(&none, &dotted), 0)),
    ]
}

/// Two rules of which the one at `at` is meant; the other is `parameter-added` or the same.
fn only(mut found: Vec<&'static str>, at: usize) -> Vec<&'static str> {
    assert_eq!(found.len(), 2, "{found:?}");
    found.sort_unstable_by_key(|name| *name == "required-member-of-new-object-added");
    vec![found.swap_remove(at)]
}

fn parameter_cases() -> Vec<Case> {
    let items = |facts: Value| json!({"type": "array", "items": facts});
    let string = || json!({"type": "string"});
    vec![
        ("became-required", parameter(json!({}), json!({"required": true}))),
        ("became-optional", parameter(json!({"required": true}), json!({}))),
        (
            "list-item-required",
            parameter(items(string()), items(json!({"type": "string", "required": true}))),
        ),
        ("type-changed", parameter(json!({}), json!({"type": "integer"}))),
        ("item-type-stated", parameter(json!({"type": "array"}), items(string()))),
        ("item-type-dropped", parameter(items(string()), json!({"type": "array"}))),
        ("style-to-or-from-json", parameter(json!({"style": "flat"}), json!({"style": "json"}))),
        ("style-renamed", parameter(json!({"style": "flat"}), json!({"style": "repeatList"}))),
        ("value-added", parameter(json!({"enum": ["a"]}), json!({"enum": ["b", "a"]}))),
        ("value-removed", parameter(json!({"enum": ["a", "b"]}), json!({"enum": ["a"]}))),
        ("value-list-stated", parameter(json!({}), json!({"enum": ["a", "b"]}))),
        ("value-list-dropped", parameter(json!({"enum": ["a", "b"]}), json!({}))),
        ("mined-value-added", parameter(json!({}), json!({"mined": ["a"]}))),
        ("mined-value-removed", parameter(json!({"mined": ["a"]}), json!({}))),
        ("limit-narrowed", parameter(json!({"maximum": "20"}), json!({"maximum": "9"}))),
        ("limit-narrowed", parameter(json!({"minimum": "1"}), json!({"minimum": "1.5"}))),
        ("limit-narrowed", parameter(json!({}), json!({"max_items": 5}))),
        ("limit-widened", parameter(json!({"max_length": 64}), json!({"max_length": 128}))),
        ("limit-widened", parameter(json!({"min_length": 2}), json!({}))),
        ("limit-widened", parameter(json!({"min_items": 2}), json!({"min_items": 1}))),
        ("pattern-changed", parameter(json!({"pattern": "a"}), json!({"pattern": "b"}))),
        ("default-changed", parameter(json!({"default": "1"}), json!({"default": "2"}))),
        ("default-stated", parameter(json!({}), json!({"default": "2"}))),
        ("default-dropped", parameter(json!({"default": "2"}), json!({}))),
        ("example-added", parameter(json!({}), json!({"example": "a"}))),
        ("example-changed", parameter(json!({"example": "a"}), json!({"example": "b"}))),
        ("example-removed", parameter(json!({"example": "a"}), json!({}))),
        ("form-added", parameter(json!({}), json!({"form": "days"}))),
        ("form-changed", parameter(json!({"form": "days"}), json!({"form": "hours"}))),
        ("form-removed", parameter(json!({"form": "days"}), json!({}))),
        ("content-of-text-found", parameter(json!({}), json!({"spells": "integer"}))),
        (
            "content-of-text-changed",
            parameter(json!({"spells": "integer"}), json!({"spells": "base64"})),
        ),
        ("content-of-text-lost", parameter(json!({"spells": "integer"}), json!({}))),
        ("parameter-deprecated", parameter(json!({}), json!({"deprecated": true}))),
        ("parameter-revived", parameter(json!({"deprecated": true}), json!({}))),
        ("json-list-found", parameter(json!({}), json!({"json_list": true}))),
        ("json-list-lost", parameter(json!({"json_list": true}), json!({}))),
    ]
}

fn effect_cases() -> Vec<Case> {
    let denied = |code: Option<&'static str>| effect(Some(("denied", code)));
    let unaffected = effect(Some(("unaffected", None)));
    vec![
        ("effect-changed", rules(&denied(Some("C")), &unaffected)),
        ("effect-stated", rules(&effect(None), &denied(None))),
        ("effect-withdrawn", rules(&denied(None), &effect(None))),
        ("refusal-code-changed", rules(&denied(Some("C")), &denied(Some("D")))),
        ("refusal-code-named", rules(&denied(None), &denied(Some("C")))),
        ("refusal-code-dropped", rules(&denied(Some("C")), &denied(None))),
        ("agreement-changed", rules(&agreement("superseded"), &agreement("contradicted"))),
    ]
}

#[test]
fn every_rule_decides_exactly_the_difference_it_is_about() {
    let cases =
        [operation_cases(), presence_cases(), parameter_cases(), effect_cases(), facts::cases()];
    let mut met = BTreeSet::new();
    for (rule, found) in cases.into_iter().flatten() {
        assert_eq!(found, [rule]);
        met.insert(rule);
    }
    let missing: Vec<&str> =
        ALL.iter().map(|rule| rule.name).filter(|name| !met.contains(name)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn rule_names_are_unique() {
    let names: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn an_edition_compared_with_itself_has_no_change_and_no_gap() {
    let view = parameters(json!([{"name": "P", "type": "string", "required": true}]));
    let drift = diff(&view, &view);
    assert_eq!((drift.changes.len(), drift.gaps.len(), drift.step()), (0, 0, None));
}

#[test]
fn the_width_of_a_number_is_no_change() {
    assert!(
        parameter(
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "integer", "format": "int64"}),
        )
        .is_empty()
    );
    assert!(parameter(json!({"maximum": "1"}), json!({"maximum": "1.0"})).is_empty());
}

#[test]
fn dotted_and_indexed_names_are_the_members_of_objects_and_lists() {
    let dotted = parameters(json!([
        {"name": "Disk.Size", "type": "integer"},
        {"name": "Filter.1.Key", "type": "string"},
        {"name": "Filter.2.Key", "type": "string"},
    ]));
    let nested = parameters(json!([
        {"name": "Disk", "type": "object", "style": "flat",
         "members": [{"name": "Size", "type": "integer"}]},
        {"name": "Filter", "type": "array", "style": "repeatList", "items":
         {"type": "object", "members": [{"name": "Key", "type": "string"}]}},
    ]));
    assert_eq!(rules(&dotted, &nested), Vec::<&str>::new());
    assert_eq!(rules(&nested, &dotted), Vec::<&str>::new());
}

#[test]
fn a_schema_that_contains_itself_ends() {
    let tree = |kind: &str| {
        json!({
            "kind": "metadata", "product": "Any", "version": "v",
            "schemas": [{"name": "Tree", "type": "object", "members": [
                {"name": "Leaf", "type": kind},
                {"name": "Below", "type": "object", "ref": "Tree"},
            ]}],
            "operations": {"Op": {
                "parameters": [],
                "response": {"type": "object", "ref": "Tree"},
            }},
        })
    };
    let changes = diff(&view_of(&tree("string")), &view_of(&tree("integer"))).changes;
    let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["Leaf"]);
}

#[test]
fn schemas_that_double_with_every_reference_end() {
    let schemas: Vec<Value> = (0..40)
        .map(|level| {
            let reference = format!("S{}", level + 1);
            let member = |name: &str| json!({"name": name, "type": "object", "ref": reference});
            json!({"name": format!("S{level}"), "type": "object",
                   "members": [member("A"), member("B")]})
        })
        .collect();
    let view = view_of(&json!({
        "kind": "metadata", "product": "Any", "version": "v", "schemas": schemas,
        "operations": {"Op": {
            "parameters": [], "response": {"type": "object", "ref": "S0"},
        }},
    }));
    assert!(diff(&view, &view).changes.is_empty());
}

#[test]
fn what_one_edition_does_not_carry_is_a_gap_and_no_change() {
    let full = operation(json!({
        "parameters": [{"name": "P", "type": "string", "maximum": "5", "enum": ["a"]}],
        "response": {"type": "object", "members": [{"name": "M", "type": "string"}]},
        "errors": [{"status": "400", "code": "C"}],
        "operation_type": "get",
    }));
    let bare = view_of(&json!({
        "kind": "metadata", "product": "Ecs", "version": "v",
        "operations": {
            "Op": {"parameters": [{"name": "P", "type": "string"}]},
            "Everything": {"parameters": [{"name": "All", "type": "string"}]},
        },
    }));
    let drift = diff(&full, &bare);
    assert_eq!(drift.changes, []);
    let gaps: Vec<(Part, usize)> = drift.gaps.iter().map(|gap| (gap.part, gap.stated)).collect();
    for expected in [
        (Part::DeprecatedOperation, 1),
        (Part::Values, 2),
        (Part::Limits, 2),
        (Part::Response, 2),
        (Part::ErrorCode, 1),
        (Part::OperationKind, 2),
        (Part::Replacement, 1),
        (Part::Directory, 1),
        (Part::Example, 1),
    ] {
        assert!(gaps.contains(&expected), "{expected:?} in {gaps:?}");
    }
    assert_eq!(diff(&bare, &full).changes, []);
}

#[test]
fn what_was_lost_between_two_editions_is_compared_with_the_last_that_had_it() {
    let with =
        |maximum: &str| parameters(json!([{"name": "P", "type": "string", "maximum": maximum}]));
    let mut between = view_of(&json!({
        "kind": "metadata", "product": "Ecs", "version": "v",
        "operations": {
            "Op": {"parameters": [{"name": "P", "type": "string"}]},
            "Everything": {"parameters": [{"name": "All", "type": "string"}]},
        },
    }));
    between.inherit(&with("5"));
    assert_eq!(rules(&between, &with("4")), ["limit-narrowed"]);
}
