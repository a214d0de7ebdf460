//! Finds NaN and infinities in a request. They cannot be sent.

use super::{FieldWriter, ValueWriter, WriteFields, WriteValue};

/// The name of the first parameter that holds such a number, and the number.
pub(crate) fn non_finite(fields: &dyn WriteFields) -> Option<(String, f64)> {
    let mut search = NonFiniteSearch::default();
    fields.write(&mut search);
    search.found
}

#[derive(Default)]
struct NonFiniteSearch {
    /// The name of the outermost parameter.
    name: String,
    found: Option<(String, f64)>,
}

impl FieldWriter for NonFiniteSearch {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        let outermost = self.name.is_empty();
        if outermost {
            name.clone_into(&mut self.name);
        }
        value.write_value(self);
        if outermost {
            self.name.clear();
        }
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        self.put(name, value);
    }
}

impl ValueWriter for NonFiniteSearch {
    fn absent(&mut self) {}

    fn boolean(&mut self, _: bool) {}

    fn int(&mut self, _: i64) {}

    fn float(&mut self, value: f64) {
        if !value.is_finite() && self.found.is_none() {
            self.found = Some((self.name.clone(), value));
        }
    }

    fn text(&mut self, _: &str) {}

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        for item in items {
            item.write_value(self);
        }
    }

    fn object(&mut self, fields: &dyn WriteFields) {
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>) {
        for (_, value) in entries {
            value.write_value(self);
        }
    }
}
