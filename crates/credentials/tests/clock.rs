//! Every source on a machine whose clock is hours off: services say by their own clock when
//! credentials expire, and the dates of their replies say what that clock shows.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use aliyun_credentials::{
    AssumedRole, CliProfile, CredentialsUri, EcsRamRole, OidcRole, ProvideCredentials,
    StaticCredentials,
};
use aliyun_rpc::BoxFuture;
use aliyun_rpc::clock::{Clock, Skew, VirtualClock};
use aliyun_rpc::time::timestamp;
use support::{NOW, World, path_text, provide};

const OFF: i64 = 3 * 3600;

fn at(unix: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(unix)
}

/// What the sources of keys answer, in the form of each of them.
fn body(source: &str, end: u64) -> String {
    let end = timestamp(at(end));
    let keys = format!(
        r#"{{"Code":"Success","AccessKeyId":"theId","AccessKeySecret":"s","SecurityToken":"t","Expiration":"{end}"}}"#
    );
    match source {
        "role" | "OIDC" => format!(r#"{{"RequestId":"r","Credentials":{keys}}}"#),
        "CloudSSO" => format!(r#"{{"RequestId":"r","CloudCredential":{keys}}}"#),
        _ => keys,
    }
}

const SOURCES: [&str; 6] = ["metadata", "address", "role", "OIDC", "CloudSSO", "OAuth"];

fn source(world: &World, name: &str) -> Box<dyn ProvideCredentials> {
    let config = world.config(&[]);
    let profile = |members: &str| {
        let file = format!(r#"{{"current":"p","profiles":[{{"name":"p",{members}}}]}}"#);
        world.write(".aliyun/config.json", &file);
        Box::new(CliProfile::new(world.config(&[])))
    };
    let later = NOW + 1_000_000;
    match name {
        "metadata" => Box::new(EcsRamRole::new(config).role_name("r").require_token()),
        "address" => Box::new(CredentialsUri::new(config, "https://example.com/c")),
        "role" => {
            let key = StaticCredentials::new("id", "secret");
            Box::new(AssumedRole::new(config, "acs:ram::1:role/r", key))
        }
        "OIDC" => {
            let file = world.write("token", "theIdToken");
            Box::new(OidcRole::new(config).role_arn("r").provider_arn("p").token_file(file))
        }
        "CloudSSO" => profile(&format!(
            r#""mode":"CloudSSO","cloud_sso_sign_in_url":"https://example.com/","cloud_sso_account_id":"1",
               "cloud_sso_access_config":"c","access_token":"t","cloud_sso_access_token_expire":{later}"#
        )),
        _ => profile(&format!(
            r#""mode":"OAuth","oauth_access_token":"a","oauth_refresh_token":"r",
               "oauth_access_token_expire":{later}"#
        )),
    }
}

/// Answers a request for credentials, with this date in the replies if there is one.
fn answer(world: &World, source: &str, date: Option<u64>, end: u64) {
    let bodies = ["theToken".to_owned(), body(source, end)];
    for body in bodies.into_iter().skip(usize::from(source != "metadata")) {
        match date {
            Some(date) => world.script.answer_at(date, 200, body),
            None => world.script.answer(200, body),
        };
    }
}

#[test]
fn credentials_are_refreshed_in_time_and_not_used_for_longer_whatever_the_clock_shows() {
    for name in SOURCES {
        for off in [-OFF, OFF] {
            let (world, there) = (World::new(), NOW.checked_add_signed(off).unwrap());
            let source = source(&world, name);
            answer(&world, name, Some(there), there + 3600);
            let first = provide(&*source).unwrap();
            assert_eq!(first.expires_at(), Some(at(NOW + 3600)), "{name}, {off}");
            let asked = world.script.count();
            world.set_time(NOW + 1000);
            assert_eq!(provide(&*source).unwrap(), first, "{name}, {off}");
            assert_eq!(world.script.count(), asked, "{name}, {off}: fresh, and asked for again");

            // Only the login is used until its end.
            let then = if name == "OAuth" { 3600 } else { 2700 };
            world.set_time(NOW + then);
            answer(&world, name, Some(there + then), there + 7200);
            let second = provide(&*source).unwrap();
            assert_eq!(second.expires_at(), Some(at(NOW + 7200)), "{name}, {off}");
            assert_eq!(world.script.left(), 0, "{name}, {off}");

            world.set_time(NOW + 9000);
            answer(&world, name, Some(there + 9000), there + 9000);
            let error = provide(&*source).unwrap_err().to_string();
            assert!(error.contains("gave credentials that expired"), "{name}, {off}: {error}");
            assert!(!error.contains("help: check its clock"), "{name}, {off}: {error}");
        }
    }
}

#[test]
fn credentials_that_seem_to_have_expired_are_refused_with_a_word_about_the_clock() {
    for name in SOURCES {
        let world = World::new();
        let source = source(&world, name);
        answer(&world, name, None, NOW);
        let error = provide(&*source).unwrap_err().to_string();
        let expected = "expired at 2026-03-04T05:06:07Z, and it is 2026-03-04T05:06:07Z on this \
                        machine; help: check its clock";
        assert!(error.contains(expected), "{name}: {error}");
    }
}

/// A clock whose time of the day somebody sets while the program runs.
#[derive(Clone)]
struct Set(VirtualClock, Arc<AtomicI64>);

impl Clock for Set {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system_time(&self) -> SystemTime {
        Skew::correct(self.1.load(Ordering::Relaxed), self.0.system_time())
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(time)
    }
}

#[test]
fn a_clock_that_is_set_while_the_program_runs_makes_nothing_valid_for_longer() {
    for set in [-OFF, OFF] {
        let world = World::new();
        let clock = Set(world.clock.clone(), Arc::default());
        let config = world.config(&[]).clock(clock.clone());
        let source = CredentialsUri::new(config, "https://example.com/c");
        answer(&world, "address", Some(NOW), NOW + 3600);
        let first = provide(&source).unwrap();
        // It was off before, and what the dates say is right now and then.
        clock.1.store(set, Ordering::Relaxed);
        if set < 0 {
            world.set_time(NOW + 2699);
            assert_eq!(provide(&source).unwrap(), first, "it is fresh");
            world.set_time(NOW + 2700);
        }
        answer(&world, "address", Some(NOW + 2700), NOW + 7200);
        assert_ne!(provide(&source).unwrap(), first, "{set}");
        world.set_time(NOW + 7200);
        assert!(provide(&source).is_err(), "{set}: it has expired, and nobody answers");
    }
}

#[test]
fn a_clock_that_is_set_back_brings_back_no_login_that_has_expired() {
    let world = World::new();
    let clock = Set(world.clock.clone(), Arc::default());
    source(&world, "OAuth");
    let login = CliProfile::new(world.config(&[]).clock(clock.clone()));
    answer(&world, "OAuth", None, NOW + 3600);
    let first = provide(&login).unwrap();
    world.set_time(NOW + 3599);
    clock.1.store(-OFF, Ordering::Relaxed);
    assert_eq!(provide(&login).unwrap(), first);
    assert_eq!(world.script.count(), 1);
    world.set_time(NOW + 3600);
    assert!(provide(&login).is_err(), "the file has the old ones, and nobody answers");
    assert_eq!(world.script.count(), 2);
}

#[test]
fn a_date_that_is_seconds_off_or_from_a_cache_changes_nothing() {
    for (date, headers) in [(NOW + 59, vec![]), (NOW - 59, vec![]), (NOW + 4000, vec!["Age"])] {
        let world = World::new();
        let source = source(&world, "address");
        world.script.answer_with(date, &headers, body("address", NOW + 3600));
        assert_eq!(provide(&*source).unwrap().expires_at(), Some(at(NOW + 3600)), "{date}");
    }
}

#[test]
fn what_an_exchange_left_in_the_file_is_valid_for_as_long_as_it_is_for_the_service() {
    for off in [-OFF, OFF] {
        let (world, there) = (World::new(), NOW.checked_add_signed(off).unwrap());
        answer(&world, "OAuth", Some(there), there + 3600);
        provide(&*source(&world, "OAuth")).unwrap();
        let file: aliyun_rpc::Json =
            serde_json::from_str(&world.read(".aliyun/config.json")).unwrap();
        assert_eq!(file["profiles"][0]["sts_expiration"], NOW + 3600, "{off}");
    }
}

#[cfg(unix)]
#[test]
fn output_of_a_process_that_has_expired_is_refused() {
    let world = World::new();
    let output = r#"{"mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":"t",
        "expiration":"2026-03-04T05:06:07Z"}"#;
    let file = world.write("output", output);
    let command = format!("cat {}", path_text(&file));
    let process = aliyun_credentials::ExternalProcess::new(world.config(&[]), command);
    let error = provide(&process).unwrap_err().to_string();
    assert!(error.contains("the external process gave credentials that expired"), "{error}");
}
