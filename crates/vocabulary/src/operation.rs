//! Operations by what they do.

use crate::word::vocabulary;

vocabulary! {
    /// What an operation does.
    pub enum OperationKind {
        /// Makes a resource, or something that belongs to one.
        Create = "create",
        /// Changes something.
        Update = "update",
        /// Removes a resource, or something that belongs to one.
        Delete = "delete",
        /// Returns facts about something, and changes nothing.
        Read = "read",
        /// Returns many resources, page by page, and changes nothing.
        List = "list",
    }
}

impl OperationKind {
    /// Whether the operation changes nothing.
    #[must_use]
    pub const fn is_read_only(self) -> bool {
        matches!(self, Self::Read | Self::List)
    }
}
