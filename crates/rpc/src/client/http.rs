//! One attempt as an HTTP request: `POST /` with an empty body, every parameter in the query
//! exactly as it was signed, and the `x-acs-*` headers.

use std::borrow::Cow;
use std::time::Duration;

use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::shown::has_control;
use crate::sign::{EMPTY_HASH, acs3};
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

/// The longest URL in bytes that the `http` crate accepts, and so reqwest.
const LONGEST_URL: usize = 65_534;

pub(super) struct Outgoing<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) operation: &'a Cow<'static, str>,
    pub(super) version: &'static str,
    /// The canonical query.
    pub(super) query: &'a str,
    pub(super) date: String,
    pub(super) nonce: String,
    /// Attempts before this one, and the wait since the last.
    pub(super) retry: Option<(u32, Duration)>,
    pub(super) user_agent: Cow<'static, str>,
    pub(super) credentials: &'a Credentials,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
}

pub(super) fn signed(out: Outgoing<'_>) -> HttpRequest {
    let owned = |text: &str| Cow::Owned(text.to_owned());
    let mut headers: Vec<(&'static str, Cow<'static, str>)> = Vec::with_capacity(16);
    let token = out.credentials.security_token();
    // In order of their names, which is the order in which they are signed.
    headers.push(("host", out.endpoint.host_header()));
    if token.is_some() {
        headers.push(("x-acs-accesskey-id", owned(out.credentials.access_key_id())));
    }
    headers.push(("x-acs-action", out.operation.clone()));
    headers.push(("x-acs-content-sha256", EMPTY_HASH.into()));
    headers.push(("x-acs-credentials-provider", out.credentials.provider_header()));
    headers.push(("x-acs-date", out.date.into()));
    if let Some((attempts, delay)) = out.retry {
        headers.push(("x-acs-retry-attempts", attempts.to_string().into()));
        headers.push(("x-acs-retry-delay", delay.as_millis().to_string().into()));
    }
    if let Some(token) = token {
        headers.push(("x-acs-security-token", owned(token)));
    }
    headers.push(("x-acs-signature-nonce", out.nonce.into()));
    headers.push(("x-acs-version", out.version.into()));
    let authorization = acs3::authorize(
        out.query,
        &headers,
        out.credentials.access_key_id(),
        out.credentials.mac(),
    );
    headers.push(("authorization", authorization.into()));
    // Not signed, because proxies change these.
    headers.push(("accept", "application/json".into()));
    headers.push(("user-agent", out.user_agent));
    HttpRequest {
        method: "POST",
        url: out.endpoint.url_with(out.query),
        headers,
        body: Vec::new(),
        timeout: out.timeout,
        max_response_bytes: out.max_response_bytes,
    }
}

/// Refuses what HTTP cannot carry. A transport would fail on it each time.
pub(super) fn sendable(operation: &str, request: &HttpRequest) -> Result<(), TransportError> {
    let refuse = |message| Err(TransportError::new(TransportErrorKind::Request, message, None));
    let length = request.url.len();
    if length > LONGEST_URL {
        return refuse(format!(
            "the URL has {length} bytes, and at most {LONGEST_URL} can be sent; help: send fewer \
             or shorter parameters"
        ));
    }
    // Everything else in a header was checked before: keys, endpoint, user agent.
    if has_control(operation) {
        return refuse("the operation's name has a control character".to_owned());
    }
    Ok(())
}
