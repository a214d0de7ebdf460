//! Which operations have a type in their requests or replies.

use serde::{Deserialize, Serialize};

fn is_zero(value: &usize) -> bool {
    *value == 0
}

/// The operations that use a type which several groups share, for its documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// The first of them, by name; those that the vendor has deprecated come last.
    pub operations: Vec<String>,
    /// How many there are beside these.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: usize,
}
