//! Parts of pages: parameter rows, authorization tables, change histories, tables that cross two
//! conditions.

use serde::{Deserialize, Serialize};

use super::{Says, Subject};

/// One parameter row of an operation page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageParameter {
    /// Wire name.
    pub name: String,
    /// Type as the page spells it, lower case; empty for a row that has none.
    #[serde(rename = "type")]
    pub kind: String,
    /// The page says `Yes` under "Required".
    #[serde(default)]
    pub required: bool,
    /// Values listed under "Valid values".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Smallest number, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// Largest number, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
    /// Smallest number of an item of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Largest number of an item of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Default value, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The page marks it as deprecated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// The list whose items this row describes; what follows belongs to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_of: Option<String>,
}

/// One row of the authorization table of an operation page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    /// Action of a policy, `ecs:StopInstance`.
    pub action: String,
    /// Access level, lower case: `create`, `update`, `delete`, `get`, `list`, `none`, ...
    pub level: String,
    /// Resource types in the order of the page.
    pub resources: Vec<AuthorizedResource>,
    /// Condition keys, as the page spells them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub condition_keys: Vec<String>,
    /// Further actions that the caller needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associated: Vec<String>,
}

/// One resource type of an authorization table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizedResource {
    /// Resource type; `*` when permission cannot be limited to resources.
    pub resource: String,
    /// Patterns of its names, `acs:ecs:{#regionId}:{#accountId}:instance/{#instanceId}`.
    pub patterns: Vec<String>,
    /// Whether a policy has to name it. `None` if the copy of the page lost the mark that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
}

/// One entry of the change history of an operation page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// What changed, as far as the page says it in known words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<ChangeKind>,
}

/// What changed with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Its error codes.
    ErrorCodes,
    /// Its request parameters.
    Request,
    /// Its response.
    Response,
    /// Its description.
    Description,
    /// It became deprecated.
    Deprecated,
    /// It is no longer deprecated.
    Restored,
}

/// One cell of a table that crosses two conditions: what happens to a call for an instance and a
/// disk, each of them overdue or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossedCell {
    /// Operation name.
    pub operation: String,
    /// The resource that the table is about; the column names the state of the other one.
    pub subject: Subject,
    /// State of the instance.
    pub instance: Payment,
    /// State of the disk.
    pub disk: Payment,
    /// What happens. `None` if the page says that the two are unrelated.
    pub effect: Option<Says>,
    /// Line of the row in the original, from 1.
    pub line: u32,
}

/// Whether payments for a resource are overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payment {
    /// They are.
    Overdue,
    /// They are not.
    Normal,
}
