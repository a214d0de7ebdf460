//! A call of unknown outcome is repeated as the same call, and no two calls become one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use aliyun_rpc::clock::VirtualClock;
use aliyun_rpc::idempotency::{
    CallKey, Idempotent, MemoryTokenStore, OpenToken, Outcome, TokenFromLater, TokenStore,
    TokenStoreError, TokenTooOld,
};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind::{Broken, Connect};
use aliyun_rpc::wire::{FieldWriter, WriteFields};
use aliyun_rpc::{BoxFuture, Class, Client, Error, Meta, Reaction, Request, RetryPolicy};
use support::now;
use support::thing::{CreateThing, CreateThingError, CreateThingResponse, TouchThing};

const OK: &str = r#"{"RequestId":"r-1"}"#;

type Sent = Result<Outcome<CreateThingResponse, Error<CreateThingError>>, Error<CreateThingError>>;

fn client(script: &ScriptedTransport) -> Client {
    script.client("cn-test").with_retry(RetryPolicy::never())
}

fn answers(replies: &[Reply]) -> ScriptedTransport {
    let script = ScriptedTransport::new();
    replies.iter().for_each(|reply| script.add("CreateThing", reply.clone()));
    script
}

fn named(name: &str) -> CreateThing {
    CreateThing { name: name.to_owned(), ..CreateThing::default() }
}

fn tokens(script: &ScriptedTransport) -> Vec<String> {
    let token = |sent: &aliyun_rpc::testing::SentRequest| {
        sent.parameter("ClientToken").unwrap_or_default().to_owned()
    };
    script.sent().iter().map(token).collect()
}

fn is_first(sent: Sent) -> bool {
    matches!(sent.unwrap(), Outcome::First(_))
}

#[test]
fn a_call_of_unknown_outcome_is_repeated_with_its_token() {
    let script = answers(&[Reply::failure(Broken), Reply::ok(OK)]);
    let once = Idempotent::new(client(&script), MemoryTokenStore::new());
    let error = now(once.send(named("a"))).unwrap_err();
    assert!(error.is_in_doubt());
    assert!(now(once.send(named("a"))).unwrap().is_replayed());
    // Known by now, so that the next call is another.
    assert!(is_first(now(once.send(named("a")))));
    let tokens = tokens(&script);
    assert!(tokens[0] == tokens[1] && tokens[1] != tokens[2], "{tokens:?}");
}

#[test]
fn other_arguments_another_region_and_a_call_that_was_refused_have_tokens_of_their_own() {
    let refused = Reply::error(403, "ThingLocked");
    let script = answers(&[Reply::failure(Broken), Reply::ok(OK), Reply::ok(OK), refused]);
    let store = MemoryTokenStore::new();
    let once = Idempotent::new(client(&script), store.clone());
    assert!(now(once.send(named("a"))).is_err());
    assert!(is_first(now(once.send(named("b")))));
    let elsewhere = Idempotent::new(client(&script).in_region("cn-other"), store);
    assert!(is_first(now(elsewhere.send(named("a")))));
    // Refused, so that nothing is open.
    assert!(now(once.send(named("c"))).is_err() && now(once.send(named("c"))).is_err());
    let mut tokens = tokens(&script);
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 5);
}

/// A request that names its region in some spelling, if in any.
#[derive(Clone, Copy)]
struct Placed(Option<(&'static str, &'static str)>);

impl WriteFields for Placed {
    fn write(&self, writer: &mut dyn FieldWriter) {
        if let Some((spelling, region)) = self.0 {
            writer.put(spelling, &region.to_owned());
        }
    }
}

impl Request for Placed {
    type Response = CreateThingResponse;
    type Error = CreateThingError;
    const META: &'static Meta = &Meta { region: None, ..*CreateThing::META };
}

#[test]
fn a_call_is_the_same_if_it_goes_to_the_same_region_whoever_names_it() {
    let at = |spelling| Placed(Some((spelling, "cn-beijing")));
    let calls = [
        ("cn-hangzhou", at("RegionId")),
        ("cn-hangzhou", at("regionId")),
        ("cn-hangzhou", at("REGIONID")),
        ("cn-beijing", at("RegionId")),
        ("cn-beijing", Placed(None)),
        ("cn-beijing", Placed(Some(("RegionId", "")))),
    ];
    for (first, call) in calls {
        for (second, again) in calls {
            let script = answers(&[Reply::failure(Broken), Reply::ok(OK)]);
            let once = |region| client(&script).in_region(region);
            let store = MemoryTokenStore::new();
            let lost = now(Idempotent::new(once(first), store.clone()).send(call));
            assert!(lost.unwrap_err().is_in_doubt());
            let sent = now(Idempotent::new(once(second), store).send(again));
            assert!(sent.unwrap().is_replayed(), "{first} {:?} {second} {:?}", call.0, again.0);
            assert_eq!(tokens(&script)[0], tokens(&script)[1]);
        }
    }
    let elsewhere = CallKey::of(&Placed(None), Some("cn-hangzhou"));
    assert_ne!(elsewhere, CallKey::of(&at("regionId"), Some("cn-hangzhou")));
    assert_ne!(elsewhere, CallKey::of(&Placed(None), None));
}

#[test]
fn tokens_age_by_the_clock_of_the_client() {
    let clock = VirtualClock::new();
    let script = answers(&[Reply::failure(Broken)]);
    let client = script.builder().region("cn-test").clock(clock.clone());
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let once = Idempotent::new(client, MemoryTokenStore::new());
    assert!(clock.run(once.send(named("a"))).unwrap_err().is_in_doubt());
    clock.advance(Duration::from_secs(31 * 60));
    let error = clock.run(once.send(named("a"))).unwrap_err();
    assert!(error.not_sent().is_some_and(|cause| cause.is::<TokenTooOld>()), "{error}");
}

#[test]
fn two_equal_calls_at_the_same_time_are_two_calls() {
    let store = MemoryTokenStore::new();
    let key = CallKey::of(&named("a"), None);
    let token = |text: &str| OpenToken::new(text, std::time::SystemTime::UNIX_EPOCH);
    let begin = |text: &str| now(store.begin(&key, &token(text))).unwrap().map(|open| open.token);
    assert_eq!((begin("first"), begin("second")), (None, None));
    store.abandon(&key, "second");
    assert_eq!(begin("third").as_deref(), Some("second"));
    // Both are in use again.
    assert_eq!(begin("fourth"), None);
    now(store.end(&key, "second")).unwrap();
    store.abandon(&key, "second");
    assert_eq!(begin("fifth"), None);
}

#[test]
fn a_call_that_is_dropped_half_way_leaves_its_token_open() {
    let store = MemoryTokenStore::new();
    let waiting = aliyun_rpc::Client::builder()
        .region("cn-test")
        .credentials(aliyun_rpc::StaticCredentials::new("id", "secret"))
        .transport(Silent)
        .build()
        .unwrap();
    {
        let once = Idempotent::new(waiting, store.clone());
        let mut call = pin!(once.send(named("a")));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    let script = answers(&[Reply::ok(OK)]);
    assert!(now(Idempotent::new(client(&script), store).send(named("a"))).unwrap().is_replayed());
}

/// Never answers.
struct Silent;

impl aliyun_rpc::Transport for Silent {
    fn send(
        &self,
        _: aliyun_rpc::HttpRequest,
    ) -> aliyun_rpc::BoxFuture<'_, Result<aliyun_rpc::HttpResponse, aliyun_rpc::TransportError>>
    {
        Box::pin(std::future::poll_fn(|_| Poll::Pending))
    }
}

#[test]
fn a_repetition_that_tells_nothing_leaves_the_token_open_and_a_mismatch_removes_it() {
    let mismatch = Reply::error(400, "IdempotentParameterMismatch");
    let throttled = Reply::error(400, "Throttling");
    let lost = Reply::failure(Broken);
    let script = answers(&[lost, throttled, Reply::failure(Connect), mismatch, Reply::ok(OK)]);
    let once = Idempotent::new(client(&script), MemoryTokenStore::new());
    for _ in 0..3 {
        assert!(now(once.send(named("a"))).is_err());
    }
    let outcome = now(once.send(named("a"))).unwrap();
    let Outcome::Mismatch(error) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.class(), Class::IdempotencyMismatch);
    assert!(is_first(now(once.send(named("a")))));
    let tokens = tokens(&script);
    assert!(tokens[..4].iter().all(|token| *token == tokens[0]) && tokens[4] != tokens[0]);
}

#[test]
fn a_repetition_that_is_refused_leaves_the_token_open_unless_its_call_failed_for_good() {
    // The first call may arrive after its repetition was refused.
    let refused = Reply::error(403, "ThingLocked");
    let failed = Reply::error(400, "IdempotentFailed");
    let script = answers(&[Reply::failure(Broken), refused, failed, Reply::ok(OK)]);
    let once = Idempotent::new(client(&script), MemoryTokenStore::new());
    for _ in 0..3 {
        assert!(now(once.send(named("a"))).is_err());
    }
    assert!(is_first(now(once.send(named("a")))));
    let tokens = tokens(&script);
    assert!(tokens[..3].iter().all(|token| *token == tokens[0]) && tokens[3] != tokens[0]);
}

#[test]
fn a_first_call_that_carried_nothing_out_is_to_be_sent_with_a_new_token_and_a_repetition_is_not() {
    let throttled = || Reply::error(400, "Throttling.User");
    let nothing = Reply::failure(Connect);
    let script = answers(&[throttled(), nothing, Reply::failure(Broken), throttled()]);
    let store = MemoryTokenStore::new();
    let once = Idempotent::new(client(&script), store.clone());
    for open in [0, 0, 1, 1] {
        let error = now(once.send(named("a"))).unwrap_err();
        let same = open > 0;
        let reaction = if same { Reaction::RetrySameToken } else { Reaction::RetryNewToken };
        assert_eq!((error.reaction(), store.tokens().len()), (reaction, open), "{error}");
    }
}

/// Gives no token back.
struct Keeps(MemoryTokenStore);

impl TokenStore for Keeps {
    fn begin<'a>(
        &'a self,
        key: &'a CallKey,
        fresh: &'a OpenToken,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        self.0.begin(key, fresh)
    }

    fn end<'a>(&'a self, _: &'a CallKey, _: &'a str) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        let cause = std::io::Error::other("it is read-only");
        let error = TokenStoreError::new("t-1.token stays", Some(cause.into()));
        Box::pin(std::future::ready(Err(error)))
    }

    fn take_open<'a>(
        &'a self,
        key: &'a CallKey,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        self.0.take_open(key)
    }

    fn abandon(&self, key: &CallKey, token: &str) {
        self.0.abandon(key, token);
    }
}

#[test]
fn a_token_that_its_store_cannot_remove_is_told_with_the_reply_and_not_used_again() {
    let script = answers(&[Reply::ok(OK)]);
    let once = Idempotent::new(client(&script), Keeps(MemoryTokenStore::new()));
    for _ in 0..2 {
        let outcome = now(once.send(named("a"))).unwrap();
        let Outcome::TokenLeft { reply, replayed: false, reason } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(reply.request_id, "r-1");
        assert!(reason.contains("t-1.token stays: it is read-only"), "{reason}");
    }
    let tokens = tokens(&script);
    assert_ne!(tokens[0], tokens[1], "two creates became one");
}

#[test]
fn a_store_does_nothing_before_its_future_is_polled() {
    let store = MemoryTokenStore::new();
    let (key, fresh) =
        (CallKey::of(&named("a"), None), OpenToken::new("t", std::time::SystemTime::UNIX_EPOCH));
    drop(store.begin(&key, &fresh));
    assert!(store.tokens().is_empty());
    assert_eq!(now(store.begin(&key, &fresh)).unwrap(), None);
    drop(store.end(&key, "t"));
    assert!(store.tokens()[0].in_use);
    store.abandon(&key, "t");
    drop(store.take_open(&key));
    assert!(!store.tokens()[0].in_use);
    // In memory as in files.
    let day = Duration::from_secs(86_400);
    assert_eq!(store.forget_before(std::time::SystemTime::UNIX_EPOCH), []);
    assert_eq!(store.forget_before(std::time::SystemTime::UNIX_EPOCH + day).len(), 1);
    assert!(store.tokens().is_empty());
}

#[test]
fn a_token_from_later_than_now_is_not_used_because_nobody_knows_how_old_it_is() {
    let script = answers(&[Reply::failure(Broken), Reply::ok(OK)]);
    let store = MemoryTokenStore::new();
    let later = VirtualClock::new();
    later.advance(Duration::from_secs(3600));
    let before = Idempotent::new(client(&script), store.clone()).clock(later);
    assert!(now(before.send(named("a"))).unwrap_err().is_in_doubt());
    let set_back = VirtualClock::new();
    let once = Idempotent::new(client(&script), store).clock(set_back.clone());
    let error = now(once.send(named("a"))).unwrap_err();
    let cause = error.not_sent().unwrap().downcast_ref::<TokenFromLater>().unwrap();
    assert_eq!((&cause.token, cause.ahead.as_secs()), (&tokens(&script)[0], 3600));
    set_back.advance(Duration::from_secs(3541));
    assert!(now(once.send(named("a"))).unwrap().is_replayed());
}

#[test]
fn a_token_that_is_too_old_is_not_used_until_someone_looked() {
    let script = answers(&[Reply::failure(Broken), Reply::ok(OK)]);
    let clock = VirtualClock::new();
    let once = Idempotent::new(client(&script), MemoryTokenStore::new()).clock(clock.clone());
    assert!(now(once.send(named("a"))).is_err());
    clock.advance(Duration::from_secs(3600));
    for _ in 0..2 {
        let error = now(once.send(named("a"))).unwrap_err();
        let cause = error.not_sent().unwrap().downcast_ref::<TokenTooOld>().unwrap();
        assert_eq!((cause.age.as_secs(), &cause.token), (3600, &tokens(&script)[0]));
        assert_eq!(error.reaction(), Reaction::WaitForState);
    }
    assert_eq!(script.sent().len(), 1);
    assert_eq!(now(once.forget(&named("a"))).unwrap().as_ref(), Some(&tokens(&script)[0]));
    assert_eq!(now(once.forget(&named("a"))).unwrap(), None);
    assert!(is_first(now(once.send(named("a")))));
}

#[test]
fn requests_with_a_token_of_their_own_and_without_any_are_sent_as_they_are() {
    let script = answers(&[Reply::failure(Broken)]);
    script.add("TouchThing", Reply::ok(OK));
    let once = Idempotent::new(client(&script), MemoryTokenStore::new());
    let own = CreateThing { client_token: Some("mine".to_owned()), ..named("a") };
    assert!(now(once.send(&own)).is_err() && now(once.send(named("a"))).is_err());
    assert!(matches!(now(once.send(TouchThing)).unwrap(), Outcome::First(_)));
    let tokens = tokens(&script);
    assert!(tokens[0] == "mine" && tokens[1] != "mine" && tokens[2].is_empty());
}

#[cfg(feature = "token-files")]
#[path = "idempotency/files.rs"]
mod files;
