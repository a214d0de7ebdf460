//! The reaction of an error is advice that can be followed: what cannot be sent is not sent again,
//! and what may have been carried out is not carried out twice.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::clock::VirtualClock;
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind::{self, Broken, Connect, Request, Timeout};
use aliyun_rpc::{Class, Client, DynamicRequest, Error, Reaction, StaticCredentials};
use support::now;
use support::thing::{CreateThing, PRODUCT, ReadThing, TouchThing};
use support::wire::Wire;

/// What makes a difference between calls.
#[derive(Clone, Copy, Debug)]
enum Calls {
    Reads,
    DryRun,
    TokenOfCaller,
    NamedWithToken,
    TokenOfClient,
    EmptyToken,
    BlankToken,
    NoToken,
    Named,
}

const HARMLESS: [Calls; 3] = [Calls::Reads, Calls::DryRun, Calls::TokenOfCaller];
const DOUBLES: [Calls; 6] = [
    Calls::TokenOfClient,
    Calls::EmptyToken,
    Calls::BlankToken,
    Calls::NoToken,
    Calls::Named,
    // The operation may ignore the parameter.
    Calls::NamedWithToken,
];

fn failed(calls: Calls, wire: &Wire) -> Error {
    let client = wire.client();
    let with_token = |token: &str| CreateThing {
        client_token: Some(token.to_owned()),
        ..CreateThing::default()
    };
    let named = DynamicRequest::new("CreateThing");
    match calls {
        Calls::Reads => now(client.send(ReadThing)).unwrap_err().untyped(),
        Calls::DryRun => now(client.dry_run(CreateThing::default())).unwrap_err().untyped(),
        Calls::TokenOfCaller => now(client.send(with_token("mine"))).unwrap_err().untyped(),
        Calls::NamedWithToken => {
            now(client.call(&PRODUCT, &named.set("ClientToken", "mine"))).unwrap_err()
        }
        Calls::TokenOfClient => now(client.send(CreateThing::default())).unwrap_err().untyped(),
        Calls::EmptyToken => now(client.send(with_token(""))).unwrap_err().untyped(),
        Calls::BlankToken => now(client.send(with_token(" \t"))).unwrap_err().untyped(),
        Calls::NoToken => now(client.send(TouchThing)).unwrap_err().untyped(),
        Calls::Named => now(client.call(&PRODUCT, &named)).unwrap_err(),
    }
}

fn html(status: u16) -> Wire {
    Wire::with_header(status, "<html>Bad Gateway</html>", "content-type", "text/html")
}

fn refused(status: u16, code: &str) -> Wire {
    Wire::answering(status, &format!(r#"{{"Code":"{code}","RequestId":"r"}}"#))
}

/// A reply that asks to wait.
fn asking_to_wait(status: u16, body: &str) -> Wire {
    Wire::with_header(status, body, "x-acs-retry-after", "100")
}

/// Whatever leaves it open whether the call was carried out.
fn doubtful() -> Vec<(&'static str, Wire, Class)> {
    let lost = |kind: TransportErrorKind| Wire::failing(kind);
    vec![
        ("timeout", lost(Timeout), Class::Transient),
        ("broken", lost(Broken), Class::Transient),
        ("500 html", html(500), Class::Transient),
        ("502 html", html(502), Class::Transient),
        ("503 html", html(503), Class::Transient),
        ("504 html", html(504), Class::Transient),
        ("503 without a body", Wire::answering(503, ""), Class::Transient),
        ("500 InternalError", refused(500, "InternalError"), Class::Transient),
        ("503 InternalError", refused(503, "InternalError"), Class::Transient),
        ("400 InternalError", refused(400, "InternalError"), Class::Transient),
        ("503 unlisted", refused(503, "Unlisted"), Class::Transient),
        ("token pending", refused(403, "LastTokenProcessing"), Class::IdempotencyPending),
        ("nonce used", refused(400, "SignatureNonceUsed"), Class::Unauthenticated),
        ("500 and wait", asking_to_wait(500, r#"{"Code":"InternalError"}"#), Class::Transient),
        ("503 and wait", asking_to_wait(503, r#"{"Code":"InternalError"}"#), Class::Transient),
        ("500 unlisted and wait", asking_to_wait(500, r#"{"Code":"New"}"#), Class::Throttled),
        (
            "503 unlisted and wait",
            asking_to_wait(503, r#"{"Code":"InternalError.Unlisted","RequestId":"r"}"#),
            Class::Throttled,
        ),
        ("403 unlisted and wait", asking_to_wait(403, r#"{"Code":"New"}"#), Class::Throttled),
        ("403 rejected", refused(403, "Rejected.Throttling"), Class::Throttled),
        ("429 html", html(429), Class::Throttled),
        ("429 empty and wait", asking_to_wait(429, ""), Class::Throttled),
        ("400 cut off and wait", asking_to_wait(400, r#"{"Code":"Thrott"#), Class::Throttled),
        ("504 html and wait", asking_to_wait(504, "<html>"), Class::Transient),
        ("503 html and wait", asking_to_wait(503, "<html>"), Class::Transient),
        ("503 empty and wait", asking_to_wait(503, ""), Class::Transient),
        ("500 odd", refused(500, "NotThrottlingButHalfDone"), Class::Throttled),
        ("200 throttled", refused(200, "Throttling"), Class::Throttled),
        (
            "200 throttled with a result",
            Wire::answering(200, r#"{"Code":"Throttling.User","RequestId":"r","Ids":{"Id":[]}}"#),
            Class::Throttled,
        ),
        ("200 unreadable", Wire::answering(200, "not json"), Class::Internal),
        ("200 empty", Wire::answering(200, ""), Class::Internal),
    ]
}

#[test]
fn what_may_have_been_carried_out_is_repeated_only_where_that_is_harmless() {
    for (event, wire, class) in doubtful() {
        for calls in HARMLESS {
            let error = failed(calls, &wire);
            let advice = (error.class(), error.reaction());
            assert_eq!(advice, (class, Reaction::RetrySameToken), "{calls:?} {event}");
        }
        for calls in DOUBLES {
            let error = failed(calls, &wire);
            let advice = (error.class(), error.reaction());
            assert_eq!(advice, (class, Reaction::WaitForState), "{calls:?} {event}");
            assert!(error.is_in_doubt(), "{calls:?} {event}");
            assert!(!error.reaction().is_retry() && error.reaction().can_succeed_later());
        }
    }
}

#[test]
fn what_was_not_carried_out_may_be_sent_again_by_anyone() {
    for (event, wire, class) in [
        ("connect", Wire::failing(Connect), Class::Transient),
        ("throttled", refused(400, "Throttling.User"), Class::Throttled),
        ("throttled, 503", refused(503, "Throttling"), Class::Throttled),
        ("429 unlisted", refused(429, "Unlisted"), Class::Throttled),
    ] {
        for calls in HARMLESS.into_iter().chain(DOUBLES) {
            let error = failed(calls, &wire);
            let advice = (error.class(), error.reaction());
            let reaction = match calls {
                Calls::Reads | Calls::DryRun | Calls::TokenOfCaller => Reaction::RetrySameToken,
                // The next call has another token, or none.
                _ => Reaction::RetryNewToken,
            };
            assert_eq!(advice, (class, reaction), "{calls:?} {event}");
        }
    }
}

#[test]
fn a_new_token_is_advised_only_where_the_service_refused_the_callers_own() {
    let same = Reaction::RetrySameToken;
    for status in [200, 400, 409, 500, 503] {
        let wire = refused(status, "IdempotentFailed");
        let reaction = |calls| failed(calls, &wire).reaction();
        let own = if (400..500).contains(&status) { Reaction::RetryNewToken } else { same };
        assert_eq!(reaction(Calls::TokenOfCaller), own, "{status}");
        assert_eq!(reaction(Calls::Reads), Reaction::RetryNewToken, "{status}");
        for calls in DOUBLES {
            assert_eq!(reaction(calls), Reaction::WaitForState, "{calls:?} {status}");
        }
    }
}

#[test]
fn a_request_that_cannot_become_http_is_to_be_changed() {
    let wire = Wire::failing(Request);
    for calls in HARMLESS.into_iter().chain(DOUBLES) {
        let error = failed(calls, &wire);
        let advice = (error.class(), error.reaction());
        assert_eq!(advice, (Class::InvalidArgument, Reaction::FixRequest), "{calls:?}");
    }
}

/// The advice about a call that the client did not send.
fn unsent(wire: &Wire, client: &Client, call: &DynamicRequest) -> (Class, Reaction, String) {
    let error = now(client.call(&PRODUCT, call)).unwrap_err();
    assert!(wire.sent().is_empty(), "{error}");
    (error.class(), error.reaction(), error.to_string())
}

#[test]
fn a_url_above_the_limit_is_not_sent() {
    let wire = Wire::answering(200, r#"{"RequestId":"r"}"#);
    let named = |length: usize| DynamicRequest::new("X").set("Name", "x".repeat(length));
    let rest = "https://things.cn-test.aliyuncs.com/?Name=".len();
    let (class, reaction, shown) = unsent(&wire, &wire.client(), &named(65_535 - rest));
    assert_eq!((class, reaction), (Class::InvalidArgument, Reaction::FixRequest));
    assert!(shown.contains("65535 bytes, and at most 65534"), "{shown}");
    now(wire.client().call(&PRODUCT, &named(65_534 - rest))).unwrap();
    assert_eq!(wire.sent()[0].http().url.len(), 65_534);
}

#[test]
fn an_operation_with_a_control_character_is_not_sent() {
    let wire = Wire::answering(200, "{}");
    for name in ["Create\rThing", "CreateThing\n", "Create\0Thing", "\nx-acs-evil: 1"] {
        let (class, reaction, _) = unsent(&wire, &wire.client(), &DynamicRequest::new(name));
        assert_eq!((class, reaction), (Class::InvalidArgument, Reaction::FixRequest), "{name:?}");
    }
}

#[test]
fn credentials_with_a_control_character_are_not_sent_and_not_shown() {
    for control in ["\r", "\n", "\0", "\r\n", "\x1b", "\x7f"] {
        for place in 0..3 {
            let part = |here| if here == place { format!("mine{control}") } else { "mine".into() };
            let wire = Wire::answering(200, "{}");
            let credentials = StaticCredentials::with_token(part(0), part(1), part(2));
            let client = wire.builder().credentials(credentials).build().unwrap();
            let (class, reaction, shown) = unsent(&wire, &client, &DynamicRequest::new("X"));
            let expected = (Class::Unauthenticated, Reaction::RefreshCredentials);
            assert_eq!((class, reaction), expected, "{control:?} {place}");
            assert!(shown.contains("control character") && !shown.contains("mine"), "{shown}");
        }
    }
}

#[test]
fn a_refusal_whose_code_did_not_arrive_leaves_it_open_what_was_done() {
    // It may have been about a second copy of a request that was carried out.
    for (event, wire) in [
        ("403 html", html(403)),
        ("404 empty", Wire::answering(404, "")),
        ("400 cut off", Wire::answering(400, r#"{"Code":"SignatureNonceUs"#)),
    ] {
        for calls in [Calls::TokenOfCaller, Calls::TokenOfClient, Calls::NoToken, Calls::Named] {
            let error = failed(calls, &wire);
            let seen = (error.class(), error.reaction(), error.is_in_doubt());
            assert_eq!(seen, (Class::Internal, Reaction::GiveUp, true), "{calls:?} {event}");
        }
        for calls in [Calls::Reads, Calls::DryRun] {
            assert!(!failed(calls, &wire).is_in_doubt(), "{calls:?} {event}");
        }
    }
}

#[test]
fn a_call_that_was_lost_before_there_was_no_connection_does_not_count_as_not_sent() {
    let script = ScriptedTransport::new()
        .reply("CreateThing", Reply::failure(Broken))
        .reply("CreateThing", Reply::failure(Connect));
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-test").clock(clock.clone()).build().unwrap();
    let error = clock.run(client.send(CreateThing::default())).unwrap_err();
    assert!(error.is_connect() && error.is_in_doubt());
    assert!(error.not_sent().is_none());
    // All attempts without a connection.
    let error = clock.run(client.send(CreateThing::default())).unwrap_err();
    assert!(!error.is_in_doubt() && error.not_sent().is_some());
}
