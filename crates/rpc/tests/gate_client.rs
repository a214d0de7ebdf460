//! Whole calls of a client behind the gate: nothing but the service and the time is made up.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::MinuteGate;
use aliyun_rpc::{
    BoxFuture, Client, HttpRequest, HttpResponse, StaticCredentials, Transport, TransportError,
};
use futures_util::future::join_all;
use support::thing::TouchThing;

/// Takes so many calls a minute, and answers after a fifth of a second.
#[derive(Clone)]
struct Service {
    clock: VirtualClock,
    limit: u32,
    /// The minute, what it took in it, and all attempts.
    seen: Arc<Mutex<(u64, u32, u32)>>,
}

impl Transport for Service {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            self.clock.sleep(Duration::from_millis(100)).await;
            let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            let minute = since.as_secs() / 60;
            let passed = {
                let mut seen = self.seen.lock().unwrap();
                if minute > seen.0 {
                    (seen.0, seen.1) = (minute, 0);
                }
                seen.2 += 1;
                let passed = seen.1 < self.limit;
                seen.1 += u32::from(passed);
                passed
            };
            self.clock.sleep(Duration::from_millis(100)).await;
            let (status, body) = if passed {
                (200, r#"{"RequestId":"R"}"#)
            } else {
                (400, r#"{"Code":"Throttling.User","Message":"m","RequestId":"R"}"#)
            };
            Ok(HttpResponse { status, headers: Vec::new(), body: body.into() })
        })
    }
}

#[test]
fn two_hundred_calls_of_a_client_pass_with_few_attempts_more_than_they_are() {
    let clock = VirtualClock::new();
    let service = Service { clock: clock.clone(), limit: 30, seen: Arc::default() };
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let client = Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::new("theKeyId", "theSecret"))
        .transport(service.clone())
        .clock(clock.clone())
        .gate(gate.clone())
        .build()
        .unwrap();
    let calls = (0..200).map(|_| {
        let client = client.clone();
        async move { client.send(TouchThing).await }
    });
    let replies = clock.run(join_all(calls));
    for reply in replies {
        reply.unwrap();
    }
    let (_, _, attempts) = *service.seen.lock().unwrap();
    println!("200 calls of a client, 30 a minute: {attempts} attempts");
    assert!(attempts <= 240, "{attempts}");
    let statistics = gate.statistics();
    assert_eq!(statistics.len(), 1);
    assert_eq!((statistics[0].passed, statistics[0].waiting), (200, 0));
    assert_eq!(u64::from(attempts), statistics[0].entered);
    assert_eq!(statistics[0].scope.region, "cn-test");
}
