//! What only generated code calls: bodies written once here instead of a thousand
//! times there. Not a public interface.
//!
//! The names that it hands over carry marks: see [`Name`].

mod codes;
mod members;
pub mod serde;

pub use crate::wire::Name;
pub use codes::{CodeTable, debug_code};
pub use members::Members;

use crate::open_enum::{KnownValue, Open};
pub use crate::request::Origin;
use crate::wire::{FieldReader, ReadValue};

/// Whether an optional value is the known one.
pub fn is<V: KnownValue>(open: &Option<Open<V>>, known: V) -> bool {
    open.as_ref().is_some_and(|open| *open == known)
}

/// Reads the members of a struct: `names` holds a marked name on each line, `values` the values in
/// the same order.
#[inline]
pub fn read(reader: &mut dyn FieldReader, names: &'static str, values: &mut [&mut dyn ReadValue]) {
    reader.members(names, values);
}

#[cfg(test)]
mod tests;
