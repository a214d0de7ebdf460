//! What generated code calls and nobody else does: bodies written once here instead of a thousand
//! times there. Not a public interface.
//!
//! The names that it hands over carry marks: see [`Name`].

mod codes;
mod members;

pub use crate::wire::Name;
pub use codes::{CodeTable, debug_code};
pub use members::Members;

pub use crate::open_enum::{EnumField, EnumListField};
use crate::wire::{FieldReader, ReadValue};

/// Reads the members of a struct: `names` holds a marked name on each line, `values` the values in
/// the same order.
#[inline]
pub fn read(reader: &mut dyn FieldReader, names: &'static str, values: &mut [&mut dyn ReadValue]) {
    reader.members(names, values);
}

#[cfg(test)]
mod tests;
