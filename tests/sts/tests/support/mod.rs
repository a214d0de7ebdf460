//! A client whose transport keeps the request and gives one answer.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use aliyun_rpc::{
    BoxFuture, Client, HttpRequest, HttpResponse, StaticCredentials, Transport, TransportError,
};

/// Answers every request with one reply.
#[derive(Clone)]
pub(crate) struct Scripted {
    reply: HttpResponse,
    last: Arc<Mutex<Option<HttpRequest>>>,
}

impl Scripted {
    pub(crate) fn new(status: u16, body: &str) -> Self {
        let reply = HttpResponse { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
        Self { reply, last: Arc::default() }
    }

    pub(crate) fn client(&self, region: &str) -> Client {
        Client::builder()
            .region(region)
            .credentials(StaticCredentials::new("key-id", "key-secret"))
            .transport(self.clone())
            .build()
            .expect("the client is complete")
    }

    /// The request that was sent last.
    pub(crate) fn sent(&self) -> HttpRequest {
        self.last.lock().expect("no test panics while it holds this").clone().expect("a request")
    }
}

impl Transport for Scripted {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        *self.last.lock().expect("no test panics while it holds this") = Some(request);
        Box::pin(std::future::ready(Ok(self.reply.clone())))
    }
}

/// The result of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits, although nothing is there to wait for"),
    }
}

/// A query by name; no name comes twice.
pub(crate) fn query(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    let count = pairs.len();
    let query: BTreeMap<_, _> = pairs.into_iter().collect();
    assert_eq!(query.len(), count, "a name came twice");
    query
}

/// The query that is expected.
pub(crate) fn expected(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    query(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}
