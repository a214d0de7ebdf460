//! Limits the memory that a reply takes. A small body can decode into something large: `{}` is two
//! bytes, and an item of a list may be a struct of two kilobytes.
//!
//! The budget grows with the body. It pays for what is decoded, piece by piece and before the next
//! piece is read. All costs are upper bounds of what is allocated, growth included.

use super::decode_error::DecodeError;

/// What every reply may cost, in bytes, so that no reply of ordinary size is ever refused.
const FREE: usize = 32 << 20;

/// What every byte of a body may cost in addition. Replies of the service cost about 8 per byte.
const PER_BYTE: usize = 16;

/// A list makes room for four items at first, and one that grows holds its old and its new buffer
/// for a moment.
const GROWTH: usize = 4;

/// The first node of an object: room for eleven names and values, whatever it holds.
const OBJECT: usize = 640;

/// The first buffer of a list.
const LIST: usize = 256;

/// A further item of a list, or a further member of an object whose nodes are half full.
const ITEM: usize = 160;

/// A key in a list and in a set of keys, which has room for twice as many, and their headers.
const KEY: usize = 160;

/// The names and values that the nodes of a map have room for, for each that they hold.
const ENTRIES: usize = 12;

/// What a reply may still cost, in bytes.
pub(super) struct Budget {
    allowed: usize,
    left: usize,
}

impl Budget {
    /// The budget of a body of this length. All texts together are no longer than the body, so they
    /// are paid for at once.
    pub(super) fn of(body: usize) -> Self {
        let allowed = FREE.saturating_add(body.saturating_mul(PER_BYTE));
        Self { allowed, left: allowed.saturating_sub(body) }
    }

    fn take(&mut self, cost: usize) -> Result<(), DecodeError> {
        let allowed = self.allowed;
        self.left =
            self.left.checked_sub(cost).ok_or(DecodeError::TooMuchMemory { limit: allowed })?;
        Ok(())
    }

    /// Pays for an item of a list.
    pub(super) fn item(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.take(bytes.saturating_mul(GROWTH))
    }

    /// Pays for a key that is stored to detect it if it comes again.
    pub(super) fn key(&mut self, length: usize) -> Result<(), DecodeError> {
        self.take(length.saturating_add(KEY))
    }

    /// Pays for an object in a tree.
    pub(super) fn tree_object(&mut self) -> Result<(), DecodeError> {
        self.take(OBJECT)
    }

    /// Pays for a list in a tree.
    pub(super) fn tree_list(&mut self) -> Result<(), DecodeError> {
        self.take(LIST)
    }

    /// Pays for an item of a list or a member of an object in a tree.
    pub(super) fn tree_item(&mut self) -> Result<(), DecodeError> {
        self.take(ITEM)
    }

    /// Pays for an entry of a map.
    pub(super) fn entry(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.take(bytes.saturating_add(size_of::<String>()).saturating_mul(ENTRIES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_grows_with_the_body_and_says_how_large_it_was() {
        let limit = FREE + 2 * PER_BYTE;
        let mut budget = Budget::of(2);
        budget.item((limit - 2) / GROWTH).unwrap();
        assert_eq!(budget.item(1), Err(DecodeError::TooMuchMemory { limit }));
    }
}
