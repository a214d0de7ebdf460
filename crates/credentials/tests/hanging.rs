//! Sources that do not answer, and calls that do not wait for them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aliyun_credentials::{
    AssumedRole, Credentials, CredentialsError, CredentialsUri, DefaultChain, ProvideCredentials,
    StaticCredentials,
};
use aliyun_rpc::clock::Clock;
use aliyun_rpc::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use support::{NOW, Slow, World, keys, now, poll};

const URI: &str = "http://127.0.0.1:9/c";

fn id(call: impl Future<Output = Result<Credentials, CredentialsError>>) -> String {
    now(call).unwrap().access_key_id().to_owned()
}

/// A provider with credentials that are stale and valid for 15 minutes.
fn stale(world: &World, slow: &Slow) -> CredentialsUri {
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    let mut first = provider.provide();
    assert!(!poll(&mut first));
    assert!(slow.answer(keys("old", 3600)));
    assert_eq!(id(first), "old");
    world.set_time(NOW + 2700);
    provider
}

#[test]
fn a_refresh_that_a_call_gives_up_holds_up_no_other_call() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = stale(&world, &slow);
    let mut held_up = Vec::new();
    for second in 2700..3600 {
        world.set_time(NOW + second);
        let mut call = provider.provide();
        // A call whose deadline has come.
        if poll(&mut call) {
            assert_eq!(id(provider.provide()), "old");
        } else {
            held_up.push(second - 2700);
        }
    }
    assert_eq!(held_up[..8], [0, 1, 3, 7, 15, 31, 63, 123]);
    assert_eq!(held_up.len(), 20);
}

#[test]
fn a_call_with_valid_credentials_waits_a_second_for_others() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = stale(&world, &slow);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    world.clock.advance(Duration::from_millis(999));
    assert!(!poll(&mut call));
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(id(call), "old");
    // The same request is still under way, and the next call takes its answer.
    assert!(slow.answer(keys("new", 7200)));
    assert_eq!(id(provider.provide()), "new");
    assert_eq!(slow.count(), 2);
}

#[test]
fn a_call_whose_credentials_expire_while_it_waits_goes_on_waiting() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = stale(&world, &slow);
    world.clock.advance(Duration::from_millis(899_500));
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    world.clock.advance(Duration::from_secs(1));
    assert!(!poll(&mut call));
    assert!(slow.answer(keys("new", 7200)));
    assert_eq!(id(call), "new");
}

#[test]
fn the_next_call_goes_on_with_what_the_last_one_gave_up() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    let (mut first, mut second) = (provider.provide(), provider.provide());
    assert!(!poll(&mut first) && !poll(&mut second));
    drop((first, second));
    assert!(slow.answer(keys("given up", 3600)));
    assert_eq!(id(provider.provide()), "given up");
    assert_eq!(slow.count(), 1);
}

#[test]
fn work_that_stood_still_and_failed_is_done_again() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    for (failed, end) in [(true, 60), (false, 120)] {
        let mut given_up = provider.provide();
        assert!(!poll(&mut given_up));
        drop(given_up);
        if failed {
            slow.fail();
        } else {
            assert!(slow.answer(keys("expired by now", 0)));
        }
        let mut next = provider.provide();
        assert!(!poll(&mut next), "a new request is under way");
        assert!(slow.answer(keys("asked again", end)));
        assert_eq!(id(next), "asked again");
        world.clock.advance(Duration::from_secs(60));
    }
    assert_eq!(slow.count(), 4);
}

#[test]
fn a_call_that_is_never_polled_again_keeps_nobody_from_refreshing() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = stale(&world, &slow);
    let mut parked = provider.provide();
    assert!(!poll(&mut parked));
    assert_eq!(id(provider.provide()), "old");
    world.clock.advance(Duration::from_secs(30));
    let mut call = provider.provide();
    assert!(!poll(&mut call), "it polls the refresh that the first one began");
    slow.fail();
    assert_eq!(id(call), "old");
    world.clock.advance(Duration::from_secs(30));
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    assert_eq!(slow.count(), 3, "it is asked again");
    assert!(slow.answer(keys("new", 7200)));
    assert_eq!(id(call), "new");
    assert_eq!(id(parked), "new");
}

#[test]
fn a_call_does_not_fail_by_work_that_ran_out_of_time_while_nobody_polled_it() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    let mut parked = provider.provide();
    assert!(!poll(&mut parked));
    world.clock.advance(Duration::from_secs(30));
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.fail();
    assert!(!poll(&mut call), "a new request is under way");
    assert!(slow.answer(keys("asked again", 3600)));
    assert_eq!(id(call), "asked again");
    assert_eq!(id(parked), "asked again");
}

#[test]
fn work_that_stood_still_for_long_is_dropped() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    let mut given_up = provider.provide();
    assert!(!poll(&mut given_up));
    drop(given_up);
    world.clock.advance(Duration::from_secs(301));
    let mut next = provider.provide();
    assert!(!poll(&mut next));
    assert!(slow.answer(keys("asked again", 3600)));
    assert_eq!(id(next), "asked again");
    assert!(!slow.answer(keys("nobody waits", 3600)));
}

#[test]
fn a_transport_that_panics_fails_the_call_and_not_the_ones_after_it() {
    struct Panics(AtomicUsize, Slow);
    impl Transport for Panics {
        fn send(
            &self,
            request: HttpRequest,
        ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
            if self.0.fetch_add(1, Ordering::Relaxed) == 0 {
                return Box::pin(async { panic!("the runtime of this timer has ended") });
            }
            self.1.send(request)
        }
    }
    let (world, slow) = (World::new(), Slow::default());
    let transport = Panics(AtomicUsize::new(0), slow.clone());
    let provider = CredentialsUri::new(world.over(transport, &[]), URI);
    let error = now(provider.provide()).unwrap_err().to_string();
    assert!(error.contains("panicked"), "{error}");
    let mut next = provider.provide();
    assert!(!poll(&mut next));
    assert!(slow.answer(keys("asked again", 3600)));
    assert_eq!(id(next), "asked again");
}

#[test]
fn short_deadlines_take_a_chain_to_its_end() {
    let (world, slow) = (World::new(), Slow::default());
    let token = world.write("token", "theOidcToken");
    let variables = [
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", support::path_text(&token)),
        ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
        ("ALIBABA_CLOUD_CREDENTIALS_URI", URI),
    ];
    let chain = DefaultChain::with(world.over(slow.clone(), &variables));
    for _ in 0..2 {
        // Each call sees one source fail and gives up waiting for the next.
        let mut call = chain.provide();
        assert!(!poll(&mut call));
        drop(call);
        if slow.count() == 1 {
            slow.fail();
        }
    }
    assert!(slow.answer(keys("second source", 3600)));
    assert_eq!(id(chain.provide()), "second source");
    assert_eq!(slow.urls(), ["https://sts.aliyuncs.com/", URI]);
}

#[test]
fn refused_credentials_do_not_come_back_from_work_that_began_before() {
    for stood_still in [true, false] {
        let (world, slow) = (World::new(), Slow::default());
        let provider = stale(&world, &slow);
        let mut refreshing = provider.provide();
        assert!(!poll(&mut refreshing));
        let mut refreshing = if stood_still {
            drop(refreshing);
            None
        } else {
            Some(refreshing)
        };
        let old = now(provider.provide()).unwrap();
        provider.refused(&old);
        // The source had nothing newer when it was asked.
        assert!(slow.answer(keys("old", 3600)));
        let mut next = provider.provide();
        assert!(!poll(&mut next), "it is asked again");
        if let Some(refreshing) = &mut refreshing {
            assert!(!poll(refreshing), "for both of them");
        }
        assert_eq!(slow.count(), 3);
        assert!(slow.answer(keys("new", 7200)));
        assert_eq!(id(next), "new");
        if let Some(refreshing) = refreshing {
            assert_eq!(id(refreshing), "new");
        }
    }
}

#[test]
fn a_key_that_was_refused_is_known_again_when_its_end_was_measured_anew() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CredentialsUri::new(world.over(slow.clone(), &[]), URI);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    assert!(slow.answer_at(NOW + 7200, keys("old", 7200 + 3600)));
    let old = now(call).unwrap();
    world.set_time(NOW + 2700);
    let mut refreshing = provider.provide();
    assert!(!poll(&mut refreshing));
    provider.refused(&old);
    // The reply took a second longer than the first one.
    assert!(slow.answer_at(NOW + 7200 + 2699, keys("old", 7200 + 3600)));
    assert!(!poll(&mut refreshing), "it is asked again");
    assert!(slow.answer_at(NOW + 7200 + 2700, keys("old", 7200 + 7200)));
    let again = now(refreshing).unwrap();
    assert_eq!((again.access_key_id(), again == old), ("old", false));
    // A call that took the first one is refused late.
    provider.refused(&old);
    let mut next = provider.provide();
    assert!(!poll(&mut next), "it is asked again");
    assert!(slow.answer(keys("new", 7200)));
    assert_eq!(id(next), "new");
}

#[test]
fn what_the_source_gives_after_a_refusal_is_taken_whatever_it_is() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = stale(&world, &slow);
    // While the source is left alone.
    let mut refreshing = provider.provide();
    assert!(!poll(&mut refreshing));
    slow.fail();
    let old = now(refreshing).unwrap();
    provider.refused(&old);
    let mut next = provider.provide();
    assert!(!poll(&mut next));
    assert!(slow.answer(keys("old", 3600)));
    assert_eq!(now(next).unwrap(), old);
}

#[test]
fn a_call_with_valid_credentials_goes_on_with_them_when_work_that_stood_still_fails() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = stale(&world, &slow);
    let mut given_up = provider.provide();
    assert!(!poll(&mut given_up));
    drop(given_up);
    world.clock.advance(Duration::from_secs(1));
    let mut next = provider.provide();
    assert!(!poll(&mut next));
    world.clock.advance(Duration::from_millis(900));
    slow.fail();
    assert_eq!(id(next), "old");
    // And after a failure there is a pause.
    assert_eq!(id(provider.provide()), "old");
    assert_eq!(slow.count(), 2);
    world.clock.advance(Duration::from_secs(2));
    let mut later = provider.provide();
    assert!(!poll(&mut later));
    assert!(slow.answer(keys("new", 7200)));
    assert_eq!(id(later), "new");
}

#[cfg(unix)]
#[test]
fn a_process_that_a_call_gave_up_is_not_started_again() {
    use aliyun_credentials::ExternalProcess;
    let world = World::new();
    let folder = support::path_text(world.home.path()).to_owned();
    let pipe = world.home.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let command = format!("sh -c 'echo x >> {folder}/starts; cat {folder}/pipe'");
    let provider = ExternalProcess::new(world.config(&[]), command);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    drop(call);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    // Opens when the process does, and lets it end.
    let keys = r#"{"mode":"AK","access_key_id":"theId","access_key_secret":"s"}"#;
    std::fs::write(&pipe, keys).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(call).unwrap().access_key_id(), "theId");
    assert_eq!(world.read("starts"), "x\n");
}

#[test]
fn assuming_a_role_fails_after_a_quarter_of_a_minute() {
    let (world, slow) = (World::new(), Slow::default());
    let source = StaticCredentials::new("theId", "theSecret");
    let config = world.over(slow.clone(), &[]);
    let role = AssumedRole::new(config, "acs:ram::1:role/r", source);
    let begin = world.clock.now();
    assert!(world.clock.run(role.provide()).is_err());
    let took = world.clock.now() - begin;
    assert!((15..17).contains(&took.as_secs()), "{took:?}");
    assert_eq!(slow.count(), 1);
}
