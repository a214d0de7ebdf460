//! Requests: a struct hands its members to a [`FieldWriter`].

/// A struct whose members can be written: requests and the structs nested in them.
///
/// Implemented by generated code and by [`DynamicRequest`](crate::DynamicRequest).
pub trait WriteFields {
    /// Hands every member that is set to the writer once.
    fn write(&self, writer: &mut dyn FieldWriter);
}

/// Receives the members of a struct.
pub trait FieldWriter {
    /// Takes a member that is flattened: `Name`, `Name.1`, `Name.Member`.
    fn put(&mut self, name: &str, value: &dyn WriteValue);

    /// Takes a member whose whole value is sent as one JSON text. An absent value is not sent.
    fn put_json(&mut self, name: &str, value: &dyn WriteValue);

    /// Takes a member that is never shown.
    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        self.put(name, value);
    }
}

/// A value that can be written to a request.
pub trait WriteValue {
    /// Hands the value to the writer by calling one of its methods, once.
    fn write_value(&self, writer: &mut dyn ValueWriter);

    /// The text, of a value that is nothing but text. Any other is returned as it is.
    ///
    /// A request holds its texts without an allocation of their own around them.
    ///
    /// # Errors
    ///
    /// The value itself, by default.
    fn into_text(self) -> Result<String, Self>
    where
        Self: Sized,
    {
        Err(self)
    }
}

/// Receives one value.
pub trait ValueWriter {
    /// There is no value. The member is not sent.
    fn absent(&mut self);
    /// `true` or `false`.
    fn boolean(&mut self, value: bool);
    /// A whole number.
    fn int(&mut self, value: i64);
    /// A number that may have a fraction.
    fn float(&mut self, value: f64);
    /// Text. Empty text is sent.
    fn text(&mut self, value: &str);
    /// A list. Absent items count: the item after an absent first one is number 2.
    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>);
    /// A struct.
    fn object(&mut self, fields: &dyn WriteFields);
    /// An object with free keys.
    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>);
}
