//! Limits the memory that a reply takes. A small body can decode into something large: `{}` is two
//! bytes, and an item of a list may be a struct of two kilobytes.
//!
//! The budget grows with the body and pays for the JSON tree and for what is decoded from it. The
//! cost of the tree is estimated from the text before it is built, and items of lists are paid for
//! when they are added. All costs are upper bounds of what is allocated, growth included.

use super::Json;
use super::decode_error::DecodeError;
use super::unique::Unique;

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

/// A text of an open list of values, beside its bytes.
const WORD: usize = 32;

/// The names and values that the nodes of a map have room for, for each that they hold.
const ENTRIES: usize = 12;

/// What a reply may still cost, in bytes.
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

/// Parses a body into a tree. Returns the rest of the budget for decoding.
pub(super) fn parse(body: &[u8]) -> Result<(Json, Budget), DecodeError> {
    let mut budget = Budget::of(body);
    budget.take(price(body))?;
    let Unique(tree) = serde_json::from_slice(body).map_err(|error| refused(&error, body))?;
    Ok((tree, budget))
}

/// Parses the body of a failure. `None` if it is not JSON or would take too much memory.
pub(crate) fn tree(body: &[u8]) -> Option<Json> {
    parse(body).ok().map(|(tree, _)| tree)
}

/// serde_json never quotes the input, so no part of a reply leaks into a message.
fn refused(error: &serde_json::Error, body: &[u8]) -> DecodeError {
    if error.is_data() {
        // The tree takes JSON of any type, so nothing else is wrong with data.
        return DecodeError::RepeatedMember { line: error.line(), column: error.column() };
    }
    let empty = body.is_empty().then(|| "it is empty".to_owned());
    DecodeError::NotJson(empty.unwrap_or_else(|| error.to_string()))
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
    fn a_key_that_an_object_repeats_is_refused_at_any_depth() {
        for body in [
            r#"{"A":1,"A":1}"#,
            r#"{"A":1,"\u0041":2}"#,
            r#"{"L":[{"A":{"B":[],"B":[1]}}]}"#,
            r#"{"A":null,"B":2,"A":3}"#,
        ] {
            let error = parse(body.as_bytes()).err();
            assert!(matches!(error, Some(DecodeError::RepeatedMember { .. })), "{body}: {error:?}");
        }
        for body in [r#"{"A":1,"a":1}"#, r#"[{"A":1},{"A":1}]"#, r#"{"A":{"A":1}}"#] {
            assert!(parse(body.as_bytes()).is_ok(), "{body}");
        }
    }

    #[test]
    fn the_tree_is_what_serde_json_reads() {
        let body =
            br#"{"a":[1,-1,18446744073709551615,1e3,0.1,true,null,"x","\u00e9",{}],"b":{"c":[]}}"#;
        let (tree, _) = parse(body).unwrap();
        assert_eq!(tree, serde_json::from_slice::<Json>(body).unwrap());
    }

    #[test]
    fn what_is_left_pays_for_what_is_decoded() {
        let (_, mut budget) = parse(b"{}").unwrap();
        let limit = FREE + 2 * PER_BYTE;
        budget.item((limit - 2 - OBJECT) / GROWTH).unwrap();
        assert_eq!(budget.item(1), Err(DecodeError::TooMuchMemory { limit }));
    }
}
