//! A request walked into the query parameters of the RPC style:
//! `Name`, `Name.Member`, `Name.1`; one JSON text for members in the `json` style.

use super::{Fields, Object, Sink, Value, tree};

/// Query parameters of a request, in the order in which the request names its members.
#[must_use]
pub fn flatten(fields: &dyn Fields) -> Vec<(String, String)> {
    let mut flat = Flat { name: String::new(), out: Vec::new() };
    fields.write(&mut flat);
    flat.out
}

/// Shortest decimal text of a number, without an exponent; `2` for `2.0`.
#[must_use]
pub fn decimal(value: f64) -> String {
    // Adding zero turns -0.0 into 0.0.
    format!("{}", value + 0.0)
}

struct Flat {
    /// Full name of the value that comes next.
    name: String,
    out: Vec<(String, String)>,
}

impl Flat {
    fn send(&mut self, value: String) {
        self.out.push((self.name.clone(), value));
    }

    fn under(&mut self, part: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.name.len();
        if length > 0 {
            self.name.push('.');
        }
        self.name.push_str(part);
        walk(self);
        self.name.truncate(length);
    }
}

impl Object for Flat {
    fn put(&mut self, name: &str, value: &dyn Value) {
        self.under(name, |flat| value.emit(flat));
    }

    fn put_json(&mut self, name: &str, value: &dyn Value) {
        if let Some(json) = tree::value_to_json(value) {
            self.under(name, |flat| flat.send(json.to_string()));
        }
    }
}

impl Sink for Flat {
    fn absent(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.send(value.to_string());
    }

    fn int(&mut self, value: i64) {
        self.send(value.to_string());
    }

    fn float(&mut self, value: f64) {
        self.send(decimal(value));
    }

    fn text(&mut self, value: &str) {
        self.send(value.to_owned());
    }

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Value>) {
        for (index, item) in items.enumerate() {
            self.under(&(index + 1).to_string(), |flat| item.emit(flat));
        }
    }

    fn object(&mut self, fields: &dyn Fields) {
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn Value)>) {
        for (key, value) in entries {
            self.under(key, |flat| value.emit(flat));
        }
    }
}
