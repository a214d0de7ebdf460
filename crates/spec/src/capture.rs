//! Facts captured from one published source: names, types, limits, codes, effects. No prose.
//!
//! One file in `spec/sources/` holds one [`Capture`]. The same JSON is what
//! `cargo xtask import --dry-run` prints.

mod impact;
mod page;
mod ram;
mod spells;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use crate::form::Form;
pub use crate::operations::Replacement;
pub use aliyun_rpc_vocabulary::{Aspect, Says};
pub use impact::{ImpactPage, ImpactRow, ManagedPage, ManagedRow, Quality, Subject};
pub use page::{
    Authorization, AuthorizedResource, Change, ChangeKind, CrossedCell, PageParameter, Payment,
};
pub use ram::{ListedAction, ListedConditionKey, ListedResource, ListedResourceType, RamList};
pub use spells::Spells;

fn is_false(value: &bool) -> bool {
    !*value
}

fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Everything one source states, by the kind of source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Capture {
    /// The vendor's machine-readable API metadata.
    Metadata(Metadata),
    /// The page of one operation: its parameters and error table.
    OperationPage(OperationPage),
    /// A page on what a lock does to each operation.
    ImpactPage(ImpactPage),
    /// The page on what an account may do with a group that a cloud service manages.
    ManagedPage(ManagedPage),
    /// Error codes that a widely used tool handles by hand.
    ObservedCodes(ObservedCodes),
    /// The region to endpoint map.
    Endpoints(Endpoints),
    /// Read timeouts and retry lists of the vendor's older SDK.
    Timeouts(Timeouts),
    /// The list of actions, resources and condition keys for access management.
    RamList(RamList),
}

/// One edition of the vendor's metadata of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// Product code as the vendor spells it, for example `Ecs`.
    pub product: String,
    /// API version, for example `2014-05-26`.
    pub version: String,
    /// Operation names per directory of the vendor's own table of contents, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directories: Vec<Directory>,
    /// Named schemas that operations point to with `$ref`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schemas: Vec<Schema>,
    /// How many descriptions of request parameters, members and items included, announce allowed
    /// values that were not understood, so that `mined` is empty there.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub candidates_not_understood: u32,
    /// Operations by name.
    pub operations: BTreeMap<String, Operation>,
}

/// One directory of the vendor's table of contents; its title is prose and is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    /// The vendor's stable number of the directory.
    pub id: u64,
    /// The operations in it.
    pub operations: Vec<String>,
}

/// What the metadata says of one operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// HTTP methods accepted, upper case, as listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// Plain HTTP is not offered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub https_only: bool,
    /// The vendor marks the operation as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The vendor's kind of operation: `read`, `list`, `write`, `update`, `create`, `delete`,
    /// `get`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation_type: Option<String>,
    /// The operation that the vendor names in place of a deprecated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Replacement>,
    /// Parameters in the order of the source.
    pub parameters: Vec<Schema>,
    /// Body of the success response; absent when this edition carries no responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Schema>,
    /// Error table; absent when this edition carries none, empty when the operation has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ErrorRow>>,
    /// What the operation's description says about a security lock, mined as a fact: that it is
    /// refused, or that it releases disks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lock_notes: Vec<Says>,
}

/// A parameter, a member, or a list item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// Wire name; empty for list items, map values and the root of a response.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Type, as the metadata spells it.
    #[serde(rename = "type")]
    pub kind: SchemaKind,
    /// `int32`, `int64`, `float`, `double`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The API rejects a call without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The vendor marks it as deprecated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// Wire style: `repeatList`, `flat`, `json`; none for scalars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// A string whose content is a JSON list (seen in the vendor's own example value).
    #[serde(default, skip_serializing_if = "is_false")]
    pub json_list: bool,
    /// What a string holds, where its example and its stated range leave no doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spells: Option<Spells>,
    /// Allowed values stated by the metadata itself.
    #[serde(default, rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Allowed values mined from the description; a hint, never a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mined: Vec<String>,
    /// Smallest number, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// Largest number, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
    /// Fewest characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Fewest list items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Most list items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Regular expression a text must match, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Default value, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// A value that the vendor shows as an example, where it is short and plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The unit of a number or the form of a time, mined from the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Name of the schema in [`Metadata::schemas`] that this one points to.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Members of an object, in the order of the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Schema>,
    /// Item of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    /// Value of a map with free keys (`additionalProperties`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<Box<Schema>>,
}

/// Type of a [`Schema`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SchemaKind {
    /// Text.
    #[default]
    String,
    /// Whole number.
    Integer,
    /// Number with a fraction.
    Number,
    /// True or false.
    Boolean,
    /// List.
    Array,
    /// Object, or a map when it has a value schema and no members.
    Object,
    /// Any JSON.
    Any,
}

/// One row of an error table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ErrorRow {
    /// HTTP status as written (one table says `4003`).
    pub status: String,
    /// Error code, exact but for stray white space at its ends.
    pub code: String,
}

/// The published page of one operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OperationPage {
    /// Operation name.
    pub operation: String,
    /// Parameters in the order of the page; the common `Action` row is left out.
    pub parameters: Vec<PageParameter>,
    /// Error table in the order of the page.
    pub errors: Vec<ErrorRow>,
    /// The page has no section on errors, so an empty `errors` says nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub errors_unstated: bool,
    /// Response members in the order of the page. Members of nested objects follow their owner, and
    /// no page says where they end, so a name can occur several times.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response: Vec<PageParameter>,
    /// Permissions that a caller needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization: Vec<Authorization>,
    /// What the text of the page says about a security lock.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lock_notes: Vec<Says>,
    /// Change history in the order of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The day the page says it was updated on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

impl OperationPage {
    /// The date of this edition: the day the page states, else that of its last change.
    pub fn edition(&self) -> Option<&str> {
        let last = self.changes.iter().map(|change| change.date.as_str()).max();
        self.updated.as_deref().or(last)
    }
}

/// Codes handled by hand in a widely used tool.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedCodes {
    /// Repository and commit of the tool.
    pub source: String,
    /// Per operation, in order of code.
    pub operations: BTreeMap<String, Vec<ObservedCode>>,
}

/// One code one operation was seen to answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservedCode {
    /// Error code.
    pub code: String,
    /// How the tool treats it: `retryable`, `not-found`, ...
    pub treated_as: Vec<String>,
    /// The operation's own table lists it.
    pub documented: bool,
}

/// The region to endpoint map of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    /// Regions whose endpoint does not follow the `<product>.<region>.aliyuncs.com` rule.
    pub map: BTreeMap<String, String>,
}

/// Timeouts and retry lists of the vendor's older SDK.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeouts {
    /// Read timeout per operation, seconds.
    pub read_timeout_seconds: BTreeMap<String, u32>,
    /// Read operations that SDK retries.
    pub retryable: Vec<String>,
    /// Operations that SDK retries when a `ClientToken` is set.
    pub retryable_with_token: Vec<String>,
}
