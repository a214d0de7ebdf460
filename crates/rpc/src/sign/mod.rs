//! Signatures: [`acs3`], which every call uses, and [`v1`], the older one of the RPC style, which
//! the credential services still require.

pub mod acs3;
pub mod v1;

/// The SHA-256 of an empty body in hexadecimal digits.
pub const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

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
    query_of(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect())
}

/// As [`canonical_query`].
pub(crate) fn query_of(mut parameters: Vec<(&str, &str)>) -> String {
    parameters.sort_by_key(|(name, _)| *name);
    let length = parameters.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let mut out = String::with_capacity(length);
    for (name, value) in parameters {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(&mut out, name);
        out.push('=');
        encode_into(&mut out, value);
    }
    out
}

/// Returns the lower-case hexadecimal digits of bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    hex_into(&mut out, bytes);
    out
}

/// Adds digits by the block: to add them one by one takes as long as to hash.
pub(crate) fn hex_into(out: &mut String, bytes: &[u8]) {
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    for block in bytes.chunks(32) {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(block) {
            pair[0] = digit(byte >> 4);
            pair[1] = digit(byte & 15);
        }
        let text = std::str::from_utf8(&digits[..block.len() * 2]);
        out.push_str(text.expect("digits are ASCII"));
    }
}
