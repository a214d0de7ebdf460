//! `Debug` of generated types, from the same walks that send and decode them, with every secret
//! replaced. A derive would cost more compile time than all the rest of a generated struct.

use std::fmt;

use super::{Fields, Json, Read, tree};

/// Shows a request: only the members that are set, secrets as `[redacted]`.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_fields(name: &str, fields: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    shown(name, &tree::redacted_fields(fields), f)
}

/// Shows a reply: only the members that came, secrets as `[redacted]`.
///
/// The walk of a reply needs it mutable, so a clone is walked.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_read<T: Read + Clone>(
    name: &str,
    value: &T,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    shown(name, &tree::redacted_read(&mut value.clone()), f)
}

fn shown(name: &str, json: &Json, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Json::Object(members) = json else {
        return f.debug_tuple(name).field(&Shown(json)).finish();
    };
    let mut out = f.debug_struct(name);
    for (name, value) in members {
        out.field(name, &Shown(value));
    }
    out.finish()
}

struct Shown<'a>(&'a Json);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Json::Null => f.write_str("None"),
            Json::Bool(value) => fmt::Debug::fmt(value, f),
            Json::Number(value) => fmt::Display::fmt(value, f),
            Json::String(value) if value == tree::REDACTED => f.write_str(value),
            Json::String(value) => fmt::Debug::fmt(value, f),
            Json::Array(items) => f.debug_list().entries(items.iter().map(Shown)).finish(),
            Json::Object(members) => f
                .debug_map()
                .entries(members.iter().map(|(key, value)| (Key(key), Shown(value))))
                .finish(),
        }
    }
}

/// A key without quotes.
struct Key<'a>(&'a str);

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
