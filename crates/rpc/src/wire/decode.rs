//! Bytes of a reply into a struct, as leniently as the service is careless: numbers as text, text
//! as numbers, null as missing, unknown members ignored, wrapper objects unwrapped.
//!
//! The body is parsed into a JSON tree first: one monomorphic parser for all replies, and a
//! member can be asked for by name in any order. Tree and result together cost at most 32 MB and
//! 16 times the body; decoding stops at the first value that does not fit.

use super::budget::{self, Budget};
use super::{Json, List, Map, Read, Reader, Slot, Texts, View, flatten::decimal};
use crate::error::Secrets;
use crate::shown::long;
use serde_json::Number;

/// Why a reply could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// A member has another type than its place.
    #[error("{}: expected {expected}, found {found}", long(path))]
    WrongType {
        /// JSON path of the member, from `$`.
        path: String,
        /// What its place takes.
        expected: &'static str,
        /// What came: the JSON type only, never the value.
        found: &'static str,
    },
    /// The body is JSON whose values would take far more memory than the body itself.
    #[error("the body would take more than {limit} bytes of memory once it is decoded")]
    TooMuchMemory {
        /// What a body of this length may take.
        limit: usize,
    },
    /// The body is compressed, although nobody asked for that.
    #[error("the body is encoded as {0:?}, which was not asked for")]
    Encoded(String),
    /// The body is an empty object and no header names the call: nothing shows that the service
    /// answered.
    #[error("the reply is empty and has no request id, so it is not the service's")]
    Empty,
}

impl DecodeError {
    /// Without the secrets that the path can hold: names in a reply can be the caller's.
    pub(crate) fn redacted(self, secrets: &Secrets) -> Self {
        match self {
            Self::WrongType { path, expected, found } => {
                Self::WrongType { path: secrets.redact(&path), expected, found }
            }
            other => other,
        }
    }
}

/// Decodes a body into a struct that was just made.
///
/// # Errors
///
/// [`DecodeError`]: not JSON, not an object, too large once decoded, or the first member whose type
/// cannot be made to fit. Members before it are filled.
pub fn decode(body: &[u8], read: &mut dyn Read) -> Result<(), DecodeError> {
    decode_reply(body, read).result
}

/// What a body with a status of success turned out to be.
pub(crate) struct Decoded {
    pub(crate) result: Result<(), DecodeError>,
    /// The body says something: it is not an empty object.
    pub(crate) says_something: bool,
    /// Code of an error, from a member that the type of the reply does not have.
    pub(crate) code: Option<String>,
    /// The reply has no type, so that the code may be a member like any other.
    pub(crate) untyped: bool,
}

/// Decodes a body and tells whether it looks like an answer of the service.
pub(crate) fn decode_reply(body: &[u8], read: &mut dyn Read) -> Decoded {
    let failed =
        |error| Decoded { result: Err(error), says_something: false, code: None, untyped: false };
    let (json, budget) = match budget::parse(body) {
        Ok(parsed) => parsed,
        Err(error) => return failed(error),
    };
    let Json::Object(members) = json else {
        return failed(wrong_type("$", "an object", &json));
    };
    let mut state = State { path: "$".to_owned(), error: None, budget };
    let says_something = !members.is_empty();
    let code = error_code(&members).map(str::to_owned);
    let mut top = Members { members, state: &mut state, whole: false };
    read.read(&mut top);
    let untyped = top.whole;
    let code = code.filter(|_| untyped || error_code(&top.members).is_some());
    Decoded { result: state.error.map_or(Ok(()), Err), says_something, code, untyped }
}

/// Some operations add a code that says that all is well.
fn error_code(members: &serde_json::Map<String, Json>) -> Option<&str> {
    let code = members.get("Code").or_else(|| members.get("code"))?.as_str()?.trim();
    let well = ["", "OK", "Success", "200"].iter().any(|word| code.eq_ignore_ascii_case(word));
    (!well).then_some(code)
}

struct State {
    path: String,
    error: Option<DecodeError>,
    budget: Budget,
}

impl State {
    /// Takes from the budget; false when decoding is over.
    fn pay(&mut self, cost: impl FnOnce(&mut Budget) -> Result<(), DecodeError>) -> bool {
        if self.error.is_none() {
            self.error = cost(&mut self.budget).err();
        }
        self.error.is_none()
    }

    fn at(&mut self, step: &str, fill: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        fill(self);
        self.path.truncate(length);
    }

    fn refuse(&mut self, expected: &'static str, found: &Json) {
        let error = wrong_type(&self.path, expected, found);
        self.error.get_or_insert(error);
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
                Json::Array(items) => self.put_list(place, items),
                other => self.refuse("a list", &other),
            },
            View::Words(place) => match json {
                Json::Array(items) => self.put_words(place, items),
                other => self.refuse("a list", &other),
            },
            View::Map(place) => match json {
                Json::Object(entries) => self.put_map(place, entries),
                other => self.refuse("an object", &other),
            },
            View::Struct(place) => self.put_struct(place, json),
        }
    }

    fn put_list(&mut self, place: &mut dyn List, items: Vec<Json>) {
        place.clear();
        for (index, item) in items.into_iter().enumerate() {
            if self.error.is_some() {
                return;
            }
            let slot = place.push();
            if !self.pay(|budget| budget.item(size_of_val(slot))) {
                return;
            }
            self.at(&format!("[{index}]"), |state| state.put(slot, item));
        }
    }

    fn put_words(&mut self, place: &mut dyn Texts, items: Vec<Json>) {
        place.clear();
        for (index, item) in items.into_iter().enumerate() {
            let word = match text(item) {
                Ok(text) => text,
                // An item that is missing keeps its place.
                Err(Json::Null) => String::new(),
                Err(json) => {
                    return self.at(&format!("[{index}]"), |state| state.refuse("text", &json));
                }
            };
            if !self.pay(|budget| budget.word(&word)) {
                return;
            }
            place.put(&word);
        }
    }

    fn put_map(&mut self, place: &mut dyn Map, entries: serde_json::Map<String, Json>) {
        place.clear();
        for (key, value) in entries {
            if self.error.is_some() {
                return;
            }
            let step = step(&key);
            let slot = place.insert(key);
            if !self.pay(|budget| budget.entry(size_of_val(slot))) {
                return;
            }
            self.at(&step, |state| state.put(slot, value));
        }
    }

    fn put_struct(&mut self, read: &mut dyn Read, json: Json) {
        match json {
            Json::Object(members) => {
                read.read(&mut Members { members, state: self, whole: false });
            }
            other => self.refuse("an object", &other),
        }
    }
}

/// Whether a member of a wrapper may hold what its list should: any value where the list is missing.
fn may_be_list(json: &Json, is_missing: bool) -> bool {
    match json {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => is_missing,
    }
}

/// A key of the reply as a step of a path, as it came: secrets in it are found only in the whole.
fn step(key: &str) -> String {
    format!(".{key}")
}

fn wrong_type(path: &str, expected: &'static str, found: &Json) -> DecodeError {
    let found = match found {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number that does not fit",
        Json::String(_) => "text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    };
    DecodeError::WrongType { path: path.to_owned(), expected, found }
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
    /// All of it was asked for at once.
    whole: bool,
}

impl Members<'_> {
    /// A member that the type has, and its value unless decoding is over.
    fn take(&mut self, name: &str) -> Option<Json> {
        self.members.remove(name).filter(|_| self.state.error.is_none())
    }
}

impl Reader for Members<'_> {
    fn field(&mut self, name: &'static str, slot: &mut dyn Slot) {
        if let Some(json) = self.take(name) {
            self.state.at(&format!(".{name}"), |state| state.put(slot, json));
        }
    }

    fn wrapped(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn Slot) {
        let Some(json) = self.take(name) else { return };
        let (step, list) = match json {
            Json::Object(mut wrapper) => {
                let known = wrapper.remove(inner);
                // The list under another name is not an empty list.
                if wrapper.values().any(|other| may_be_list(other, known.is_none())) {
                    let path = format!("{}.{name}", self.state.path);
                    let found = "another member";
                    let error = DecodeError::WrongType { path, expected: inner, found };
                    self.state.error.get_or_insert(error);
                }
                (format!(".{name}.{inner}"), known.unwrap_or_default())
            }
            bare => (format!(".{name}"), bare),
        };
        self.state.at(&step, |state| state.put(slot, list));
    }

    fn whole(&mut self, json: &mut Json) {
        self.whole = true;
        *json = Json::Object(std::mem::take(&mut self.members));
    }
}
