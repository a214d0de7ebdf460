//! In: a reply is decoded by asking a struct for the place each member goes to.

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
}

/// A place for one value. The contract of the methods is completed by the decoder.
pub trait Slot {}
