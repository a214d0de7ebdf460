//! What is known of every operation of a product, those without a request type included.

pub use aliyun_rpc_vocabulary::{OperationKind, ResourceType};
use serde::{Deserialize, Serialize};

fn is_false(value: &bool) -> bool {
    !*value
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationFacts {
    /// Operation name.
    pub name: String,
    /// What it does.
    pub kind: OperationKind,
    /// Who says so.
    pub origin: KindOrigin,
    /// Group and feature of its request. `None` for an operation without a request type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Kinds of resource that it is about: those whose ids its request takes, that it makes, that
    /// its permission is about or that its name mentions; in order of declaration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<ResourceType>,
    /// The vendor marks it as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The operation that the vendor names in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Replacement>,
    /// The newest metadata does not have it any more, or never had it: a page names it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withdrawn: bool,
}

/// Where the kind of an operation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindOrigin {
    /// The metadata states it.
    Metadata,
    /// It reads, and its parameters ask for pages.
    Paging,
    /// Its verb.
    Name,
}

/// An operation of this or another product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Replacement {
    /// Product as the vendor spells it, for example `Vpc`.
    pub product: String,
    /// Version of its API, for example `2016-04-28`.
    pub version: String,
    /// Operation name.
    pub operation: String,
}
