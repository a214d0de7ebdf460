//! In: a reply is decoded by asking a struct for the place each member goes to.

use super::Json;

/// A struct whose members can be read: responses and the structs nested in them.
pub trait Read {
    /// Names every member once, in the order of the specification.
    fn read(&mut self, reader: &mut dyn Reader);
}

/// Fills, or shows, the members of a struct.
pub trait Reader {
    /// A member.
    fn field(&mut self, name: &'static str, slot: &mut dyn Slot);

    /// A list that the reply wraps in an object with the one member `inner`.
    fn wrapped(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn Slot);

    /// A member that must never be shown.
    fn secret(&mut self, name: &'static str, slot: &mut dyn Slot) {
        self.field(name, slot);
    }

    /// A wrapped list that must never be shown.
    fn wrapped_secret(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn Slot) {
        self.wrapped(name, inner, slot);
    }

    /// The whole object as it came, for replies without a type.
    fn whole(&mut self, json: &mut Json);
}

/// A place for one value.
///
/// Implemented here for scalars, lists, maps, options, any JSON and every struct that is
/// [`Read`] and `Default`. Open enums have [`Word`](crate::open_enum::Word) and
/// [`Words`](crate::open_enum::Words) as their places.
pub trait Slot {
    /// What kind of place it is.
    fn view(&mut self) -> View<'_>;
}

/// A place that can be made, and so can stand in an option, a list or a map.
pub trait Blank: Slot {
    /// The place before anything is put into it.
    fn blank() -> Self;
}

/// What kind of place a [`Slot`] is: the decoder is written once over these, not per type.
pub enum View<'a> {
    /// Text.
    Text(&'a mut String),
    /// Whole number.
    Int(&'a mut i64),
    /// Number with a fraction.
    Float(&'a mut f64),
    /// True or false.
    Bool(&'a mut bool),
    /// One of a list of values that stays open, or none.
    Word(&'a mut dyn Texts),
    /// Some of a list of values that stays open.
    Words(&'a mut dyn Texts),
    /// Any JSON value.
    Any(&'a mut Json),
    /// Something that may be missing.
    Optional(&'a mut dyn Optional),
    /// A list.
    List(&'a mut dyn List),
    /// An object with free keys.
    Map(&'a mut dyn Map),
    /// A struct.
    Struct(&'a mut dyn Read),
}

/// A place for values of an open enum.
pub trait Texts {
    /// Empties it.
    fn clear(&mut self);
    /// Adds a value; where only one has room it is that.
    fn put(&mut self, wire: &str);
    /// Hands out every value as it is on the wire.
    fn each(&self, visit: &mut dyn FnMut(String));
}

/// An `Option` as a place.
pub trait Optional {
    /// Empties it.
    fn clear(&mut self);
    /// Makes it hold a blank value and hands that out.
    fn fill(&mut self) -> &mut dyn Slot;
    /// The value it holds.
    fn get(&mut self) -> Option<&mut dyn Slot>;
}

/// A list as a place.
pub trait List {
    /// Empties it.
    fn clear(&mut self);
    /// Adds a blank item and hands it out.
    fn push(&mut self) -> &mut dyn Slot;
    /// Hands out every item.
    fn each(&mut self, visit: &mut dyn FnMut(&mut dyn Slot));
}

/// An object with free keys as a place.
pub trait Map {
    /// Empties it.
    fn clear(&mut self);
    /// Adds a blank value and hands it out.
    fn insert(&mut self, key: String) -> &mut dyn Slot;
    /// Hands out every entry.
    fn each(&mut self, visit: &mut dyn FnMut(&str, &mut dyn Slot));
}
