//! Entries of `<product>/requests.toml` about the values of single members.

#![allow(
    dead_code,
    reason = "most reasons are for people; that none is empty is checked as a text"
)]

use std::collections::BTreeMap;

use serde::Deserialize;

/// Texts that a call has to send, even if they are empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MayBeEmpty {
    pub operation: String,
    /// Dotted wire names: `Tag.Value`.
    pub members: Vec<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// Members of requests that hold whole numbers, where one document says text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeNumber {
    /// Their places, as in [`CuratedName::at`](super::CuratedName::at).
    pub at: Vec<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// A largest number that the prose of a document states and its metadata does not. It is
/// documented, and the larger of the two is checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisputedMaximum {
    pub operation: String,
    /// Wire name of a parameter.
    pub parameter: String,
    /// The number in the prose.
    pub maximum: u64,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// What to set in place of deprecated parameters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Successors {
    pub operations: Vec<String>,
    /// The struct, or the list of structs, whose members of the same names take the place of all
    /// deprecated parameters.
    pub inside: Option<String>,
    /// Wire names of deprecated parameters, and of those that take their place.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}
