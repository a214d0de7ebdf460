//! Which failures a client answers with another attempt, when, and with what.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{GateClosed, MinuteGate};
use aliyun_rpc::testing::{Reply, ScriptedTransport, SentRequest};
use aliyun_rpc::transport::TransportErrorKind::{self, Broken, Connect, Request, Timeout};
use aliyun_rpc::{
    BoxFuture, Class, Client, ClientBuilder, Credentials, CredentialsError, Error, HttpRequest,
    HttpResponse, ProvideCredentials, Reaction, RetryPolicy, Transport, TransportError,
};
use support::thing::{CreateThing, ReadThing, TouchThing};

const OK: &str = r#"{"RequestId":"r-1"}"#;

/// A service, and a client on virtual time whose waits are as long as they can be.
fn over(script: &ScriptedTransport, clock: &VirtualClock) -> ClientBuilder {
    let counter = Mutex::new(0u8);
    script.builder().region("cn-test").clock(clock.clone()).random(move |bytes| {
        // Different nonces, and the largest fraction.
        bytes.fill(255);
        if let [first, .., _, _, _, _, _] = bytes {
            let mut counter = counter.lock().unwrap();
            *counter = counter.wrapping_add(1);
            *first = *counter;
        }
    })
}

/// Answers with these replies in turn; the last is repeated.
fn answers(operation: &str, replies: &[Reply]) -> ScriptedTransport {
    let script = ScriptedTransport::new();
    replies.iter().for_each(|reply| script.add(operation, reply.clone()));
    script
}

fn lost(kind: TransportErrorKind) -> Reply {
    Reply::failure(kind)
}

fn all<'a>(sent: &'a [SentRequest], header: &str) -> Vec<Option<&'a str>> {
    sent.iter().map(|request| request.header(header)).collect()
}

fn create(client: &Client, clock: &VirtualClock) -> Result<(), Error> {
    clock.run(client.send(CreateThing::default())).map(drop).map_err(Error::untyped)
}

#[test]
fn a_call_with_a_token_is_sent_again_with_the_same_token_and_a_fresh_date_and_nonce() {
    let script = answers("CreateThing", &[lost(Broken), lost(Timeout), Reply::ok(OK)]);
    let clock = VirtualClock::new();
    let began = clock.now();
    create(&over(&script, &clock).build().unwrap(), &clock).unwrap();
    let sent = script.sent();
    let token = sent[0].parameter("ClientToken").unwrap();
    assert!(sent.iter().all(|request| request.parameter("ClientToken") == Some(token)));
    assert_eq!(all(&sent, "x-acs-retry-attempts"), [None, Some("1"), Some("2")]);
    assert_eq!(all(&sent, "x-acs-retry-delay"), [None, Some("100"), Some("200")]);
    assert_eq!(clock.now() - began, Duration::from_millis(300));
    let nonces = all(&sent, "x-acs-signature-nonce");
    assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2] && nonces[0] != nonces[2]);
    let signed = sent[1].header("authorization").unwrap();
    assert!(signed.contains("x-acs-retry-attempts;x-acs-retry-delay;"), "{signed}");
}

#[test]
fn what_may_have_been_carried_out_is_sent_again_only_where_that_is_harmless() {
    for failure in [
        lost(Broken),
        lost(Timeout),
        Reply::error(500, "InternalError"),
        Reply::new(502, "<html>"),
        Reply::new(200, "not json"),
        Reply::new(200, r#"{"RequestId":"#),
        Reply::error(403, "LastTokenProcessing"),
        Reply::error(400, "SignatureNonceUsed"),
        Reply::error(503, "InternalError.Unlisted").header("x-acs-retry-after", "1500"),
        Reply::error(403, "Unlisted").header("x-acs-retry-after", "1500"),
        Reply::error(403, "Rejected.Throttling"),
        Reply::new(429, "<html>"),
    ] {
        let clock = VirtualClock::new();
        let attempts = |operation, send: &dyn Fn(&Client) -> Option<Error>| {
            let script = answers(operation, &[failure.clone(), Reply::ok(OK)]);
            let error = send(&over(&script, &clock).build().unwrap());
            (script.sent().len(), error.map(|error| (error.reaction(), error.is_in_doubt())))
        };
        let doubt = Some((Reaction::WaitForState, true));
        let touched = attempts("TouchThing", &|client| {
            clock.run(client.send(TouchThing)).err().map(Error::untyped)
        });
        assert_eq!(touched, (1, doubt), "{failure:?}");
        assert_eq!(attempts("CreateThing", &|client| create(client, &clock).err()), (2, None));
        let read = attempts("ReadThing", &|client| {
            clock.run(client.send(ReadThing)).err().map(Error::untyped)
        });
        assert_eq!(read, (2, None), "{failure:?}");
    }
}

#[test]
fn what_surely_did_not_arrive_is_sent_again_by_anyone() {
    for failure in [lost(Connect), Reply::error(400, "Throttling.User")] {
        let clock = VirtualClock::new();
        let script = answers("TouchThing", &[failure, Reply::ok(OK)]);
        let client = over(&script, &clock).build().unwrap();
        assert!(clock.run(client.send(TouchThing)).is_ok());
        assert_eq!(script.sent().len(), 2);
    }
}

#[test]
fn a_refusal_is_final() {
    for reply in [
        Reply::error(403, "ThingLocked"),
        Reply::error(404, "DuplicatedParam.Tag"),
        Reply::error(400, "SignatureDoesNotMatch"),
        Reply::error(400, "InvalidAccessKeyId.NotFound"),
        lost(Request),
        // It would be the same again.
        Reply::ok(r#"{"RequestId":"r","Count":"many"}"#),
    ] {
        let clock = VirtualClock::new();
        let script = answers("CreateThing", &[reply]);
        let client = over(&script, &clock).strict_decoding(true).build().unwrap();
        create(&client, &clock).unwrap_err();
        assert_eq!(script.sent().len(), 1);
    }
}

#[test]
fn attempts_end_with_the_policy_and_the_error_is_that_of_the_last() {
    let clock = VirtualClock::new();
    let replies = [lost(Connect), Reply::error(500, "InternalError")];
    let script = answers("CreateThing", &replies);
    let client = over(&script, &clock).build().unwrap();
    let error = create(&client, &clock).unwrap_err();
    assert_eq!((script.take_sent().len(), error.code()), (4, Some("InternalError")));
    // The caller does not hold the token, and the client holds it no more.
    assert_eq!((error.reaction(), error.is_in_doubt()), (Reaction::WaitForState, true));
    assert!(create(&client.with_retry(RetryPolicy::never()), &clock).is_err());
    assert_eq!(script.take_sent().len(), 1);
    assert!(create(&client.with_retry(RetryPolicy::default().max_attempts(7)), &clock).is_err());
    assert_eq!(script.take_sent().len(), 7);
}

#[test]
fn a_doubt_of_an_attempt_before_the_last_stays() {
    let clock = VirtualClock::new();
    let script = answers("CreateThing", &[lost(Broken), Reply::error(400, "Throttling")]);
    let client = over(&script, &clock).build().unwrap();
    let error = create(&client, &clock).unwrap_err();
    assert_eq!(error.class(), Class::Throttled);
    assert_eq!((error.reaction(), error.is_in_doubt()), (Reaction::WaitForState, true));
    let call = client.prepare(CreateThing::default()).unwrap();
    let error = clock.run(client.send(&call)).unwrap_err();
    assert_eq!(error.reaction(), Reaction::RetrySameToken);
    // Without any doubt the next call may have a token of its own.
    let script = answers("CreateThing", &[Reply::error(400, "Throttling")]);
    let error = create(&over(&script, &clock).build().unwrap(), &clock).unwrap_err();
    assert_eq!((error.reaction(), error.is_in_doubt()), (Reaction::RetryNewToken, false));
}

#[test]
fn a_wait_that_the_service_asks_for_is_kept_up_to_a_limit() {
    for (asked, waited) in [("1500", 1_500), ("3600000", 60_000)] {
        let clock = VirtualClock::new();
        let throttled = Reply::error(503, "Throttling").header("x-acs-retry-after", asked);
        let script = answers("TouchThing", &[throttled, Reply::ok(OK)]);
        let (client, began) = (over(&script, &clock).build().unwrap(), clock.now());
        clock.run(client.send(TouchThing)).unwrap();
        assert_eq!(clock.now() - began, Duration::from_millis(waited));
        let delay = waited.to_string();
        assert_eq!(all(&script.sent(), "x-acs-retry-delay"), [None, Some(&*delay)]);
    }
}

#[test]
fn clients_that_share_connections_share_the_budget_for_further_attempts() {
    let clock = VirtualClock::new();
    let script = answers("ReadThing", &[lost(Broken)]);
    let client = over(&script, &clock).build().unwrap();
    for _ in 0..20 {
        assert!(clock.run(client.in_region("cn-other").send(ReadThing)).is_err());
    }
    // 500 for attempts of 14 each: 35, beside the first of each call.
    assert_eq!(script.take_sent().len(), 20 + 35);
    assert!(clock.run(client.send(ReadThing)).is_err());
    assert_eq!(script.take_sent().len(), 1);
}

/// Takes some time for each answer.
struct Slow(VirtualClock, Duration, ScriptedTransport);

impl Transport for Slow {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            self.0.sleep(self.1).await;
            self.2.send(request).await
        })
    }
}

#[test]
fn no_attempt_begins_after_the_deadline_and_one_under_way_ends_with_it() {
    let seconds = Duration::from_secs;
    for (answer, deadline, attempts, took) in [
        // The third ends half a second after its time.
        (seconds(4), seconds(10), 3, Duration::from_millis(10_500)),
        // The wait of 100 ms after the first would end after the deadline.
        (seconds(4), Duration::from_millis(4_050), 1, seconds(4)),
        (seconds(3600), seconds(2), 1, Duration::from_millis(2_500)),
    ] {
        let clock = VirtualClock::new();
        let script = answers("ReadThing", &[lost(Broken)]);
        let slow = Slow(clock.clone(), answer, script.clone());
        let policy = RetryPolicy::default().max_attempts(9);
        let client = over(&script, &clock).transport(slow).retry(policy).build().unwrap();
        let began = clock.now();
        let error = clock.run(client.with_deadline(deadline).send(ReadThing)).unwrap_err();
        assert_eq!(clock.now() - began, took, "{error}");
        let reached = script.sent().len();
        assert!(reached == attempts || reached + 1 == attempts, "{reached} {attempts}");
    }
}

#[test]
fn a_deadline_that_passes_while_credentials_are_fetched_sends_nothing() {
    struct Never;
    impl ProvideCredentials for Never {
        fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            Box::pin(std::future::pending())
        }
    }
    let (clock, script) = (VirtualClock::new(), ScriptedTransport::always(Reply::ok(OK)));
    let builder = over(&script, &clock).credentials(Never).deadline(Duration::from_secs(5));
    let error = clock.run(builder.build().unwrap().send(TouchThing)).unwrap_err();
    assert!(error.not_sent().is_some() && !error.is_in_doubt(), "{error}");
    assert!(script.sent().is_empty());
}

#[test]
fn a_wrong_clock_is_corrected_once_by_the_date_of_the_reply() {
    let refused = |date: &str| Reply::error(400, "InvalidTimeStamp.Expired").header("date", date);
    // The clock of the test begins at midnight.
    let hour = refused("Thu, 01 Jan 2026 01:00:00 GMT");
    let clock = VirtualClock::new();
    let script = answers("TouchThing", &[hour.clone(), Reply::ok(OK)]);
    let client = over(&script, &clock).build().unwrap();
    clock.run(client.send(TouchThing)).unwrap();
    clock.run(client.in_region("cn-other").send(TouchThing)).unwrap();
    let (wrong, right) = (Some("2026-01-01T00:00:00Z"), Some("2026-01-01T01:00:00Z"));
    assert_eq!(all(&script.sent(), "x-acs-date"), [wrong, right, right]);

    for (reply, attempts) in [
        (refused("Thu, 01 Jan 2026 00:00:30 GMT"), 1),
        (hour.clone().header("age", "3600"), 1),
        (Reply::error(400, "InvalidTimeStamp.Expired"), 1),
        (
            Reply::error(400, "SignatureDoesNotMatch")
                .header("date", "Thu, 01 Jan 2026 01:00:00 GMT"),
            1,
        ),
        // It did not help.
        (hour, 2),
    ] {
        let script = answers("TouchThing", &[reply]);
        let client = over(&script, &clock).build().unwrap();
        let error = clock.run(client.send(TouchThing)).unwrap_err();
        assert_eq!(script.sent().len(), attempts, "{error}");
    }
}

/// Hands out one key after the other, each until it is refused.
#[derive(Clone)]
struct Keys(Arc<Mutex<Vec<&'static str>>>);

impl ProvideCredentials for Keys {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let key = self.0.lock().unwrap()[0];
        Box::pin(std::future::ready(Ok(Credentials::with_token(key, "the secret", "the token"))))
    }

    fn refused(&self, credentials: &Credentials) {
        let mut keys = self.0.lock().unwrap();
        if keys.len() > 1 && keys[0] == credentials.access_key_id() {
            keys.remove(0);
        }
    }
}

#[test]
fn credentials_that_the_service_refuses_are_renewed_once() {
    let expired = Reply::error(400, "InvalidSecurityToken.Expired");
    for (keys, replies, attempts) in [
        (vec!["first", "second"], vec![expired.clone(), Reply::ok(OK)], 2),
        // There are no others.
        (vec!["only"], vec![expired.clone()], 1),
        // The others are refused, too.
        (vec!["first", "second", "third"], vec![expired.clone()], 2),
        (vec!["first", "second"], vec![Reply::error(400, "SignatureDoesNotMatch")], 1),
    ] {
        let clock = VirtualClock::new();
        let script = answers("TouchThing", &replies);
        let keys = Keys(Arc::new(Mutex::new(keys)));
        let client = over(&script, &clock).credentials(keys).build().unwrap();
        let ended = clock.run(client.send(TouchThing));
        assert_eq!((script.sent().len(), ended.is_ok()), (attempts, replies.len() == 2));
    }
}

#[test]
fn nothing_of_a_reply_that_broke_off_is_left_in_the_next() {
    let half = r#"{"Tags":{"Tag":[{"TagKey":"half"}]},"Count":7,"RequestId":"#;
    let script = answers("CreateThing", &[Reply::ok(half), Reply::ok(OK)]);
    let clock = VirtualClock::new();
    let client = over(&script, &clock).build().unwrap();
    let reply = clock.run(client.send(CreateThing::default())).unwrap();
    assert_eq!((reply.tags.len(), reply.count, &*reply.request_id), (0, None, "r-1"));
}

#[test]
fn a_gate_is_asked_before_each_attempt_and_hears_of_each() {
    let clock = VirtualClock::new();
    let throttled = Reply::error(400, "Throttling.User");
    let script = answers("TouchThing", &[throttled, Reply::ok(OK)]);
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let client = over(&script, &clock).gate(gate.clone()).build().unwrap();
    let began = clock.now();
    clock.run(client.send(TouchThing)).unwrap();
    // Throttled in one minute, it waits for the next.
    assert_eq!((script.take_sent().len(), clock.now() - began), (2, Duration::from_secs(60)));

    let script = answers("ReadThing", &[Reply::error(400, "Throttling.User")]);
    let client = over(&script, &clock).gate(gate).build().unwrap();
    let client = client.with_deadline(Duration::from_secs(5));
    let error = clock.run(client.send(ReadThing)).unwrap_err();
    assert_eq!((error.code(), script.take_sent().len()), (Some("Throttling.User"), 1));
    let error = clock.run(client.send(ReadThing)).unwrap_err();
    assert!(error.not_sent().unwrap().is::<GateClosed>() && error.is_throttled(), "{error}");
    assert!(script.sent().is_empty());
}
