//! The list of a product's actions, resources and condition keys for RAM, the access management of
//! the vendor.

use serde::{Deserialize, Serialize};

/// The whole list, each part in the order of the page and as the page spells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RamList {
    /// Actions that a policy can allow, with what each can be limited to.
    pub actions: Vec<ListedAction>,
    /// Resource types with every pattern of their names.
    pub resource_types: Vec<ListedResourceType>,
    /// Condition keys with the type of their values.
    pub condition_keys: Vec<ListedConditionKey>,
}

/// One action. The members are named as in the authorization table of an operation's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAction {
    /// Action of a policy, `ecs:StopInstance`.
    pub action: String,
    /// The operation that needs it.
    pub operation: String,
    /// Access level: `create`, `update`, `delete`, `get`, `list`, `none`.
    pub level: String,
    /// Resource types in the order of the page. A type can occur several times.
    pub resources: Vec<ListedResource>,
    /// Condition keys, repetitions included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub condition_keys: Vec<String>,
    /// Further actions that the caller needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associated: Vec<String>,
    /// Line of the action in the original, from 1.
    pub line: u32,
}

/// One resource type of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedResource {
    /// Resource type; `*` when permission cannot be limited to resources.
    pub resource: String,
    /// Patterns of its names, `acs:ecs:{#regionId}:{#accountId}:instance/{#instanceId}`.
    pub patterns: Vec<String>,
    /// A policy has to name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
    /// Line of the resource type in the original, from 1.
    pub line: u32,
}

/// One row of the table of resource types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedResourceType {
    /// Resource type.
    pub resource: String,
    /// Every pattern of its names.
    pub patterns: Vec<String>,
    /// Line in the original, from 1.
    pub line: u32,
}

/// One row of the table of condition keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedConditionKey {
    /// Condition key, `ecs:InstanceType`.
    pub key: String,
    /// Type of its values, lower case.
    pub value_type: String,
    /// Line in the original, from 1.
    pub line: u32,
}
