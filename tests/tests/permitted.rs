//! What must compile, and is then sent: `tests/ui/pass/*.rs`, the other side of what
//! `compile_fail.rs` refuses.
//!
//! Modules of an ordinary test, because trybuild checks its cases in one run of the compiler only
//! while none of them is to pass.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_ecs::runtime::{BoxFuture, HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::{Client, StaticCredentials, Transport};

#[path = "../ui/pass/acknowledged.rs"]
mod acknowledged;
#[path = "../ui/pass/constants.rs"]
mod constants;
#[path = "../ui/pass/errors.rs"]
mod errors;
#[path = "../ui/pass/handles.rs"]
mod handles;
#[path = "../ui/pass/ids.rs"]
mod ids;
#[path = "../ui/pass/requests.rs"]
mod requests;

/// Answers every call with a success.
struct Answers;

impl Transport for Answers {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = br#"{"RequestId":"1","InvokeId":"t-1"}"#.to_vec();
        Box::pin(async { Ok(HttpResponse { status: 200, headers: Vec::new(), body }) })
    }
}

fn client() -> Client {
    Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("id", "secret"))
        .transport(Answers)
        .build()
        .expect("a complete client")
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}
