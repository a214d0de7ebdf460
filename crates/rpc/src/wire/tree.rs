//! Both walks into a JSON tree: the text of `json` style parameters, `Debug`, and comparisons in
//! tests all come from here.

use serde_json::Map as Entries;

use super::{Fields, Json, Object, Read, Reader, Sink, Slot, Texts, Value, View};

/// What stands in the place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The members of a request as a JSON object, secrets included: not for logs.
#[must_use]
pub fn fields_to_json(fields: &dyn Fields) -> Json {
    object(fields, false)
}

/// The members of a reply as a JSON object, wrapped as they came, secrets included: not for logs.
///
/// Members without a value are left out.
#[must_use]
pub fn read_to_json(read: &mut dyn Read) -> Json {
    let mut out = Unread { wrap: true, redact: false, whole: None, out: Entries::new() };
    read.read(&mut out);
    out.finish()
}

/// A value as JSON; `None` when it is absent.
pub(crate) fn value_to_json(value: &dyn Value) -> Option<Json> {
    emit(value, false)
}

/// The members of a request with its secrets replaced.
pub(crate) fn redacted_fields(fields: &dyn Fields) -> Json {
    object(fields, true)
}

/// The members of a reply, unwrapped, with its secrets replaced.
pub(crate) fn redacted_read(read: &mut dyn Read) -> Json {
    let mut out = Unread { wrap: false, redact: true, whole: None, out: Entries::new() };
    read.read(&mut out);
    out.finish()
}

fn object(fields: &dyn Fields, redact: bool) -> Json {
    let mut out = Written { redact, out: Entries::new() };
    fields.write(&mut out);
    Json::Object(out.out)
}

fn emit(value: &dyn Value, redact: bool) -> Option<Json> {
    let mut one = One { redact, out: None };
    value.emit(&mut one);
    one.out
}

struct Written {
    redact: bool,
    out: Entries<String, Json>,
}

impl Written {
    fn keep(&mut self, name: &str, json: Option<Json>) {
        if let Some(json) = json {
            self.out.insert(name.to_owned(), json);
        }
    }
}

/// An unset list and an empty one look alike in a request struct, and so do maps; in the flat style
/// both vanish.
fn is_empty(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

impl Object for Written {
    fn put(&mut self, name: &str, value: &dyn Value) {
        self.keep(name, emit(value, self.redact).filter(|json| !is_empty(json)));
    }

    fn put_json(&mut self, name: &str, value: &dyn Value) {
        let json = emit(value, self.redact);
        // Shown as it is; inside another JSON text it is text of its own.
        let json = if self.redact { json } else { json.map(|json| Json::String(json.to_string())) };
        self.keep(name, json);
    }

    fn put_secret(&mut self, name: &str, value: &dyn Value) {
        if self.redact {
            self.keep(name, emit(value, true).map(|_| Json::from(REDACTED)));
        } else {
            self.put(name, value);
        }
    }
}

struct One {
    redact: bool,
    out: Option<Json>,
}

impl Sink for One {
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

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Value>) {
        let redact = self.redact;
        let items = items.map(|item| emit(item, redact).unwrap_or(Json::Null)).collect();
        self.out = Some(Json::Array(items));
    }

    fn object(&mut self, fields: &dyn Fields) {
        self.out = Some(object(fields, self.redact));
    }

    fn map(&mut self, entries: &mut dyn Iterator<Item = (&str, &dyn Value)>) {
        let redact = self.redact;
        let entries = entries
            .map(|(key, value)| (key.to_owned(), emit(value, redact).unwrap_or(Json::Null)))
            .collect();
        self.out = Some(Json::Object(entries));
    }
}

fn texts(place: &dyn Texts) -> Vec<Json> {
    let mut texts = Vec::new();
    place.each(&mut |text| texts.push(Json::from(text)));
    texts
}

struct Unread {
    wrap: bool,
    redact: bool,
    whole: Option<Json>,
    out: Entries<String, Json>,
}

impl Unread {
    fn finish(self) -> Json {
        self.whole.unwrap_or(Json::Object(self.out))
    }

    fn show(&self, slot: &mut dyn Slot) -> Option<Json> {
        Some(match slot.view() {
            View::Text(value) => Json::from(value.as_str()),
            View::Int(value) => Json::from(*value),
            View::Float(value) => Json::from(*value),
            View::Bool(value) => Json::from(*value),
            View::Word(word) => return texts(word).pop(),
            View::Words(words) => Json::Array(texts(words)),
            View::Any(value) => value.clone(),
            View::Optional(optional) => return optional.get().and_then(|slot| self.show(slot)),
            View::Struct(read) => self.nested(read),
            View::List(list) => {
                let mut items = Vec::new();
                list.each(&mut |slot| items.push(self.show(slot).unwrap_or(Json::Null)));
                Json::Array(items)
            }
            View::Map(map) => {
                let mut entries = Entries::new();
                map.each(&mut |key, slot| {
                    entries.insert(key.to_owned(), self.show(slot).unwrap_or(Json::Null));
                });
                Json::Object(entries)
            }
        })
    }

    fn nested(&self, read: &mut dyn Read) -> Json {
        let mut inner =
            Self { wrap: self.wrap, redact: self.redact, whole: None, out: Entries::new() };
        read.read(&mut inner);
        inner.finish()
    }

    fn keep(&mut self, name: &str, json: Option<Json>) {
        // What is shown to people is what came.
        if let Some(json) = json.filter(|json| !self.redact || !is_empty(json)) {
            self.out.insert(name.to_owned(), json);
        }
    }
}

impl Reader for Unread {
    fn field(&mut self, name: &'static str, slot: &mut dyn Slot) {
        let json = self.show(slot);
        self.keep(name, json);
    }

    fn wrapped(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn Slot) {
        let mut json = self.show(slot);
        if self.wrap {
            json = json.map(|list| Json::Object(Entries::from_iter([(inner.to_owned(), list)])));
        }
        self.keep(name, json);
    }

    fn secret(&mut self, name: &'static str, slot: &mut dyn Slot) {
        let json = self.show(slot);
        let json = if self.redact { json.map(|_| Json::from(REDACTED)) } else { json };
        self.keep(name, json);
    }

    fn wrapped_secret(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn Slot) {
        if self.redact { self.secret(name, slot) } else { self.wrapped(name, inner, slot) }
    }

    fn whole(&mut self, json: &mut Json) {
        self.whole = Some(json.clone());
    }
}
