//! One HTTP exchange, behind a trait: tests and other HTTP libraries implement it in the place of
//! reqwest.

mod date;
mod deadline;
#[cfg(feature = "reqwest")]
mod over_reqwest;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use crate::boxed::BoxFuture;
use crate::shown::{long, short};

#[doc(hidden)]
pub(crate) use deadline::GRACE;
pub use deadline::within;
#[cfg(feature = "reqwest")]
pub use over_reqwest::ReqwestTransport;

/// The longest wait that a reply can ask for. The vendor's SDKs wait no longer either.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// One HTTP exchange.
///
/// Implementations must not follow redirects, retry, decompress or add `x-acs-*` headers. They must
/// not put the URL into an error, because it holds the caller's parameters.
///
/// They should stop reading a body that is longer than [`HttpRequest::max_response_bytes`] and
/// return [`TransportError::body_too_large`]. The client checks the length again, but only after
/// the whole body was held in memory.
///
/// They should also end in the time of [`HttpRequest::timeout`], because they know best what took
/// so long. The client drops the exchange half a second after that time, unless `poll` itself
/// blocks.
pub trait Transport: Send + Sync {
    /// Sends a request and reads the whole reply.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }
}

/// A signed request. `Debug` shows neither the query nor the values of headers.
#[derive(Clone)]
pub struct HttpRequest {
    /// The method in upper case.
    pub method: &'static str,
    /// The URL, percent-encoded. It must be sent byte for byte.
    pub url: String,
    /// Headers with names in lower case. `host` is one of them and is the host of the URL.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body. Empty in every call of this client.
    pub body: Vec<u8>,
    /// Time for the whole exchange, including the connection.
    pub timeout: Duration,
    /// The longest body that a reply may have, in bytes.
    pub max_response_bytes: usize,
}

impl HttpRequest {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| *known == name)?;
        Some(value)
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url.split('?').next().unwrap_or_default())
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish()
    }
}

/// A reply. `Debug` shows neither the body nor the values of headers, where anything of the caller
/// may be quoted.
#[derive(Clone)]
pub struct HttpResponse {
    /// HTTP status.
    pub status: u16,
    /// Names and values of headers. The case of names does not matter.
    pub headers: Vec<(String, String)>,
    /// The body, not decompressed.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// How long the service asks to wait, from `x-acs-retry-after`, at most two minutes.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let text = self.header("x-acs-retry-after")?;
        // `parse` accepts a sign.
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let wait = text.parse().ok().filter(|&millis| millis > 0).map(Duration::from_millis)?;
        Some(wait.min(LONGEST_WAIT))
    }

    /// Returns the trimmed value of the first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| short(name)).collect();
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// How long the client waits for a connection, in the reqwest transport and on top of the time that
/// an operation needs.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What went wrong with an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection. Nothing was sent, so it is safe to repeat the call.
    Connect,
    /// No reply came in time. The call may have been carried out.
    Timeout,
    /// The connection broke. The call may have been carried out.
    Broken,
    /// HTTP cannot carry the request. Nothing was sent.
    Request,
    /// TLS or the HTTP client could not be set up. Nothing was sent.
    Setup,
    /// The system gave no random numbers for a nonce or a token. Nothing was sent.
    Random,
    /// The deadline of the call came before it could be sent. Nothing was sent.
    Deadline,
    /// The body of the reply is longer than allowed. The call may have been carried out.
    BodyTooLarge,
}

/// Why an exchange brought no reply.
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// The message quotes the source.
    quoted: bool,
}

impl TransportError {
    /// Creates an error with a message and a cause. `Display` shows the message, and
    /// [`source`](std::error::Error::source) returns the cause, so the message should not repeat
    /// it.
    ///
    /// Neither the message nor the cause may hold the URL.
    #[must_use]
    pub fn new(
        kind: TransportErrorKind,
        message: impl Into<String>,
        source: Option<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { kind, message: message.into(), source, quoted: false }
    }

    /// Creates an error from its cause. `Display` shows the innermost cause ("connection refused"),
    /// so [`source`](std::error::Error::source) is `None`. [`TransportError::get_ref`] returns the
    /// cause itself, which may not hold the URL.
    #[must_use]
    pub fn from_error(
        kind: TransportErrorKind,
        error: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let error = error.into();
        let mut innermost: &dyn StdError = &*error;
        while let Some(next) = innermost.source() {
            innermost = next;
        }
        let message = innermost.to_string();
        Self { kind, message, source: Some(error), quoted: true }
    }

    /// Creates the error for a body longer than [`HttpRequest::max_response_bytes`], which is
    /// `limit`.
    #[must_use]
    pub fn body_too_large(limit: usize) -> Self {
        let message = format!(
            "more than {limit} bytes; help: ask for fewer items at a time, or raise \
             `ClientBuilder::max_response_bytes`"
        );
        Self::new(TransportErrorKind::BodyTooLarge, message, None)
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the cause, for example a `reqwest::Error`. Downcast to get at it.
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.source.as_deref()
    }

    /// Whether it is certain that nothing reached the service.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        use TransportErrorKind::{Connect, Deadline, Random, Request, Setup};
        matches!(self.kind, Connect | Deadline | Random | Request | Setup)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Timeout => "no reply in time",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Request => "the request could not be sent",
            TransportErrorKind::Setup => "the connection could not be set up",
            TransportErrorKind::Random => "no random numbers",
            TransportErrorKind::Deadline => "the deadline came before the call could be sent",
            TransportErrorKind::BodyTooLarge => "the body of the reply is too large",
        })?;
        if !self.message.is_empty() {
            write!(f, ": {}", long(&self.message))?;
        }
        Ok(())
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("message", &long(&self.message))
            .finish_non_exhaustive()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref().filter(|_| !self.quoted)?;
        Some(source)
    }
}
