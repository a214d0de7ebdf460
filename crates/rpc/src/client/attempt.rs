//! One attempt as HTTP: `POST /`, every parameter in the query exactly as it was signed, an empty
//! body, the `x-acs-*` headers.

use std::time::Duration;

use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::sign::{EMPTY_HASH, acs3, canonical_query};
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

/// Length of the longest URL that the `http` crate takes, and with it reqwest.
const LONGEST_URL: usize = 65_534;

pub(super) struct Outgoing<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) operation: &'a str,
    pub(super) version: &'a str,
    pub(super) query: &'a [(String, String)],
    pub(super) date: &'a str,
    pub(super) nonce: &'a str,
    pub(super) credentials: &'a Credentials,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
}

pub(super) fn signed(out: &Outgoing<'_>) -> HttpRequest {
    let mut headers = Vec::new();
    let mut add = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    add("host", out.endpoint.host());
    add("x-acs-action", out.operation);
    add("x-acs-version", out.version);
    add("x-acs-date", out.date);
    add("x-acs-signature-nonce", out.nonce);
    add("x-acs-content-sha256", EMPTY_HASH);
    add("x-acs-credentials-provider", out.credentials.provider());
    if let Some(token) = out.credentials.security_token() {
        add("x-acs-accesskey-id", out.credentials.access_key_id());
        add("x-acs-security-token", token);
    }
    let parts = acs3::Parts {
        method: "POST",
        path: "/",
        query: out.query,
        headers: &headers,
        payload_hash: EMPTY_HASH,
    };
    let signature = acs3::sign(&parts, out.credentials.access_key_secret());
    headers.push((
        "authorization".to_owned(),
        signature.authorization(out.credentials.access_key_id()),
    ));
    // Not signed: proxies alter these.
    headers.push(("accept".to_owned(), "application/json".to_owned()));
    let agent = concat!("aliyun-rpc-rust/", env!("CARGO_PKG_VERSION"));
    headers.push(("user-agent".to_owned(), agent.to_owned()));

    let query = canonical_query(out.query);
    let mark = if query.is_empty() { "" } else { "?" };
    HttpRequest {
        method: "POST",
        url: format!("{}/{mark}{query}", out.endpoint.url()),
        headers,
        body: Vec::new(),
        timeout: out.timeout,
        max_response_bytes: out.max_response_bytes,
    }
}

/// Finds what HTTP cannot carry before a transport tries to: it would fail each time.
pub(super) fn sendable(request: &HttpRequest) -> Result<(), TransportError> {
    let refuse = |message| Err(TransportError::new(TransportErrorKind::Request, message, None));
    let length = request.url.len();
    if length > LONGEST_URL {
        return refuse(format!(
            "the URL has {length} bytes and {LONGEST_URL} are the most; help: send fewer or \
             shorter parameters"
        ));
    }
    let flawed = |text: &str| text.bytes().any(|byte| byte.is_ascii_control());
    match request.headers.iter().find(|(_, value)| flawed(value)) {
        None => Ok(()),
        Some((name, _)) if name == "x-acs-action" => {
            refuse("the operation's name has a control character".to_owned())
        }
        Some((name, _)) => refuse(format!("the header {name} has a control character")),
    }
}
