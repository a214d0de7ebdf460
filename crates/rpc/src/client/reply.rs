//! A reply with what came beside its value.

use std::fmt;

use crate::credentials::Credentials;
use crate::error::{Secrets, request_id};
use crate::transport::HttpResponse;
use crate::wire::pointer::{At, at};
use crate::wire::{DecodeError, WriteFields};

/// A reply with what came beside its value. Made by
/// [`Client::send_detailed`](super::Client::send_detailed).
#[derive(Clone)]
#[non_exhaustive]
pub struct DetailedReply<T> {
    /// The reply as [`Client::send`](super::Client::send) returns it.
    pub value: T,
    /// The members that had a value of a wrong type and count as missing, at most
    /// [`MOST_PROBLEMS`](crate::wire::MOST_PROBLEMS). None if decoding is strict.
    pub problems: Vec<DecodeError>,
    /// The id of the call from the headers. Nearly every body has it too.
    pub request_id: Option<String>,
    /// The body as it came. It shows what the value does not: members that are not known yet, and
    /// an empty list from one that is missing. It may hold secrets.
    pub body: Vec<u8>,
}

impl<T> DetailedReply<T> {
    /// Whether the body has a member, also if it is empty: a list in a reply is empty where the
    /// service sent an empty one and where it sent none. A path is made of names on the wire and of
    /// numbers of items, such as `/Instances/Instance/0/Tags/Tag`: a JSON pointer. `null` counts as
    /// missing, and so does everything in a body that is not JSON.
    ///
    /// Reads the body. For many questions, read [`body`](Self::body) once yourself.
    #[must_use]
    pub fn has(&self, pointer: &str) -> bool {
        at(&self.body, pointer).is_some_and(|member| member != At::Null)
    }
}

/// Never shows the body.
impl<T: fmt::Debug> fmt::Debug for DetailedReply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetailedReply")
            .field("value", &self.value)
            .field("problems", &self.problems)
            .field("request_id", &self.request_id)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A reply whose value is elsewhere. To look for the caller's secrets costs more than to decode a
/// small reply, so that is left to those who ask for more than the value.
pub(super) struct Received {
    pub(super) reply: HttpResponse,
    pub(super) problems: Vec<DecodeError>,
    pub(super) credentials: Credentials,
}

impl Received {
    /// The id of the call, from the headers or else from the body. Reads the body once more.
    pub(super) fn request_id(&self, fields: &dyn WriteFields) -> Option<String> {
        let secrets = Secrets::of(&self.credentials, fields);
        request_id(&self.reply, &secrets).or_else(|| match at(&self.reply.body, "/RequestId") {
            Some(At::Text(id)) => Some(secrets.redact(&id)),
            _ => None,
        })
    }

    /// The first value of a wrong type, if there is one.
    pub(super) fn first_problem(&self, fields: &dyn WriteFields) -> Option<DecodeError> {
        let first = self.problems.first()?.clone();
        let secrets = Secrets::of(&self.credentials, fields);
        Some(first.redacted(|path| secrets.redact(path)))
    }

    pub(super) fn with<T>(self, value: T, fields: &dyn WriteFields) -> DetailedReply<T> {
        let secrets = Secrets::of(&self.credentials, fields);
        let redact = |problem: DecodeError| problem.redacted(|path| secrets.redact(path));
        DetailedReply {
            value,
            problems: self.problems.into_iter().map(redact).collect(),
            request_id: request_id(&self.reply, &secrets),
            body: self.reply.body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_empty_is_told_from_one_that_is_missing() {
        let reply = |body: &str| DetailedReply {
            value: (),
            problems: Vec::new(),
            request_id: None,
            body: body.as_bytes().to_vec(),
        };
        let things = reply(r#"{"Things":{"Thing":[{"Tags":{"Tag":[]}},{"Tags":null}]}}"#);
        assert!(things.has("/Things/Thing") && things.has("/Things/Thing/0/Tags/Tag"));
        for missing in ["/Tags", "/Things/Thing/1/Tags", "/Things/Thing/2", "Things", "/things"] {
            assert!(!things.has(missing), "{missing}");
        }
        assert!(!reply("<html>").has("/Things") && !reply("").has(""));
    }
}
