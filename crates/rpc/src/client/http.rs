//! One attempt as an HTTP request: `POST /` with an empty body, every parameter in the query
//! exactly as it was signed, and the `x-acs-*` headers.

use std::borrow::Cow;
use std::time::Duration;

use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::shown::has_control;
use crate::sign::acs3::Post;
use crate::sign::{EMPTY_HASH, push_query};
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

/// The longest URL in bytes that the `http` crate accepts, and so reqwest.
const LONGEST_URL: usize = 65_534;

/// The URL of a call.
pub(super) struct Url {
    text: String,
    /// Where the query begins in it.
    query: usize,
}

impl Url {
    pub(super) fn new<'a>(
        endpoint: &Endpoint,
        parameters: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        // Enough for most calls.
        let mut text = String::with_capacity(256);
        for part in [endpoint.scheme(), endpoint.host(), "/?"] {
            text.push_str(part);
        }
        let query = text.len();
        push_query(&mut text, parameters);
        if text.len() == query {
            text.pop();
        }
        Self { text, query }
    }

    /// Encoded and in order.
    fn query(&self) -> &str {
        self.text.get(self.query..).unwrap_or_default()
    }
}

pub(super) struct Outgoing<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) operation: &'a Cow<'static, str>,
    pub(super) version: &'static str,
    pub(super) url: &'a Url,
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
    let (credentials, token) = (out.credentials, out.credentials.security_token());
    let retry =
        out.retry.map(|(attempts, delay)| [attempts.to_string(), delay.as_millis().to_string()]);
    let post = Post {
        query: out.url.query(),
        host: out.endpoint.host(),
        action: out.operation,
        provider: credentials.provider(),
        date: &out.date,
        retry: retry.as_ref().map(|[attempts, delay]| [&**attempts, &**delay]),
        access_key_id: credentials.access_key_id(),
        token,
        nonce: &out.nonce,
        version: out.version,
    };
    let authorization = post.authorization(credentials.mac());
    let mut headers: Vec<(&'static str, Cow<'static, str>)> = Vec::with_capacity(16);
    headers.push(("host", out.endpoint.host_header()));
    headers.push(("x-acs-action", out.operation.clone()));
    headers.push(("x-acs-content-sha256", EMPTY_HASH.into()));
    headers.push(("x-acs-credentials-provider", credentials.provider_header()));
    headers.push(("x-acs-date", out.date.into()));
    if let Some([attempts, delay]) = retry {
        headers.push(("x-acs-retry-attempts", attempts.into()));
        headers.push(("x-acs-retry-delay", delay.into()));
    }
    if let Some(token) = token {
        headers.push(("x-acs-accesskey-id", owned(credentials.access_key_id())));
        headers.push(("x-acs-security-token", owned(token)));
    }
    headers.push(("x-acs-signature-nonce", out.nonce.into()));
    headers.push(("x-acs-version", out.version.into()));
    headers.push(("authorization", authorization.into()));
    // Not signed, because proxies change these.
    headers.push(("accept", "application/json".into()));
    headers.push(("user-agent", out.user_agent));
    HttpRequest {
        method: "POST",
        url: out.url.text.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::acs3::{Authorization, Parts};

    #[test]
    fn every_header_that_must_be_signed_is_and_the_signature_is_that_of_the_request() {
        let endpoint = Endpoint::parse("ecs.example.com").unwrap();
        let query = [("A".to_owned(), "x y".to_owned()), ("B".to_owned(), String::new())];
        let plain = Credentials::new("id", "secret");
        let temporary = Credentials::with_token("id", "secret", " token");
        for credentials in [plain, temporary] {
            for retry in [None, Some((2, Duration::from_millis(150)))] {
                let request = signed(Outgoing {
                    endpoint: &endpoint,
                    operation: &"DescribeThings".into(),
                    version: "2014-05-26",
                    url: &Url::new(
                        &endpoint,
                        query.iter().map(|(name, value)| (&**name, &**value)),
                    ),
                    date: "2026-11-28T12:00:00Z".to_owned(),
                    nonce: "nonce".to_owned(),
                    retry,
                    user_agent: "agent".into(),
                    credentials: &credentials,
                    timeout: Duration::from_secs(1),
                    max_response_bytes: 1,
                });
                let header = request.header("authorization").unwrap();
                let authorization = Authorization::parse(header).unwrap();
                assert_eq!(authorization.access_key_id, "id");
                let headers = request.headers.iter();
                let headers = headers.map(|(name, value)| ((*name).to_owned(), value.to_string()));
                let parts = Parts {
                    method: request.method,
                    path: "/",
                    query: &query,
                    headers: &headers.collect::<Vec<_>>(),
                    payload_hash: EMPTY_HASH,
                };
                assert!(authorization.verify(&parts, "secret"), "{request:?}");
                let count = 7
                    + 2 * usize::from(retry.is_some())
                    + 2 * usize::from(credentials.security_token().is_some());
                assert_eq!(authorization.signed_headers.len(), count);
            }
        }
    }
}
