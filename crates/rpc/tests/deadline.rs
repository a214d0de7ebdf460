//! A call ends in time, whatever the transport does.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use aliyun_rpc::{
    BoxFuture, Client, HttpRequest, HttpResponse, Reaction, StaticCredentials, Transport,
    TransportError,
};
use support::thing::TouchThing;

/// Never answers, and counts how often it is asked.
#[derive(Clone, Default)]
struct Silent(Arc<AtomicUsize>);

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::poll_fn(|_| {
            self.0.fetch_add(1, Ordering::SeqCst);
            Poll::Pending
        }))
    }
}

fn client(silent: &Silent, timeout: Duration) -> Client {
    let credentials = StaticCredentials::new("theKeyId", "theSecret");
    let builder = Client::builder().region("cn-test").credentials(credentials);
    builder.transport(silent.clone()).timeout(timeout).build().unwrap()
}

/// Without the timer of tokio: the client must not need it.
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn a_call_ends_after_its_timeout_although_the_transport_never_answers() {
    for _ in 0..2 {
        let silent = Silent::default();
        let begin = Instant::now();
        let timeout = Duration::from_millis(200);
        let error = wait(client(&silent, timeout).send(TouchThing)).unwrap_err();
        assert!(error.is_timeout() && error.not_sent().is_none(), "{error}");
        assert_eq!(error.reaction(), Reaction::WaitForState);
        assert!(error.to_string().contains("longer than 200ms"), "{error}");
        let took = begin.elapsed();
        assert!(took >= timeout && took < Duration::from_secs(10), "{took:?}");
        // Once at the beginning and once at the end.
        assert_eq!(silent.0.load(Ordering::SeqCst), 2);
    }
}

#[test]
fn a_shorter_deadline_that_comes_later_is_not_held_up_by_a_longer_one() {
    let silent = Silent::default();
    let long = client(&silent, Duration::from_secs(3600));
    let short = client(&silent, Duration::from_millis(50));
    wait(async {
        let mut long = Box::pin(long.send(TouchThing));
        let first = std::future::poll_fn(|context| Poll::Ready(long.as_mut().poll(context))).await;
        assert!(first.is_pending());
        let begin = Instant::now();
        assert!(short.send(TouchThing).await.unwrap_err().is_timeout());
        assert!(begin.elapsed() < Duration::from_secs(10));
    });
}

#[test]
fn calls_on_many_threads_all_end() {
    let threads = (1..=16).map(|number| {
        std::thread::spawn(move || {
            let client = client(&Silent::default(), Duration::from_millis(number * 10));
            wait(client.send(TouchThing)).unwrap_err().is_timeout()
        })
    });
    let threads: Vec<_> = threads.collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

#[test]
fn a_timeout_beyond_the_clock_is_no_timeout() {
    let wire = support::wire::Wire::answering(200, r#"{"RequestId":"r"}"#);
    let client = wire.builder().timeout(Duration::MAX).build().unwrap();
    wait(client.send(TouchThing)).unwrap();
}
