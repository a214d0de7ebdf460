//! The merged view of all captures of one product: what regeneration works on after the sources
//! have been laid over each other and before anything is named for Rust.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{ErrorRow, ObservedCode, Replacement, Says, Schema};
use aliyun_rpc_spec::ir::Bound;
use aliyun_rpc_spec::operations::OperationKind;

/// All sources of one product, laid over each other.
#[derive(Debug, Default)]
pub(crate) struct Product {
    /// Folder name: `ecs`.
    pub name: String,
    /// API version: `2014-05-26`.
    pub version: String,
    /// Named schemas of the newest metadata.
    pub schemas: BTreeMap<String, Schema>,
    /// Regions whose endpoint does not follow the common rule.
    pub endpoints: BTreeMap<String, String>,
    /// Read timeouts of the older SDK, seconds, whether or not the operation still exists.
    pub timeouts: BTreeMap<String, u32>,
    /// Every operation any source names.
    pub operations: BTreeMap<String, Operation>,
}

/// One operation.
#[derive(Debug, Default)]
pub(crate) struct Operation {
    /// In the newest metadata; false when it was withdrawn or is only named by a page.
    pub current: bool,
    /// Parameters, from the newest metadata or page that has them.
    pub parameters: Vec<Schema>,
    /// Parameter names in the order of the vendor's page, which puts the important ones first.
    pub documented_order: Vec<String>,
    /// Success body.
    pub response: Option<Schema>,
    /// Error rows, from the newest source that has a table for this operation.
    pub errors: Vec<ErrorRow>,
    /// Id of the source that `errors` comes from; none when no source has a table.
    pub errors_source: Option<String>,
    /// Codes seen in the field.
    pub observed: Vec<ObservedCode>,
    /// What its own description says about a security lock, with the source.
    pub lock_notes: Vec<(String, Says)>,
    /// HTTP methods.
    pub methods: Vec<String>,
    /// The vendor marks it as deprecated.
    pub deprecated: bool,
    /// The operation to use in its place: what the vendor names, or a curated fact.
    pub replaced_by: Option<Replacement>,
    /// The vendor's kind of operation.
    pub operation_type: Option<String>,
    /// What it does, where the sources mislead.
    pub curated_kind: Option<OperationKind>,
    /// The vendor's directory.
    pub directory: Option<u64>,
    /// Read timeout in seconds of the older SDK.
    pub timeout_seconds: Option<u32>,
    /// The source of each limit on which all editions agree, by the path of the parameter.
    pub stated: BTreeMap<(String, Limit), String>,
    /// The larger of two maximums that documents dispute, and its source, by the parameter: more
    /// than that is too much by all of them.
    pub larger: BTreeMap<String, (String, String)>,
}

/// Something that metadata states about the values of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    Required,
    Minimum,
    Maximum,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    Pattern,
}

impl Limit {
    /// The number in the specification that it is; none for what is not a number.
    pub(crate) fn bound(self) -> Option<Bound> {
        Some(match self {
            Self::Minimum => Bound::Minimum,
            Self::Maximum => Bound::Maximum,
            Self::MinLength => Bound::MinLength,
            Self::MaxLength => Bound::MaxLength,
            Self::MinItems => Bound::MinItems,
            Self::MaxItems => Bound::MaxItems,
            Self::Required | Self::Pattern => return None,
        })
    }
}
