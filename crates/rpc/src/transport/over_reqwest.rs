//! The default transport: reqwest with rustls, ring and the root certificates of the platform.

use std::sync::Arc;

use super::{
    BoxFuture, CONNECT_TIMEOUT, HttpRequest, HttpResponse, Transport, TransportError,
    TransportErrorKind,
};

/// HTTP/1.1 over reqwest. Needs a tokio runtime.
///
/// Redirects are never followed. Proxies from the environment are used for TLS, never for plain
/// calls to loopback.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    tls: reqwest::Client,
    loopback: reqwest::Client,
}

impl ReqwestTransport {
    /// Creates a transport with its own pool of connections.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] when TLS cannot be set up on this machine.
    pub fn new() -> Result<Self, TransportError> {
        use rustls_platform_verifier::BuilderVerifierExt;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map_err(no_setup)?
            .with_no_client_auth();
        // Calls to loopback are not encrypted. Without this configuration reqwest would still look
        // for a process-wide one.
        let loopback = base(config.clone()).no_proxy().build();
        let tls = base(config).https_only(true).build();
        Ok(Self { tls: tls.map_err(no_setup)?, loopback: loopback.map_err(no_setup)? })
    }
}

fn base(config: rustls::ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        // Another crate can turn these features of reqwest on, and a small body would become a
        // large one, past every limit.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        // Without a protocol reqwest repeats some requests on its own.
        .retry(reqwest::retry::never())
}

fn no_setup(error: impl std::error::Error + Send + Sync + 'static) -> TransportError {
    TransportError::from_error(TransportErrorKind::Setup, error)
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
            builder = builder.header(*name, &**value);
        }
        // Some front ends answer 411 without this header, and reqwest does not add it for an empty
        // body.
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

/// Reads the body up to the limit. Allocates for what came, not for what `content-length` says.
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

/// Drops the URL, because its query holds the caller's parameters.
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
    TransportError::from_error(kind, error)
}
