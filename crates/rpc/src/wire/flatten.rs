//! Turns a request into query parameters of the RPC style: `Name`, `Name.Member`, `Name.1`, and one
//! JSON text for members in the `json` style.

use std::fmt;

use super::secrets::{holds_secret, sounds_secret};
use super::{FieldWriter, ValueWriter, WriteFields, WriteValue, tree};
use crate::shown::{long, short};

/// The query parameters of a request, not encoded, in the order in which the request writes its
/// members.
#[must_use]
pub fn flatten(fields: &dyn WriteFields) -> Vec<(String, String)> {
    parameters(fields).into_iter().map(|parameter| (parameter.name, parameter.value)).collect()
}

/// The query parameters of a request, with what is secret marked.
#[must_use]
pub fn parameters(fields: &dyn WriteFields) -> Vec<Parameter> {
    let mut flat = Flattener { name: String::new(), secret: false, out: Vec::new() };
    fields.write(&mut flat);
    flat.out
}

/// One query parameter. `Debug` and `Display` never show the value of a secret one.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameter {
    name: String,
    value: String,
    secret: bool,
}

impl Parameter {
    /// The name on the wire: `DataDisk.1.Size`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value as it is sent, secret or not, not encoded for a URL.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether the value is never shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.secret
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.secret {
            true => write!(f, "{}={}", short(&self.name), tree::REDACTED),
            false => write!(f, "{}={}", short(&self.name), long(&self.value)),
        }
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The shortest decimal text of a number, without an exponent: `2` for `2.0`.
#[must_use]
pub fn decimal(value: f64) -> String {
    // Adding zero turns -0.0 into 0.0.
    format!("{}", value + 0.0)
}

struct Flattener {
    /// The full name of the next value.
    name: String,
    /// The next value is inside a secret member.
    secret: bool,
    out: Vec<Parameter>,
}

impl Flattener {
    fn send(&mut self, value: String) {
        self.out.push(Parameter { name: self.name.clone(), value, secret: self.secret });
    }

    fn within(&mut self, secret: bool, walk: impl FnOnce(&mut Self)) {
        let outside = self.secret;
        self.secret |= secret;
        walk(self);
        self.secret = outside;
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

impl FieldWriter for Flattener {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        self.within(sounds_secret(name), |flat| {
            flat.under(name, |flat| value.write_value(flat));
        });
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        if let Some(json) = tree::value_to_json(value) {
            self.within(sounds_secret(name) || holds_secret(value), |flat| {
                flat.under(name, |flat| flat.send(json.to_string()));
            });
        }
    }

    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        self.within(true, |flat| flat.put(name, value));
    }
}

impl ValueWriter for Flattener {
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

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        for (index, item) in items.enumerate() {
            self.under(&(index + 1).to_string(), |flat| item.write_value(flat));
        }
    }

    fn object(&mut self, fields: &dyn WriteFields) {
        fields.write(self);
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>) {
        for (key, value) in entries {
            self.within(sounds_secret(key), |flat| {
                flat.under(key, |flat| value.write_value(flat));
            });
        }
    }
}
