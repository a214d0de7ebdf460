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
    /// The struct of an item of its pages, if its group has that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Kinds of resource that it is about, in order of declaration. They are told by the ids in its
    /// request, by what it makes, by its permission, and by its name where that is a verb and a
    /// kind alone, as in `DescribeDisks`; curated facts correct them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<ResourceType>,
    /// The vendor marks it as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The operation to use in its place: what the vendor names, or a curated fact.
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
    /// The maintainers, where the sources mislead.
    Curated,
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
