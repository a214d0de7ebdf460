//! The default transport: reqwest over rustls with ring and the platform's roots.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use super::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};

/// Time to connect, as in the vendor's kits.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// HTTP/1.1 over reqwest, inside of a tokio runtime. Redirects are never followed; the
/// environment's proxies are used for TLS, never for plain loopback calls.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    tls: reqwest::Client,
    loopback: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with its own pool of connections.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when TLS cannot be set up on this machine.
    pub fn new() -> Result<Self, TransportError> {
        use rustls_platform_verifier::BuilderVerifierExt;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map_err(|error| no_setup(Box::new(error)))?
            .with_no_client_auth();
        // Loopback calls are not encrypted; the configuration is given all the same because
        // reqwest would look for a process-wide one otherwise.
        let loopback = base(config.clone()).no_proxy().build();
        let tls = base(config).https_only(true).build();
        Ok(Self {
            tls: tls.map_err(|error| no_setup(Box::new(error)))?,
            loopback: loopback.map_err(|error| no_setup(Box::new(error)))?,
        })
    }
}

fn base(config: rustls::ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        // Another crate may turn these features of reqwest on: a small body would become a large
        // one, past every limit.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        // Without a protocol reqwest repeats some requests on its own.
        .retry(reqwest::retry::never())
}

fn no_setup(error: Box<dyn StdError + Send + Sync>) -> TransportError {
    TransportError::new(TransportErrorKind::Request, "TLS cannot be set up", Some(error))
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

impl ReqwestTransport {
    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let client = if request.url.starts_with("http://") { &self.loopback } else { &self.tls };
        let method = match request.method {
            "GET" => reqwest::Method::GET,
            "PUT" => reqwest::Method::PUT,
            _ => reqwest::Method::POST,
        };
        let mut builder = client.request(method, &request.url).timeout(request.timeout);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        // Some front ends answer 411 without it, and an empty body alone does not bring it about.
        if request.body.is_empty() && request.method != "GET" {
            builder = builder.header("content-length", "0");
        }
        let reply = builder.body(request.body).send().await.map_err(convert)?;
        let status = reply.status().as_u16();
        let headers = reply
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let body = read(reply, request.max_response_bytes).await?;
        Ok(HttpResponse { status, headers, body })
    }
}

/// The body, as far as it is allowed to go. Room is made for what came, not for what was announced.
async fn read(mut reply: reqwest::Response, limit: usize) -> Result<Vec<u8>, TransportError> {
    let fits = |length: u64| usize::try_from(length).is_ok_and(|length| length <= limit);
    if reply.content_length().is_some_and(|length| !fits(length)) {
        return Err(TransportError::body_too_large(limit));
    }
    let mut body = Vec::new();
    while let Some(chunk) = reply.chunk().await.map_err(convert)? {
        if chunk.len() > limit - body.len() {
            return Err(TransportError::body_too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The URL is dropped: its query holds the caller's parameters.
fn convert(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Request
    } else {
        TransportErrorKind::Broken
    };
    // The innermost cause is the one that says something ("connection refused").
    let mut cause: &dyn StdError = &error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let message = cause.to_string();
    TransportError::new(kind, message, Some(Box::new(error)))
}
