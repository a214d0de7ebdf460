//! A value that is neither a list nor an object, and the places that take it.

use std::borrow::Cow;

use serde_json::Number;

use super::state::{LIST, State};
use crate::wire::flatten::decimal;
use crate::wire::{Json, Place, ReadValue};

#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// Above the largest `i64`.
    Large(u64),
    Float(f64),
    Text(&'a str),
}

/// What became of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Set,
    /// It stands for no value, or does not fit.
    Absent,
}

/// Puts a value where it belongs.
pub(super) fn put(state: &mut State, slot: &mut dyn ReadValue, value: Scalar<'_>) -> Fit {
    match (slot.place(), value) {
        (Place::Json(place), value) => *place = value.json(),
        (Place::Optional(place), Scalar::Null) => {
            place.clear();
            return Fit::Absent;
        }
        (Place::Optional(place), value) => {
            let fit = put(state, place.fill(), value);
            if fit == Fit::Absent {
                place.clear();
            }
            return fit;
        }
        // The place keeps its default.
        (_, Scalar::Null) => return Fit::Absent,
        (Place::Text(place), value) => place.set(&value.text()),
        // Empty text in a place for anything but text means missing, too.
        (_, Scalar::Text(text)) if text.trim().is_empty() => return Fit::Absent,
        (Place::Int(place), value) => match value.int() {
            Some(int) => *place = int,
            None => return refuse(state, "a whole number", value),
        },
        (Place::Float(place), value) => match value.float() {
            Some(float) => *place = float,
            None => return refuse(state, "a number", value),
        },
        (Place::Bool(place), value) => match value.boolean() {
            Some(boolean) => *place = boolean,
            None => return refuse(state, "true or false", value),
        },
        (other, value) => return refuse(state, expected(&other), value),
    }
    Fit::Set
}

/// What a place takes, for messages.
pub(super) fn expected(place: &Place<'_>) -> &'static str {
    match place {
        Place::Text(_) => "text",
        Place::Int(_) => "a whole number",
        Place::Float(_) => "a number",
        Place::Bool(_) => "true or false",
        Place::List(_) => LIST,
        Place::Map(_) | Place::Struct(_) => "an object",
        Place::Json(_) | Place::Optional(_) => "a value",
    }
}

fn refuse(state: &mut State, expected: &'static str, found: Scalar<'_>) -> Fit {
    state.refuse(expected, found.found());
    Fit::Absent
}

impl<'a> Scalar<'a> {
    /// The type, for messages.
    pub(super) fn found(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Large(_) | Self::Float(_) => "a number that does not fit",
            Self::Text(_) => "text",
        }
    }

    pub(super) fn json(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => value.into(),
            Self::Int(value) => value.into(),
            Self::Large(value) => value.into(),
            Self::Float(value) => value.into(),
            Self::Text(value) => value.into(),
        }
    }

    /// The value as text: numbers in decimal, nothing for null.
    pub(super) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Int(value) => Cow::Owned(value.to_string()),
            Self::Large(value) => Cow::Owned(value.to_string()),
            Self::Float(value) => {
                Cow::Owned(Number::from_f64(value).map_or_else(String::new, |it| it.to_string()))
            }
        }
    }

    fn int(self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(value),
            Self::Float(value) => whole(value),
            Self::Text(text) => {
                let number = number(text)?;
                number.as_i64().or_else(|| whole(number.as_f64()?))
            }
            Self::Null | Self::Bool(_) | Self::Large(_) => None,
        }
    }

    fn float(self) -> Option<f64> {
        let float = match self {
            Self::Int(value) => Number::from(value).as_f64(),
            Self::Large(value) => Number::from(value).as_f64(),
            Self::Float(value) => Some(value),
            Self::Text(text) => number(text)?.as_f64(),
            Self::Null | Self::Bool(_) => None,
        };
        float.filter(|value| value.is_finite())
    }

    pub(super) fn boolean(self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(value),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            Self::Int(1) => Some(true),
            Self::Int(0) => Some(false),
            _ => None,
        }
    }
}

/// Text that holds a number by the rules of JSON, so `NaN`, `inf`, `+1`, `.5` and hexadecimal
/// digits are not numbers.
fn number(text: &str) -> Option<Number> {
    text.trim().parse().ok()
}

/// A whole number that is written with a fraction, such as `80.0`. Only as far as `f64` is exact.
fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then(|| decimal(value).parse().ok()).flatten()
}
