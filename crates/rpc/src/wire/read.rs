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
/// Implemented for scalars, lists, maps, options, [`Json`] and every struct that is
/// [`ReadFields`] and `Default`. Open enums are wrapped in
/// [`EnumField`](crate::open_enum::EnumField) or
/// [`EnumListField`](crate::open_enum::EnumListField).
pub trait ReadValue {
    /// The place to decode into, by its type.
    fn place(&mut self) -> Place<'_>;
}

/// The place behind a [`ReadValue`]. The decoder is written once for these variants instead of
/// once per type.
pub enum Place<'a> {
    /// Text.
    Text(&'a mut String),
    /// A whole number.
    Int(&'a mut i64),
    /// A number that may have a fraction.
    Float(&'a mut f64),
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// At most one value of an open enum.
    OpenEnum(&'a mut dyn OpenEnumPlace),
    /// Any number of values of an open enum.
    OpenEnumList(&'a mut dyn OpenEnumPlace),
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

/// An `Option` or a `Vec` of an open enum.
pub trait OpenEnumPlace {
    /// Removes every value.
    fn clear(&mut self);
    /// Adds a value. An `Option` keeps only the last one.
    fn put(&mut self, wire: &str);
    /// Visits the text of every value, as it is on the wire.
    fn each(&self, visit: &mut dyn FnMut(String));
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
