//! Decodes the body of a reply into a struct, in one pass over the text and without a tree.
//!
//! It is lenient, because the service is careless: it accepts numbers as text and text as numbers,
//! takes null for missing, ignores unknown members and unwraps lists. A value of a type that does
//! not fit counts as null as well and is reported; strict decoding fails on the first one instead.
//!
//! `slot` fills a value by its [`Place`](super::Place), `object` the members of a struct, `skip`
//! passes over what nobody asked for, `tree` builds JSON for those who want it whole. None of them
//! accepts an object that has a key twice, at any depth: of two members of one name, one parser
//! takes the first and another the last.

mod keys;
mod object;
mod scalar;
mod sign;
mod skip;
mod slot;
mod state;
mod table;
mod tree;

use serde::de::DeserializeSeed;

use self::slot::{Body, Slot};
use self::state::State;
use super::decode_error::DecodeError;
use super::{Json, ReadFields};

pub(crate) use self::sign::error_code;

/// Which values of a wrong type are an error: decoding stops there. Any other counts as null and is
/// reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strictness {
    /// None of them.
    Lenient,
    /// A list that is not part of an item, and what says whether more pages follow: without those,
    /// a part of a list would pass for the whole.
    Page,
    /// As for a page, and what says which item it is and in which state: an item as a whole, and
    /// its members of these names.
    Items([&'static str; 2]),
    /// All of them.
    Strict,
}

impl Strictness {
    pub(crate) fn of(is_strict: bool) -> Self {
        if is_strict { Self::Strict } else { Self::Lenient }
    }
}

/// Decodes a body into a default value.
///
/// # Errors
///
/// [`DecodeError`] if the body is not a JSON object, would take too much memory, has a member of a
/// type that does not fit, or lacks one that is promised. Members before that one are filled.
pub fn decode(body: &[u8], read: &mut dyn ReadFields) -> Result<(), DecodeError> {
    decode_reply(body, read, Strictness::Strict).result.map(|_| ())
}

/// Decodes a body into a default value. Members of a type that does not fit are left as if they
/// were null; returns what is wrong with them, at most [`MOST_PROBLEMS`].
///
/// # Errors
///
/// [`DecodeError`] if the body is not a JSON object, would take too much memory, or lacks a member
/// that is promised.
pub fn decode_lenient(
    body: &[u8],
    read: &mut dyn ReadFields,
) -> Result<Vec<DecodeError>, DecodeError> {
    decode_reply(body, read, Strictness::Lenient).result
}

/// How many values of a wrong type are reported. Further ones count as null, too.
pub const MOST_PROBLEMS: usize = 100;

/// The result of decoding a body with a status of success.
pub(crate) struct Decoded {
    /// The values of a wrong type; none if decoding is strict.
    pub(crate) result: Result<Vec<DecodeError>, DecodeError>,
    /// The body is an object with a member that is not null.
    pub(crate) says_something: bool,
    /// The code of an error from a member that the type of the reply does not have. Empty if the
    /// reply says that there is an error and no code.
    pub(crate) code: Option<String>,
    /// The reply has no type, so the code may be a member like any other.
    pub(crate) untyped: bool,
}

/// Decodes a body, and finds out whether it looks like an answer of the service.
pub(crate) fn decode_reply(
    body: &[u8],
    read: &mut dyn ReadFields,
    strictness: Strictness,
) -> Decoded {
    let mut state = State::new(body.len(), strictness);
    let mut whole = Body(read);
    let parsed = parse(body, Slot { slot: &mut whole, inner: None, state: &mut state });
    if let Err(error) = parsed {
        // Half of a body may look like an error without being one.
        let result = Err(state.failure(&error, body));
        return Decoded { result, says_something: false, code: None, untyped: false };
    }
    let (says_something, untyped) = (state.top.says_something, state.top.untyped);
    let code = state.top.code();
    let result = match type_of(body) {
        "an object" => state.finish(),
        found => {
            let path = "$".to_owned();
            Err(DecodeError::WrongType { path, expected: "an object", found })
        }
    };
    Decoded { result, says_something, code, untyped }
}

/// Decodes a tree, strictly.
#[cfg(feature = "serde")]
pub(crate) fn decode_tree(tree: &Json, read: &mut dyn ReadFields) -> Result<(), DecodeError> {
    // The tree is in memory already, so what is made of it needs no limit.
    let mut state = State::new(usize::MAX / 32, Strictness::Strict);
    let parsed = Slot { slot: &mut Body(read), inner: None, state: &mut state }.deserialize(tree);
    match parsed {
        Ok(_) if tree.is_object() => state.finish().map(|_| ()),
        Ok(_) => {
            let (path, found) = ("$".to_owned(), "something else");
            Err(DecodeError::WrongType { path, expected: "an object", found })
        }
        Err(error) => Err(state.failure(&error, b"{}")),
    }
}

/// The type of a body that is JSON, by how it begins.
fn type_of(body: &[u8]) -> &'static str {
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "text",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') | None => "null",
        Some(_) => "a number that does not fit",
    }
}

/// The body of a failure as a tree. `None` if it is not JSON or would take too much memory.
pub(crate) fn bounded_tree(body: &[u8]) -> Option<Json> {
    let mut state = State::new(body.len(), Strictness::Strict);
    parse(body, tree::Tree(&mut state)).ok()
}

fn parse<'de, S: DeserializeSeed<'de>>(
    body: &'de [u8],
    seed: S,
) -> Result<S::Value, serde_json::Error> {
    // Checked at once, the text need not be checked again string by string.
    match std::str::from_utf8(body) {
        Ok(text) => to_the_end(serde_json::Deserializer::from_str(text), seed),
        Err(_) => to_the_end(serde_json::Deserializer::from_slice(body), seed),
    }
}

fn to_the_end<'de, R: serde_json::de::Read<'de>, S: DeserializeSeed<'de>>(
    mut parser: serde_json::Deserializer<R>,
    seed: S,
) -> Result<S::Value, serde_json::Error> {
    let value = seed.deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}
