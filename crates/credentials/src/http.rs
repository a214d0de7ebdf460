//! One exchange with a service that hands out credentials: over TLS, or plain to this machine and
//! to the metadata service; bounded in time and size; and with errors that quote nothing that was
//! sent or came back but a status and a code.

use std::borrow::Cow;
use std::time::Duration;

use aliyun_rpc::endpoint::{Endpoint, EndpointError};
use aliyun_rpc::shown::short;
use aliyun_rpc::transport::within;
use aliyun_rpc::{CredentialsError, HttpRequest, HttpResponse, Json};

use crate::config::ProviderConfig;
use crate::reply::Answered;

/// The metadata service, which every instance reaches without leaving its host.
pub(crate) const METADATA: &str = "http://100.100.100.200";
/// Five seconds to connect and ten to read.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(15);
/// Replies have two kilobytes.
pub(crate) const MAX_BYTES: usize = 64 << 10;

/// A request, and what an error calls the service.
pub(crate) struct Exchange<'a> {
    pub(crate) to: &'static str,
    pub(crate) method: &'static str,
    pub(crate) url: &'a Url,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// For all attempts together.
    pub(crate) timeout: Duration,
    /// Whether it may be sent again if the service fails or is throttled. Not if it uses something
    /// up.
    pub(crate) repeatable: bool,
}

/// What a service answered, and when.
pub(crate) struct Reply {
    pub(crate) response: HttpResponse,
    pub(crate) answered: Answered,
}

/// How long to wait before each further attempt.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];

/// An address that may be called.
#[derive(Clone)]
pub(crate) struct Url {
    /// Scheme, host and port.
    origin: String,
    host: String,
    /// Path and query.
    path: String,
}

impl Url {
    /// Parses an address and refuses what must not be called: plain HTTP to another machine, users
    /// and passwords, and characters that a URL cannot have.
    pub(crate) fn parse(text: &str) -> Result<Self, CredentialsError> {
        let rest = text.find("://").map_or(0, |at| at + 3);
        let end = text[rest..].find(['/', '?', '#']).map_or(text.len(), |at| rest + at);
        let (origin, path) = text.split_at(end);
        if path.contains('#') || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = "the path or query of the address has a blank, a `#` or a character that \
                           must be percent-encoded";
            return Err(CredentialsError(message.to_owned()));
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        if origin == METADATA {
            let host = METADATA.trim_start_matches("http://").to_owned();
            return Ok(Self { origin: origin.to_owned(), host, path });
        }
        // Not quoted: what comes before the first slash can be the first half of a password.
        let endpoint = Endpoint::parse(origin).map_err(|error| {
            let message = match error {
                EndpointError::Plain(_) => {
                    "the address is plain http to another machine; help: use https://"
                }
                _ => "the address is not like https://host/path",
            };
            CredentialsError(message.to_owned())
        })?;
        Ok(Self { origin: endpoint.url(), host: endpoint.host().to_owned(), path })
    }

    /// Another path on the same host.
    pub(crate) fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }
}

/// As [`send`]. Any status but 200 is an error.
pub(crate) async fn exchange(
    config: &ProviderConfig,
    exchange: Exchange<'_>,
) -> Result<Reply, CredentialsError> {
    let to = exchange.to;
    good(to, send(config, exchange).await?)
}

/// Sends a request, again if the service fails or is throttled and the request may be repeated.
pub(crate) async fn send(
    config: &ProviderConfig,
    exchange: Exchange<'_>,
) -> Result<Reply, CredentialsError> {
    let Exchange { to, method, url, headers, body, timeout, repeatable } = exchange;
    let mut all = vec![("host", url.host.clone().into())];
    all.extend(headers.into_iter().map(|(name, value)| (name, value.into())));
    if all
        .iter()
        .any(|(_, value): &(_, Cow<'_, str>)| value.bytes().any(|byte| byte.is_ascii_control()))
    {
        return Err(CredentialsError(format!("{to}: a header would have a control character")));
    }
    let request = HttpRequest {
        method,
        url: format!("{}{}", url.origin, url.path),
        headers: all,
        body,
        timeout,
        max_response_bytes: MAX_BYTES,
    };
    let transport = config.wire();
    let attempts = async {
        for pause in PAUSES.into_iter().filter(|_| repeatable) {
            let reply = transport.send(request.clone()).await?;
            if reply.status < 500 && reply.status != 429 {
                return Ok(reply);
            }
            config.time().sleep(pause).await;
        }
        transport.send(request.clone()).await
    };
    let sent = within(timeout, Box::pin(attempts)).await;
    let response = sent.map_err(|error| CredentialsError(format!("{to}: {error}")))?;
    if response.body.len() > MAX_BYTES {
        return Err(CredentialsError(format!("{to}: the reply has more than {MAX_BYTES} bytes")));
    }
    let answered = Answered::by(&response, config.now());
    Ok(Reply { response, answered })
}

/// Refuses a reply with any status but 200.
pub(crate) fn good(to: &str, reply: Reply) -> Result<Reply, CredentialsError> {
    let status = reply.response.status;
    if status == 200 {
        return Ok(reply);
    }
    let code = code(&reply).map_or_else(String::new, |code| format!(", code {}", short(&code)));
    Err(CredentialsError(format!("{to} answered with status {status}{code}")))
}

/// The code of a refusal.
pub(crate) fn code(reply: &Reply) -> Option<String> {
    let json: Json = serde_json::from_slice(&reply.response.body).ok()?;
    json["Code"].as_str().or(json["error"].as_str()).map(str::to_owned)
}

/// The body of a reply as JSON.
pub(crate) fn json(to: &str, reply: &Reply) -> Result<Json, CredentialsError> {
    serde_json::from_slice(&reply.response.body)
        .map_err(|_| CredentialsError(format!("the reply of {to} is not JSON")))
}

/// The body of a reply as a line of text.
pub(crate) fn line(to: &str, reply: &Reply) -> Result<String, CredentialsError> {
    let text = std::str::from_utf8(&reply.response.body).ok().map(str::trim);
    let text = text.filter(|text| !text.is_empty() && !text.bytes().any(|b| b.is_ascii_control()));
    text.map(str::to_owned)
        .ok_or_else(|| CredentialsError(format!("the reply of {to} is not a line of text")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_this_machine_and_to_the_metadata_service_only() {
        for good in [
            "https://example.com",
            "https://example.com/a?b=c%20d",
            "http://127.0.0.1:8079/creds/path?a=1&b=x%20y",
            "http://localhost/",
            "http://[::1]:80/x",
            "http://100.100.100.200/latest",
        ] {
            assert!(Url::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.com/",
            "http://100.100.100.200.example.com/",
            "http://100.100.100.200:80@example.com/",
            "http://127.0.0.1@example.com/",
            "http://100.100.100.201/",
            "https://example.com/a b",
            "https://example.com/#x",
            "https://example.com/\n",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "",
        ] {
            assert!(Url::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_refused_address_is_shown_without_its_password() {
        for address in
            ["https://me:pass@example.com/?token=x", "https://me:pass/word@example.com/?token=x"]
        {
            let Err(error) = Url::parse(address) else { panic!("a user in an address is refused") };
            assert!(!error.to_string().contains("pass"), "{error}");
        }
    }

    #[test]
    fn an_address_without_a_path_gets_one() {
        for (text, sent) in [
            ("https://example.com", "https://example.com/"),
            ("https://example.com?a=b", "https://example.com/?a=b"),
            ("https://example.com/x", "https://example.com/x"),
        ] {
            let url = Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(format!("{}{}", url.origin, url.path), sent);
        }
    }
}
