//! Operations as data: what is known of each without sending it. Generated code fills the table and
//! prints an enum `Operation` over it.
//!
//! ```text
//! for operation in Operation::all().filter(|one| one.concerns().contains(ResourceType::Image)) {
//!     println!("{operation}: {}", operation.kind());
//! }
//! let operation: Operation = "OpenGate".parse()?;
//! let kind: ResourceType = "image".parse()?;
//! ```

use std::fmt;

pub use aliyun_rpc_vocabulary::{OperationKind, ResourceType, UnknownWord};

use crate::shown::short;

/// What is known of every operation of a product.
#[derive(Debug)]
pub struct Table {
    /// A row for each operation, in byte order of the names.
    pub rows: &'static [Row],
    /// Numbers of rows and what to use in place of those operations, by number.
    pub replaced: &'static [(u16, Replacement)],
}

/// What is known of one operation.
#[derive(Debug)]
pub struct Row {
    name: &'static str,
    concerns: ResourceTypes,
    kind: OperationKind,
    flags: u8,
}

/// Makes a row, for generated code. `concerns` has a bit for each [`ResourceType`]; of `flags`, bit
/// 0 means deprecated and bit 1 withdrawn.
#[doc(hidden)]
#[must_use]
pub const fn row(name: &'static str, kind: OperationKind, concerns: u64, flags: u8) -> Row {
    Row { name, concerns: ResourceTypes(concerns), kind, flags }
}

/// Makes a replacement, for generated code.
#[doc(hidden)]
#[must_use]
pub const fn replacement(
    product: &'static str,
    version: &'static str,
    operation: &'static str,
) -> Replacement {
    Replacement { product, version, operation }
}

impl Table {
    /// The number of the row of an operation.
    #[must_use]
    pub const fn find(&self, name: &str) -> Option<u16> {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(self.rows[middle].name.as_bytes(), name.as_bytes()) {
                0 => return Some(middle as u16),
                order if order < 0 => low = middle + 1,
                _ => high = middle,
            }
        }
        None
    }

    /// What to use in place of the operation of a row.
    #[must_use]
    pub fn replacement(&self, row: u16) -> Option<&'static Replacement> {
        let at = self.replaced.binary_search_by_key(&row, |(number, _)| *number).ok()?;
        Some(&self.replaced[at].1)
    }
}

impl Row {
    /// The name, as on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What the operation does.
    #[must_use]
    pub const fn kind(&self) -> OperationKind {
        self.kind
    }

    /// The kinds of resource that it is about. They are told by the ids in its request, by what it
    /// makes, by its permission, and by its name where that is a verb and a kind alone, as in
    /// `DescribeDisks`; curated facts correct them.
    #[must_use]
    pub const fn concerns(&self) -> ResourceTypes {
        self.concerns
    }

    /// Whether the vendor marks it as deprecated.
    #[must_use]
    pub const fn is_deprecated(&self) -> bool {
        self.flags & 1 != 0
    }

    /// Whether the newest metadata does not have it.
    #[must_use]
    pub const fn is_withdrawn(&self) -> bool {
        self.flags & 2 != 0
    }
}

/// An operation to use in place of a deprecated one. `Display` is
/// `Vpc 2016-04-28 CreateVpc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Replacement {
    /// Product as the vendor spells it, for example `Vpc`.
    pub product: &'static str,
    /// Version of its API, for example `2016-04-28`.
    pub version: &'static str,
    /// Name of the operation.
    pub operation: &'static str,
}

impl fmt::Display for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.product, self.version, self.operation)
    }
}

/// A set of kinds of resource.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ResourceTypes(u64);

impl ResourceTypes {
    /// Whether a kind is in the set.
    #[must_use]
    pub const fn contains(self, kind: ResourceType) -> bool {
        self.0 >> (kind as u32) & 1 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in the set, in order of declaration.
    pub fn iter(self) -> impl Iterator<Item = ResourceType> + Clone {
        ResourceType::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

impl fmt::Debug for ResourceTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A text that is not the name of an operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not an operation of this product", short(.0))]
pub struct UnknownOperation(String);

impl UnknownOperation {
    /// For a text that was looked up.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

const fn compare(left: &[u8], right: &[u8]) -> i8 {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return if left[at] < right[at] { -1 } else { 1 };
        }
        at += 1;
    }
    if left.len() == right.len() {
        0
    } else if left.len() < right.len() {
        -1
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Table = Table {
        rows: &[
            row("Attach", OperationKind::Update, 0b11, 0),
            row("AttachAll", OperationKind::Create, 0, 1),
            row("Detach", OperationKind::Read, 1 << 2, 3),
        ],
        replaced: &[(1, replacement("Other", "2020-02-02", "Attach"))],
    };

    #[test]
    fn a_row_is_found_by_its_whole_name_only() {
        let found = ["Attach", "AttachAll", "Detach"].map(|name| TABLE.find(name));
        assert_eq!(found, [Some(0), Some(1), Some(2)]);
        for name in ["", "A", "AttachA", "AttachAllOf", "attach", "Detacha", "Z"] {
            assert_eq!(TABLE.find(name), None, "{name}");
        }
    }

    #[test]
    fn a_row_says_what_was_put_into_it() {
        let [attach, all, detach] = TABLE.rows else { panic!("three rows") };
        let kinds: Vec<_> = attach.concerns().iter().collect();
        let [first, second, third, ..] = ResourceType::ALL else { panic!("three kinds") };
        assert_eq!(kinds, [*first, *second]);
        assert_eq!(format!("{:?}", detach.concerns()), format!("{{{third:?}}}"));
        assert!(all.concerns().is_empty() && !all.concerns().contains(*second));
        assert_eq!((all.is_deprecated(), all.is_withdrawn()), (true, false));
        assert_eq!((detach.is_deprecated(), detach.is_withdrawn()), (true, true));
        assert!(detach.kind().is_read_only() && !all.kind().is_read_only());
    }

    #[test]
    fn a_replacement_is_found_by_row_and_names_its_product() {
        let found = TABLE.replacement(1).map(ToString::to_string);
        assert_eq!(found.as_deref(), Some("Other 2020-02-02 Attach"));
        assert_eq!(TABLE.replacement(0), None);
    }

    #[test]
    fn the_error_about_an_unknown_name_shows_it_on_one_line() {
        let text = UnknownOperation::new("Start\nStop").to_string();
        assert!(text.contains("Start") && !text.contains('\n'), "{text}");
    }

    #[test]
    fn every_kind_of_resource_has_a_bit() {
        assert!(ResourceType::ALL.len() <= u64::BITS as usize);
    }
}
