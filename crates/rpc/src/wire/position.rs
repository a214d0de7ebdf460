//! The members of a reply that say whether more pages follow.

/// Stands for the next page.
pub(crate) const TOKEN: &str = "NextToken";
/// How many items all pages have.
pub(crate) const TOTAL: &str = "TotalCount";
/// How many items a full page has.
pub(crate) const SIZE: &str = "PageSize";

pub(super) fn is_position(name: &str) -> bool {
    [TOKEN, TOTAL, SIZE].contains(&name)
}
