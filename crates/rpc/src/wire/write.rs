//! Out: a request walks its members into an [`Object`].

/// A struct whose members can be written: requests and the structs nested in them.
pub trait Fields {
    /// Names every member once, in the order of the specification.
    fn write(&self, object: &mut dyn Object);
}

/// Receives the members of a struct.
pub trait Object {
    /// A member in the ordinary flattened form (`Name`, `Name.1`, `Name.Member`).
    fn put(&mut self, name: &str, value: &dyn Value);

    /// A member whose whole value is one JSON text. Nothing is sent when the value is absent.
    fn put_json(&mut self, name: &str, value: &dyn Value);

    /// A member that must never be shown.
    fn put_secret(&mut self, name: &str, value: &dyn Value) {
        self.put(name, value);
    }
}

/// A value that can be written.
pub trait Value {
    /// Shows the value to the sink, exactly once.
    fn emit(&self, sink: &mut dyn Sink);
}

/// Receives one value.
pub trait Sink {
    /// Nothing: the member is left out.
    fn absent(&mut self);
    /// True or false.
    fn boolean(&mut self, value: bool);
    /// Whole number.
    fn int(&mut self, value: i64);
    /// Number with a fraction.
    fn float(&mut self, value: f64);
    /// Text; empty text is sent.
    fn text(&mut self, value: &str);
    /// A list; absent items keep their number.
    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Value>);
    /// A struct.
    fn object(&mut self, fields: &dyn Fields);
    /// An object with free keys.
    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn Value)>);
}
