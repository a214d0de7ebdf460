//! Pages of operations: every fact of a row counts, and names that recur are several parameters.

use serde_json::{Value, json};

use super::view_of;
use crate::drift::diff::diff;

fn page(parameters: Value) -> Value {
    json!({"kind": "operation-page", "operation": "Op", "parameters": parameters, "errors": []})
}

/// Rule, path, before and after of each change.
fn changes(old: &Value, new: &Value) -> Vec<(&'static str, String, String)> {
    let changes = diff(&view_of(old), &view_of(new)).changes;
    let text = |text: Option<String>| text.unwrap_or_default();
    let changes = changes.into_iter();
    changes
        .map(|one| (one.rule, one.path, format!("{} > {}", text(one.from), text(one.to))))
        .collect()
}

fn one(facts: &Value) -> Value {
    let mut row = json!({"name": "P", "type": "integer"});
    for (key, value) in facts.as_object().expect("facts") {
        row[key] = value.clone();
    }
    page(json!([row]))
}

#[test]
fn every_fact_of_a_parameter_row_counts() {
    let bare = one(&json!({}));
    for (facts, rule, undone) in [
        (json!({"required": true}), "became-required", "became-optional"),
        (json!({"minimum": "2"}), "limit-narrowed", "limit-widened"),
        (json!({"maximum": "5"}), "limit-narrowed", "limit-widened"),
        (json!({"min_items": 2}), "limit-narrowed", "limit-widened"),
        (json!({"max_items": 5}), "limit-narrowed", "limit-widened"),
        (json!({"default": "3"}), "default-stated", "default-dropped"),
        (json!({"deprecated": true}), "parameter-deprecated", "parameter-revived"),
    ] {
        let stated = one(&facts);
        let of = |old, new| changes(old, new).into_iter().map(|one| one.0).collect::<Vec<_>>();
        assert_eq!(of(&bare, &stated), [rule], "{facts}");
        assert_eq!(of(&stated, &bare), [undone], "{facts}");
    }
}

#[test]
fn members_of_two_lists_with_one_name_are_two_parameters() {
    let row = |name: &str, kind: &str| json!({"name": name, "type": kind, "required": false});
    let key = |maximum: &str| json!({"name": "Key", "type": "string", "maximum": maximum});
    let edition = |tag: &str, filter: &str| {
        page(json!([row("Tag", "array"), key(tag), row("Filter", "array"), key(filter)]))
    };
    let old = edition("64", "32");
    assert_eq!(changes(&old, &edition("64", "32")), []);
    let first = ("limit-widened", "Key".to_owned(), "maximum 64 > maximum 128".to_owned());
    let second = ("limit-narrowed", "Key#2".to_owned(), "maximum 32 > maximum 16".to_owned());
    assert_eq!(changes(&old, &edition("128", "32")), std::slice::from_ref(&first));
    assert_eq!(changes(&old, &edition("64", "16")), std::slice::from_ref(&second));
    assert_eq!(changes(&old, &edition("128", "16")), [second, first]);
}

#[test]
fn a_member_of_a_reply_that_recurs_is_compared_with_the_same_one() {
    let edition = |first: &str, second: &str| {
        let mut page = page(json!([]));
        let member = |kind: &str| json!({"name": "Id", "type": kind});
        page["response"] = json!([member(first), member(second)]);
        page
    };
    let expected = ("response-member-type-changed", "Id".to_owned(), "string > integer".to_owned());
    assert_eq!(changes(&edition("string", "string"), &edition("integer", "string")), [expected]);
    let expected = ("response-member-type-changed", "Id#2".to_owned(), "string > long".to_owned());
    assert_eq!(changes(&edition("string", "string"), &edition("string", "long")), [expected]);
}

#[test]
fn indexed_names_of_one_list_stay_one_parameter() {
    let row = |name: &str| json!({"name": name, "type": "string"});
    let old = page(json!([row("Tag.1.Key"), row("Tag.2.Key")]));
    let new = page(json!([row("Tag.N.Key")]));
    assert_eq!(changes(&old, &new), []);
}
