//! Secrets go through calls that a throttling gate holds back, and everything that the gate shows
//! is searched for them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/recorder.rs"]
mod recorder;
mod support;

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::StaticCredentials;
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{
    Gate, GateClosed, MemoryStore, MinuteGate, Observed, Outcome, RateLimit, Scope,
};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use recorder::{Seen, logging};
use support::thing::CreateThing;

const KEY: &str = "canary-key-secret/+=";

fn secret() -> CreateThing {
    CreateThing { password: Some("canary-password &".to_owned()), ..CreateThing::default() }
}

/// A reply that throttles, with secrets wherever it has room for some.
fn throttling(limit: &str) -> Reply {
    let body = serde_json::json!({
        "Code": "Throttling.User", "Message": format!("canary-password & {KEY}"),
        "RequestId": KEY, "HostId": KEY,
    });
    let reply = Reply::new(400, body.to_string());
    reply.header("x-ratelimit-user-api", limit).header("x-ratelimit-user", limit)
}

#[test]
fn no_secret_is_shown_by_a_gate_its_statistics_or_a_call_that_it_does_not_let_in() {
    let seen = Seen::default();
    logging(&seen, || {
        for limit in [
            "Limit:1,Remain:0,TimeLeft:59000,Reset:0",
            "Limit:canary,Remain:canary,TimeLeft:canary",
            "canary-key-secret",
        ] {
            let clock = VirtualClock::new();
            let builder = || MinuteGate::builder().clock(clock.clone()).limit("CreateThing", 1);
            let shared = builder().store(MemoryStore::new(Arc::new(clock.clone()))).build();
            for gate in [builder().build(), shared] {
                let script = ScriptedTransport::always(throttling(limit));
                let client = script
                    .builder()
                    .region("cn-test")
                    .credentials(StaticCredentials::with_token("canary-id", KEY, "canary-token"))
                    .clock(clock.clone())
                    .gate(gate.clone())
                    .deadline(Duration::from_secs(5))
                    .build()
                    .unwrap();
                for _ in 0..3 {
                    let error = clock.run(client.send(secret())).unwrap_err();
                    if let Some(closed) = error.not_sent().and_then(|why| why.downcast_ref()) {
                        let closed: &GateClosed = closed;
                        seen.add("closed");
                        seen.error(closed);
                    }
                    seen.error(&error);
                }
                seen.debug(&gate.statistics());
                let scope = Scope::new("things", "cn-test", "CreateThing");
                seen.add(&scope);
                let soon = Some(clock.now() + Duration::from_secs(1));
                seen.debug(&clock.run(gate.enter(&scope, soon)));
            }
            let text = seen.check(limit);
            assert!(text.contains("closed"), "{text}");
            assert!(text.contains("LaneStatistics") && text.contains("span call"), "{text}");
        }
    });
}

#[test]
fn no_secret_of_a_reply_is_in_what_a_gate_learns_from_it() {
    let seen = Seen::default();
    let header = "Limit:1,Remain:0,TimeLeft:59000,Reset:0,canary:canary";
    seen.debug(&RateLimit::parse(header));
    let reply = aliyun_rpc::HttpResponse {
        status: 400,
        headers: vec![("x-ratelimit-user-api".to_owned(), header.to_owned())],
        body: KEY.into(),
    };
    seen.debug(&Observed::of(&reply, true));
    seen.debug(&Observed::new(Outcome::Throttled));
    seen.check("what was observed");
}
