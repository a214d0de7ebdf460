//! A transport for tests: it answers from a script, and remembers what was sent.
//!
//! ```
//! use aliyun_rpc::DynamicRequest;
//! use aliyun_rpc::testing::{Reply, ScriptedTransport};
//!
//! # static THINGS: aliyun_rpc::Product = aliyun_rpc::Product::new("things", "2014-05-26");
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let script = ScriptedTransport::new()
//!     .reply("DescribeThings", Reply::ok(r#"{"Things":{"Thing":[]},"RequestId":"r-1"}"#))
//!     .reply("DeleteThing", Reply::error(403, "ThingLocked"));
//! let client = script.client("cn-hangzhou");
//!
//! client.call(&THINGS, &DynamicRequest::new("DescribeThings").set("PageSize", 10)).await?;
//! let sent = script.take_sent();
//! assert_eq!((sent[0].operation(), sent[0].parameter("PageSize")), ("DescribeThings", Some("10")));
//! # Ok(()) }
//! ```

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::client::{Client, ClientBuilder};
use crate::credentials::StaticCredentials;
use crate::shown::short;
use crate::transport::{
    BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};

/// A transport that answers from a script. Clones share the script and what was sent.
///
/// Replies for one operation come in the order in which they were added, and the last one is
/// repeated. A call that the script has no reply for fails with an error that says so.
#[derive(Clone, Default)]
pub struct ScriptedTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    replies: BTreeMap<String, VecDeque<Reply>>,
    others: Option<Arc<Answer>>,
    sent: Vec<SentRequest>,
}

type Answer = dyn Fn(&SentRequest) -> Reply + Send + Sync;

impl ScriptedTransport {
    /// Creates a transport without replies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a transport that answers every call with the same reply.
    #[must_use]
    pub fn always(reply: Reply) -> Self {
        Self::answering(move |_| reply.clone())
    }

    /// Creates a transport that asks a function for each reply.
    #[must_use]
    pub fn answering(answer: impl Fn(&SentRequest) -> Reply + Send + Sync + 'static) -> Self {
        let script = Self::new();
        script.state().others = Some(Arc::new(answer));
        script
    }

    /// Adds a reply for an operation. It comes before what a function or
    /// [`always`](Self::always) would answer.
    #[must_use]
    pub fn reply(self, operation: impl Into<String>, reply: Reply) -> Self {
        self.add(operation, reply);
        self
    }

    /// Adds a reply for an operation while the transport is in use.
    pub fn add(&self, operation: impl Into<String>, reply: Reply) {
        self.state().replies.entry(operation.into()).or_default().push_back(reply);
    }

    /// A client over this transport, with made-up credentials.
    ///
    /// # Panics
    ///
    /// If the region cannot be part of a host name.
    #[must_use]
    pub fn client(&self, region: &str) -> Client {
        match self.builder().region(region).build() {
            Ok(client) => client,
            Err(error) => panic!("the client of a test cannot be built: {error}"),
        }
    }

    /// Starts to set up a client over this transport, with made-up credentials and without a
    /// region.
    #[must_use]
    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .credentials(StaticCredentials::new("test-key-id", "test-key-secret"))
            .transport(self.clone())
    }

    /// What was sent, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<SentRequest> {
        self.state().sent.clone()
    }

    /// What was sent since the last time.
    #[must_use]
    pub fn take_sent(&self) -> Vec<SentRequest> {
        std::mem::take(&mut self.state().sent)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: SentRequest) -> Result<HttpResponse, TransportError> {
        let mut state = self.state();
        let scripted = state.replies.get_mut(request.operation()).and_then(|replies| {
            if replies.len() > 1 { replies.pop_front() } else { replies.front().cloned() }
        });
        let others = state.others.clone();
        state.sent.push(request.clone());
        // The function may look at what was sent.
        drop(state);
        match scripted.or_else(|| others.map(|answer| answer(&request))) {
            Some(reply) => reply.outcome(),
            None => {
                let message = format!("the script has no reply for {}", request.operation());
                Err(TransportError::new(TransportErrorKind::Request, message, None))
            }
        }
    }
}

impl Transport for ScriptedTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::ready(self.answer(SentRequest::new(request))))
    }
}

impl fmt::Debug for ScriptedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let operations: Vec<_> = state.replies.keys().map(|name| short(name)).collect();
        f.debug_struct("ScriptedTransport")
            .field("operations", &operations)
            .field("sent", &state.sent.len())
            .finish_non_exhaustive()
    }
}

/// What a [`ScriptedTransport`] answers.
#[derive(Clone)]
pub struct Reply {
    outcome: Result<HttpResponse, TransportErrorKind>,
}

impl Reply {
    /// A reply with this status and body.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { outcome: Ok(HttpResponse { status, headers, body: body.into() }) }
    }

    /// A reply of success. The body should have a `RequestId`.
    #[must_use]
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    /// An error reply with this status and code.
    #[must_use]
    pub fn error(status: u16, code: &str) -> Self {
        let body = serde_json::json!({"Code": code, "Message": "scripted", "RequestId": "test"});
        Self::new(status, body.to_string())
    }

    /// No reply.
    #[must_use]
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self { outcome: Err(kind) }
    }

    /// Sets a header, replacing an earlier one of that name.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Ok(reply) = &mut self.outcome {
            reply.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            reply.headers.push((name.to_owned(), value.into()));
        }
        self
    }

    /// The reply as a transport returns it.
    ///
    /// # Errors
    ///
    /// The error of [`Reply::failure`].
    pub fn outcome(self) -> Result<HttpResponse, TransportError> {
        self.outcome.map_err(|kind| TransportError::new(kind, "scripted", None))
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Ok(reply) => reply.fmt(f),
            Err(kind) => kind.fmt(f),
        }
    }
}

/// A request as the service would see it, with its parameters decoded.
///
/// `Debug` shows the names of the parameters and none of the values.
#[derive(Clone)]
pub struct SentRequest {
    http: HttpRequest,
    parameters: Vec<(String, String)>,
}

impl SentRequest {
    /// Reads the parameters of a request.
    #[must_use]
    pub fn new(http: HttpRequest) -> Self {
        let query = http.url.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let parameters = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(name), decode(value))
            })
            .collect();
        Self { http, parameters }
    }

    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        self.header("x-acs-action").unwrap_or_default()
    }

    /// The value of a parameter, by its name on the wire: `GateId`, `Tag.1.Key`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// All parameters, in byte order of their names.
    #[must_use]
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.http.header(name)
    }

    /// The host that the request went to.
    #[must_use]
    pub fn host(&self) -> &str {
        self.header("host").unwrap_or_default()
    }

    /// The request as the transport received it.
    #[must_use]
    pub fn http(&self) -> &HttpRequest {
        &self.http
    }
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parameters.iter().map(|(name, _)| short(name)).collect();
        f.debug_struct("SentRequest")
            .field("operation", &short(self.operation()))
            .field("host", &short(self.host()))
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// Undoes percent-encoding.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
