//! `spec/<product>/authorization.json`: which permission each operation needs, the sources that say
//! so, and where a source contradicts itself or another one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::matrix::MatrixSource;

pub use aliyun_rpc_vocabulary::{AccessLevel, ValueType};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorizations {
    /// [`crate::ir::FORMAT`].
    pub format: u32,
    /// Product as in the folder name.
    pub product: String,
    /// The sources that state a permission: the list for RAM, then pages of operations.
    pub sources: Vec<MatrixSource>,
    /// Every operation that a source names, in byte order of the names.
    pub actions: Vec<Action>,
    /// Resource types, twins that differ by letter case merged.
    pub resource_types: Vec<ResourceType>,
    /// Condition keys that an action uses or the source defines.
    pub condition_keys: Vec<ConditionKey>,
    /// Where sources contradict themselves or each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<Contradiction>,
}

/// What one operation needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Operation name.
    pub operation: String,
    /// Action of a policy, `ecs:StopInstance`.
    pub action: String,
    /// Access level.
    pub level: AccessLevel,
    /// Resources in the order of the source.
    pub resources: Vec<Resource>,
    /// Condition keys, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub condition_keys: Vec<String>,
    /// Further actions that the caller needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<String>,
    /// Parameters that stand for others, such as the id of a launch template. A request with one of
    /// them does not show which resources it uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// The sources that state the permission. The first one decided.
    pub evidence: Vec<Evidence>,
}

/// One source that states the permission of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the source.
    pub source: String,
    /// Line in the original, from 1; a page of an operation has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The source says something different from the first one. [`Authorizations::contradictions`]
    /// says what.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub differs: bool,
}

/// One resource that an action can be limited to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Resource type; `*` when permission cannot be limited to resources.
    pub resource: String,
    /// Pattern of its names; `*` when permission cannot be limited to resources.
    pub pattern: String,
    /// Whether a policy has to name it. `None` if the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
    /// Request parameters that hold what the last variable of the pattern stands for, numbers left
    /// out: `InstanceId`, `NetworkInterface.SecurityGroupIds`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// The literal text of the source, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<Stated>,
}

/// A type and a pattern as the source spells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Resource type, in the spelling of the source.
    pub resource: String,
    /// Pattern of resource names, in the spelling of the source.
    pub pattern: String,
}

/// One resource type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceType {
    /// Name.
    pub resource: String,
    /// Every pattern that the source lists.
    pub patterns: Vec<String>,
    /// Line in the original, from 1.
    pub line: u32,
}

/// One condition key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionKey {
    /// Name, `ecs:InstanceType`.
    pub key: String,
    /// Type of its values. `None` if an action uses the key and nothing defines it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_type: Option<ValueType>,
}

/// A statement of a source that contradicts itself or another source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// Id of the source.
    pub source: String,
    /// The operation, resource type or condition key.
    pub subject: String,
    /// What is wrong.
    pub about: About,
    /// What the source says.
    pub stated: String,
    /// What contradicts it or was used instead. Empty if there is nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub against: String,
    /// Line in the original, from 1; a page of an operation has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// What a [`Contradiction`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A pattern differs from the one in the table of resource types by letter case only. The
    /// table's spelling was used.
    LetterCase,
    /// Two names of one resource type. The one in upper camel case was used.
    TwinType,
    /// A condition key is listed several times for one action. It was used once.
    RepeatedKey,
    /// A condition key is used but not defined anywhere. It is listed without a type.
    UndefinedKey,
    /// The table of resource types does not have this pattern for the type. It is listed all the
    /// same.
    UndefinedPattern,
    /// The table of resource types does not have this resource type. It is listed all the same.
    UndefinedType,
    /// A pattern in the table of resource types names no resource of its type. It is listed all the
    /// same.
    OddPattern,
    /// A key whose name asks a yes-or-no question is declared as text. It is listed as text.
    KeyType,
    /// The metadata gives the operation another kind. The level of the list was used.
    Level,
    /// The newest metadata does not have the operation. It is listed all the same.
    Withdrawn,
    /// The deciding source states another access level.
    SourceLevel,
    /// The deciding source states another action.
    SourceAction,
    /// The deciding source states other resources.
    SourceResources,
    /// The deciding source states other condition keys.
    SourceKeys,
    /// The deciding source states other further actions.
    SourceFurther,
    /// The page of an operation has a row for another action. The row was not used.
    OtherAction,
    /// The page of an operation names no resource. It was not used.
    NoResource,
}

impl About {
    const fn words(self) -> &'static str {
        match self {
            Self::LetterCase => "pattern differs in letter case",
            Self::TwinType => "two names of a resource type",
            Self::RepeatedKey => "condition key listed several times",
            Self::UndefinedKey => "condition key is not defined",
            Self::UndefinedPattern => "pattern is not in the table of resource types",
            Self::UndefinedType => "resource type is not in the table of resource types",
            Self::OddPattern => "pattern names no resource of its type",
            Self::KeyType => "key of a yes-or-no question is declared as text",
            Self::Level => "access level differs from the metadata",
            Self::Withdrawn => "operation is not in the newest metadata",
            Self::SourceLevel => "access level differs from the source that decides",
            Self::SourceAction => "action differs from the source that decides",
            Self::SourceResources => "resources differ from the source that decides",
            Self::SourceKeys => "condition keys differ from the source that decides",
            Self::SourceFurther => "further actions differ from the source that decides",
            Self::OtherAction => "page has a row for another action",
            Self::NoResource => "page names no resource for the action",
        }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.subject, self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, "): {}: {}", self.about.words(), self.stated)?;
        if !self.against.is_empty() {
            write!(f, " against {}", self.against)?;
        }
        Ok(())
    }
}
