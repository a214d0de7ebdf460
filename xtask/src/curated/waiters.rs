//! The entries of `<product>/waiters.toml`.

#![allow(dead_code, reason = "reasons are for people; that none is empty is checked as a text")]

use std::collections::BTreeMap;

use serde::Deserialize;

/// `<product>/waiters.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CuratedWaiters {
    /// How operations are asked about ids.
    pub lookup: Vec<CuratedLookup>,
    /// What can be waited for.
    pub waiter: Vec<CuratedWaiter>,
}

/// How an operation is asked about ids.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedLookup {
    pub operation: String,
    /// The parameter that takes the ids, or `Outer.Inner`.
    pub ids: String,
    /// The most ids that one call takes.
    pub most: u16,
    /// The member of an item that holds its id.
    pub id: String,
    /// Parameters without which the operation leaves out some of the items.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// The codes that say that an id does not exist.
    #[serde(default)]
    pub absent: Vec<String>,
    /// The codes of the class not-found that are about another parameter.
    #[serde(default)]
    pub others: Vec<String>,
    /// Values that requests can ask for and no item has.
    #[serde(default)]
    pub only_asked: Vec<String>,
    /// Id of the source that states it.
    pub source: String,
    /// Why, in our own words.
    pub reason: String,
}

/// What can be waited for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuratedWaiter {
    /// Name, `instance-running`.
    pub name: String,
    /// The operation that is asked: one of the lookups.
    pub operation: String,
    /// The member of an item that holds its state.
    pub member: Option<String>,
    /// The caller names the value to wait for.
    #[serde(default)]
    pub argument: bool,
    /// The states that end the wait.
    #[serde(default)]
    pub success: Vec<String>,
    /// The states from which none of those is reached.
    #[serde(default)]
    pub failure: Vec<String>,
    /// The other states.
    #[serde(default)]
    pub pending: Vec<String>,
    /// An item that is not found ends the wait.
    #[serde(default)]
    pub gone: bool,
    /// In how many looks in a row it must not be found.
    #[serde(default = "once")]
    pub confirm: u8,
    /// Seconds from one look to the next.
    pub interval: u16,
    /// Seconds after which the wait ends in an error.
    pub timeout: u32,
    /// Seconds for which an item that is not found may be on its way.
    #[serde(default)]
    pub missing_for: u16,
    /// The operations after which one waits for this.
    pub after: Vec<String>,
    /// Id of the source that lists the states.
    pub source: String,
    /// Why, in our own words: the evidence for states and times.
    pub reason: String,
}

fn once() -> u8 {
    1
}
