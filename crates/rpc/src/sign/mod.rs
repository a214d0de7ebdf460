//! Signatures: [`acs3`], which every call uses, and [`v1`], the older one of the RPC style, which
//! the credential services still require.

pub mod acs3;
pub mod v1;

use smallvec::SmallVec;

/// [`EMPTY_HASH`] as a literal, for longer ones.
macro_rules! empty_hash {
    () => {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    };
}
use empty_hash;

/// The SHA-256 of an empty body in hexadecimal digits.
pub const EMPTY_HASH: &str = empty_hash!();

/// Percent-encodes a text by RFC 3986: every byte of its UTF-8 but `A-Z a-z 0-9 - _ . ~`, in
/// upper-case digits.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode_into(&mut out, text);
    out
}

fn encode_into(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    // Nearly all are. By blocks, in which the compiler looks without a loop.
    let plain = |block: &[u8]| block.iter().fold(true, |plain, byte| plain & is_unreserved(*byte));
    let mut blocks = text.as_bytes().chunks_exact(8);
    if plain(blocks.remainder()) && blocks.all(plain) {
        return out.push_str(text);
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_unreserved(byte)) {
        out.push_str(&rest[..at]);
        // All bytes of a character beyond ASCII are escaped, so the next part begins with one.
        let length = rest[at..].bytes().position(is_unreserved).unwrap_or(rest.len() - at);
        for byte in rest[at..at + length].bytes() {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
}

fn is_unreserved(byte: u8) -> bool {
    // A table, because every byte of every parameter is looked at.
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            table[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        table[b'-' as usize] = true;
        table[b'_' as usize] = true;
        table[b'.' as usize] = true;
        table[b'~' as usize] = true;
        table
    };
    TABLE[usize::from(byte)]
}

/// Encodes names and values and joins them with `=` and `&`, in byte order of the name. The same
/// text is sent as the query.
#[must_use]
pub fn canonical_query(parameters: &[(String, String)]) -> String {
    let mut out = String::new();
    push_query(&mut out, parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    out
}

/// Appends what [`canonical_query`] returns.
pub(crate) fn push_query<'a>(
    out: &mut String,
    parameters: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let mut parameters: SmallVec<[(&str, &str); 12]> = parameters.collect();
    parameters.sort_by_key(|(name, _)| *name);
    for (index, (name, value)) in parameters.into_iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        encode_into(out, name);
        out.push('=');
        encode_into(out, value);
    }
}

/// Returns the lower-case hexadecimal digits of bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    let (blocks, rest) = bytes.split_at(bytes.len() - bytes.len() % 16);
    for block in blocks.chunks_exact(16) {
        push_digits::<16>(&mut out, block.try_into().expect("a block has 16"));
    }
    for byte in rest {
        push_digits(&mut out, &[*byte]);
    }
    out
}

/// Appends the digits of all bytes at once; digit by digit takes as long as to hash.
pub(crate) fn push_digits<const N: usize>(out: &mut String, bytes: &[u8; N]) {
    out.push_str(std::str::from_utf8(digits(bytes).as_flattened()).expect("digits are ASCII"));
}

/// The digits of each byte. Computed, because the compiler does that for many bytes at once.
fn digits<const N: usize>(bytes: &[u8; N]) -> [[u8; 2]; N] {
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let mut out = [[0; 2]; N];
    for (pair, byte) in out.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    out
}
