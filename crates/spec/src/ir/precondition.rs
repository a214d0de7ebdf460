//! Documented conditions of a call.

use serde::{Deserialize, Serialize};

/// A documented condition of a call that is neither a parameter nor a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Precondition {
    /// What it is about.
    pub kind: PreconditionKind,
    /// The values or the number it names, as text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The code of a call that does not meet the condition, if the documents name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Id of the source that states it.
    pub source: String,
}

/// What a [`Precondition`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PreconditionKind {
    /// The instance must be in one of these statuses.
    InstanceStatus,
    /// The disk must be in one of these statuses.
    DiskStatus,
    /// The security group must be of one of these types.
    SecurityGroupType,
    /// Instance and group are in the same region.
    SameRegion,
    /// Instance and group are in the same VPC.
    SameVpc,
    /// Groups an instance can be in, by default.
    GroupsPerInstance,
    /// Groups an instance can be in, after asking for more.
    GroupsPerInstanceRaised,
    /// Members of a basic group.
    MembersOfBasicGroup,
    /// Members of an advanced group.
    MembersOfAdvancedGroup,
    /// Not more than one of these parameters.
    Exclusive,
    /// The first parameter is required when the second is set.
    RequiredWith,
}
