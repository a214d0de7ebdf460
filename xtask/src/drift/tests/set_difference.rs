//! The differences between two captures once more, found in another and simpler way: every fact of
//! the plain JSON is one line in a set, and the sets are subtracted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::drift::change::Change;
use crate::drift::terms::What;

/// Operation, path and part.
pub(super) type Key = (String, String, String);

/// What is stated there.
type Facts = BTreeMap<Key, BTreeSet<String>>;

/// What went and what came, by key.
pub(super) type Differences = BTreeMap<Key, (BTreeSet<String>, BTreeSet<String>)>;

const LIMITS: [(&str, &str); 7] = [
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("min_items", "minItems"),
    ("max_items", "maxItems"),
    ("pattern", "pattern"),
];

/// All facts of a metadata capture.
fn facts(capture: &Value) -> Facts {
    let mut facts = Facts::new();
    for (operation, stated) in capture["operations"].as_object().expect("operations") {
        let mut add = |path: &str, part: &str, value: &str| {
            let key = (operation.clone(), path.to_owned(), part.to_owned());
            facts.entry(key).or_default().insert(value.to_owned());
        };
        add("", "operation", operation);
        if stated["deprecated"] == true {
            add("", "deprecated-operation", "true");
        }
        if stated["https_only"] == true {
            add("", "https-only", "true");
        }
        for note in stated["lock_notes"].as_array().into_iter().flatten() {
            add(text(note), "lock-note", "true");
        }
        if let Value::String(kind) = &stated["operation_type"] {
            add("", "operation-kind", kind);
        }
        for parameter in stated["parameters"].as_array().expect("parameters") {
            let path = dotted(text(&parameter["name"]));
            if let Value::String(style) = &parameter["style"] {
                add(&path, "style", style);
            }
            walk_parameter(&path, parameter, &mut add);
        }
        walk_response("", &stated["response"], &mut add);
        for row in stated["errors"].as_array().into_iter().flatten() {
            add(text(&row["code"]), "error-code", "there");
            add(text(&row["code"]), "status", text(&row["status"]));
        }
    }
    imply(&mut facts);
    facts
}

/// `Filter.1.Key` is `Filter[].Key`.
pub(super) fn dotted(name: &str) -> String {
    let mut path = String::new();
    for part in name.split('.') {
        if part.parse::<u32>().is_ok() {
            path += "[]";
        } else {
            path = if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") };
        }
    }
    path
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn walk_parameter(path: &str, schema: &Value, add: &mut impl FnMut(&str, &str, &str)) {
    add(path, "parameter", "there");
    add(path, "explicit", "true");
    add(path, "type", text(&schema["type"]));
    for (key, part) in [
        ("required", "required"),
        ("deprecated", "deprecated-parameter"),
        ("json_list", "json-list"),
    ] {
        if schema[key] == true {
            add(path, part, "true");
        }
    }
    for (key, part) in [("enum", "values"), ("mined", "mined-values")] {
        for value in schema[key].as_array().into_iter().flatten() {
            add(path, part, text(value));
        }
    }
    for (key, name) in LIMITS {
        match &schema[key] {
            Value::Null => {}
            Value::String(limit) => add(path, "limits", &format!("{name} {limit}")),
            limit => add(path, "limits", &format!("{name} {limit}")),
        }
    }
    for part in ["default", "example", "form", "spells"] {
        if let Value::String(value) = &schema[part] {
            add(path, part, value);
        }
    }
    for member in schema["members"].as_array().into_iter().flatten() {
        walk_parameter(&format!("{path}.{}", text(&member["name"])), member, add);
    }
    if schema["items"].is_object() {
        walk_parameter(&format!("{path}[]"), &schema["items"], add);
    }
    if schema["map"].is_object() {
        walk_parameter(&format!("{path}.*"), &schema["map"], add);
    }
}

fn walk_response(path: &str, schema: &Value, add: &mut impl FnMut(&str, &str, &str)) {
    if schema.is_null() {
        return;
    }
    add("", "carries-response", "true");
    if !path.is_empty() {
        add(path, "response", "there");
        add(path, "response-type", text(&schema["type"]));
    }
    for member in schema["members"].as_array().into_iter().flatten() {
        let name = text(&member["name"]);
        let below = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        walk_response(&below, member, add);
    }
    walk_response(&format!("{path}[]"), &schema["items"], add);
    walk_response(&format!("{path}.*"), &schema["map"], add);
}

/// Parents that only dotted names mention.
fn imply(facts: &mut Facts) {
    let parameters: Vec<(String, String)> = facts
        .keys()
        .filter(|(_, _, part)| part == "parameter")
        .map(|(operation, path, _)| (operation.clone(), path.clone()))
        .collect();
    for (operation, path) in parameters {
        for (at, sign) in path.match_indices(['.', '[']) {
            let parent = path[..at].to_owned();
            let key = (operation.clone(), parent.clone(), "type".to_owned());
            if !facts.contains_key(&key) {
                let kind = if sign == "[" { "array" } else { "object" };
                facts.insert(key, BTreeSet::from([kind.to_owned()]));
                let key = (operation.clone(), parent, "parameter".to_owned());
                facts.insert(key, BTreeSet::from(["there".to_owned()]));
            }
        }
    }
}

/// What differs between two captures, whatever it means.
pub(super) fn differences(old: &Value, new: &Value) -> Differences {
    let (before, after) = (facts(old), facts(new));
    let parts = |facts: &Facts| facts.keys().map(|key| key.2.clone()).collect::<BTreeSet<_>>();
    let carried = parts(&before).intersection(&parts(&after)).cloned().collect();
    let mut found = Differences::new();
    for key in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let none = BTreeSet::new();
        let (from, to) = (before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none));
        if from != to && counts(key, &before, &after, &carried) {
            let went = from.difference(to).cloned().collect();
            let came = to.difference(from).cloned().collect();
            found.insert(key.clone(), (went, came));
        }
    }
    found
}

/// Whether a difference there is one of the API: both editions have to carry the part, and what
/// came or went as a whole is not told part by part.
fn counts(key: &Key, before: &Facts, after: &Facts, carried: &BTreeSet<String>) -> bool {
    let (operation, path, part) = key;
    let part = part.as_str();
    let both = |path: &str, part: &str| {
        let key = (operation.clone(), path.to_owned(), part.to_owned());
        before.contains_key(&key) && after.contains_key(&key)
    };
    let anywhere = |part: &str| carried.contains(part);
    if part == "operation" {
        return true;
    }
    let item = path.strip_suffix("[]").or_else(|| path.strip_suffix(".*"));
    let same_parent = |part: &str| {
        item.is_none_or(|parent| {
            let key = (operation.clone(), parent.to_owned(), part.to_owned());
            both(parent, part) && before[&key] == after[&key]
        })
    };
    if !both("", "operation") {
        return false;
    }
    match part {
        "explicit" | "carries-response" => false,
        "response" => both("", "carries-response") && same_parent("response-type"),
        "response-type" => both(path, "response"),
        "error-code" => anywhere("error-code"),
        "status" => both(path, "error-code"),
        "parameter" => item.is_none(),
        // The item of a list that stays may have got or lost its type.
        "type" => both(path, "parameter") || (item.is_some() && same_parent("type")),
        "style" => both(path, "style"),
        "required" => both(path, "explicit"),
        "deprecated-operation" | "https-only" | "lock-note" | "operation-kind" => anywhere(part),
        _ => both(path, "explicit") && anywhere(part),
    }
}

/// The changes that were reported, in the same form.
pub(super) fn reported(changes: &[Change]) -> Differences {
    let mut found = Differences::new();
    for change in changes {
        let part = serde_json::to_value(change.part).expect("an part has a name");
        let part = text(&part).to_owned();
        let key = (change.operation.clone(), change.path.clone(), part.clone());
        let entry = found.entry(key).or_default();
        entry.0.extend(values(&part, change, change.from.as_deref(), What::Removed));
        entry.1.extend(values(&part, change, change.to.as_deref(), What::Added));
    }
    // A list that keeps some statuses reports all of them.
    for (went, came) in found.values_mut() {
        let both: BTreeSet<String> = went.intersection(came).cloned().collect();
        went.retain(|value| !both.contains(value));
        came.retain(|value| !both.contains(value));
    }
    found
}

fn values(part: &str, change: &Change, stated: Option<&str>, side: What) -> Vec<String> {
    let one = |value: &str| vec![value.to_owned()];
    match (part, stated) {
        (
            "deprecated-operation"
            | "deprecated-parameter"
            | "json-list"
            | "https-only"
            | "lock-note",
            _,
        ) => {
            if change.what == side {
                one("true")
            } else {
                Vec::new()
            }
        }
        ("parameter" | "response" | "error-code", Some(_)) => one("there"),
        ("required", Some("required")) => one("true"),
        ("required", _) | (_, None) => Vec::new(),
        ("type" | "response-type", Some(kind)) => {
            one(kind.split(' ').next().expect("a first word"))
        }
        ("status", Some(all)) => all.split(", ").map(str::to_owned).collect(),
        ("values", Some(all)) if change.what == What::Changed => {
            all.split(", ").map(str::to_owned).collect()
        }
        (_, Some(value)) => one(value),
    }
}
