//! One HTTP exchange, behind a trait: what a test, a proxy of its own or another HTTP library
//! puts in the place of reqwest.

#[cfg(feature = "reqwest")]
mod over_reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::shown::{long, short};

#[cfg(feature = "reqwest")]
pub use over_reqwest::ReqwestTransport;

/// A future behind a pointer, so that traits with async methods can be used as objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One HTTP exchange.
///
/// Implementations neither follow redirects nor retry nor decompress nor add headers that would
/// have to be signed, and never put the URL into an error: it holds the caller's parameters.
///
/// A body above [`HttpRequest::max_response_bytes`] is given up as soon as that is known, with
/// [`TransportError::body_too_large`]. The client refuses a longer one all the same, but by then it
/// has been held in memory.
pub trait Transport: Send + Sync {
    /// Sends a request and reads the whole reply.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// A request as it goes out. `Debug` shows neither the query nor the values of headers.
#[derive(Clone)]
pub struct HttpRequest {
    /// Method, upper case.
    pub method: &'static str,
    /// URL, already percent-encoded; to be sent byte for byte.
    pub url: String,
    /// Headers, lower case; `host` is among them and equals the URL's.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// Time for the whole exchange, connecting included.
    pub timeout: Duration,
    /// Length of the longest body that a reply may have.
    pub max_response_bytes: usize,
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

/// A reply as it came. `Debug` shows neither the body nor the values of most headers.
#[derive(Clone)]
pub struct HttpResponse {
    /// Status.
    pub status: u16,
    /// Headers; the case of names does not matter.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// Headers whose values hold nothing of a caller.
const HARMLESS: [&str; 4] = ["content-length", "content-type", "date", "x-acs-request-id"];

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let harmless = |name: &str| HARMLESS.iter().any(|known| known.eq_ignore_ascii_case(name));
        let header = |(name, value): &(String, String)| {
            let value = if harmless(name) { value } else { "[redacted]" };
            format!("{}: {}", short(name), short(value))
        };
        let headers: Vec<_> = self.headers.iter().map(header).collect();
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// How far an exchange came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent, so repeating is safe.
    Connect,
    /// The time was up; the call may have been carried out.
    Timeout,
    /// The connection broke; the call may have been carried out.
    Broken,
    /// The request could not be made into HTTP: nothing was sent.
    Request,
    /// A reply came whose body is longer than allowed; the call may have been carried out.
    BodyTooLarge,
}

/// Why there is no reply.
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// An error with a message of its own. Neither it nor the source may hold the URL.
    #[must_use]
    pub fn new(
        kind: TransportErrorKind,
        message: impl Into<String>,
        source: Option<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { kind, message: message.into(), source }
    }

    /// The body of the reply is longer than [`HttpRequest::max_response_bytes`], which is `limit`.
    #[must_use]
    pub fn body_too_large(limit: usize) -> Self {
        let message = format!(
            "more than {limit} bytes; help: ask for fewer items at a time, or raise \
             `ClientBuilder::max_response_bytes`"
        );
        Self::new(TransportErrorKind::BodyTooLarge, message, None)
    }

    /// How far the exchange came.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Nothing reached the service.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Connect | TransportErrorKind::Request)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Timeout => "no reply in time",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Request => "the request could not be sent",
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
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
