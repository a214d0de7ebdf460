//! What each operation lists: its documented rows merged per code, and the codes that were only
//! observed. Everything else in this module starts from here, so that all counts agree.

use std::collections::{BTreeMap, BTreeSet};

use aliyun_rpc_spec::text::is_code_char;

use crate::regen::model::{Operation, Product};

/// One code of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed<'a> {
    /// HTTP statuses of its rows, as written.
    pub statuses: BTreeSet<&'a str>,
    /// Seen in the field, and not in the operation's own table.
    pub observed: bool,
}

/// The codes of one operation.
pub(super) fn listed(operation: &Operation) -> BTreeMap<&str, Listed<'_>> {
    let mut codes: BTreeMap<&str, Listed<'_>> = BTreeMap::new();
    for row in operation.errors.iter().filter(|row| !row.code.is_empty()) {
        codes.entry(&row.code).or_default().statuses.insert(&row.status);
    }
    for seen in operation.observed.iter().filter(|seen| is_code(&seen.code)) {
        codes.entry(&seen.code).or_insert(Listed { statuses: BTreeSet::new(), observed: true });
    }
    codes
}

/// Every code that any operation lists.
pub(super) fn all(product: &Product) -> BTreeSet<&str> {
    product.operations.values().flat_map(|operation| listed(operation).into_keys()).collect()
}

/// Whether a text found in somebody's source can be an error code at all.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_code_char)
}
