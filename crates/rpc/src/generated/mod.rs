//! What generated code calls and nobody else does: bodies written once here instead of a thousand
//! times there. Not a public interface.
//!
//! # Names and marks
//! A list of names is one text with a name on each line: the compiler holds one literal instead of
//! dozens. Marks in a name say how the member is sent and shown:
//!
//! | Name          | In a request                               | In a reply                         |
//! |---------------|--------------------------------------------|------------------------------------|
//! | `Name`        | flattened                                  | a member                           |
//! | `*Name`       | flattened, secret                          | a member, secret                   |
//! | `{Name`       | one JSON text                              | not used                           |
//! | `*{Name`      | one JSON text, secret                      | not used                           |
//! | `Outer>Inner` | not used                                   | a list, as `{"Outer":{"Inner":[]}}`|
//! | `*Outer>Inner`| not used                                   | the same list, secret              |
//!
//! A secret is sent and read like any other member and never shown. [`Name::parse`] reads the marks
//! for both directions.

mod codes;
mod members;
mod name;

pub use codes::{CodeTable, debug_code};
pub use members::Members;
pub use name::Name;

pub use crate::open_enum::{EnumField, EnumListField};
use crate::wire::{FieldReader, ReadValue};

/// Reads the members of a struct: `names` holds a marked name on each line, `values` the values in
/// the same order.
pub fn read(reader: &mut dyn FieldReader, names: &'static str, values: &mut [&mut dyn ReadValue]) {
    for (name, value) in names.split('\n').zip(values) {
        let Name { outer, inner, secret, .. } = Name::parse(name);
        match (inner, secret) {
            (Some(inner), true) => reader.wrapped_secret(outer, inner, *value),
            (Some(inner), false) => reader.wrapped(outer, inner, *value),
            (None, true) => reader.secret(outer, *value),
            (None, false) => reader.field(outer, *value),
        }
    }
}

#[cfg(test)]
mod tests;
