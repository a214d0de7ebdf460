//! Open enums: generated enums with a variant for each known value, and `Other` for the rest.
//!
//! A generated enum implements only [`OpenEnum`] and the usual traits of a value. Requests send its
//! text, and replies read it through [`EnumField`] and [`EnumListField`]. Implementing
//! [`ReadValue`] for each enum would take longer to compile, and a blanket impl would overlap with
//! the one for structs.

use std::fmt::Display;

use crate::wire::{OpenEnumPlace, Place, ReadValue};

/// An enum that accepts unknown values. `Display` shows the value as it is on the wire.
pub trait OpenEnum: Display + Sized {
    /// Returns the variant of a text, or `Other` if it is not known.
    fn from_wire(wire: &str) -> Self;
}

/// Reads a member of a reply that holds one value.
#[derive(Debug)]
pub struct EnumField<'a, E>(pub &'a mut Option<E>);

/// Reads a member of a reply that holds a list of values.
#[derive(Debug)]
pub struct EnumListField<'a, E>(pub &'a mut Vec<E>);

impl<E: OpenEnum> ReadValue for EnumField<'_, E> {
    fn place(&mut self) -> Place<'_> {
        Place::OpenEnum(self.0)
    }
}

impl<E: OpenEnum> ReadValue for EnumListField<'_, E> {
    fn place(&mut self) -> Place<'_> {
        Place::OpenEnumList(self.0)
    }
}

impl<E: OpenEnum> OpenEnumPlace for Option<E> {
    fn clear(&mut self) {
        *self = None;
    }

    fn put(&mut self, wire: &str) {
        *self = Some(E::from_wire(wire));
    }

    fn each(&self, visit: &mut dyn FnMut(String)) {
        if let Some(value) = self {
            visit(value.to_string());
        }
    }
}

impl<E: OpenEnum> OpenEnumPlace for Vec<E> {
    fn clear(&mut self) {
        self.clear();
    }

    fn put(&mut self, wire: &str) {
        self.push(E::from_wire(wire));
    }

    fn each(&self, visit: &mut dyn FnMut(String)) {
        for value in self {
            visit(value.to_string());
        }
    }
}
