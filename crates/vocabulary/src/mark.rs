//! Signs before and within the names of members, as generated code hands them to the runtime.

/// Before a name: the member is secret.
pub const SECRET: char = '*';
/// Before a name, behind [`SECRET`]: the value is sent as one JSON text.
pub const JSON_TEXT: char = '{';
/// Before a name: a reply must have this text.
pub const PROMISED: char = '!';
/// Between two names: a list that the reply wraps in an object.
pub const WRAPPED: char = '>';
