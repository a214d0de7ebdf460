//! What a whole call costs beside the hashing that its signature needs: `cargo bench -p
//! aliyun-tests-conformance --bench call`. The transport answers at once. The yardstick hashes the
//! same bytes with the same crate: the canonical request, and the text to sign with the key. It
//! keys the MAC each time, and the client once; the hash of the empty body is a constant in both.
//! Of many short rounds the fastest tenth counts, because whatever else a machine does only adds to
//! them. Machines differ, so the limit is a ratio within the run. Fails when three measurements in
//! a row are above it.

use std::hint::black_box;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use aliyun_ecs::runtime::sign::EMPTY_HASH;
use aliyun_ecs::runtime::sign::acs3::{Parts, canonical_request, sign};
use aliyun_ecs::runtime::transport::TransportError;
use aliyun_ecs::runtime::{BoxFuture, HttpRequest, HttpResponse};
use aliyun_ecs::testing::SentRequest;
use aliyun_ecs::{Client, JoinSecurityGroup, StaticCredentials, Transport};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Times the hashing.
const LIMIT: f64 = 3.0;
/// How often it is measured where it is above. A busy machine only adds to what is measured.
const TRIES: u32 = 3;
/// Calls of one round: too few to be interrupted in most of them.
const CALLS: u32 = 20;
const SECRET: &str = "a-secret-of-thirty-characters!";

fn main() {
    // `cargo test` only wants to know that it runs, `cargo bench` says what it is.
    let testing = !std::env::args().any(|argument| argument == "--bench");
    let rounds = if testing { 3 } else { 15_001 };
    let stub = Stub::default();
    let client = Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("LTAI5tAAAAAAAAAAAAAAAAAA", SECRET))
        .transport(stub.clone())
        .build()
        .expect("the client is complete");
    call(&client);
    let (request, text) = stub.signed();

    let tries = if testing { 1 } else { TRIES };
    let is_fast = (0..tries).any(|_| {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            // In turn, so that both meet the same machine.
            ours.push(time(|| call(&client)));
            theirs.push(time(|| hash(&request, &text)));
        }
        let (ours, theirs) = (fast(ours), fast(theirs));
        let ratio = ours / theirs;
        println!(
            "JoinSecurityGroup: {ours:.2} us, hashing {} bytes {theirs:.2} us, {ratio:.2} times of \
             at most {LIMIT}",
            request.len() + text.len()
        );
        ratio <= LIMIT
    });
    if !testing && !is_fast {
        eprintln!("a call takes more than {LIMIT} times the hashing that it needs");
        std::process::exit(1);
    }
}

fn call(client: &Client) {
    let request =
        JoinSecurityGroup::instance(black_box("sg-bp15ed6xe1yxeycg7"), "i-bp67acfmxazb4p");
    let future = pin!(client.send(request));
    let mut future = future;
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(reply) => drop(black_box(reply.expect("the stub answers"))),
        Poll::Pending => panic!("the stub answers at once"),
    }
}

/// The hash of the request, and the code over the text that holds it.
fn hash(request: &[u8], text: &[u8]) {
    black_box(Sha256::digest(black_box(request)));
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(SECRET.as_bytes());
    let mut mac = mac.expect("HMAC takes any key");
    mac.update(black_box(text));
    black_box(mac.finalize().into_bytes());
}

/// Microseconds of one of many.
fn time(run: impl Fn()) -> f64 {
    let begin = Instant::now();
    (0..CALLS).for_each(|_| run());
    begin.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS)
}

/// The slowest of the fastest tenth.
fn fast(mut rounds: Vec<f64>) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 10]
}

/// Answers at once, and keeps the first request.
#[derive(Clone, Default)]
struct Stub(Arc<Mutex<Option<HttpRequest>>>);

impl Stub {
    /// What was hashed for the first request: itself, and the text to sign.
    fn signed(&self) -> (Vec<u8>, Vec<u8>) {
        let request = self.0.lock().expect("nothing panics").clone().expect("one was sent");
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .filter(|(name, _)| aliyun_ecs::runtime::sign::acs3::is_signed(name))
            .map(|(name, value)| ((*name).to_owned(), value.clone().into_owned()))
            .collect();
        let sent = SentRequest::new(request);
        let parts = Parts {
            method: "POST",
            path: "/",
            query: sent.parameters(),
            headers: &headers,
            payload_hash: EMPTY_HASH,
        };
        let text = sign(&parts, SECRET).string_to_sign;
        (canonical_request(&parts).into_bytes(), text.into_bytes())
    }
}

impl Transport for Stub {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut first = self.0.lock().expect("nothing panics");
        if first.is_none() {
            *first = Some(request);
        }
        let body = br#"{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}"#.to_vec();
        Box::pin(std::future::ready(Ok(HttpResponse { status: 200, headers: Vec::new(), body })))
    }
}
