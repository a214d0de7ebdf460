//! `Debug` of generated types, with every secret replaced. Uses the traits that send and decode
//! them: a derive would take longer to compile than all the rest of a generated struct.

use std::fmt;

use super::{Json, ReadFields, WriteFields, tree};

/// Shows the members of a request that are set, secrets as `[redacted]`.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_fields(
    name: &str,
    fields: &dyn WriteFields,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    shown(name, &tree::redacted_fields(fields), f)
}

/// Shows the members of a reply that came, secrets as `[redacted]`.
///
/// [`ReadFields::read`] needs a mutable value, so it visits a clone.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_read<T: ReadFields + Clone>(
    name: &str,
    value: &T,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    shown(name, &tree::redacted_read(&mut value.clone()), f)
}

fn shown(name: &str, json: &Json, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Json::Object(members) = json else {
        return f.debug_tuple(name).field(&JsonDebug(json)).finish();
    };
    let mut out = f.debug_struct(name);
    for (name, value) in members {
        out.field(name, &JsonDebug(value));
    }
    out.finish()
}

struct JsonDebug<'a>(&'a Json);

impl fmt::Debug for JsonDebug<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Json::Null => f.write_str("None"),
            Json::Bool(value) => fmt::Debug::fmt(value, f),
            Json::Number(value) => fmt::Display::fmt(value, f),
            Json::String(value) if value == tree::REDACTED => f.write_str(value),
            Json::String(value) => fmt::Debug::fmt(value, f),
            Json::Array(items) => f.debug_list().entries(items.iter().map(JsonDebug)).finish(),
            Json::Object(members) => f
                .debug_map()
                .entries(members.iter().map(|(key, value)| (PlainKey(key), JsonDebug(value))))
                .finish(),
        }
    }
}

/// A key without quotes.
struct PlainKey<'a>(&'a str);

impl fmt::Debug for PlainKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
