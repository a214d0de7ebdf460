//! Bytes of a reply into a struct, as leniently as the service is careless: numbers as text, text
//! as numbers, null as missing, unknown members ignored, wrapper objects unwrapped.
//!
//! The body is parsed into a JSON tree first: one monomorphic parser for all replies, and a
//! member can be asked for by name in any order.

use super::{Json, Read, Reader, Slot, View, flatten::decimal};
use serde_json::Number;

/// Why a reply could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// A member has another type than its place.
    #[error("{path}: expected {expected}, found {found}")]
    WrongType {
        /// JSON path of the member, from `$`.
        path: String,
        /// What its place takes.
        expected: &'static str,
        /// What came: the JSON type only, never the value.
        found: &'static str,
    },
}

/// Decodes a body into a struct that was just made.
///
/// # Errors
///
/// [`DecodeError`]: not JSON, not an object, or the first member whose type cannot be made to
/// fit. Members before and after it are filled all the same.
pub fn decode(body: &[u8], read: &mut dyn Read) -> Result<(), DecodeError> {
    let json: Json = serde_json::from_slice(body)
        .map_err(|error| DecodeError::NotJson(describe(&error, body)))?;
    let mut state = State { path: "$".to_owned(), error: None };
    match json {
        Json::Object(_) => state.put_struct(read, json),
        other => state.refuse("an object", &other),
    }
    state.error.map_or(Ok(()), Err)
}

/// serde_json never quotes the input, so that nothing of a reply leaks into a message.
fn describe(error: &serde_json::Error, body: &[u8]) -> String {
    if body.is_empty() { "it is empty".to_owned() } else { error.to_string() }
}

struct State {
    path: String,
    error: Option<DecodeError>,
}

impl State {
    fn at(&mut self, step: &str, fill: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        fill(self);
        self.path.truncate(length);
    }

    fn refuse(&mut self, expected: &'static str, found: &Json) {
        let found = match found {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number that does not fit",
            Json::String(_) => "text",
            Json::Array(_) => "a list",
            Json::Object(_) => "an object",
        };
        let path = self.path.clone();
        self.error.get_or_insert(DecodeError::WrongType { path, expected, found });
    }

    fn put(&mut self, slot: &mut dyn Slot, json: Json) {
        match slot.view() {
            View::Any(place) => *place = json,
            View::Optional(place) if json.is_null() => place.clear(),
            View::Optional(place) => {
                let blank_text = json.as_str().is_some_and(|text| text.trim().is_empty());
                let inner = place.fill();
                // Empty text where text cannot stand means that there is no value.
                if blank_text && !takes_text(inner) { place.clear() } else { self.put(inner, json) }
            }
            View::Word(place) if json.is_null() => place.clear(),
            // Null is missing: the place stays as it was made.
            _ if json.is_null() => {}
            View::Text(place) => match text(json) {
                Ok(text) => *place = text,
                Err(json) => self.refuse("text", &json),
            },
            View::Word(place) => match text(json) {
                Ok(text) => place.put(&text),
                Err(json) => self.refuse("text", &json),
            },
            // Empty text in a place for anything else is missing too.
            _ if json.as_str().is_some_and(|text| text.trim().is_empty()) => {}
            View::Int(place) => match int(&json) {
                Some(value) => *place = value,
                None => self.refuse("a whole number", &json),
            },
            View::Float(place) => match float(&json) {
                Some(value) => *place = value,
                None => self.refuse("a number", &json),
            },
            View::Bool(place) => match boolean(&json) {
                Some(value) => *place = value,
                None => self.refuse("true or false", &json),
            },
            View::List(place) => match json {
                Json::Array(items) => {
                    place.clear();
                    for (index, item) in items.into_iter().enumerate() {
                        let slot = place.push();
                        self.at(&format!("[{index}]"), |state| state.put(slot, item));
                    }
                }
                other => self.refuse("a list", &other),
            },
            View::Words(place) => match json {
                Json::Array(items) => {
                    place.clear();
                    for (index, item) in items.into_iter().enumerate() {
                        match text(item) {
                            Ok(text) => place.put(&text),
                            // An item that cannot be read keeps its place.
                            Err(Json::Null) => place.put(""),
                            Err(json) => {
                                self.at(&format!("[{index}]"), |state| state.refuse("text", &json));
                                place.put("");
                            }
                        }
                    }
                }
                other => self.refuse("a list", &other),
            },
            View::Map(place) => match json {
                Json::Object(entries) => {
                    place.clear();
                    for (key, value) in entries {
                        let step = format!(".{key}");
                        let slot = place.insert(key);
                        self.at(&step, |state| state.put(slot, value));
                    }
                }
                other => self.refuse("an object", &other),
            },
            View::Struct(place) => self.put_struct(place, json),
        }
    }

    fn put_struct(&mut self, read: &mut dyn Read, json: Json) {
        match json {
            Json::Object(members) => read.read(&mut Members { members, state: self }),
            other => self.refuse("an object", &other),
        }
    }
}

fn takes_text(slot: &mut dyn Slot) -> bool {
    matches!(slot.view(), View::Text(_) | View::Any(_))
}

fn text(json: Json) -> Result<String, Json> {
    match json {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        other => Err(other),
    }
}

fn int(json: &Json) -> Option<i64> {
    let number = number(json)?;
    number.as_i64().or_else(|| whole(number.as_f64()?))
}

/// A number, or a text that is one. Text goes by the rules of JSON, where `NaN`, `inf`, `+1`, `.5`
/// and hexadecimal digits are no numbers.
fn number(json: &Json) -> Option<Number> {
    match json {
        Json::Number(number) => Some(number.clone()),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A whole number written with a fraction (`80.0`), as long as every digit of it is certain.
fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then(|| decimal(value).parse().ok()).flatten()
}

fn float(json: &Json) -> Option<f64> {
    number(json)?.as_f64().filter(|value| value.is_finite())
}

fn boolean(json: &Json) -> Option<bool> {
    match json {
        Json::Bool(value) => Some(*value),
        Json::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Json::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        Json::Number(number) => match number.as_i64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        _ => None,
    }
}

struct Members<'a> {
    members: serde_json::Map<String, Json>,
    state: &'a mut State,
}

impl Reader for Members<'_> {
    fn field(&mut self, name: &'static str, slot: &mut dyn Slot) {
        if let Some(json) = self.members.remove(name) {
            self.state.at(&format!(".{name}"), |state| state.put(slot, json));
        }
    }

    fn wrapped(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn Slot) {
        let Some(json) = self.members.remove(name) else { return };
        let (step, list) = match json {
            Json::Object(mut wrapper) => {
                (format!(".{name}.{inner}"), wrapper.remove(inner).unwrap_or_default())
            }
            bare => (format!(".{name}"), bare),
        };
        self.state.at(&step, |state| state.put(slot, list));
    }

    fn whole(&mut self, json: &mut Json) {
        *json = Json::Object(std::mem::take(&mut self.members));
    }
}
