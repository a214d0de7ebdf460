//! What the client puts right when a call is refused: the clock and the key. Many calls can be
//! refused for the same reason, and none waits for it beyond its deadline.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::{
    BoxFuture, Credentials, CredentialsError, HttpRequest, HttpResponse, ProvideCredentials,
    Transport, TransportError,
};
use futures_util::future::join_all;
use support::thing::TouchThing;

/// A service whose clock is an hour ahead, and that takes a while.
struct Ahead(VirtualClock, ScriptedTransport);

impl Transport for Ahead {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            self.0.sleep(Duration::from_secs(1)).await;
            self.1.send(request).await
        })
    }
}

#[test]
fn calls_that_are_refused_together_for_a_wrong_clock_all_pass_the_second_time() {
    let script = ScriptedTransport::answering(|request| {
        // The clock of the test begins at midnight.
        match request.header("x-acs-date") {
            Some(date) if date >= "2026-01-01T00:50:00Z" => Reply::ok(r#"{"RequestId":"r"}"#),
            _ => Reply::error(400, "InvalidTimeStamp.Expired")
                .header("date", "Thu, 01 Jan 2026 01:00:00 GMT"),
        }
    });
    let clock = VirtualClock::new();
    let ahead = Ahead(clock.clone(), script.clone());
    let client = script.builder().region("cn-test").clock(clock.clone()).transport(ahead);
    let client = client.build().unwrap();
    let calls = clock.run(join_all((0..10).map(|_| client.send(TouchThing))));
    for call in calls {
        call.unwrap();
    }
    assert_eq!(script.sent().len(), 20);
}

/// Has one key at once. Another one takes a minute.
struct SlowKeys(VirtualClock, AtomicBool);

impl ProvideCredentials for SlowKeys {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            if !self.1.load(Ordering::Relaxed) {
                return Ok(Credentials::with_token("first", "secret", "token"));
            }
            self.0.sleep(Duration::from_secs(60)).await;
            Ok(Credentials::with_token("second", "secret", "token"))
        })
    }

    fn refused(&self, _: &Credentials) {
        self.1.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_call_does_not_wait_for_another_key_beyond_its_deadline() {
    let script = ScriptedTransport::new()
        .reply("TouchThing", Reply::error(400, "InvalidSecurityToken.Expired"))
        .reply("TouchThing", Reply::ok(r#"{"RequestId":"r"}"#));
    let clock = VirtualClock::new();
    let builder = script.builder().region("cn-test").clock(clock.clone());
    let builder = builder.credentials(SlowKeys(clock.clone(), AtomicBool::default()));
    let client = builder.deadline(Duration::from_secs(5)).build().unwrap();
    let began = clock.now();
    let error = clock.run(client.send(TouchThing)).unwrap_err();
    assert_eq!(error.code(), Some("InvalidSecurityToken.Expired"));
    assert_eq!(clock.now() - began, Duration::from_secs(5));
}

/// Has another key as soon as the service has refused the first.
struct TwoKeys(AtomicBool);

impl ProvideCredentials for TwoKeys {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let id = if self.0.load(Ordering::Relaxed) { "second" } else { "first" };
        Box::pin(std::future::ready(Ok(Credentials::with_token(id, "secret", "token"))))
    }

    fn refused(&self, _: &Credentials) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_wrong_clock_and_an_expired_key_are_both_put_right_in_one_call() {
    let (wrong_clock, expired) = ("InvalidTimeStamp.Expired", "InvalidSecurityToken.Expired");
    let about_clock =
        || Reply::error(400, wrong_clock).header("date", "Thu, 01 Jan 2026 02:00:00 GMT");
    for replies in
        [[about_clock(), Reply::error(400, expired)], [Reply::error(400, expired), about_clock()]]
    {
        let script = ScriptedTransport::new();
        replies.into_iter().for_each(|reply| script.add("TouchThing", reply));
        script.add("TouchThing", Reply::ok(r#"{"RequestId":"r"}"#));
        // The clock of the test begins two hours earlier.
        let clock = VirtualClock::new();
        let builder = script.builder().region("cn-test").clock(clock.clone());
        let client = builder.credentials(TwoKeys(AtomicBool::default())).build().unwrap();
        clock.run(client.send(TouchThing)).unwrap();
        let sent = script.sent();
        assert_eq!(sent.len(), 3);
        assert!(sent[2].header("x-acs-date").unwrap().starts_with("2026-01-01T02:00:0"));
        assert!(sent[2].header("authorization").unwrap().contains("Credential=second"));
    }
}

#[test]
fn neither_the_clock_nor_the_key_is_put_right_twice() {
    let again = [
        Reply::error(400, "InvalidSecurityToken.Expired"),
        Reply::error(400, "InvalidTimeStamp.Expired")
            .header("date", "Thu, 01 Jan 2026 02:00:00 GMT"),
    ];
    for reply in again {
        let script = ScriptedTransport::always(reply);
        let clock = VirtualClock::new();
        let builder = script.builder().region("cn-test").clock(clock.clone());
        let client = builder.credentials(TwoKeys(AtomicBool::default())).build().unwrap();
        clock.run(client.send(TouchThing)).unwrap_err();
        assert_eq!(script.sent().len(), 2);
    }
}
