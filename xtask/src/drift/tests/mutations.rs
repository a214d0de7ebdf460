//! A real edition, damaged in many small ways: what the real editions never changed is found too.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::metadata_edition;
use super::set_difference::{differences, dotted, reported};
use super::view_of;
use crate::drift::diff::diff;

/// A fixed sequence: a failure can be repeated.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }
}

/// One random schema of the edition: a parameter, or something inside it.
fn random<'a>(edition: &'a mut Value, sequence: &mut Sequence) -> &'a mut Value {
    let operations = edition["operations"].as_object_mut().expect("operations");
    let at = sequence.next(operations.len());
    let operation = operations.values_mut().nth(at).expect("an operation");
    let parameters = operation["parameters"].as_array_mut().expect("parameters");
    if parameters.is_empty() {
        parameters.push(json!({"name": "Added", "type": "string"}));
    }
    let at = sequence.next(parameters.len());
    let mut schema = &mut parameters[at];
    while sequence.next(3) > 0 {
        let members = schema["members"].as_array().map_or(0, Vec::len);
        schema = if members > 0 {
            let at = sequence.next(members);
            &mut schema["members"][at]
        } else if schema["items"].is_object() {
            &mut schema["items"]
        } else {
            break;
        };
    }
    schema
}

fn mutate(edition: &mut Value, sequence: &mut Sequence) {
    let kind = sequence.next(9);
    let number = sequence.next(50);
    let schema = random(edition, sequence);
    let plain = schema["members"].is_null() && schema["items"].is_null();
    match kind {
        0 => schema["required"] = json!(schema["required"] != true),
        1 => schema["deprecated"] = json!(schema["deprecated"] != true),
        2 if plain => schema["type"] = json!(["string", "integer", "boolean"][number % 3]),
        3 => schema["enum"] = json!(["a", "b", "c"][..number % 4]),
        4 => schema["maximum"] = json!(number.to_string()),
        5 => schema["max_items"] = json!(number),
        6 => schema["pattern"] = json!(format!("[a-z]{{{number}}}")),
        7 if schema["members"].is_array() => {
            let name = format!("Extra{number}");
            let member =
                json!({"name": name, "type": "string", "required": number.is_multiple_of(2)});
            schema["members"].as_array_mut().expect("members").push(member);
        }
        8 if schema["name"].is_string() => {
            schema["name"] = json!(format!("{}X", schema["name"].as_str().expect("a name")));
        }
        _ => schema["minimum"] = json!(format!("-{number}")),
    }
}

/// Some parameters are listed twice; which of the two is damaged would decide what is seen.
fn without_repetitions(edition: &mut Value) {
    for operation in edition["operations"].as_object_mut().expect("operations").values_mut() {
        let mut seen = BTreeSet::new();
        let parameters = operation["parameters"].as_array_mut().expect("parameters");
        parameters.retain(|one| seen.insert(dotted(one["name"].as_str().expect("a name"))));
    }
}

#[test]
fn every_single_damage_is_reported_and_nothing_else() {
    let mut original = metadata_edition("2025-12-03");
    without_repetitions(&mut original);
    let old = view_of(&original);
    let mut sequence = Sequence(7);
    let mut seen = 0;
    for _ in 0..6 {
        let mut damaged = original.clone();
        for _ in 0..400 {
            mutate(&mut damaged, &mut sequence);
        }
        let found = reported(&diff(&old, &view_of(&damaged)).changes);
        let expected = differences(&original, &damaged);
        for (key, difference) in &expected {
            assert_eq!(found.get(key), Some(difference), "{key:?} is not reported");
        }
        for key in found.keys() {
            assert!(expected.contains_key(key), "{key:?} is invented: {:?}", found[key]);
        }
        seen += expected.len();
    }
    assert!(seen > 1_500, "{seen}");
}
