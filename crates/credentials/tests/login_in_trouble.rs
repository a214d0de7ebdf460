//! Logins by OAuth when something goes wrong: the file cannot be written or is half written, a
//! token is refused, time runs out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::time::Duration;

use aliyun_credentials::{
    CliProfile, Credentials, CredentialsError, DefaultChain, ProvideCredentials,
};
use aliyun_rpc::clock::Clock;
use aliyun_rpc::{BoxFuture, Json};
use support::{NOW, Slow, World, keys, now, poll, provide, wait};

const FILE: &str = ".aliyun/config.json";
const TOKENS: &str =
    r#"{"access_token":"newAccess","refresh_token":"newRefresh","expires_in":7200}"#;

/// A login whose access token lasts until then.
fn login(world: &World, expire: u64) -> String {
    let file = format!(
        r#"{{"current":"p","profiles":[{{"name":"p","mode":"OAuth","oauth_access_token":"theAccess",
            "oauth_refresh_token":"theRefresh","oauth_access_token_expire":{expire}}}]}}"#
    );
    world.write(FILE, &file);
    file
}

fn profile(world: &World) -> Json {
    let file: Json = serde_json::from_str(&world.read(FILE)).unwrap();
    file["profiles"][0].clone()
}

fn id(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap().access_key_id().to_owned()
}

type Call<'a> = BoxFuture<'a, Result<Credentials, CredentialsError>>;

/// A call whose thread has asked and waits for the first answer.
fn asking<'a>(provider: &'a dyn ProvideCredentials, slow: &Slow) -> Call<'a> {
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(1);
    call
}

/// Puts a file with this text in the place of the other one, which cannot be replaced: there is no
/// room for a longer name in its folder.
#[cfg(unix)]
fn make_unwritable(world: &World, text: &str) {
    let target = world.write(&"x".repeat(255), text);
    let file = world.home.path().join(FILE);
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(target, file).unwrap();
}

/// Puts the text of the file into one that can be replaced.
#[cfg(unix)]
fn make_writable(world: &World) {
    let text = world.read(FILE);
    fs::remove_file(world.home.path().join(FILE)).unwrap();
    world.write(FILE, &text);
}

/// A call that got new tokens, which cannot be saved, and is exchanging them.
#[cfg(unix)]
fn exchanging_unsaved<'a>(
    provider: &'a dyn ProvideCredentials,
    world: &World,
    slow: &Slow,
) -> Call<'a> {
    let before = login(world, NOW);
    let call = asking(provider, slow);
    make_unwritable(world, &before);
    assert!(slow.answer(TOKENS.to_owned()));
    slow.wait_for(2);
    assert_eq!(world.read(FILE), before);
    call
}

#[cfg(unix)]
#[test]
fn new_tokens_that_cannot_be_saved_are_used_and_saved_by_a_later_call() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = exchanging_unsaved(&provider, &world, &slow);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");

    make_writable(&world);
    world.set_time(NOW + 3600);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(3);
    assert_eq!(profile(&world)["oauth_refresh_token"], "newRefresh");
    assert!(slow.answer(keys("again", 7200)));
    assert_eq!(wait(call).unwrap().access_key_id(), "again");
    let used = slow.authorizations();
    assert_eq!(used[1..], [(); 2].map(|()| Some("Bearer newAccess".to_owned())), "{used:?}");
}

#[cfg(unix)]
#[test]
fn new_tokens_are_saved_with_what_they_are_exchanged_for_if_they_could_not_be_before() {
    let (world, slow) = (World::new(), Slow::default());
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = exchanging_unsaved(&provider, &world, &slow);
    make_writable(&world);
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
    let saved = profile(&world);
    assert_eq!(saved["oauth_refresh_token"], "newRefresh");
    assert_eq!(saved["oauth_access_token"], "newAccess");
    assert_eq!(saved["access_key_id"], "exchanged");
}

#[cfg(unix)]
#[test]
fn new_tokens_that_cannot_be_saved_outlast_the_provider_that_got_them() {
    let (world, slow) = (World::new(), Slow::default());
    let config = || world.over(slow.clone(), &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]);
    let chain = DefaultChain::with(config());
    let call = exchanging_unsaved(&chain, &world, &slow);
    slow.fail();
    assert!(wait(call).is_err());
    // The chain opens the profile anew, and another provider shares nothing with it but the file.
    let profile = CliProfile::new(config());
    let providers: [&dyn ProvideCredentials; 3] = [&chain, &profile, &chain];
    for (count, provider) in (3..).zip(providers) {
        let mut call = provider.provide();
        assert!(!poll(&mut call));
        slow.wait_for(count);
        assert!(slow.urls()[count - 1].ends_with("/v1/exchange"), "{:?}", slow.urls());
        assert_eq!(slow.authorizations()[count - 1].as_deref(), Some("Bearer newAccess"));
        slow.fail();
        assert!(wait(call).is_err());
    }
}

#[test]
fn new_tokens_outlast_a_time_without_the_file() {
    let (world, slow) = (World::new(), Slow::default());
    let before = login(&world, NOW);
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = asking(&provider, &slow);
    fs::remove_file(world.home.path().join(FILE)).unwrap();
    assert!(slow.answer(TOKENS.to_owned()));
    assert!(wait(call).is_err());
    world.write(FILE, &before);
    let mut call = provider.provide();
    assert!(!poll(&mut call));
    slow.wait_for(2);
    assert!(slow.urls()[1].ends_with("/v1/exchange"), "{:?}", slow.urls());
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
    assert_eq!(profile(&world)["oauth_refresh_token"], "newRefresh");
}

#[cfg(unix)]
#[test]
fn a_token_is_not_used_up_where_a_new_one_could_not_be_saved() {
    let world = World::new();
    let before = login(&world, NOW);
    make_unwritable(&world, &before);
    let error = provide(&CliProfile::new(world.config(&[]))).unwrap_err().to_string();
    for part in ["new tokens of the login in profile \"p\" cannot be saved", "cannot be written"] {
        assert!(error.contains(part), "{error}");
    }
    assert_eq!(world.script.count(), 0);
}

#[cfg(unix)]
#[test]
fn the_file_keeps_its_owner_and_its_permissions() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let world = World::new();
    login(&world, NOW);
    let file = world.home.path().join(FILE);
    // Only the superuser may do this. Everybody else has files of their own only.
    _ = chown(&file, Some(1234), Some(1234));
    fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
    // Open, so that no other file gets its number.
    let old = fs::File::open(&file).unwrap();
    let before = old.metadata().unwrap();
    world.script.answer(200, TOKENS).answer(200, keys("exchanged", 3600));
    assert_eq!(id(&CliProfile::new(world.config(&[]))), "exchanged");
    let after = fs::metadata(&file).unwrap();
    assert_ne!(before.ino(), after.ino());
    assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()));
    assert_eq!(after.permissions().mode() & 0o7777, 0o640);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn a_file_that_is_being_written_is_read_again() {
    for half in [0, 40] {
        let world = World::new();
        let whole = login(&world, NOW + 7200);
        world.script.answer(200, keys("first", 60)).answer(200, keys("second", 3600));
        let provider = CliProfile::new(world.config(&[]));
        assert_eq!(id(&provider), "first");
        world.set_time(NOW + 60);
        world.write(FILE, &whole[..half]);
        let mut call = provider.provide();
        for _ in 0..9 {
            assert!(!poll(&mut call));
            world.clock.advance(Duration::from_millis(100));
        }
        world.write(FILE, &whole);
        world.clock.advance(Duration::from_millis(100));
        assert_eq!(wait(call).unwrap().access_key_id(), "second");

        // It stays like that.
        world.set_time(NOW + 3600);
        world.write(FILE, &whole[..half]);
        let error = world.clock.run(provider.provide()).unwrap_err().to_string();
        assert!(error.contains("is not JSON"), "{error}");
        assert_eq!(world.clock.system_time(), at(NOW + 3601));
    }
}

#[test]
fn a_file_that_is_being_written_when_the_program_starts_is_read_again() {
    const WHOLE: &str = r#"{"current":"p","profiles":[{"name":"p","mode":"AK",
        "language":"é","access_key_id":"theId","access_key_secret":"s"}]}"#;
    let inside_a_character = WHOLE.find('é').unwrap() + 1;
    let chain = |world: &World| DefaultChain::with(world.config(&[]));
    let profile = |world: &World| CliProfile::new(world.config(&[]));
    for (is_chain, half) in
        [true, false].into_iter().flat_map(|is| [(is, 0), (is, inside_a_character)])
    {
        let world = World::new();
        let file = world.write(FILE, "");
        fs::write(file, &WHOLE.as_bytes()[..half]).unwrap();
        let provider: Box<dyn ProvideCredentials> =
            if is_chain { Box::new(chain(&world)) } else { Box::new(profile(&world)) };
        let mut call = provider.provide();
        assert!(!poll(&mut call));
        world.write(FILE, WHOLE);
        world.clock.advance(Duration::from_millis(100));
        assert_eq!(now(call).unwrap().access_key_id(), "theId");
    }
}

#[test]
fn an_access_token_that_is_refused_is_refreshed_once() {
    for (again, count) in [(200, 3), (401, 3)] {
        let world = World::new();
        login(&world, NOW + 7200);
        world.script.answer(401, "{}").answer(200, TOKENS).answer(again, keys("exchanged", 3600));
        let got = provide(&CliProfile::new(world.config(&[])));
        assert_eq!(world.script.count(), count);
        match got {
            Ok(credentials) => assert_eq!((credentials.access_key_id(), again), ("exchanged", 200)),
            Err(error) => assert!(again == 401 && error.to_string().contains("log in again")),
        }
        assert_eq!(profile(&world)["oauth_refresh_token"], "newRefresh");
    }
}

#[test]
fn an_exchange_that_fails_after_another_program_refreshed_the_login_is_tried_again() {
    let (world, slow) = (World::new(), Slow::default());
    let before = login(&world, NOW + 7200);
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    let call = asking(&provider, &slow);
    world
        .write(FILE, &before.replace("theRefresh", "newRefresh").replace("theAccess", "newAccess"));
    slow.fail();
    slow.wait_for(2);
    assert_eq!(slow.authorizations()[1].as_deref(), Some("Bearer newAccess"));
    assert!(slow.answer(keys("exchanged", 3600)));
    assert_eq!(wait(call).unwrap().access_key_id(), "exchanged");
}

#[test]
fn a_service_that_has_no_time_does_not_ask_for_another_login() {
    for (status, asks) in [(400, true), (401, true), (408, false), (429, false), (503, false)] {
        let world = World::new();
        login(&world, NOW);
        world.script.answer(status, "{}");
        let error = provide(&CliProfile::new(world.config(&[]))).unwrap_err().to_string();
        assert_eq!(error.contains("help: log in again"), asks, "{error}");
        assert_eq!(world.script.count(), 1);
    }
}

#[test]
fn a_site_that_nobody_knows_is_an_error_that_names_the_profile() {
    let world = World::new();
    let strange = login(&world, NOW).replace("\"mode\"", "\"oauth_site_type\":\"EU\",\"mode\"");
    world.write(FILE, &strange);
    let error = provide(&CliProfile::new(world.config(&[]))).unwrap_err().to_string();
    assert!(
        error.contains("profile \"p\": oauth_site_type is neither CN nor INTL; help:"),
        "{error}"
    );
    assert_eq!(world.script.count(), 0);
}

#[test]
fn tokens_are_not_used_up_shortly_before_the_time_is_over() {
    for (seconds, count) in [(25, 2), (26, 1)] {
        let (world, slow) = (World::new(), Slow::default());
        let before = login(&world, NOW);
        let provider = CliProfile::new(world.over(slow.clone(), &[]));
        let call = asking(&provider, &slow);
        world.clock.advance(Duration::from_secs(seconds));
        world.write(FILE, &before.replace("theRefresh", "another"));
        slow.fail();
        if count == 2 {
            slow.wait_for(2);
            slow.fail();
        }
        let error = wait(call).unwrap_err().to_string();
        assert_eq!(error.contains("too little time was left"), count == 1, "{error}");
        assert_eq!(slow.count(), count);
    }
}

fn at(unix: u64) -> std::time::SystemTime {
    std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(unix)
}
