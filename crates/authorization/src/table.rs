//! The static table that generated code prints.

use std::fmt;

pub use aliyun_rpc_vocabulary::{AccessLevel, ValueType};

/// The permissions of one product.
#[derive(Debug)]
pub struct Table {
    /// Product, as the first part of its actions: `ecs`.
    pub product: &'static str,
    /// The documents that state them: the vendor's list for RAM, then pages of operations.
    pub sources: &'static [Source],
    /// Operations, in byte order of their names.
    pub rows: &'static [Authorization],
}

/// A published document.
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

/// One document that states the permission of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The document.
    pub source: &'static Source,
    /// Line in it, from 1. `None` for the page of an operation.
    pub line: Option<u32>,
    /// Whether it says the same as the row.
    pub agrees: bool,
}

impl fmt::Display for Evidence {
    /// `RAM list 2025-12-03 line 4120`; for one that states something else, `... disagrees`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.source.title, self.source.published)?;
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        f.write_str(if self.agrees { "" } else { " disagrees" })
    }
}

/// The permission that one operation needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Authorization {
    /// Operation name.
    pub operation: &'static str,
    /// The action of a policy: `ecs:StopInstance`.
    pub action: &'static str,
    /// The access level that the vendor states, such as read or write.
    pub access_level: AccessLevel,
    /// What a policy can limit the action to, in the order of the list. A type can occur several
    /// times.
    pub resources: &'static [Resource],
    /// Condition keys that apply, in addition to those that all services share.
    pub condition_keys: &'static [ConditionKey],
    /// Further actions that the caller needs.
    pub further: &'static [&'static str],
    /// Parameters that stand for others, such as the id of a launch template.
    pub templates: &'static [&'static str],
    /// The documents that state it. The first one decided: the newest, and the page of the
    /// operation before a list of the same day.
    pub evidence: &'static [Evidence],
}

impl Authorization {
    /// Whether a document states something else.
    #[must_use]
    pub fn is_contradicted(&self) -> bool {
        self.evidence.iter().any(|one| !one.agrees)
    }
}

/// One resource that an action can be limited to.
#[derive(Debug, PartialEq, Eq)]
pub struct Resource {
    /// Resource type: `Instance`; `*` when permission cannot be limited to resources.
    pub resource_type: &'static str,
    /// Pattern of its names: `acs:ecs:{#regionId}:{#accountId}:instance/{#instanceId}`; `*` when
    /// permission cannot be limited to resources.
    pub pattern: &'static str,
    /// Whether a policy has to name it. `None` if the list does not say.
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

/// A key that conditions of a policy statement can test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// Name: `ecs:InstanceType`.
    pub name: &'static str,
    /// Type of its values. `None` for a key that the list uses but does not define.
    pub value_type: Option<ValueType>,
}

impl Table {
    /// What an operation needs; `None` when no document states it.
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

    /// The operation that needs an action: `ecs:StopInstance`.
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
