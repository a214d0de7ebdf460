//! A client over a scripted transport that answers all calls with the same reply.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use aliyun_rpc::testing::{Reply, ScriptedTransport, SentRequest};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    BoxFuture, Client, ClientBuilder, HttpRequest, HttpResponse, RetryPolicy, StaticCredentials,
    Transport, TransportError,
};

/// Answers everything that is sent with the same reply.
#[derive(Clone)]
pub(crate) struct Wire {
    script: ScriptedTransport,
    pub(crate) reply: Reply,
}

impl Wire {
    fn new(reply: Reply) -> Self {
        Self { script: ScriptedTransport::always(reply.clone()), reply }
    }

    pub(crate) fn answering(status: u16, body: &str) -> Self {
        Self::new(Reply::new(status, body))
    }

    pub(crate) fn with_header(status: u16, body: &str, name: &str, value: &str) -> Self {
        Self::new(Reply::new(status, body).header(name, value))
    }

    pub(crate) fn failing(kind: TransportErrorKind) -> Self {
        Self::new(Reply::failure(kind))
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .region("cn-test")
            .credentials(StaticCredentials::with_token("theKeyId", "theSecret", "the/Token"))
            .transport(self.clone())
            // The tests that use this look at one attempt.
            .retry(RetryPolicy::never())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<SentRequest> {
        self.script.sent()
    }

    /// Value of a query parameter of the only request.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let sent = self.sent();
        assert_eq!(sent.len(), 1);
        sent[0].parameter(name).map(str::to_owned)
    }
}

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.script.send(request)
    }
}
