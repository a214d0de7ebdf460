//! `spec/<product>/waiters.json`: how operations are asked about ids, and which states end a wait.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiters {
    /// [`crate::ir::FORMAT`].
    pub format: u32,
    /// Product as in the folder name.
    pub product: String,
    /// How operations are asked about ids, in byte order of their names.
    pub lookups: Vec<Lookup>,
    /// What can be waited for, in byte order of the names.
    pub waiters: Vec<Waiter>,
}

/// How one operation is asked about ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// Operation name.
    pub operation: String,
    /// The operation group of its request: the feature that the lookup needs.
    pub group: String,
    /// The parameter that takes the ids; `Outer.Inner` for a member of an object.
    pub ids: String,
    /// How it takes them.
    pub style: IdStyle,
    /// The most ids that one call takes.
    pub most: u16,
    /// The member of an item that holds its id.
    pub id: String,
    /// Type of the ids: one of [`ProductFile::ids`](crate::ir::ProductFile::ids).
    pub id_type: String,
    /// Parameters without which the operation leaves out some of the items, and their values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
    /// The codes of a reply that says that an id does not exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// The codes of the class not-found that are about something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Id of the source that states it.
    pub source: String,
}

/// How a parameter takes ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdStyle {
    /// One id.
    One,
    /// A parameter for each.
    List,
    /// A JSON list in one parameter.
    Json,
    /// In one parameter, with commas between them.
    Comma,
}

/// What can be waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiter {
    /// Name, `instance-running`.
    pub name: String,
    /// Name of its Rust function, `instance_running`.
    pub function: String,
    /// The operation that is asked: one of the lookups.
    pub operation: String,
    /// The group of that operation.
    pub group: String,
    /// The member of an item that holds its state. `None` if only its presence counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The type of that member, if the caller names the value to wait for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// The states that end the wait.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<String>,
    /// The states from which none of those is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// The other states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<String>,
    /// An item that is not found ends the wait: it was deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// In how many polls in a row it must not be found before that counts.
    pub confirm: u8,
    /// Seconds from one poll to the next.
    pub interval: u16,
    /// Seconds after which the wait ends in an error.
    pub timeout: u32,
    /// Seconds for which a missing item may still appear.
    pub missing_for: u16,
    /// The operations after which one waits for this.
    pub after: Vec<String>,
    /// Id of the source that lists the states.
    pub source: String,
}
