//! Words of the vendor's access management, RAM.

use crate::word::vocabulary;

vocabulary! {
    /// What an action does to resources, as documents on permissions classify it.
    pub enum AccessLevel {
        /// Makes a resource.
        Create = "create",
        /// Changes a resource.
        Update = "update",
        /// Removes a resource.
        Delete = "delete",
        /// Makes, changes or removes a resource; the document does not say which.
        Write = "write",
        /// Reads; documents also write `get`.
        Read = "read",
        /// Reads a list.
        List = "list",
        /// The document states no level.
        None = "none",
    }
}

impl AccessLevel {
    /// The level that a word in the vendor's documents stands for.
    #[must_use]
    pub fn from_stated(word: &str) -> Option<Self> {
        match word {
            "get" => Some(Self::Read),
            word => <Self as crate::Word>::from_name(word),
        }
    }

    /// Whether two documents with these levels can both be right, because one is less specific.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        let writes = |level| matches!(level, Self::Create | Self::Update | Self::Delete);
        self == other
            || self == Self::Write && writes(other)
            || other == Self::Write && writes(self)
    }
}

vocabulary! {
    /// Type of the values of a condition key.
    pub enum ValueType {
        /// Text.
        String = "string",
        /// True or false.
        Boolean = "boolean",
    }
}

#[cfg(test)]
mod tests {
    use super::AccessLevel;

    #[test]
    fn a_level_that_says_less_contradicts_nothing() {
        let level = |word| AccessLevel::from_stated(word).expect("a level");
        assert_eq!(level("get"), AccessLevel::Read);
        assert_eq!(AccessLevel::from_stated("paint"), None);
        assert!(level("write").agrees_with(level("update")));
        assert!(level("delete").agrees_with(level("write")));
        assert!(!level("write").agrees_with(level("get")));
        assert!(!level("create").agrees_with(level("update")));
    }
}
