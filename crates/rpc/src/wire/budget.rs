//! What a reply may cost in memory. A body can be small and what it decodes into large: `{}` is two
//! bytes, and an item of a list may be a struct of two kilobytes.
//!
//! One budget in proportion to the body pays for the JSON tree and for what is decoded out of it.
//! The tree is priced before it is built, from the marks in the text; the items of lists when they
//! are added. The prices are upper bounds of what the allocator is asked for, growth included.

use super::{DecodeError, Json};

/// What every reply may cost, however short: no reply of ordinary size is ever refused.
const FREE: usize = 32 << 20;

/// What every byte of a body may cost on top. Replies of the service cost about 8 per byte.
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

/// A text of an open list of values, beside its bytes.
const WORD: usize = 32;

/// The names and values that the nodes of a map have room for, for each that they hold.
const ENTRIES: usize = 12;

/// What is left of what a reply may cost.
pub(super) struct Budget {
    allowed: usize,
    left: usize,
}

impl Budget {
    fn of(body: &[u8]) -> Self {
        let allowed = FREE.saturating_add(body.len().saturating_mul(PER_BYTE));
        Self { allowed, left: allowed }
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

    /// Pays for a text in a list of them.
    pub(super) fn word(&mut self, text: &str) -> Result<(), DecodeError> {
        self.take(text.len().saturating_add(WORD * GROWTH))
    }

    /// Pays for an entry of a map.
    pub(super) fn entry(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.take(bytes.saturating_add(size_of::<String>()).saturating_mul(ENTRIES))
    }
}

/// The tree of a body, and what is left for what is made of it.
pub(super) fn parse(body: &[u8]) -> Result<(Json, Budget), DecodeError> {
    let mut budget = Budget::of(body);
    budget.take(price(body))?;
    let tree = serde_json::from_slice(body)
        .map_err(|error| DecodeError::NotJson(describe(&error, body)))?;
    Ok((tree, budget))
}

/// The tree of a body of failure; `None` when it is not JSON, or too expensive to be looked at.
pub(crate) fn tree(body: &[u8]) -> Option<Json> {
    parse(body).ok().map(|(tree, _)| tree)
}

/// serde_json never quotes the input, so that nothing of a reply leaks into a message.
fn describe(error: &serde_json::Error, body: &[u8]) -> String {
    if body.is_empty() { "it is empty".to_owned() } else { error.to_string() }
}

/// What the tree of a body costs at most. Where the text is not JSON, the parser stops no later
/// than this count begins to differ from what it would have built.
fn price(body: &[u8]) -> usize {
    let mut price = body.len();
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        price = price.saturating_add(match byte {
            b'{' => OBJECT,
            b'[' => LIST,
            b',' => ITEM,
            b'"' => {
                skip_text(&mut bytes);
                0
            }
            _ => 0,
        });
    }
    price
}

fn skip_text(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_of_text_cost_nothing() {
        assert_eq!(price(br#""[{,\"[{,""#), 10);
        assert_eq!(price(br#"{"a":[1,2]}"#), 11 + OBJECT + LIST + ITEM);
        assert_eq!(price(br#""\"#), 2);
    }

    #[test]
    fn what_is_left_pays_for_what_is_decoded() {
        let (_, mut budget) = parse(b"{}").unwrap();
        let limit = FREE + 2 * PER_BYTE;
        budget.item((limit - 2 - OBJECT) / GROWTH).unwrap();
        assert_eq!(budget.item(1), Err(DecodeError::TooMuchMemory { limit }));
    }
}
