//! A transport without a network.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{Arc, Mutex};

use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    BoxFuture, Client, ClientBuilder, HttpRequest, HttpResponse, StaticCredentials, Transport,
    TransportError,
};

/// Keeps what was sent and answers all of it with the same reply.
#[derive(Clone)]
pub(crate) struct Wire {
    sent: Arc<Mutex<Vec<HttpRequest>>>,
    pub(crate) reply: Result<HttpResponse, TransportErrorKind>,
}

impl Wire {
    pub(crate) fn answering(status: u16, body: &str) -> Self {
        Self::with_header(status, body, "content-type", "application/json")
    }

    pub(crate) fn with_header(status: u16, body: &str, name: &str, value: &str) -> Self {
        let headers = vec![(name.to_owned(), value.to_owned())];
        let reply = HttpResponse { status, headers, body: body.as_bytes().to_vec() };
        Self { sent: Arc::default(), reply: Ok(reply) }
    }

    pub(crate) fn failing(kind: TransportErrorKind) -> Self {
        Self { sent: Arc::default(), reply: Err(kind) }
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .region("cn-test")
            .credentials(StaticCredentials::with_token("theKeyId", "theSecret", "the/Token"))
            .transport(self.clone())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<HttpRequest> {
        self.sent.lock().unwrap().clone()
    }

    /// Value of a query parameter of the only request.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let sent = self.sent();
        assert_eq!(sent.len(), 1);
        let query = sent[0].url.split_once('?')?.1;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    }
}

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.sent.lock().unwrap().push(request);
        let reply = self.reply.clone().map_err(|kind| TransportError::new(kind, "scripted", None));
        Box::pin(std::future::ready(reply))
    }
}
