//! Lists of values that stay open: generated enums with the known values and `Other`.
//!
//! A printed enum implements [`OpenEnum`] and the usual traits of a value, nothing else: a request
//! sends its text, and a reply reads it through [`Word`] and [`Words`]. An impl of the traits of the
//! wire for each enum would cost every crate more than this module, and a blanket impl would overlap
//! with the one for structs.

use std::fmt::Display;

use crate::wire::{Slot, Texts, View};

/// A list of values that stays open; `Display` shows the value as it is on the wire.
pub trait OpenEnum: Display + Sized {
    /// The variant of a text; `Other` when it is not known.
    fn from_wire(wire: &str) -> Self;
}

/// A member of a reply that holds one value of such a list.
#[derive(Debug)]
pub struct Word<'a, E>(pub &'a mut Option<E>);

/// A member of a reply that holds several.
#[derive(Debug)]
pub struct Words<'a, E>(pub &'a mut Vec<E>);

impl<E: OpenEnum> Slot for Word<'_, E> {
    fn view(&mut self) -> View<'_> {
        View::Word(self.0)
    }
}

impl<E: OpenEnum> Slot for Words<'_, E> {
    fn view(&mut self) -> View<'_> {
        View::Words(self.0)
    }
}

impl<E: OpenEnum> Texts for Option<E> {
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

impl<E: OpenEnum> Texts for Vec<E> {
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
