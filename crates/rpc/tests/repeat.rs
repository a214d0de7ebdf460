//! A call that can be sent again as the same call, and calls in several regions.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;

use aliyun_rpc::idempotency::{Idempotent, MemoryTokenStore};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    Client, DynamicRequest, EndpointError, Error, PreparedRequest, Reaction, Request, RetryPolicy,
    SendRequest,
};
use support::now;
use support::thing::{CreateThing, PRODUCT, TouchThing};

const OK: &str = r#"{"RequestId":"r-1"}"#;

fn tokens(script: &ScriptedTransport) -> Vec<Option<String>> {
    script.sent().iter().map(|sent| sent.parameter("ClientToken").map(str::to_owned)).collect()
}

fn lost() -> ScriptedTransport {
    ScriptedTransport::always(Reply::failure(TransportErrorKind::Broken))
}

/// A client that makes one attempt.
fn client(script: &ScriptedTransport) -> Client {
    script.client("cn-test").with_retry(RetryPolicy::never())
}

#[test]
fn a_prepared_request_is_sent_with_the_same_token_each_time_and_may_be_repeated() {
    let script = lost();
    let client = client(&script);
    let call = client.prepare(CreateThing::default()).unwrap();
    let token = call.client_token().unwrap().to_owned();
    assert_eq!(token.len(), 32);
    for _ in 0..2 {
        let error = now(client.send(&call)).unwrap_err();
        assert_eq!(error.reaction(), Reaction::RetrySameToken);
        assert_eq!(error.client_token(), Some(&*token));
    }
    assert_eq!(tokens(&script), [Some(token.clone()), Some(token)]);
}

#[test]
fn tokens_of_prepared_and_of_stored_calls_are_of_the_random_numbers_of_the_client() {
    let script = ScriptedTransport::always(Reply::ok(OK));
    let builder = script.builder().region("cn-test");
    let client = Arc::new(builder.random(|bytes| bytes.fill(0xab)).build().unwrap());
    let token = "ab".repeat(16);
    let prepared = client.prepare(CreateThing::default()).unwrap();
    assert_eq!(prepared.client_token(), Some(&*token));
    // Also through what is around a client.
    now(Idempotent::new(&*client, MemoryTokenStore::new()).send(CreateThing::default())).unwrap();
    now(Idempotent::new(client, MemoryTokenStore::new()).send(CreateThing::default())).unwrap();
    assert_eq!(tokens(&script), [Some(token.clone()), Some(token)]);
}

#[test]
fn a_request_without_a_fixed_token_is_never_to_be_repeated_with_the_same_token() {
    let script = lost();
    let client = client(&script);
    let error = now(client.send(CreateThing::default())).unwrap_err();
    assert_eq!(error.reaction(), Reaction::WaitForState);
    // The error hands the token out, and with it the call can be sent again as the same.
    let token = error.client_token().unwrap().to_owned();
    let call = PreparedRequest::with_token(CreateThing::default(), &token);
    let again = now(client.send(call)).unwrap_err();
    assert_eq!((again.reaction(), again.client_token()), (Reaction::RetrySameToken, Some(&*token)));
    assert_eq!(tokens(&script), [Some(token.clone()), Some(token)]);
}

#[test]
fn a_prepared_request_has_the_token_of_the_caller_and_a_blank_one_is_replaced() {
    let client = ScriptedTransport::always(Reply::ok(OK)).client("cn-test");
    let with = |token: &str| CreateThing {
        client_token: Some(token.to_owned()),
        ..CreateThing::default()
    };
    assert_eq!(client.prepare(with("mine")).unwrap().client_token(), Some("mine"));
    for blank in ["", " \t"] {
        let call = client.prepare(with(blank)).unwrap();
        assert_eq!(call.client_token().map(str::len), Some(32));
        let query = aliyun_rpc::wire::flatten(&call);
        assert_eq!(query.iter().filter(|(name, _)| name == "ClientToken").count(), 1);
    }
    let other = PreparedRequest::with_token(with("mine"), "yours");
    assert_eq!(other.client_token(), Some("yours"));
    assert_eq!(other.request().client_token.as_deref(), Some("mine"));
}

#[test]
fn an_operation_without_a_token_gets_none() {
    let script = lost();
    let client = client(&script);
    for call in
        [client.prepare(TouchThing).unwrap(), PreparedRequest::with_token(TouchThing, "mine")]
    {
        let error = now(client.send(&call)).unwrap_err();
        assert_eq!((call.client_token(), error.client_token()), (None, None));
        assert_eq!(error.reaction(), Reaction::WaitForState);
    }
    assert_eq!(tokens(&script), [None, None]);
}

/// Goes through a client, a reference and a shared one.
async fn touch(client: &impl SendRequest) -> Result<Option<String>, Error> {
    client.send(TouchThing).await?;
    Ok(client.region().map(str::to_owned))
}

#[test]
fn code_can_be_generic_over_what_sends() {
    fn movable<T: Send>(value: T) -> T {
        value
    }
    let script = ScriptedTransport::always(Reply::ok(OK));
    let client = client(&script);
    assert_eq!(now(movable(touch(&client))).unwrap().as_deref(), Some("cn-test"));
    assert!(now(touch(&&client)).is_ok());
    assert!(now(touch(&std::sync::Arc::new(client))).is_ok());
    assert_eq!(script.take_sent().len(), 3);
    assert!(script.sent().is_empty());
}

fn hosts(script: &ScriptedTransport) -> Vec<String> {
    script.take_sent().iter().map(|sent| sent.host().to_owned()).collect()
}

fn in_region(region: &str) -> CreateThing {
    CreateThing { region_id: Some(region.to_owned()), ..CreateThing::default() }
}

#[test]
fn a_request_goes_to_the_endpoint_of_the_region_that_it_names() {
    let script = ScriptedTransport::always(Reply::ok(OK));
    let client = client(&script);
    now(client.send(in_region("cn-other"))).unwrap();
    now(client.send(in_region("cn-old"))).unwrap();
    let named = DynamicRequest::new("CreateThing").set("regionId", "cn-other");
    now(client.call(&PRODUCT, &named)).unwrap();
    let other = "things.cn-other.aliyuncs.com";
    assert_eq!(hosts(&script), [other, "things-old.example.com", other]);
}

#[test]
fn a_client_in_another_region_uses_the_same_transport() {
    let script = ScriptedTransport::always(Reply::ok(OK));
    let client = client(&script);
    let other = client.in_region("cn-other");
    assert_eq!((client.region(), other.region()), (Some("cn-test"), Some("cn-other")));
    now(other.send(CreateThing::default())).unwrap();
    now(client.send(CreateThing::default())).unwrap();
    let sent = script.sent();
    let regions: Vec<_> = sent.iter().map(|sent| sent.parameter("RegionId").unwrap()).collect();
    assert_eq!(regions, ["cn-other", "cn-test"]);
    assert_eq!(hosts(&script), ["things.cn-other.aliyuncs.com", "things.cn-test.aliyuncs.com"]);
    let wrong = now(client.in_region("cn wrong").send(TouchThing)).unwrap_err();
    let cause = wrong.not_sent().unwrap().downcast_ref();
    assert_eq!(cause, Some(&EndpointError::Region("cn wrong".to_owned())));
    assert!(script.sent().is_empty());
}

#[test]
fn a_request_about_another_region_does_not_go_to_an_endpoint_that_was_set() {
    let script = ScriptedTransport::always(Reply::ok(OK));
    let fixed = script.builder().endpoint("things.example.com");
    let client = fixed.clone().region("cn-test").build().unwrap();
    let elsewhere = now(client.send(in_region("cn-other"))).unwrap_err();
    let derived = now(client.in_region("cn-other").send(TouchThing)).unwrap_err().untyped();
    for error in [elsewhere.untyped(), derived] {
        let cause = error.not_sent().unwrap().downcast_ref::<EndpointError>();
        assert!(matches!(cause, Some(EndpointError::OtherRegion { .. })), "{error}");
        assert_eq!((error.region(), error.reaction()), (Some("cn-other"), Reaction::FixRequest));
    }
    assert!(script.sent().is_empty());
    // Nobody said which region the endpoint serves.
    let open = fixed.build().unwrap();
    now(open.send(in_region("cn-other"))).unwrap();
    now(open.in_region("cn-third").send(CreateThing::default())).unwrap();
    now(client.send(in_region("cn-test"))).unwrap();
    assert_eq!(hosts(&script), ["things.example.com"; 3]);
}

#[test]
fn an_error_names_the_region_of_the_call() {
    let script = ScriptedTransport::always(Reply::error(403, "ThingLocked"));
    let client = client(&script);
    let error = now(client.send(TouchThing)).unwrap_err();
    assert_eq!(error.region(), Some("cn-test"));
    assert!(error.to_string().contains("(TouchThing in cn-test, HTTP 403"), "{error}");
    let error = now(client.send(in_region("cn-other"))).unwrap_err();
    assert_eq!(error.region(), Some("cn-other"));
    // What is not sent has one, too.
    let wrong = |request| CreateThing { ratio: Some(f64::NAN), ..request };
    let error = now(client.send(wrong(CreateThing::default()))).unwrap_err();
    assert_eq!(error.region(), Some("cn-test"));
    let error = now(client.send(wrong(in_region("cn-other")))).unwrap_err();
    assert_eq!(error.region(), Some("cn-other"));
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn a_script_answers_each_operation_in_order_and_says_what_it_has_no_reply_for() {
    let script = ScriptedTransport::new()
        .reply("TouchThing", Reply::error(403, "ThingLocked"))
        .reply("TouchThing", Reply::ok(OK));
    let client = client(&script);
    assert_eq!(now(client.send(TouchThing)).unwrap_err().code(), Some("ThingLocked"));
    assert!(now(client.send(TouchThing)).is_ok() && now(client.send(TouchThing)).is_ok());
    let error = now(client.send(CreateThing::default())).unwrap_err();
    assert!(error.to_string().contains("the script has no reply for CreateThing"), "{error}");
    assert_eq!(script.sent().len(), 4);
    assert_eq!(script.sent()[0].operation(), TouchThing::META.name);
    let request = CreateThing { name: "é +%&=".to_owned(), ..CreateThing::default() };
    assert!(now(client.send(request)).is_err());
    assert_eq!(script.sent()[4].parameter("Name"), Some("é +%&="));
}
