//! Limits of values.

use serde::{Deserialize, Serialize};

/// Facts about the values of a field, for its documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
    /// Fewest characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Fewest items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Most items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Regular expression that values match, as the vendor writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The value that the service uses if none is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Of these, documents state different values, so that they are not checked; in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputed: Vec<Bound>,
}

/// One of the numbers of [`Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// Smallest number.
    Minimum,
    /// Largest number.
    Maximum,
    /// Fewest characters.
    MinLength,
    /// Most characters.
    MaxLength,
    /// Fewest items.
    MinItems,
    /// Most items.
    MaxItems,
}

impl Limits {
    /// Nothing is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether documents disagree on a number; `None` if it is not stated.
    #[must_use]
    pub fn unchecked(&self, bound: Bound) -> Option<bool> {
        let stated = match bound {
            Bound::Minimum => self.minimum.is_some(),
            Bound::Maximum => self.maximum.is_some(),
            Bound::MinLength => self.min_length.is_some(),
            Bound::MaxLength => self.max_length.is_some(),
            Bound::MinItems => self.min_items.is_some(),
            Bound::MaxItems => self.max_items.is_some(),
        };
        stated.then(|| self.disputed.contains(&bound))
    }
}
