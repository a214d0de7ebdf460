//! Operations that the typed API lacks, by name: the same walk, signature, errors and codes, but
//! parameters and reply are JSON.

use std::fmt;

use crate::shown::short;
use crate::wire::{Fields, Json, Object, Read, Reader};

/// A call by name. Members of objects and lists in `json` values are flattened as in typed
/// requests: `{"Tag": [{"Key": "a"}]}` is sent as `Tag.1.Key=a`.
///
/// Nothing is known about the parameters, so any of them may be secret: `Debug` shows only their
/// names.
#[derive(Clone, PartialEq)]
pub struct Dynamic {
    pub(crate) operation: String,
    parameters: Vec<(String, Json, Style)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Flat,
    Text,
    Secret,
}

impl Dynamic {
    /// A call without parameters.
    #[must_use]
    pub fn new(operation: impl Into<String>) -> Self {
        Self { operation: operation.into(), parameters: Vec::new() }
    }

    /// Sets a parameter; null leaves it out. JSON has neither NaN nor infinities: a float of that
    /// kind becomes null on its way in.
    #[must_use]
    pub fn set(self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.with(name.into(), value.into(), Style::Flat)
    }

    /// Sets a parameter whose whole value is sent as one JSON text.
    #[must_use]
    pub fn set_json(self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.with(name.into(), value.into(), Style::Text)
    }

    /// Sets a parameter that an error does not show even where the service quotes it. Those whose
    /// name speaks of a password, a secret, a key or a token are treated so without this.
    #[must_use]
    pub fn set_secret(self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.with(name.into(), value.into(), Style::Secret)
    }

    fn with(mut self, name: String, value: Json, style: Style) -> Self {
        self.parameters.retain(|(known, _, _)| *known != name);
        self.parameters.push((name, value, style));
        self
    }
}

impl Fields for Dynamic {
    fn write(&self, object: &mut dyn Object) {
        for (name, value, style) in &self.parameters {
            match style {
                Style::Flat => object.put(name, value),
                Style::Text => object.put_json(name, value),
                Style::Secret => object.put_secret(name, value),
            }
        }
    }
}

impl fmt::Debug for Dynamic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.iter().map(|(name, _, _)| short(name)).collect();
        f.debug_struct("Dynamic")
            .field("operation", &short(&self.operation))
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// The reply to a [`Dynamic`] call, as it came.
#[derive(Clone, Default, PartialEq)]
pub struct DynamicReply {
    /// The whole body.
    pub body: Json,
}

impl DynamicReply {
    /// Id of the call.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.body.get("RequestId")?.as_str()
    }
}

impl Read for DynamicReply {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.whole(&mut self.body);
    }
}

/// Nothing is known about the members, so any of them may be secret: only their names are shown.
impl fmt::Debug for DynamicReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> =
            self.body.as_object().into_iter().flatten().map(|(name, _)| name).collect();
        f.debug_struct("DynamicReply")
            .field("request_id", &self.request_id())
            .field("members", &names)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_names_and_no_values() {
        let call = Dynamic::new("CreateThing")
            .set("Name", "hunter2")
            .set("Password", "hunter2")
            .set_json("Login", serde_json::json!({"Password": "hunter2"}))
            .set_secret("Pin", "hunter2");
        let shown = r#"Dynamic { operation: "CreateThing", parameters: ["Name", "Password", "Login", "Pin"], .. }"#;
        assert_eq!(format!("{call:?}"), shown);
        let reply =
            DynamicReply { body: serde_json::json!({"RequestId": "r", "Password": "hunter2"}) };
        assert!(!format!("{reply:?}").contains("hunter2"));
    }

    #[test]
    fn the_last_value_of_a_parameter_stands() {
        let call = Dynamic::new("X").set("A", 1).set("B", 2).set("A", 3);
        let query = crate::wire::flatten(&call);
        assert_eq!(query, [("B", "2"), ("A", "3")].map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
