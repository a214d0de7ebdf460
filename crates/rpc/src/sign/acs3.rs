//! The signature ACS3-HMAC-SHA256: makes the `authorization` header of a request, and verifies one
//! for servers.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{canonical_query, digits, empty_hash, hex, push_digits};

/// The name of the algorithm, and the first word of the header.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The parts of a request that are signed.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The method in upper case.
    pub method: &'a str,
    /// The path as it is sent.
    pub path: &'a str,
    /// Query parameters, decoded, in any order.
    pub query: &'a [(String, String)],
    /// The headers to sign, in any order and case; see [`is_signed`].
    pub headers: &'a [(String, String)],
    /// Lower-case hexadecimal SHA-256 of the body; [`super::EMPTY_HASH`] without one.
    pub payload_hash: &'a str,
}

/// A signature and the text that was signed.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// Names of the signed headers, lower case, in order, joined by `;`.
    pub signed_headers: String,
    /// The text that was signed.
    pub string_to_sign: String,
    /// Lower-case hexadecimal digits.
    pub signature: String,
}

impl Signature {
    /// Returns the value of the `authorization` header.
    #[must_use]
    pub fn authorization(&self, access_key_id: &str) -> String {
        format!(
            "{ALGORITHM} Credential={access_key_id},SignedHeaders={},Signature={}",
            self.signed_headers, self.signature
        )
    }
}

/// Whether a client signs this header: `host`, `content-type` and every `x-acs-*`. Not `accept`
/// and `user-agent`, which proxies and HTTP libraries alter.
#[must_use]
pub fn is_signed(name: &str) -> bool {
    let prefix = name.get(..6).is_some_and(|prefix| prefix.eq_ignore_ascii_case("x-acs-"));
    prefix || name.eq_ignore_ascii_case("host") || name.eq_ignore_ascii_case("content-type")
}

/// Returns the SHA-256 of bytes in lower-case hexadecimal digits.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns the canonical request, which holds all of [`Parts::headers`].
#[must_use]
pub fn canonical_request(parts: &Parts<'_>) -> String {
    let headers = canonical_headers(parts.headers);
    let mut out = format!("{}\n{}\n{}\n", parts.method, parts.path, canonical_query(parts.query));
    for (name, values) in &headers {
        out.push_str(name);
        out.push(':');
        out.push_str(&values.join(","));
        out.push('\n');
    }
    out.push('\n');
    out.push_str(&names(&headers));
    out.push('\n');
    out.push_str(parts.payload_hash);
    out
}

/// Signs a request with the secret of an access key.
#[must_use]
pub fn sign(parts: &Parts<'_>, access_key_secret: &str) -> Signature {
    let string_to_sign = format!("{ALGORITHM}\n{}", hash(canonical_request(parts).as_bytes()));
    let signature = hex(&mac(access_key_secret, &string_to_sign).finalize().into_bytes());
    Signature {
        signed_headers: names(&canonical_headers(parts.headers)),
        string_to_sign,
        signature,
    }
}

/// What is signed of a `POST /` without a body, beside the hash of that.
pub(crate) struct Post<'a> {
    /// Canonical.
    pub(crate) query: &'a str,
    pub(crate) host: &'a str,
    pub(crate) action: &'a str,
    pub(crate) provider: &'a str,
    pub(crate) date: &'a str,
    /// Attempts before this one, and the wait since the last.
    pub(crate) retry: Option<[&'a str; 2]>,
    pub(crate) access_key_id: &'a str,
    pub(crate) token: Option<&'a str>,
    pub(crate) nonce: &'a str,
    pub(crate) version: &'a str,
}

impl Post<'_> {
    /// The `authorization` header, by a MAC with the secret as its key.
    pub(crate) fn authorization(&self, mut mac: Hmac<Sha256>) -> String {
        let names = self.names();
        let token = self.token.map(trimmed);
        let length = 768 + self.query.len() + token.map_or(0, str::len);
        let mut text = String::with_capacity(length);
        // Piece by piece, because each that the compiler knows is a few stores.
        text += "POST\n/\n";
        text += self.query;
        text += "\nhost:";
        text += trimmed(self.host);
        if token.is_some() {
            text += "\nx-acs-accesskey-id:";
            text += trimmed(self.access_key_id);
        }
        text += "\nx-acs-action:";
        text += trimmed(self.action);
        text += concat!("\nx-acs-content-sha256:", empty_hash!());
        text += "\nx-acs-credentials-provider:";
        text += trimmed(self.provider);
        text += "\nx-acs-date:";
        text += self.date;
        if let Some([attempts, delay]) = self.retry {
            text += "\nx-acs-retry-attempts:";
            text += attempts;
            text += "\nx-acs-retry-delay:";
            text += delay;
        }
        if let Some(token) = token {
            text += "\nx-acs-security-token:";
            text += token;
        }
        text += "\nx-acs-signature-nonce:";
        text += self.nonce;
        text += "\nx-acs-version:";
        text += self.version;
        text += "\n\n";
        text += names;
        text += concat!("\n", empty_hash!());
        mac.update(b"ACS3-HMAC-SHA256\n");
        mac.update(digits(&Sha256::digest(&text).into()).as_flattened());
        // What was hashed is done with, and its buffer has room for the header.
        text.clear();
        text += "ACS3-HMAC-SHA256 Credential=";
        text += self.access_key_id;
        text += ",SignedHeaders=";
        text += names;
        text += ",Signature=";
        push_digits(&mut text, &mac.finalize().into_bytes().into());
        text
    }

    /// The names of the headers, joined.
    fn names(&self) -> &'static str {
        match (self.token.is_some(), self.retry.is_some()) {
            (false, false) => {
                "host;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;\
                 x-acs-signature-nonce;x-acs-version"
            }
            (false, true) => {
                "host;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;\
                 x-acs-retry-attempts;x-acs-retry-delay;x-acs-signature-nonce;x-acs-version"
            }
            (true, false) => {
                "host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;\
                 x-acs-credentials-provider;x-acs-date;x-acs-security-token;\
                 x-acs-signature-nonce;x-acs-version"
            }
            (true, true) => {
                "host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;\
                 x-acs-credentials-provider;x-acs-date;x-acs-retry-attempts;x-acs-retry-delay;\
                 x-acs-security-token;x-acs-signature-nonce;x-acs-version"
            }
        }
    }
}

/// Trims white space. Most values have none, which their first and last bytes show.
fn trimmed(value: &str) -> &str {
    match value.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => value,
        _ => value.trim(),
    }
}

/// Names in order, each with its trimmed values in order.
fn canonical_headers(headers: &[(String, String)]) -> Vec<(String, Vec<&str>)> {
    let mut out: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, value) in headers {
        let name = name.to_ascii_lowercase();
        match out.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => out[at].1.push(value.trim()),
            Err(at) => out.insert(at, (name, vec![value.trim()])),
        }
    }
    for (_, values) in &mut out {
        values.sort_unstable();
    }
    out
}

fn names(headers: &[(String, Vec<&str>)]) -> String {
    headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";")
}

fn mac(secret: &str, text: &str) -> Hmac<Sha256> {
    let mut mac = keyed(secret);
    mac.update(text.as_bytes());
    mac
}

/// A MAC with this secret as its key.
pub(crate) fn keyed(secret: &str) -> Hmac<Sha256> {
    <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("HMAC takes any key")
}

/// A parsed `authorization` header.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// Id of the access key.
    pub access_key_id: &'a str,
    /// Names of the signed headers.
    pub signed_headers: Vec<&'a str>,
    /// Lower-case hexadecimal digits.
    pub signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Parses the header. `None` if it is of another algorithm or not complete.
    #[must_use]
    pub fn parse(header: &'a str) -> Option<Self> {
        let rest = header.trim().strip_prefix(ALGORITHM)?.strip_prefix(' ')?;
        let mut parts = rest.split(',').map(str::trim);
        let access_key_id = parts.next()?.strip_prefix("Credential=")?;
        let signed_headers = parts.next()?.strip_prefix("SignedHeaders=")?.split(';').collect();
        let signature = parts.next()?.strip_prefix("Signature=")?;
        parts.next().is_none().then_some(Self { access_key_id, signed_headers, signature })
    }

    /// Whether a request as a server received it was signed with this secret, with every `x-acs-*`
    /// header and the host among what was signed. `parts.headers` holds all headers that came.
    #[must_use]
    pub fn verify(&self, parts: &Parts<'_>, access_key_secret: &str) -> bool {
        let is_named =
            |name: &str| self.signed_headers.iter().any(|n| n.eq_ignore_ascii_case(name));
        let must = |name: &str| is_signed(name) && !name.eq_ignore_ascii_case("content-type");
        if parts.headers.iter().any(|(name, _)| must(name) && !is_named(name)) {
            return false;
        }
        let headers: Vec<_> =
            parts.headers.iter().filter(|(name, _)| is_named(name)).cloned().collect();
        let expected = sign(&Parts { headers: &headers, ..*parts }, access_key_secret);
        // Compared in constant time: over the digits' own MAC.
        let digits = |text: &str| mac(access_key_secret, text).finalize();
        expected.signed_headers == self.signed_headers.join(";").to_ascii_lowercase()
            && digits(&expected.signature) == digits(self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_canonical_request_has_six_parts_and_an_empty_line() {
        let query = pairs(&[("b", "x y+*~"), ("a.1", ""), ("a", "é")]);
        let headers = pairs(&[("X-Acs-B", " two "), ("Host", "h:1"), ("x-acs-b", "one")]);
        let parts = Parts {
            method: "POST",
            path: "/",
            query: &query,
            headers: &headers,
            payload_hash: super::super::EMPTY_HASH,
        };
        let text = canonical_request(&parts);
        let expected = "POST\n/\na=%C3%A9&a.1=&b=x%20y%2B%2A~\nhost:h:1\nx-acs-b:one,two\n\n\
                        host;x-acs-b\n";
        assert_eq!(text, format!("{expected}{}", super::super::EMPTY_HASH));
    }

    #[test]
    fn nothing_that_a_proxy_may_alter_is_signed() {
        for name in ["host", "X-Acs-Date", "x-acs-anything", "Content-Type"] {
            assert!(is_signed(name), "{name}");
        }
        for name in ["accept", "user-agent", "authorization", "x-acs", "é-acs-", ""] {
            assert!(!is_signed(name), "{name}");
        }
    }

    #[test]
    fn a_server_refuses_what_was_changed_or_left_unsigned() {
        fn parts<'a>(query: &'a [(String, String)], headers: &'a [(String, String)]) -> Parts<'a> {
            Parts { method: "POST", path: "/", query, headers, payload_hash: "" }
        }
        let query = pairs(&[("A", "1")]);
        let mut headers = pairs(&[("host", "h"), ("x-acs-date", "d")]);
        let header = sign(&parts(&query, &headers), "secret").authorization("id");
        let authorization = Authorization::parse(&header).unwrap();
        assert_eq!(authorization.access_key_id, "id");
        headers.push(("accept".to_owned(), "x".to_owned()));
        assert!(authorization.verify(&parts(&query, &headers), "secret"));
        assert!(!authorization.verify(&parts(&query, &headers), "other"));
        assert!(!authorization.verify(&parts(&pairs(&[("A", "2")]), &headers), "secret"));
        headers.push(("x-acs-added".to_owned(), "x".to_owned()));
        assert!(!authorization.verify(&parts(&query, &headers), "secret"));
    }

    #[test]
    fn half_an_authorization_is_none() {
        for header in
            ["", "ACS3-HMAC-SHA256", "Basic x", "ACS3-HMAC-SHA256 Credential=a,Signature=b"]
        {
            assert!(Authorization::parse(header).is_none(), "{header}");
        }
    }
}
