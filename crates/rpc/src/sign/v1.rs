//! The older signature of the RPC style: HMAC-SHA1 over all parameters,
//! query and form alike. STS still takes it.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::{canonical_query, encode};

/// The value of `Signature`, not yet percent-encoded, for all other parameters of a request.
#[must_use]
pub fn sign(method: &str, parameters: &[(String, String)], access_key_secret: &str) -> String {
    let text = string_to_sign(method, parameters);
    let key = format!("{access_key_secret}&");
    let mut mac =
        <Hmac<Sha1> as KeyInit>::new_from_slice(key.as_bytes()).expect("HMAC takes any key");
    mac.update(text.as_bytes());
    base64(&mac.finalize().into_bytes())
}

/// The text that is signed.
#[must_use]
pub fn string_to_sign(method: &str, parameters: &[(String, String)]) -> String {
    format!("{method}&%2F&{}", encode(&canonical_query(parameters)))
}

/// Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 63;
            out.push(if place <= chunk.len() { char::from(ALPHABET[index as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_pads_what_does_not_fill_three_bytes() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(super::base64(bytes.as_bytes()), text);
        }
    }
}
