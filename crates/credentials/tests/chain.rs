//! The default chain: its order, its memory, and what it says about itself.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_credentials::{DefaultChain, Outcome, ProvideCredentials, Source};
use support::{NOW, Slow, World, keys, now, path_text, provide};

const ID: (&str, &str) = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "theEnvId");
const SECRET: (&str, &str) = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "theEnvSecret");
const NO_METADATA: (&str, &str) = ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "TRUE");
const URI: (&str, &str) = ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:9/c");

const CLI: &str = r#"{"current":"p","profiles":[{"name":"p","mode":"AK",
    "access_key_id":"theCliId","access_key_secret":"theCliSecret"}]}"#;
const INI: &str = "[default]\ntype=access_key\naccess_key_id=theIniId\naccess_key_secret=s\n";

fn sts(id: &str) -> String {
    let keys = keys(id, 3600);
    format!(r#"{{"RequestId":"r","Credentials":{keys}}}"#)
}

/// A world in which every source has credentials.
fn full(world: &World) -> Vec<(&'static str, String)> {
    world.write(".aliyun/config.json", CLI);
    world.write(".alibabacloud/credentials.ini", INI);
    let token = world.write("token", "theOidcToken");
    [ID, SECRET, ("ALIBABA_CLOUD_ECS_METADATA", "role"), URI]
        .map(|(name, value)| (name, value.to_owned()))
        .into_iter()
        .chain([
            ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r".to_owned()),
            ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p".to_owned()),
            ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&token).to_owned()),
        ])
        .collect()
}

fn chain(world: &World, variables: &[(&str, String)]) -> DefaultChain {
    let variables: Vec<_> = variables.iter().map(|(n, v)| (*n, v.as_str())).collect();
    DefaultChain::with(world.config(&variables))
}

#[test]
fn sources_are_asked_in_the_order_of_the_vendor() {
    let world = World::new();
    let mut variables = full(&world);
    let without = |variables: &mut Vec<(&str, String)>, name: &str| {
        variables.retain(|(known, _)| *known != name);
    };
    let found = |variables: &[(&'static str, String)]| {
        let credentials = provide(&chain(&world, variables)).unwrap();
        (credentials.provider().to_owned(), credentials.access_key_id().to_owned())
    };
    let is = |provider: &str, id: &str| (provider.to_owned(), id.to_owned());
    assert_eq!(found(&variables), is("default/env", "theEnvId"));

    without(&mut variables, ID.0);
    world.script.answer(200, sts("theOidcId"));
    assert_eq!(found(&variables), is("default/oidc_role_arn", "theOidcId"));

    without(&mut variables, "ALIBABA_CLOUD_ROLE_ARN");
    assert_eq!(found(&variables), is("default/cli_profile/static_ak", "theCliId"));

    variables.push(("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true".to_owned()));
    assert_eq!(found(&variables), is("default/profile/static_ak", "theIniId"));

    std::fs::remove_file(world.home.path().join(".alibabacloud/credentials.ini")).unwrap();
    world.script.answer(200, "metadataToken").answer(200, keys("theEcsId", 9999));
    assert_eq!(found(&variables), is("default/ecs_ram_role", "theEcsId"));
    assert!(world.script.sent().last().unwrap().url.ends_with("/security-credentials/role"));

    variables.push((NO_METADATA.0, NO_METADATA.1.to_owned()));
    world.script.answer(200, keys("theUriId", 9999));
    assert_eq!(found(&variables), is("default/credential_uri", "theUriId"));

    without(&mut variables, URI.0);
    assert!(provide(&chain(&world, &variables)).is_err());
    assert_eq!(world.script.left(), 0);
}

#[test]
fn the_source_that_was_found_is_asked_alone_from_then_on() {
    let world = World::new();
    let chain = DefaultChain::with(world.config(&[NO_METADATA, URI]));
    world.script.answer(200, keys("first", 1800));
    assert_eq!(provide(&chain).unwrap().access_key_id(), "first");
    // A source before it comes up too late.
    world.write(".aliyun/config.json", CLI);
    world.set_time(support::NOW + 1800);
    let error = provide(&chain).unwrap_err().to_string();
    assert!(error.contains("credentials address"), "{error}");
    assert!(!error.contains("tried"), "{error}");
}

#[test]
fn as_long_as_nothing_is_found_every_call_looks_again() {
    let world = World::new();
    let chain = DefaultChain::with(world.config(&[NO_METADATA]));
    assert!(provide(&chain).is_err());
    world.write(".aliyun/config.json", "{ half");
    assert!(provide(&chain).unwrap_err().to_string().contains("line 1 is not JSON"));
    world.write(".aliyun/config.json", CLI);
    assert_eq!(provide(&chain).unwrap().access_key_id(), "theCliId");
}

#[test]
fn an_explanation_says_for_each_source_what_was_missing() {
    let world = World::new();
    let chain = DefaultChain::with(world.config(&[ID, NO_METADATA, URI]));
    world.write(".aliyun/config.json", r#"{"current":"p","profiles":[{"name":"q"}]}"#);
    world.script.answer(200, keys("theUriId", 60));
    let explanation = now(chain.explain());
    let text = explanation.to_string().replace(path_text(world.home.path()), "~");
    let expected = "\
        1. environment: not set up: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set\n\
        2. OIDC role: not set up: ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, \
        ALIBABA_CLOUD_ROLE_ARN are not set\n\
        3. CLI profile: failed: ~/.aliyun/config.json: there is no profile \"p\"; profiles: q\n\
        4. INI profile: not set up: there is neither ~/.alibabacloud/credentials.ini nor \
        ~/.alibabacloud/credentials\n\
        5. ECS metadata: not set up: ALIBABA_CLOUD_ECS_METADATA_DISABLED is true, which turns \
        this source off; help: unset it\n\
        6. credentials URI: found a temporary key (credential_uri), which expires at \
        2026-03-04T05:07:07Z";
    assert_eq!(text, expected);
    assert_eq!(explanation.found().unwrap().source, Source::CredentialsUri);
}

#[test]
fn what_comes_after_the_source_that_was_found_is_not_asked() {
    let world = World::new();
    let variables = full(&world);
    let explanation = now(chain(&world, &variables).explain());
    assert!(matches!(explanation.steps[0].outcome, Outcome::Found { temporary: false, .. }));
    assert!(explanation.steps[1..].iter().all(|step| step.outcome == Outcome::NotAsked));
    assert_eq!(world.script.count(), 0);
}

#[test]
fn neither_an_explanation_nor_an_error_shows_a_secret_or_a_reply() {
    let world = World::new();
    world.write(".aliyun/config.json", &CLI.replace("AK", "theMode"));
    world.write(".alibabacloud/credentials", "theIniSecret\n");
    let token = world.write("token", "theOidcToken");
    let variables = [
        ID,
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&token)),
        ("ALIBABA_CLOUD_CREDENTIALS_URI", "https://me:thePassword@example.com/?k=theKey"),
    ];
    let reply = "theReply of a service that echoes theOidcToken";
    let chain = DefaultChain::with(world.config(&variables));
    for _ in 0..2 {
        world.script.answer(400, reply).answer(200, "t").answer(200, reply).answer(200, reply);
        world.script.answer(200, "t").answer(403, reply).answer(403, reply);
    }
    let error = provide(&chain).unwrap_err();
    let explanation = now(chain.explain());
    assert_eq!(
        explanation.steps.iter().filter(|s| matches!(s.outcome, Outcome::Failed(_))).count(),
        5
    );
    let config = format!("{:?}", world.config(&variables));
    for text in [error.to_string(), format!("{error:?}"), explanation.to_string(), config] {
        for secret in [
            "theEnvId",
            "theCliSecret",
            "theIniSecret",
            "theOidcToken",
            "thePass",
            "theKey",
            "theReply",
        ] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[test]
fn calls_that_come_at_once_share_one_search() {
    let (world, slow) = (World::new(), Slow::default());
    let chain = DefaultChain::with(world.over(slow.clone(), &[NO_METADATA, URI]));
    let mut calls: Vec<_> = (0..50).map(|_| chain.provide()).collect();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for call in &mut calls {
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(slow.count(), 1);
    assert!(slow.answer(keys("shared", 3600)));
    for call in calls {
        assert_eq!(now(call).unwrap().access_key_id(), "shared");
    }
    assert_eq!(slow.count(), 1);
}

#[cfg(unix)]
#[test]
fn the_first_call_runs_a_command_once() {
    let world = World::new();
    let count = world.home.path().join("count");
    let output = r#"{"mode":"AK","access_key_id":"theId","access_key_secret":"s"}"#;
    let script = format!("#!/bin/sh\necho run >> {}\necho '{output}'\n", path_text(&count));
    let command = world.write("command.sh", &script);
    let profile = serde_json::json!({"current": "p", "profiles": [
        {"name": "p", "mode": "External", "process_command": format!("sh {}", path_text(&command))}]});
    world.write(".aliyun/config.json", &profile.to_string());
    let chain = DefaultChain::with(world.config(&[]));
    assert_eq!(provide(&chain).unwrap().access_key_id(), "theId");
    assert_eq!(world.read("count"), "run\n");
}

#[test]
fn a_key_that_was_found_is_at_hand_until_it_is_time_to_refresh_it_and_is_not_copied_for_a_call() {
    let world = World::new();
    let mut variables = full(&world);
    variables.retain(|(name, _)| *name != ID.0 && *name != "ALIBABA_CLOUD_ROLE_ARN");
    let cli =
        r#"{"current":"p","profiles":[{"name":"p","mode":"EcsRamRole","ram_role_name":"r"}]}"#;
    world.write(".aliyun/config.json", cli);
    let chain = chain(&world, &variables);
    assert_eq!(chain.at_hand(), None, "nobody was asked yet");
    world.script.answer(200, "metadataToken").answer(200, keys("first", 7200));
    let first = provide(&chain).unwrap();
    assert_eq!(first.provider(), "default/cli_profile/ecs_ram_role");
    let again = chain.at_hand().unwrap();
    assert_eq!(again, first);
    // The same key, not a copy: what was computed from it is still there.
    assert_eq!(again.access_key_id().as_ptr(), first.access_key_id().as_ptr());

    chain.refused(&first);
    assert_eq!(chain.at_hand(), None, "it was refused");
    world.script.answer(200, "metadataToken").answer(200, keys("second", 7200));
    assert_eq!(provide(&chain).unwrap().access_key_id(), "second");
    world.set_time(NOW + 3599);
    assert_eq!(chain.at_hand().unwrap().access_key_id(), "second");
    world.set_time(NOW + 3600);
    assert_eq!(chain.at_hand(), None, "it is stale");
    world.script.answer(200, "metadataToken").answer(200, keys("third", 14_400));
    let third = provide(&chain).unwrap();
    assert_eq!(chain.at_hand(), Some(third));
}
