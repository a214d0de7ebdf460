//! `spec/<product>/authorization.json`: which permission each operation needs, with the line that
//! says so, and what in the source contradicts itself or another source.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::matrix::MatrixSource;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorizations {
    /// [`crate::ir::FORMAT`].
    pub format: u32,
    /// Product as in the folder name.
    pub product: String,
    /// The source of every line number below.
    pub source: MatrixSource,
    /// Every operation of the source, in byte order of the names.
    pub actions: Vec<Action>,
    /// Resource types, twins that differ by letter case merged.
    pub resource_types: Vec<ResourceType>,
    /// Condition keys that an action uses or the source defines.
    pub condition_keys: Vec<ConditionKey>,
    /// What people should know about the source.
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
    /// Parameters that stand for others, such as the id of a launch template: which resources a
    /// request with one of them uses cannot be told from the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// Line in the original, from 1.
    pub line: u32,
}

/// One resource that an action can be limited to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Resource type; `*` when permission cannot be limited to resources.
    pub resource: String,
    /// Pattern of its names; `*` when permission cannot be limited to resources.
    pub pattern: String,
    /// A policy has to name it; none when the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
    /// Request parameters that hold what the last variable of the pattern stands for, numbers left
    /// out: `InstanceId`, `NetworkInterface.SecurityGroupIds`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// What the source says literally, where that is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<Stated>,
    /// Line in the original, from 1.
    pub line: u32,
}

/// A type and a pattern as the source spells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Resource type.
    pub resource: String,
    /// Pattern.
    pub pattern: String,
}

/// Access level of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    /// The source gives it no level.
    None,
}

impl AccessLevel {
    /// The level of a word of the vendor's.
    #[must_use]
    pub fn from_stated(word: &str) -> Option<Self> {
        Some(match word {
            "create" => Self::Create,
            "update" => Self::Update,
            "delete" => Self::Delete,
            "get" | "read" => Self::Read,
            "list" => Self::List,
            "none" => Self::None,
            _ => return None,
        })
    }
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
    /// Type of its values; none when an action uses the key and nothing defines it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_type: Option<ValueType>,
}

/// Type of the values of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// Text.
    String,
    /// True or false.
    Boolean,
}

impl ValueType {
    /// The type of a word of the vendor's, lower case.
    #[must_use]
    pub fn from_stated(word: &str) -> Option<Self> {
        match word {
            "string" => Some(Self::String),
            "boolean" => Some(Self::Boolean),
            _ => None,
        }
    }
}

/// Something in the source that contradicts itself or another source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// The operation, resource type or condition key.
    pub subject: String,
    /// What is wrong.
    pub about: About,
    /// What the source says.
    pub stated: String,
    /// What stands against it or was taken in its place; empty when nothing does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub against: String,
    /// Line in the original, from 1.
    pub line: u32,
}

/// What a [`Contradiction`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A pattern differs from the one in the table of resource types by letter case only. That one
    /// was taken.
    LetterCase,
    /// Two names of one resource type. The one in upper camel case was taken.
    TwinType,
    /// A condition key stands several times at one action. It was taken once.
    RepeatedKey,
    /// A condition key is used and nowhere defined. Kept, without a type.
    UndefinedKey,
    /// A pattern that the table of resource types does not have at that type. Kept.
    UndefinedPattern,
    /// A resource type that the table of resource types does not have. Kept.
    UndefinedType,
    /// A pattern of the table of resource types that names no resource of its type. Kept.
    OddPattern,
    /// A key whose name asks yes or no is declared as text. Kept.
    KeyType,
    /// The metadata give the operation another kind. The level of the list was taken.
    Level,
    /// The newest metadata do not have the operation. Kept.
    Withdrawn,
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
        }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (line {}): {}: {}",
            self.subject,
            self.line,
            self.about.words(),
            self.stated
        )?;
        if !self.against.is_empty() {
            write!(f, " against {}", self.against)?;
        }
        Ok(())
    }
}
