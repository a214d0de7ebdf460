//! Lists of values that stay open: generated enums with the known values and `Other`.
//!
//! A printed enum `X` implements [`OpenEnum`] and these two lines:
//!
//! ```text
//! impl Value for X { fn emit(&self, sink: &mut dyn Sink) { emit(self, sink) } }
//! impl Slot for X { fn blank() -> Self { blank() } fn view(&mut self) -> View<'_> { view(self) } }
//! ```
//!
//! A blanket impl is not possible: it would overlap with the one for structs.

use crate::wire::{Sink, View, Word};

/// A list of values that stays open.
pub trait OpenEnum: Sized {
    /// The variant of a text; `Other` when it is not known.
    fn from_wire(wire: &str) -> Self;

    /// The text as it is on the wire.
    fn as_str(&self) -> &str;
}

impl<E: OpenEnum> Word for E {
    fn set(&mut self, wire: &str) {
        *self = E::from_wire(wire);
    }

    fn get(&self) -> &str {
        self.as_str()
    }
}

/// Body of a printed `Value::emit`.
pub fn emit<E: OpenEnum>(value: &E, sink: &mut dyn Sink) {
    sink.text(value.as_str());
}

/// Body of a printed `Slot::blank`: the variant of the empty text. It is never seen: members are
/// `Option`s, list items are filled at once.
#[must_use]
pub fn blank<E: OpenEnum>() -> E {
    E::from_wire("")
}

/// Body of a printed `Slot::view`.
pub fn view<E: OpenEnum>(value: &mut E) -> View<'_> {
    View::Word(value)
}
