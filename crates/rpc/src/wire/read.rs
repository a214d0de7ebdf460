//! Replies: a struct names its members, and the decoder fills them.

use super::Json;

/// A struct whose members can be read: replies and the structs nested in them.
///
/// Implemented by generated code. Fuzz targets and tests implement it by hand.
pub trait ReadFields {
    /// Hands the members to the reader: one call of [`FieldReader::members`], or of
    /// [`FieldReader::whole`], or none for a struct without members.
    fn read(&mut self, reader: &mut dyn FieldReader);
}

/// Visits the members of a struct, to fill them from a reply or to show what they hold.
pub trait FieldReader {
    /// Visits all members. `names` has a name on each line, with marks as [`Name`](super::Name)
    /// documents them, and `values` the values in the same order.
    fn members(&mut self, names: &'static str, values: &mut [&mut dyn ReadValue]);

    /// Visits the whole object as it came, for replies without a type.
    fn whole(&mut self, json: &mut Json);
}

/// A value that can be read from a reply.
///
/// Implemented for scalars, lists, maps, options, [`Json`], [`Open`](crate::Open) and every struct
/// that is [`ReadFields`] and `Default`.
pub trait ReadValue {
    /// The place to decode into, by its type.
    fn place(&mut self) -> Place<'_>;
}

/// The place behind a [`ReadValue`]. The decoder is written once for these variants instead of
/// once per type.
pub enum Place<'a> {
    /// Text, or a type that is made from text.
    Text(&'a mut dyn TextPlace),
    /// A whole number.
    Int(&'a mut i64),
    /// A number that may have a fraction.
    Float(&'a mut f64),
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// Any JSON value.
    Json(&'a mut Json),
    /// A value that may be missing.
    Optional(&'a mut dyn OptionPlace),
    /// A list.
    List(&'a mut dyn ListPlace),
    /// An object with free keys.
    Map(&'a mut dyn MapPlace),
    /// A struct.
    Struct(&'a mut dyn ReadFields),
}

/// A `String`, or a type that holds a text.
pub trait TextPlace {
    /// Replaces the text.
    fn set(&mut self, text: &str);
    /// Returns the text as it is on the wire.
    fn get(&self) -> &str;
}

/// An `Option`.
pub trait OptionPlace {
    /// Sets it to `None`.
    fn clear(&mut self);
    /// Sets it to a default value and returns that value.
    fn fill(&mut self) -> &mut dyn ReadValue;
    /// Returns the value, if there is one.
    fn get(&mut self) -> Option<&mut dyn ReadValue>;
}

/// A `Vec`.
pub trait ListPlace {
    /// Removes every item.
    fn clear(&mut self);
    /// Adds a default item and returns it.
    fn push(&mut self) -> &mut dyn ReadValue;
    /// Visits every item.
    fn each(&mut self, visit: &mut dyn FnMut(&mut dyn ReadValue));
}

/// A map with text keys.
pub trait MapPlace {
    /// Removes every entry.
    fn clear(&mut self);
    /// Adds a default value under a key and returns it. `None` if the key is there already.
    fn insert(&mut self, key: String) -> Option<&mut dyn ReadValue>;
    /// Visits every entry.
    fn each(&mut self, visit: &mut dyn FnMut(&str, &mut dyn ReadValue));
}
