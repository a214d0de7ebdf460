//! The signs of an error in a reply with a status of success: `Code`, `ErrorCode`, `Error`,
//! `Success`.

use serde_json::Map;

use super::scalar::Scalar;
use crate::wire::Json;

/// What is to be known about the members of the body itself.
#[derive(Default)]
pub(super) struct Top {
    /// A member is not null.
    pub(super) says_something: bool,
    /// The reply has no type and took the body whole.
    pub(super) untyped: bool,
    signs: Vec<Sign>,
}

/// A member that can be a sign of an error.
struct Sign {
    name: String,
    value: Json,
    /// The type of the reply has it.
    is_known: bool,
}

impl Top {
    pub(super) fn note(&mut self, name: &str, value: &Json, is_known: bool) {
        self.signs.push(Sign { name: name.to_owned(), value: value.clone(), is_known });
    }

    /// The body as a reply without a type has it.
    pub(super) fn take_whole(&mut self, body: &Map<String, Json>) {
        self.untyped = true;
        self.says_something = body.values().any(|value| !value.is_null());
        for (name, value) in body.iter().filter(|(name, _)| is_sign(name)) {
            self.note(name, value, false);
        }
    }

    /// The code of an error, if a member says it that the type of the reply does not have.
    pub(super) fn code(&self) -> Option<String> {
        if self.signs.is_empty() {
            return None;
        }
        let code = |with_known: bool| {
            let signs = self.signs.iter().filter(|sign| with_known || !sign.is_known);
            error_code(&signs.map(|sign| (sign.name.clone(), sign.value.clone())).collect())
        };
        code(true).filter(|_| self.untyped || code(false).is_some())
    }
}

/// Whether a member of this name can be a sign of an error.
pub(super) fn is_sign(name: &str) -> bool {
    ["Code", "ErrorCode", "Error", "Success"].iter().any(|sign| name.eq_ignore_ascii_case(sign))
}

/// The code of an error, from the members that speak of one, in upper or lower case. Empty where
/// they only say that there was no success. Some operations send a code of success, which does not
/// count.
pub(crate) fn error_code(members: &Map<String, Json>) -> Option<String> {
    let is = |name: &str, word: &str| name.eq_ignore_ascii_case(word);
    let code = members.iter().find_map(|(name, value)| match value {
        Json::Object(error) if is(name, "Error") => error_code(error),
        _ if is(name, "Code") || is(name, "ErrorCode") => bad_code(value),
        _ => None,
    });
    code.or_else(|| {
        let mut all = members.iter();
        all.any(|(name, value)| is(name, "Success") && is_false(value)).then(String::new)
    })
}

fn is_false(value: &Json) -> bool {
    let scalar = match value {
        Json::Bool(value) => Scalar::Bool(*value),
        Json::String(text) => Scalar::Text(text),
        Json::Number(number) => number.as_i64().map_or(Scalar::Null, Scalar::Int),
        _ => Scalar::Null,
    };
    scalar.boolean() == Some(false)
}

/// A code that does not stand for success. One that is neither text nor a number is also a sign of
/// an error.
fn bad_code(value: &Json) -> Option<String> {
    let code = match value {
        Json::Null => return None,
        Json::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let well = ["", "OK", "Success", "200"].iter().any(|word| code.eq_ignore_ascii_case(word));
    (!well).then_some(code)
}
