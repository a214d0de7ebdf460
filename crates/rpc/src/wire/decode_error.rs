//! Why a reply could not be decoded.

use crate::shown::{long, short};

/// Why a reply could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// An object of the body has two members of one name, so it is unclear which one counts.
    #[error("an object in the body has a member twice, at line {line} column {column}")]
    RepeatedMember {
        /// Line of the second one, from 1.
        line: usize,
        /// Column of the second one.
        column: usize,
    },
    /// A member does not have the expected type.
    #[error("{}: expected {expected}, found {found}", long(path))]
    WrongType {
        /// JSON path of the member, starting with `$`.
        path: String,
        /// The expected type.
        expected: &'static str,
        /// The JSON type that came. Never the value.
        found: &'static str,
    },
    /// A member is missing that every reply of this operation has: the id of what was created.
    #[error("{}: missing, although every reply has it", long(path))]
    Missing {
        /// JSON path of the member, starting with `$`.
        path: String,
    },
    /// The decoded values would take far more memory than the body itself.
    #[error("the body would take more than {limit} bytes of memory once it is decoded")]
    TooMuchMemory {
        /// What a body of this length may take, in bytes.
        limit: usize,
    },
    /// The body is compressed, although the client does not ask for that.
    #[error("the body is encoded as {:?}, which was not asked for", short(_0))]
    Encoded(String),
    /// The page names a next page that was asked for before, so the list would never end.
    #[error("the service gave a NextToken that it had given before, so the list would never end")]
    RepeatedToken,
    /// The answer about a few ids has more pages than any such answer.
    #[error("the answer about a few ids has too many pages")]
    TooManyPages,
    /// The body is an empty object and no header holds a request id, so nothing shows that the
    /// service answered.
    #[error("the reply is empty and has no request id, so it does not come from the service")]
    Empty,
}

impl DecodeError {
    /// Replaces the secrets in what comes from the reply: names and headers can quote the caller's.
    pub(crate) fn redacted(self, redact: impl FnOnce(&str) -> String) -> Self {
        match self {
            Self::WrongType { path, expected, found } => {
                Self::WrongType { path: redact(&path), expected, found }
            }
            Self::Missing { path } => Self::Missing { path: redact(&path) },
            Self::Encoded(encoding) => Self::Encoded(redact(&encoding)),
            other => other,
        }
    }
}
