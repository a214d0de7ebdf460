//! A request walked for numbers that have no digits: NaN and the infinities cannot be sent.

use super::{Fields, Object, Sink, Value};

/// Name of the first parameter that holds such a number, and the number.
pub(crate) fn non_finite(fields: &dyn Fields) -> Option<(String, f64)> {
    let mut search = Search::default();
    fields.write(&mut search);
    search.found
}

#[derive(Default)]
struct Search {
    /// Name of the parameter, without the members inside of it.
    name: String,
    found: Option<(String, f64)>,
}

impl Object for Search {
    fn put(&mut self, name: &str, value: &dyn Value) {
        let outermost = self.name.is_empty();
        if outermost {
            name.clone_into(&mut self.name);
        }
        value.emit(self);
        if outermost {
            self.name.clear();
        }
    }

    fn put_json(&mut self, name: &str, value: &dyn Value) {
        self.put(name, value);
    }
}

impl Sink for Search {
    fn absent(&mut self) {}

    fn boolean(&mut self, _: bool) {}

    fn int(&mut self, _: i64) {}

    fn float(&mut self, value: f64) {
        if !value.is_finite() && self.found.is_none() {
            self.found = Some((self.name.clone(), value));
        }
    }

    fn text(&mut self, _: &str) {}

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Value>) {
        for item in items {
            item.emit(self);
        }
    }

    fn object(&mut self, fields: &dyn Fields) {
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn Value)>) {
        for (_, value) in entries {
            value.emit(self);
        }
    }
}
