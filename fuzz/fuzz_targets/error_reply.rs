//! A reply of failure, its first byte the content type -> an error whose parts can all be asked
//! for.
#![no_main]

use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_rpc::{
    BoxFuture, Client, DynamicRequest, HttpRequest, HttpResponse, Product, StaticCredentials, Transport,
    TransportError,
};

static GARDEN: Product = Product::new("garden", "1");

/// Answers every call with this body.
struct Answer {
    kind: &'static str,
    body: Vec<u8>,
}

impl Transport for Answer {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let headers = vec![("content-type".to_owned(), self.kind.to_owned())];
        Box::pin(ready(Ok(HttpResponse { status: 400, headers, body: self.body.clone() })))
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, body)) = bytes.split_first() else { return };
    let kind = if *first == b'x' { "text/xml; charset=utf-8" } else { "application/json" };
    let client = Client::builder()
        .region("north")
        .credentials(StaticCredentials::new("a key's id", "a key's secret"))
        .transport(Answer { kind, body: body.to_vec() })
        .build()
        .expect("everything a client needs is given");
    let call = DynamicRequest::new("PaintFence");
    let mut call = pin!(client.call(&GARDEN, &call));
    let Poll::Ready(Err(error)) = call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    else {
        panic!("a reply with status 400 is no success, and this transport never waits");
    };
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("a key's secret"), "{shown}");
    assert_eq!(error.status(), Some(400));
    assert!(body.starts_with(error.body()));
    assert_eq!(error.body_truncated(), error.body().len() < body.len());
    let _ = (error.code(), error.request_id(), error.access_denied(), error.reaction());
});
