//! Logins by OAuth: what an exchange brought is for all programs that use the file, until a service
//! refuses it. Starts no process: until its program is loaded, a new process has the locks of this
//! one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::time::Duration;

use aliyun_credentials::{CliProfile, Credentials, CredentialsError, ProvideCredentials};
use aliyun_rpc::{BoxFuture, Json};
use support::{NOW, Slow, World, keys, locked, poll, provide, wait};

const FILE: &str = ".aliyun/config.json";
const TOKENS: &str =
    r#"{"access_token":"newAccess","refresh_token":"newRefresh","expires_in":7200}"#;

/// A login whose access token lasts until then.
fn login(world: &World, expire: u64, more: &str) {
    let profile = format!(
        r#"{{"name":"p","mode":"OAuth","oauth_access_token":"theAccess","language":"en",
            "oauth_refresh_token":"theRefresh","oauth_access_token_expire":{expire}{more}}}"#
    );
    world.write(FILE, &format!(r#"{{"current":"p","profiles":[{profile}]}}"#));
}

fn profile(world: &World) -> Json {
    let file: Json = serde_json::from_str(&world.read(FILE)).unwrap();
    file["profiles"][0].clone()
}

fn id(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap().access_key_id().to_owned()
}

#[test]
fn the_next_program_uses_what_this_one_exchanged() {
    for (expire, replies) in [(NOW + 7200, 1), (NOW, 2)] {
        let world = World::new();
        login(&world, expire, "");
        if replies == 2 {
            world.script.answer(200, TOKENS);
        }
        world.script.answer(200, keys("exchanged", 3600));
        assert_eq!(id(&CliProfile::new(world.config(&[]))), "exchanged");
        assert_eq!(world.script.count(), replies);
        let saved = profile(&world);
        assert_eq!(saved["access_key_id"], "exchanged");
        assert_eq!(saved["access_key_secret"], "theSecret");
        assert_eq!(saved["sts_token"], "theToken");
        assert_eq!(saved["sts_expiration"], NOW + 3600);
        assert_eq!((&saved["language"], &saved["mode"]), (&"en".into(), &"OAuth".into()));

        world.set_time(NOW + 3599);
        let next = provide(&CliProfile::new(world.config(&[]))).unwrap();
        assert_eq!((next.access_key_id(), next.provider()), ("exchanged", "cli_profile/oauth"));
        assert_eq!(world.script.count(), replies, "nobody is asked");
    }
}

#[test]
fn what_a_service_refused_is_not_taken_from_the_file_again() {
    let world = World::new();
    let kept = format!(
        r#","access_key_id":"kept","access_key_secret":"s","sts_token":"t","sts_expiration":{}"#,
        NOW + 3600
    );
    login(&world, NOW + 7200, &kept);
    let provider = CliProfile::new(world.config(&[]));
    let refused = provide(&provider).unwrap();
    assert_eq!(refused.access_key_id(), "kept");
    provider.refused(&refused);
    world.script.answer(200, keys("exchanged", 3600));
    let exchanged = provide(&provider).unwrap();
    assert_eq!(exchanged.access_key_id(), "exchanged");
    assert_eq!(profile(&world)["access_key_id"], "exchanged");

    // The same for what this program wrote there itself.
    provider.refused(&exchanged);
    world.script.answer(200, keys("again", 3600));
    assert_eq!(id(&provider), "again");
    assert_eq!(world.script.count(), 2);
}

#[test]
fn what_another_program_exchanged_in_place_of_what_was_refused_is_used() {
    let world = World::new();
    login(&world, NOW + 7200, "");
    let provider = CliProfile::new(world.config(&[]));
    world.script.answer(200, keys("first", 3600));
    let first = provide(&provider).unwrap();
    provider.refused(&first);
    let other = format!(
        r#","access_key_id":"other","access_key_secret":"s","sts_token":"t","sts_expiration":{}"#,
        NOW + 3600
    );
    login(&world, NOW + 7200, &other);
    assert_eq!(id(&provider), "other");
    assert_eq!(world.script.count(), 1);
}

#[test]
fn credentials_of_a_login_that_was_replaced_meanwhile_are_not_saved_under_the_new_one() {
    let (world, slow) = (World::new(), Slow::default());
    login(&world, NOW + 7200, "");
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = asking(&provider, &slow);
    let newer = world.read(FILE).replace("theRefresh", "ofAnotherLogin");
    world.write(FILE, &newer);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
    assert_eq!(world.read(FILE), newer);
}

#[test]
fn credentials_that_cannot_be_saved_serve_the_program_that_got_them() {
    let (world, slow) = (World::new(), Slow::default());
    login(&world, NOW + 7200, "");
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = asking(&provider, &slow);
    std::fs::remove_file(world.home.path().join(FILE)).unwrap();
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
}

type Call<'a> = BoxFuture<'a, Result<Credentials, CredentialsError>>;

/// A call whose thread has asked and waits for the first answer.
fn asking<'a>(provider: &'a CliProfile, slow: &Slow) -> Call<'a> {
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(1);
    call
}

/// Two programs that find the access token too old at the same time.
fn both(world: &World, slow: &Slow) -> [CliProfile; 2] {
    login(world, NOW, "");
    [(); 2].map(|()| CliProfile::new(world.over(slow.clone(), &[])))
}

const STEP: Duration = Duration::from_millis(100);

#[test]
fn a_program_waits_for_another_one_that_refreshes_the_login_and_uses_what_it_brought() {
    let (world, slow) = (World::new(), Slow::default());
    let [first, second] = both(&world, &slow);
    let (one, mut two) = (asking(&first, &slow), second.provide());
    assert!(!poll(&mut two));
    assert!(slow.answer(TOKENS.to_owned()));
    slow.wait_for(2);
    world.clock.advance(STEP);
    assert!(!poll(&mut two), "the first still has the file");
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(one).unwrap().access_key_id(), "exchanged");
    world.clock.advance(STEP);
    assert_eq!(wait(two).unwrap().access_key_id(), "exchanged");
    assert_eq!(slow.count(), 2, "the old tokens are used up once");
}

#[test]
fn a_call_that_nobody_polls_any_more_neither_loses_what_an_exchange_brought_nor_holds_the_file() {
    for is_dropped in [true, false] {
        let (world, slow) = (World::new(), Slow::default());
        let [first, second] = both(&world, &slow);
        let mut one = Some(asking(&first, &slow));
        if is_dropped {
            one = None;
        }
        let mut two = second.provide();
        assert!(!poll(&mut two));
        assert!(slow.answer(TOKENS.to_owned()));
        slow.wait_for(2);
        assert_eq!(profile(&world)["oauth_refresh_token"], "newRefresh");
        assert!(slow.answer(keys("exchanged", 3600)));
        drop(locked(&world));
        assert_eq!(profile(&world)["access_key_id"], "exchanged");
        world.clock.advance(STEP);
        assert_eq!(wait(two).unwrap().access_key_id(), "exchanged");
        assert_eq!(slow.count(), 2, "the old tokens are used up once");
        assert!(one.is_none_or(|one| wait(one).unwrap().access_key_id() == "exchanged"));
    }
}

#[test]
fn an_exchange_that_fails_after_its_call_has_gone_leaves_the_file_to_others() {
    let (world, slow) = (World::new(), Slow::default());
    let [first, second] = both(&world, &slow);
    drop(asking(&first, &slow));
    let mut two = second.provide();
    assert!(!poll(&mut two));
    slow.fail();
    drop(locked(&world));
    world.clock.advance(STEP);
    assert!(!poll(&mut two));
    slow.wait_for(2);
    assert!(slow.answer(TOKENS.to_owned()));
    slow.wait_for(3);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(two).unwrap().access_key_id(), "exchanged");
}

#[test]
fn a_program_that_was_stopped_while_it_refreshed_has_others_fail_until_it_ends() {
    let (world, slow) = (World::new(), Slow::default());
    let [_, second] = both(&world, &slow);
    let stopped = locked(&world);
    let mut two = second.provide();
    for step in 0..350 {
        assert!(!poll(&mut two), "after {step} steps");
        world.clock.advance(STEP);
    }
    let error = wait(two).unwrap_err().to_string();
    assert!(error.contains("another program is refreshing this login in"), "{error}");
    assert_eq!(slow.count(), 0, "the tokens are not used");
    drop(stopped);
    let three = asking(&second, &slow);
    assert!(slow.answer(TOKENS.to_owned()));
    slow.wait_for(2);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(three).unwrap().access_key_id(), "exchanged");
}

#[test]
fn a_call_that_was_not_polled_for_long_looks_again_before_it_gives_up() {
    let (world, slow) = (World::new(), Slow::default());
    let [_, second] = both(&world, &slow);
    let one = locked(&world);
    let mut two = second.provide();
    assert!(!poll(&mut two));
    world.clock.advance(STEP * 1000);
    assert!(!poll(&mut two), "it may be another program by now");
    drop(one);
    world.clock.advance(STEP);
    assert!(!poll(&mut two));
    slow.wait_for(1);
    assert!(slow.answer(TOKENS.to_owned()));
    slow.wait_for(2);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(two).unwrap().access_key_id(), "exchanged");
}

#[test]
fn tokens_that_another_program_used_up_without_a_lock_are_read_again() {
    let (world, slow) = (World::new(), Slow::default());
    let [first, _] = both(&world, &slow);
    let call = asking(&first, &slow);
    login(&world, NOW + 7200, "");
    world.write(FILE, &world.read(FILE).replace("theRefresh", "newRefresh"));
    slow.fail();
    slow.wait_for(2);
    assert!(slow.urls()[1].ends_with("/v1/exchange"), "{:?}", slow.urls());
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
}

#[test]
fn a_profile_that_got_another_mode_meanwhile_keeps_its_keys() {
    let (world, slow) = (World::new(), Slow::default());
    login(&world, NOW, "");
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = asking(&provider, &slow);
    let other = world.read(FILE).replace("OAuth", "AK");
    world.write(FILE, &other);
    assert!(slow.answer(TOKENS.to_owned()));
    let error = wait(call).unwrap_err().to_string();
    assert!(error.contains("profile \"p\" has another mode than OAuth by now"), "{error}");
    assert_eq!(world.read(FILE), other);

    world.write(FILE, &other.replace("AK", "OAuth"));
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(2);
    assert_eq!(slow.authorizations()[1].as_deref(), Some("Bearer newAccess"));
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
    assert_eq!(profile(&world)["oauth_refresh_token"], "newRefresh");
}

#[test]
fn every_byte_that_is_not_about_the_login_stays() {
    let world = World::new();
    login(&world, NOW, r#","unknown" : [1e2, "\u00e9"]"#);
    let before = world.read(FILE);
    world.script.answer(200, TOKENS).answer(200, keys("exchanged", 3600));
    provide(&CliProfile::new(world.config(&[]))).unwrap();
    let after = before
        .replace("theAccess", "newAccess")
        .replace("theRefresh", "newRefresh")
        .replace(&NOW.to_string(), &(NOW + 7200).to_string())
        .replace(
            "\"]}",
            &format!(
                r#""],"access_key_id":"exchanged","access_key_secret":"theSecret","sts_token":"theToken","sts_expiration":{}}}"#,
                NOW + 3600
            ),
        );
    assert_eq!(world.read(FILE), after);
}

#[test]
fn new_tokens_of_a_login_are_saved_although_the_call_that_asked_for_them_has_gone() {
    let (world, slow) = (World::new(), Slow::default());
    world.write(
        ".aliyun/config.json",
        r#"{"current":"p","profiles":[{"name":"p","mode":"OAuth","oauth_access_token":"oldAccess",
            "oauth_refresh_token":"oldRefresh","oauth_access_token_expire":1}]}"#,
    );
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(1);
    drop(call);
    let tokens = r#"{"access_token":"newAccess","refresh_token":"newRefresh","expires_in":7200}"#;
    assert!(slow.answer(tokens.to_owned()));
    slow.wait_for(2);
    assert!(world.read(".aliyun/config.json").contains("newRefresh"));
    let mut call = provider.provide();
    assert!(!poll(&mut call), "the exchange of the new tokens is under way");
    assert!(slow.answer(keys("theId", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "theId");
    assert_eq!(slow.count(), 2, "the old token was used once: {:?}", slow.urls());
}

#[test]
fn a_newer_login_is_not_overwritten_by_work_that_stood_still() {
    let login = |refresh: &str, expire: u64| {
        format!(
            r#"{{"current":"p","profiles":[{{"name":"p","mode":"OAuth","oauth_access_token":"{refresh}Access",
            "oauth_refresh_token":"{refresh}","oauth_access_token_expire":{expire}}}]}}"#
        )
    };
    let (world, slow) = (World::new(), Slow::default());
    world.write(".aliyun/config.json", &login("old", 1));
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(1);
    drop(call);
    // Somebody logs in again before the next call.
    let newer = login("newer", NOW + 7200);
    world.write(".aliyun/config.json", &newer);
    let tokens = r#"{"access_token":"lateAccess","refresh_token":"late","expires_in":7200}"#;
    assert!(slow.answer(tokens.to_owned()));
    let mut call = provider.provide();
    assert!(!poll(&mut call), "the exchange is under way");
    slow.wait_for(2);
    assert_eq!(world.read(".aliyun/config.json"), newer);
    assert_eq!(slow.authorizations(), [None, Some("Bearer newerAccess".to_owned())]);
    assert!(slow.answer(keys("theId", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "theId");
}
