//! Strings that are not free text.
use serde::{Deserialize, Serialize};

/// What a string spells if it is not free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spells {
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Bytes, as base64.
    Base64,
}
