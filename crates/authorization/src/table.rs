//! The static table that generated code prints.

use std::fmt;

/// What a product's list for access management says.
#[derive(Debug)]
pub struct Table {
    /// Product, as the first part of its actions: `ecs`.
    pub product: &'static str,
    /// The list.
    pub source: Source,
    /// Operations, in byte order of their names.
    pub rows: &'static [Authorization],
}

/// A published list.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id in the specification.
    pub id: &'static str,
    /// Date of publication, `YYYY-MM-DD`.
    pub published: &'static str,
    /// The vendor's page.
    pub url: &'static str,
    /// What messages call it: `RAM list`.
    pub title: &'static str,
}

/// The permission that one operation needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Authorization {
    /// Operation name.
    pub operation: &'static str,
    /// The action of a policy: `ecs:StopInstance`.
    pub action: &'static str,
    /// Access level.
    pub access_level: AccessLevel,
    /// What a policy can limit the action to, in the order of the list. A type can stand there several
    /// times.
    pub resources: &'static [Resource],
    /// Condition keys that apply, beside those that all services share.
    pub condition_keys: &'static [ConditionKey],
    /// Further actions that the caller needs.
    pub further: &'static [&'static str],
    /// Parameters that stand for others, such as the id of a launch template.
    pub templates: &'static [&'static str],
    /// Line in the list, from 1.
    pub line: u32,
}

/// One resource that an action can be limited to.
#[derive(Debug, PartialEq, Eq)]
pub struct Resource {
    /// Resource type: `Instance`; `*` when permission cannot be limited to resources.
    pub resource_type: &'static str,
    /// Pattern of its names: `acs:ecs:{#regionId}:{#accountId}:instance/{#instanceId}`; `*` when
    /// permission cannot be limited to resources.
    pub pattern: &'static str,
    /// A policy has to name it. `None` when the list does not say.
    pub mandatory: Option<bool>,
    /// Request parameters that hold what the last variable of the pattern stands for, numbers left
    /// out: `InstanceId`, `NetworkInterface.SecurityGroupIds`.
    pub parameters: &'static [&'static str],
}

impl Resource {
    /// Permission cannot be limited to resources.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.pattern == "*"
    }
}

/// Access level of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AccessLevel {
    /// Makes a resource.
    Create,
    /// Changes a resource.
    Update,
    /// Removes a resource.
    Delete,
    /// Reads; the vendor writes `get`.
    Read,
    /// Reads a list.
    List,
    /// The list gives it no level.
    None,
}

impl AccessLevel {
    /// In lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Read => "read",
            Self::List => "list",
            Self::None => "none",
        }
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// Name: `ecs:InstanceType`.
    pub name: &'static str,
    /// Type of its values. `None` for a key that the list uses and does not define.
    pub value_type: Option<ValueType>,
}

/// Type of the values of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// Text.
    String,
    /// True or false.
    Boolean,
}

impl Table {
    /// What an operation needs; `None` for one that is not in the list.
    #[must_use]
    pub const fn find(&self, operation: &str) -> Option<&'static Authorization> {
        let rows = self.rows;
        let (mut low, mut high) = (0, rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(rows[middle].operation.as_bytes(), operation.as_bytes()) {
                0 => return Some(&rows[middle]),
                order if order < 0 => low = middle + 1,
                _ => high = middle,
            }
        }
        None
    }

    /// What an action is needed for: `ecs:StopInstance`.
    #[must_use]
    pub fn find_action(&self, action: &str) -> Option<&'static Authorization> {
        self.rows.iter().find(|row| row.action == action)
    }
}

/// Below zero, zero or above zero, as the order of the two.
const fn compare(left: &[u8], right: &[u8]) -> isize {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] as isize - right[at] as isize;
        }
        at += 1;
    }
    left.len() as isize - right.len() as isize
}
