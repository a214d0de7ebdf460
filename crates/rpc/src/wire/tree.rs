//! Requests and replies as a JSON tree, for parameters in the `json` style, for `Debug` and for
//! comparisons in tests.

use serde_json::Map as Entries;

use super::{
    FieldReader, FieldWriter, Json, Name, Place, ReadFields, ReadValue, ValueWriter, WriteFields,
    WriteValue,
};

/// What `Debug` shows for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The members of a request as a JSON object. Includes secrets, so do not log it.
#[must_use]
pub fn fields_to_json(fields: &dyn WriteFields) -> Json {
    object(fields, false)
}

/// The members of a reply as a JSON object, with lists wrapped as they came. Members without a
/// value are left out. Includes secrets, so do not log it.
#[must_use]
pub fn read_to_json(read: &mut dyn ReadFields) -> Json {
    let mut out = ReplyToJson { wrap: true, redact: false, whole: None, out: Entries::new() };
    read.read(&mut out);
    out.finish()
}

/// A value as JSON. `None` if it is absent.
pub(crate) fn value_to_json(value: &dyn WriteValue) -> Option<Json> {
    emit(value, false)
}

/// The members of a request with its secrets replaced.
pub(crate) fn redacted_fields(fields: &dyn WriteFields) -> Json {
    object(fields, true)
}

/// The members of a reply, unwrapped, with its secrets replaced.
pub(crate) fn redacted_read(read: &mut dyn ReadFields) -> Json {
    let mut out = ReplyToJson { wrap: false, redact: true, whole: None, out: Entries::new() };
    read.read(&mut out);
    out.finish()
}

fn object(fields: &dyn WriteFields, redact: bool) -> Json {
    let mut out = RequestToJson { redact, out: Entries::new() };
    fields.write(&mut out);
    Json::Object(out.out)
}

fn emit(value: &dyn WriteValue, redact: bool) -> Option<Json> {
    let mut one = ValueToJson { redact, out: None };
    value.write_value(&mut one);
    one.out
}

struct RequestToJson {
    redact: bool,
    out: Entries<String, Json>,
}

impl RequestToJson {
    fn keep(&mut self, name: &str, json: Option<Json>) {
        if let Some(json) = json {
            self.out.insert(name.to_owned(), json);
        }
    }
}

/// Lists and maps that are not set look like empty ones, and the flat style sends nothing for
/// either.
fn is_empty(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

impl FieldWriter for RequestToJson {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        self.keep(name, emit(value, self.redact).filter(|json| !is_empty(json)));
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        let json = emit(value, self.redact);
        // Shown as it is. Inside another JSON text it is a text of its own.
        let json = if self.redact { json } else { json.map(|json| Json::String(json.to_string())) };
        self.keep(name, json);
    }

    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        if self.redact {
            self.keep(name, emit(value, true).map(|_| Json::from(REDACTED)));
        } else {
            self.put(name, value);
        }
    }
}

struct ValueToJson {
    redact: bool,
    out: Option<Json>,
}

impl ValueWriter for ValueToJson {
    fn absent(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.out = Some(value.into());
    }

    fn int(&mut self, value: i64) {
        self.out = Some(value.into());
    }

    fn float(&mut self, value: f64) {
        self.out = Some(value.into());
    }

    fn text(&mut self, value: &str) {
        self.out = Some(value.into());
    }

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        let redact = self.redact;
        let items = items.map(|item| emit(item, redact).unwrap_or(Json::Null)).collect();
        self.out = Some(Json::Array(items));
    }

    fn object(&mut self, fields: &dyn WriteFields) {
        self.out = Some(object(fields, self.redact));
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn WriteValue)>) {
        let redact = self.redact;
        let entries = entries
            .map(|(key, value)| (key.to_owned(), emit(value, redact).unwrap_or(Json::Null)))
            .collect();
        self.out = Some(Json::Object(entries));
    }
}

struct ReplyToJson {
    wrap: bool,
    redact: bool,
    whole: Option<Json>,
    out: Entries<String, Json>,
}

impl ReplyToJson {
    fn finish(self) -> Json {
        self.whole.unwrap_or(Json::Object(self.out))
    }

    fn show(&self, slot: &mut dyn ReadValue) -> Option<Json> {
        Some(match slot.place() {
            Place::Text(value) => Json::from(value.get()),
            Place::Int(value) => Json::from(*value),
            Place::Float(value) => Json::from(*value),
            Place::Bool(value) => Json::from(*value),
            Place::Json(value) => value.clone(),
            Place::Optional(optional) => return optional.get().and_then(|slot| self.show(slot)),
            Place::Struct(read) => self.nested(read),
            Place::List(list) => {
                let mut items = Vec::new();
                list.each(&mut |slot| items.push(self.show(slot).unwrap_or(Json::Null)));
                Json::Array(items)
            }
            Place::Map(map) => {
                let mut entries = Entries::new();
                map.each(&mut |key, slot| {
                    entries.insert(key.to_owned(), self.show(slot).unwrap_or(Json::Null));
                });
                Json::Object(entries)
            }
        })
    }

    fn nested(&self, read: &mut dyn ReadFields) -> Json {
        let mut inner =
            Self { wrap: self.wrap, redact: self.redact, whole: None, out: Entries::new() };
        read.read(&mut inner);
        inner.finish()
    }

    fn keep(&mut self, name: &str, json: Option<Json>) {
        // `Debug` leaves out what is empty.
        if let Some(json) = json.filter(|json| !self.redact || !is_empty(json)) {
            self.out.insert(name.to_owned(), json);
        }
    }
}

impl FieldReader for ReplyToJson {
    fn members(&mut self, names: &'static str, values: &mut [&mut dyn ReadValue]) {
        for (name, slot) in names.split('\n').map(Name::parse).zip(values) {
            let json = self.show(*slot);
            let json = match name.inner {
                _ if name.secret && self.redact => json.map(|_| Json::from(REDACTED)),
                Some(inner) if self.wrap => {
                    json.map(|list| Json::Object(Entries::from_iter([(inner.to_owned(), list)])))
                }
                _ => json,
            };
            self.keep(name.outer, json);
        }
    }

    fn whole(&mut self, json: &mut Json) {
        self.whole = Some(json.clone());
    }
}
