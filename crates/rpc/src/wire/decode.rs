//! Decodes the body of a reply into a struct. It is lenient, because the service is careless: it
//! accepts numbers as text and text as numbers, takes null for missing, ignores unknown members and
//! unwraps lists.
//!
//! The body is parsed into a JSON tree first. That needs one parser for all replies, and members
//! can be taken by name in any order. Tree and result together take at most 32 MB and 16 times the
//! body. Decoding stops at the first value that does not fit.

use super::budget::{self, Budget};
use super::decode_error::DecodeError;
use super::{
    FieldReader, Json, ListPlace, MapPlace, OpenEnumPlace, Place, ReadFields, ReadValue,
    flatten::decimal,
};
use serde_json::Number;

/// Decodes a body into a default value.
///
/// # Errors
///
/// [`DecodeError`] if the body is not a JSON object, would take too much memory, or has a member of
/// a type that does not fit. Members before that one are filled.
pub fn decode(body: &[u8], read: &mut dyn ReadFields) -> Result<(), DecodeError> {
    decode_reply(body, read).result
}

/// The result of decoding a body with a status of success.
pub(crate) struct Decoded {
    pub(crate) result: Result<(), DecodeError>,
    /// The body is an object with a member that is not null.
    pub(crate) says_something: bool,
    /// The code of an error from a member that the type of the reply does not have. Empty if the
    /// reply says that there is an error and no code.
    pub(crate) code: Option<String>,
    /// The reply has no type, so the code may be a member like any other.
    pub(crate) untyped: bool,
}

/// Decodes a body, and finds out whether it looks like an answer of the service.
pub(crate) fn decode_reply(body: &[u8], read: &mut dyn ReadFields) -> Decoded {
    let failed =
        |error| Decoded { result: Err(error), says_something: false, code: None, untyped: false };
    let (json, budget) = match budget::parse(body) {
        Ok(parsed) => parsed,
        Err(error) => return failed(error),
    };
    let Json::Object(members) = json else {
        return failed(wrong_type("$", "an object", &json));
    };
    let mut state = Decoder { path: "$".to_owned(), error: None, budget };
    let says_something = members.values().any(|value| !value.is_null());
    let code = error_code(&members);
    let mut top = ObjectReader { members, state: &mut state, whole: false };
    read.read(&mut top);
    let untyped = top.whole;
    let code = code.filter(|_| untyped || error_code(&top.members).is_some());
    Decoded { result: state.error.map_or(Ok(()), Err), says_something, code, untyped }
}

/// The code of an error, from the members that speak of one, in upper or lower case. Empty where
/// they only say that there was no success. Some operations send a code of success, which does not
/// count.
pub(crate) fn error_code(members: &serde_json::Map<String, Json>) -> Option<String> {
    let is = |name: &str, word: &str| name.eq_ignore_ascii_case(word);
    let code = members.iter().find_map(|(name, value)| match value {
        Json::Object(error) if is(name, "Error") => error_code(error),
        _ if is(name, "Code") || is(name, "ErrorCode") => bad_code(value),
        _ => None,
    });
    let failed = |value| boolean(value) == Some(false);
    code.or_else(|| {
        let mut all = members.iter();
        all.any(|(name, value)| is(name, "Success") && failed(value)).then(String::new)
    })
}

/// A code that does not stand for success. One that is neither text nor a number is a sign of an
/// error all the same.
fn bad_code(value: &Json) -> Option<String> {
    let code = match value {
        Json::Null => return None,
        Json::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let well = ["", "OK", "Success", "200"].iter().any(|word| code.eq_ignore_ascii_case(word));
    (!well).then_some(code)
}

struct Decoder {
    path: String,
    error: Option<DecodeError>,
    budget: Budget,
}

impl Decoder {
    /// Takes from the budget. Returns false once decoding has failed.
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

    fn put(&mut self, slot: &mut dyn ReadValue, json: Json) {
        match slot.place() {
            Place::Json(place) => *place = json,
            Place::Optional(place) if json.is_null() => place.clear(),
            Place::Optional(place) => {
                let blank_text = json.as_str().is_some_and(|text| text.trim().is_empty());
                let inner = place.fill();
                // Empty text where text cannot stand means that there is no value.
                if blank_text && !takes_text(inner) { place.clear() } else { self.put(inner, json) }
            }
            Place::OpenEnum(place) if json.is_null() => place.clear(),
            // Null means missing: the place keeps its default.
            _ if json.is_null() => {}
            Place::Text(place) => match text(json) {
                Ok(text) => *place = text,
                Err(json) => self.refuse("text", &json),
            },
            Place::OpenEnum(place) => match text(json) {
                Ok(text) => place.put(&text),
                Err(json) => self.refuse("text", &json),
            },
            // Empty text in a place for anything but text means missing, too.
            _ if json.as_str().is_some_and(|text| text.trim().is_empty()) => {}
            Place::Int(place) => match int(&json) {
                Some(value) => *place = value,
                None => self.refuse("a whole number", &json),
            },
            Place::Float(place) => match float(&json) {
                Some(value) => *place = value,
                None => self.refuse("a number", &json),
            },
            Place::Bool(place) => match boolean(&json) {
                Some(value) => *place = value,
                None => self.refuse("true or false", &json),
            },
            Place::List(place) => match json {
                Json::Array(items) => self.put_list(place, items),
                other => self.refuse("a list", &other),
            },
            Place::OpenEnumList(place) => match json {
                Json::Array(items) => self.put_words(place, items),
                other => self.refuse("a list", &other),
            },
            Place::Map(place) => match json {
                Json::Object(entries) => self.put_map(place, entries),
                other => self.refuse("an object", &other),
            },
            Place::Struct(place) => self.put_struct(place, json),
        }
    }

    fn put_list(&mut self, place: &mut dyn ListPlace, items: Vec<Json>) {
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

    fn put_words(&mut self, place: &mut dyn OpenEnumPlace, items: Vec<Json>) {
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

    fn put_map(&mut self, place: &mut dyn MapPlace, entries: serde_json::Map<String, Json>) {
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

    fn put_struct(&mut self, read: &mut dyn ReadFields, json: Json) {
        match json {
            Json::Object(members) => {
                read.read(&mut ObjectReader { members, state: self, whole: false });
            }
            other => self.refuse("an object", &other),
        }
    }
}

/// Whether a member of a wrapper beside its list holds something: it may be what the list should
/// hold, or more of it.
fn says_more(json: &Json) -> bool {
    match json {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => true,
    }
}

/// A key of the reply as a step of a path. Not shortened, because secrets are found only in the
/// whole.
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

fn takes_text(slot: &mut dyn ReadValue) -> bool {
    matches!(slot.place(), Place::Text(_) | Place::Json(_))
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

/// A number, or a text that holds one. Text follows the rules of JSON, so `NaN`, `inf`, `+1`, `.5`
/// and hexadecimal digits are not numbers.
fn number(json: &Json) -> Option<Number> {
    match json {
        Json::Number(number) => Some(number.clone()),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A whole number that is written with a fraction, such as `80.0`. Only as far as `f64` is exact.
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

struct ObjectReader<'a> {
    members: serde_json::Map<String, Json>,
    state: &'a mut Decoder,
    /// All members were taken at once.
    whole: bool,
}

impl ObjectReader<'_> {
    /// Takes a member out. `None` if it did not come, or once decoding has failed.
    fn take(&mut self, name: &str) -> Option<Json> {
        self.members.remove(name).filter(|_| self.state.error.is_none())
    }
}

impl FieldReader for ObjectReader<'_> {
    fn field(&mut self, name: &'static str, slot: &mut dyn ReadValue) {
        if let Some(json) = self.take(name) {
            self.state.at(&format!(".{name}"), |state| state.put(slot, json));
        }
    }

    fn wrapped(&mut self, name: &'static str, inner: &'static str, slot: &mut dyn ReadValue) {
        let Some(json) = self.take(name) else { return };
        let (step, list) = match json {
            Json::Object(mut wrapper) => {
                let known = wrapper.remove(inner);
                // The list under another name is not an empty list.
                if wrapper.values().any(says_more) {
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
