//! When credentials are refreshed, and what happens to the old ones.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::{Arc, Mutex};

use aliyun_credentials::{AssumedRole, CredentialsUri, ProvideCredentials, StaticCredentials};
use aliyun_rpc::BoxFuture;
use support::{NOW, Slow, World, keys, now, poll, provide};

const URI: &str = "http://127.0.0.1:9/c";

fn id(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap().access_key_id().to_owned()
}

#[test]
fn credentials_are_refreshed_a_quarter_of_an_hour_before_they_expire() {
    let world = World::new();
    let provider = CredentialsUri::new(world.config(&[]), URI);
    world.script.answer(200, keys("first", 7200)).answer(200, keys("second", 14_400));
    for (time, expected) in [(0, "first"), (6299, "first"), (6300, "second"), (6301, "second")] {
        world.set_time(NOW + time);
        assert_eq!(id(&provider), expected, "after {time} seconds");
    }
    assert_eq!(world.script.count(), 2);
}

#[test]
fn credentials_of_a_quarter_of_an_hour_are_not_fetched_for_every_call() {
    let world = World::new();
    let provider = CredentialsUri::new(world.config(&[]), URI);
    world.script.answer(200, keys("first", 900)).answer(200, keys("second", 1800));
    for (time, expected) in [(0, "first"), (449, "first"), (450, "second")] {
        world.set_time(NOW + time);
        assert_eq!(id(&provider), expected, "after {time} seconds");
    }
}

#[test]
fn a_valid_value_survives_failed_refreshes_which_pause_for_longer_and_longer() {
    let world = World::new();
    let provider = CredentialsUri::new(world.config(&[]), URI);
    world.script.answer(200, keys("first", 3600));
    assert_eq!(id(&provider), "first");
    let mut tried = Vec::new();
    for second in 2700..3600 {
        world.set_time(NOW + second);
        let before = world.script.count();
        assert_eq!(id(&provider), "first", "after {second} seconds");
        tried.extend((world.script.count() > before).then_some(second - 2700));
    }
    assert_eq!(tried[..8], [0, 1, 3, 7, 15, 31, 63, 123]);
    assert_eq!(tried.len(), 20);

    world.set_time(NOW + 3600);
    let error = provide(&provider).unwrap_err().to_string();
    assert!(error.contains("no connection"), "{error}");
    world.script.answer(200, keys("second", 7200));
    assert_eq!(id(&provider), "second", "an expired value is no reason to pause");
}

#[test]
fn credentials_that_the_service_refused_are_not_returned_again() {
    let world = World::new();
    let provider = CredentialsUri::new(world.config(&[]), URI);
    world.script.answer(200, keys("first", 7200)).answer(200, keys("second", 7200));
    let first = provide(&provider).unwrap();
    provider.refused(&first);
    let second = provide(&provider).unwrap();
    assert_eq!(second.access_key_id(), "second");
    // Of another call, which was slower.
    provider.refused(&first);
    assert_eq!(provide(&provider).unwrap(), second);
    assert_eq!(world.script.count(), 2);
}

#[test]
fn a_refusal_reaches_the_source_below_profiles_and_chains() {
    let world = World::new();
    let profile = format!(
        r#"{{"current":"p","profiles":[{{"name":"p","mode":"CredentialsURI","credentials_uri":"{URI}"}}]}}"#
    );
    world.write(".aliyun/config.json", &profile);
    let chain = aliyun_credentials::DefaultChain::with(world.config(&[]));
    world.script.answer(200, keys("first", 7200)).answer(200, keys("second", 7200));
    let first = provide(&chain).unwrap();
    assert_eq!(first.provider(), "default/cli_profile/credential_uri");
    chain.refused(&first);
    assert_eq!(id(&chain), "second");
}

#[test]
fn a_key_that_sts_does_not_know_is_refused_at_its_source() {
    /// Counts refusals.
    struct Source(Mutex<usize>, StaticCredentials);
    impl ProvideCredentials for Source {
        fn provide(
            &self,
        ) -> BoxFuture<'_, Result<aliyun_rpc::Credentials, aliyun_rpc::CredentialsError>> {
            self.1.provide()
        }
        fn refused(&self, _: &aliyun_rpc::Credentials) {
            *self.0.lock().unwrap() += 1;
        }
    }
    let world = World::new();
    let source = Arc::new(Source(Mutex::default(), StaticCredentials::new("theId", "theSecret")));
    let role = AssumedRole::new(world.config(&[]), "acs:ram::1:role/r", source.clone());
    let body =
        |code: &str| format!(r#"{{"Code":"{code}","Message":"theMessage","RequestId":"R-1"}}"#);
    world.script.answer(404, body("InvalidAccessKeyId.NotFound"));
    let error = provide(&role).unwrap_err().to_string();
    let expected = "STS answered with status 404, code InvalidAccessKeyId.NotFound, request R-1";
    assert_eq!(error, format!("no credentials: {expected}"));
    assert_eq!(*source.0.lock().unwrap(), 1);
    world.script.answer(403, body("NoPermission"));
    assert!(provide(&role).is_err());
    assert_eq!(*source.0.lock().unwrap(), 1);
}

#[test]
fn one_refresh_is_in_flight_and_other_calls_go_on_with_the_old_value() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    let mut first = provider.provide();
    assert!(!poll(&mut first));
    slow.answer(keys("old", 3600));
    assert_eq!(now(first).unwrap().access_key_id(), "old");

    world.set_time(NOW + 2700);
    let mut refreshing = provider.provide();
    assert!(!poll(&mut refreshing));
    for _ in 0..10 {
        assert_eq!(now(provider.provide()).unwrap().access_key_id(), "old");
    }
    assert_eq!(slow.count(), 2);

    // Once the old value has expired, they wait for the same refresh.
    world.set_time(NOW + 3600);
    let mut waiting: Vec<_> = (0..10).map(|_| provider.provide()).collect();
    assert!(waiting.iter_mut().all(|call| !poll(call)));
    assert_eq!(slow.count(), 2);
    slow.answer(keys("new", 7200));
    for call in waiting.into_iter().chain([refreshing]) {
        assert_eq!(now(call).unwrap().access_key_id(), "new");
    }
}
