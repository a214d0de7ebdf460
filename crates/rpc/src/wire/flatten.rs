//! Turns a request into query parameters of the RPC style: `Name`, `Name.Member`, `Name.1`, and one
//! JSON text for members in the `json` style.

use std::fmt;

use super::values::Values;
use super::{WriteFields, tree};
use crate::shown::{long, short};

/// The query parameters of a request, not encoded, in the order in which the request writes its
/// members.
#[must_use]
pub fn flatten(fields: &dyn WriteFields) -> Vec<(String, String)> {
    let values = Values::of(fields);
    values.parameters().map(|(name, value, _)| (name.to_owned(), value.to_owned())).collect()
}

/// The query parameters of a request, with what is secret marked.
#[must_use]
pub fn parameters(fields: &dyn WriteFields) -> Vec<Parameter> {
    let values = Values::with_secrets(fields);
    let parameters = values.parameters().map(|(name, value, secret)| Parameter {
        name: name.to_owned(),
        value: value.to_owned(),
        secret,
    });
    parameters.collect()
}

/// One query parameter. `Debug` and `Display` never show the value of a secret one.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameter {
    name: String,
    value: String,
    secret: bool,
}

impl Parameter {
    /// The name on the wire: `Gate.1.Width`.
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
