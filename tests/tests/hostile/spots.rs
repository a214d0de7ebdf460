//! The places of a document that hold a text or could hold one: every value, every key.

use serde_json::Value;

/// A place in a document.
#[derive(Clone, Debug)]
pub(crate) enum Spot {
    /// The value at this pointer.
    Value(String),
    /// The key of the value at this pointer.
    Key(String),
}

/// All places of a document.
pub(crate) fn spots(document: &Value) -> Vec<Spot> {
    let mut found = Vec::new();
    collect(document, String::new(), &mut found);
    found
}

fn collect(value: &Value, pointer: String, found: &mut Vec<Spot>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                found.push(Spot::Key(format!("{pointer}/{key}")));
                collect(member, format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{number}"), found);
            }
        }
        _ => found.push(Spot::Value(pointer)),
    }
}

/// The document with a text in that place.
pub(crate) fn with(document: &Value, spot: &Spot, text: &str) -> Value {
    let mut changed = document.clone();
    match spot {
        Spot::Value(pointer) => *changed.pointer_mut(pointer).unwrap() = text.into(),
        Spot::Key(pointer) => {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            let key = key.replace("~1", "/").replace("~0", "~");
            let members = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            let member = members.remove(&key).unwrap();
            members.insert(text.to_owned(), member);
        }
    }
    changed
}
