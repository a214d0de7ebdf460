//! Operations that have no generated type, called by name. Parameters and reply are JSON.

use std::fmt;

use crate::shown::short;
use crate::wire::{FieldReader, FieldWriter, Json, ReadFields, WriteFields};

/// A request of an operation by name. Send it with [`Client::call`](crate::Client::call).
///
/// Objects and lists are flattened as in typed requests: `set("Tag", json!([{"Key": "a"}]))` is
/// sent as `Tag.1.Key=a`.
///
/// Any parameter may be secret, so `Debug` shows only their names.
#[derive(Clone, PartialEq)]
pub struct DynamicRequest {
    pub(crate) operation: String,
    parameters: Vec<(String, Json, Style)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Flat,
    Text,
    Secret,
}

impl DynamicRequest {
    /// Creates a request without parameters.
    #[must_use]
    pub fn new(operation: impl Into<String>) -> Self {
        Self { operation: operation.into(), parameters: Vec::new() }
    }

    /// Sets a parameter, replacing an earlier value. Null is not sent. JSON has neither NaN nor
    /// infinities, so such a float becomes null.
    #[must_use]
    pub fn set(self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.with(name.into(), value.into(), Style::Flat)
    }

    /// Sets a parameter whose whole value is sent as one JSON text.
    #[must_use]
    pub fn set_json(self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.with(name.into(), value.into(), Style::Text)
    }

    /// Sets a parameter that is secret. Errors replace its value where the service quotes it.
    ///
    /// Parameters whose names contain "password", "secret", "accesskey" and the like, or end with
    /// "token", are treated as secret in any case.
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

impl WriteFields for DynamicRequest {
    fn write(&self, writer: &mut dyn FieldWriter) {
        for (name, value, style) in &self.parameters {
            match style {
                Style::Flat => writer.put(name, value),
                Style::Text => writer.put_json(name, value),
                Style::Secret => writer.put_secret(name, value),
            }
        }
    }
}

impl fmt::Debug for DynamicRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.iter().map(|(name, _, _)| short(name)).collect();
        f.debug_struct("DynamicRequest")
            .field("operation", &short(&self.operation))
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// The reply to a [`DynamicRequest`].
#[derive(Clone, Default, PartialEq)]
pub struct DynamicReply {
    /// The whole body as JSON.
    pub body: Json,
}

impl DynamicReply {
    /// The id of the call, for the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.body.get("RequestId")?.as_str()
    }
}

impl ReadFields for DynamicReply {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.whole(&mut self.body);
    }
}

/// Any member may be secret, so only their names are shown.
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
        let call = DynamicRequest::new("CreateThing")
            .set("Name", "hunter2")
            .set("Password", "hunter2")
            .set_json("Login", serde_json::json!({"Password": "hunter2"}))
            .set_secret("Pin", "hunter2");
        let shown = r#"DynamicRequest { operation: "CreateThing", parameters: ["Name", "Password", "Login", "Pin"], .. }"#;
        assert_eq!(format!("{call:?}"), shown);
        let reply =
            DynamicReply { body: serde_json::json!({"RequestId": "r", "Password": "hunter2"}) };
        assert!(!format!("{reply:?}").contains("hunter2"));
    }

    #[test]
    fn the_last_value_of_a_parameter_stands() {
        let call = DynamicRequest::new("X").set("A", 1).set("B", 2).set("A", 3);
        let query = crate::wire::flatten(&call);
        assert_eq!(query, [("B", "2"), ("A", "3")].map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
