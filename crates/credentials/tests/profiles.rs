//! What the members of profiles mean, as the vendor's tool and SDKs read them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::process::Command;

use aliyun_credentials::{CliProfile, Environment, ProvideCredentials};
use aliyun_rpc::HttpRequest;
use aliyun_rpc::transport::TransportErrorKind;
use support::{NOW, World, keys, path_text, provide};

fn cli(world: &World, variables: &[(&str, &str)], profiles: &str) -> CliProfile {
    let file = format!(r#"{{"current":"p","profiles":[{profiles}]}}"#);
    world.write(".aliyun/config.json", &file);
    CliProfile::new(world.config(variables))
}

fn error(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap_err().to_string()
}

#[test]
fn profiles_that_take_their_source_from_each_other_are_named() {
    let world = World::new();
    let link = |name: &str, source: &str| {
        format!(
            r#"{{"name":"{name}","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"{source}"}}"#
        )
    };
    let profiles = [link("p", "q"), link("q", "r"), link("r", "q")].join(",");
    let error = error(&cli(&world, &[], &profiles));
    assert!(error.contains("p -> q -> r -> q"), "{error}");
    assert_eq!(world.script.count(), 0);
}

#[test]
fn a_role_can_be_the_source_of_a_role() {
    let world = World::new();
    let profiles = r#"
        {"name":"p","mode":"chainableramrolearn","ram_role_arn":"acs:ram::1:role/top","source_profile":"q"},
        {"name":"q","mode":"RamRoleArn","ram_role_arn":"acs:ram::1:role/low","access_key_id":"theId","access_key_secret":"s"}"#;
    let sts = |id: &str| format!(r#"{{"RequestId":"r","Credentials":{}}}"#, keys(id, 3600));
    let provider = cli(&world, &[], profiles);
    world.script.answer(200, sts("low")).answer(200, sts("top"));
    let credentials = provide(&provider).unwrap();
    assert_eq!(credentials.access_key_id(), "top");
    assert_eq!(credentials.provider(), "cli_profile/ram_role_arn/ram_role_arn/static_ak");
    let sent = world.script.sent();
    let signer = |at: usize| sent[at].header("authorization").unwrap();
    assert!(signer(0).contains("Credential=theId,") && signer(1).contains("Credential=low,"));
}

#[test]
fn everything_that_a_profile_lacks_is_named_at_once() {
    let world = World::new();
    let path = path_text(&world.home.path().join(".aliyun/config.json")).to_owned();
    for (profile, missing) in [
        (r#"{"name":"p","mode":"AK"}"#, "the mode AK needs access_key_id, access_key_secret"),
        (
            r#"{"name":"p","mode":"OIDC","ram_role_arn":""}"#,
            "the mode OIDC needs ram_role_arn, oidc_provider_arn, oidc_token_file",
        ),
        (r#"{"name":"p","mode":"External"}"#, "the mode External needs process_command"),
        (
            r#"{"name":"p","mode":"CredentialsURI"}"#,
            "the mode CredentialsURI needs credentials_uri",
        ),
        (
            r#"{"name":"p","mode":"RamRoleArn","ram_role_arn":"r","access_key_id":"i","access_key_secret":"s","expired_seconds":"x"}"#,
            "expired_seconds is not a number of seconds",
        ),
    ] {
        let error = error(&cli(&world, &[], profile));
        assert!(error.contains(missing) && error.contains(&path), "{error}");
    }
}

/// What is sent to assume the role of a profile with these members.
fn assuming(members: &str) -> HttpRequest {
    let world = World::new();
    let profile = format!(
        r#"{{"name":"p","mode":"RamRoleArn","ram_role_arn":"r","access_key_secret":"s",{members}}}"#
    );
    world.script.answer(400, r#"{"Code":"NoPermission","RequestId":"r"}"#);
    error(&cli(&world, &[], &profile));
    world.script.sent().remove(0)
}

#[test]
fn a_temporary_key_assumes_a_role_with_its_token() {
    for (id, sent) in [("STS.theId", Some("theToken")), ("theId", None)] {
        let request = assuming(&format!(r#""access_key_id":"{id}","sts_token":"theToken""#));
        assert_eq!(request.header("x-acs-security-token"), sent, "{id}");
    }
    let world = World::new();
    let profile = r#"{"name":"p","mode":"RamRoleArn","ram_role_arn":"r","access_key_id":"STS.x"}"#;
    let error = error(&cli(&world, &[], profile));
    assert!(error.contains("needs access_key_secret, sts_token"), "{error}");
}

#[test]
fn a_profile_can_name_the_host_of_sts() {
    let members = r#""access_key_id":"i","sts_region":"cn-beijing","enable_vpc":true"#;
    let given = format!(r#"{members},"sts_endpoint":"sts.example.com""#);
    assert!(assuming(&given).url.starts_with("https://sts.example.com/"));
    let empty = format!(r#"{members},"sts_endpoint":"""#);
    assert!(assuming(&empty).url.starts_with("https://sts-vpc.cn-beijing.aliyuncs.com/"));

    for bad in ["http://example.com", "https://me:thePassword@example.com", "a b"] {
        let world = World::new();
        let profile = format!(
            r#"{{"name":"p","mode":"RamRoleArn","ram_role_arn":"r","access_key_id":"i",
                "access_key_secret":"s","sts_endpoint":"{bad}"}}"#
        );
        let error = error(&cli(&world, &[], &profile));
        assert!(error.contains("sts_endpoint") && !error.contains("thePassword"), "{error}");
        assert_eq!(world.script.count(), 0);
    }
}

#[test]
fn an_address_that_a_profile_leaves_out_comes_from_the_environment() {
    let world = World::new();
    let variables = [("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:9/c")];
    world.script.answer(200, keys("theId", 3600));
    let provider = cli(&world, &variables, r#"{"name":"p","mode":"CredentialsURI"}"#);
    assert_eq!(provide(&provider).unwrap().access_key_id(), "theId");
    assert_eq!(world.script.sent()[0].url, "http://127.0.0.1:9/c");
}

#[test]
fn a_row_of_profiles_has_an_end() {
    let link = |number: u32, next: u32| {
        format!(
            r#"{{"name":"p{number}","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"p{next}"}}"#
        )
    };
    let mut profiles: Vec<_> = (0..10_000).map(|number| link(number, number + 1)).collect();
    profiles.push(link(10_000, 10_000));
    let world = World::new();
    let error = error(&cli(&world, &[], &profiles.join(",")).profile("p0"));
    assert!(error.contains("more than 32 profiles"), "{error}");
}

#[test]
fn a_command_that_begins_with_an_assignment_is_refused_without_showing_it() {
    let world = World::new();
    let command = r#"{"name":"p","mode":"External","process_command":"KEY=theSecret helper"}"#;
    let error = error(&cli(&world, &[], command));
    assert!(error.contains("help: begin with `env`") && !error.contains("theSecret"), "{error}");
}

#[test]
fn a_program_in_a_folder_with_an_equals_sign_is_started() {
    let world = World::new();
    let command = r#"{"name":"p","mode":"External","process_command":"/no/a=b/keys"}"#;
    let error = error(&cli(&world, &[], command));
    assert!(error.contains("\"/no/a=b/keys\" could not be started"), "{error}");
}

#[test]
fn only_a_login_that_was_refused_asks_for_another_login() {
    let login = format!(
        r#"{{"name":"p","mode":"OAuth","oauth_access_token":"a","oauth_refresh_token":"r",
            "oauth_access_token_expire":{NOW}}}"#
    );
    for (status, advised) in
        [(Some(400), true), (Some(401), true), (Some(503), false), (None, false)]
    {
        let world = World::new();
        match status {
            Some(status) => world.script.answer(status, r#"{"error":"invalid_grant"}"#),
            None => world.script.fail(TransportErrorKind::Connect),
        };
        let error = error(&cli(&world, &[], &login));
        assert_eq!(error.contains("log in again"), advised, "{error}");
    }
}

/// The program of [`a_program_without_a_home_in_its_environment_has_that_of_its_user`].
#[test]
#[ignore = "the test after it starts it"]
fn a_program_that_shows_its_environment() {
    println!("\n{:?}", Environment::of_process());
}

#[cfg(unix)]
#[test]
fn a_program_without_a_home_in_its_environment_has_that_of_its_user() {
    let shown = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "a_program_that_shows_its_environment"])
        .env_clear()
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("\n{\"HOME\"}\n"), "{shown}");
}
