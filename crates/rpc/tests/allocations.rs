//! What a call takes from the heap: a fifth of the time of a small call goes there.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::{
    BoxFuture, Client, DynamicRequest, HttpRequest, HttpResponse, Observe, StaticCredentials,
    Transport, TransportError,
};
use support::now;
use support::thing::{CreateThing, PRODUCT, TouchThing};

/// Answers at once, and keeps nothing.
struct Stub;

impl Transport for Stub {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = br#"{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}"#.to_vec();
        let reply = HttpResponse { status: 200, headers: Vec::new(), body };
        Box::pin(std::future::ready(Ok(reply)))
    }
}

/// Answers with many values that no reply has.
struct Large(usize);

impl Transport for Large {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut body = br#"{"RequestId":"r","Unknown":[0"#.to_vec();
        body.reserve_exact(2 * self.0 + 2);
        (0..self.0).for_each(|_| body.extend(b",0"));
        body.extend(b"]}");
        let reply = HttpResponse { status: 200, headers: Vec::new(), body };
        Box::pin(std::future::ready(Ok(reply)))
    }
}

struct Looks;

impl Observe for Looks {}

#[test]
fn a_reply_takes_no_more_memory_because_somebody_observes_or_asks_what_it_has() {
    const ITEMS: usize = 500_000;
    let builder = Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::new("theKeyId", "theSecret"))
        .transport(Large(ITEMS));
    let client = builder.observe(Looks).build().unwrap();
    let taken = allocation_counter::measure(|| {
        let reply = now(client.send_detailed(TouchThing)).unwrap();
        assert!(reply.has("/Unknown/7") && !reply.has("/Unknown/-1"));
    });
    let body = 2 * ITEMS as u64;
    assert!(taken.bytes_max < body + body / 4, "{taken:?}");
}

#[test]
fn a_call_takes_few_pieces_of_memory_and_gives_all_of_them_back() {
    let client = Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::new("theKeyId", "theSecret"))
        .transport(Stub)
        .build()
        .unwrap();
    let request = DynamicRequest::new("X").set("Size", 40).set("Name", "a thing");
    let touch = || now(client.send(TouchThing)).map(drop).unwrap();
    let create = || now(client.send(CreateThing::default())).map(drop).unwrap();
    let call = || now(client.call(&PRODUCT, &request)).map(drop).unwrap();
    let calls: [(&str, &dyn Fn(), u64); 3] =
        [("touch", &touch, 12), ("create", &create, 18), ("call", &call, 17)];
    for (name, call, most) in calls {
        // The first call of a client makes what the others use again.
        call();
        let taken = allocation_counter::measure(call);
        assert!(taken.count_total <= most, "{name}: {taken:?}");
        assert_eq!(taken.count_current, 0, "{name}: {taken:?}");
    }
}
