//! Single sources: the configuration files, logins that are written back, external processes, and
//! the limits of every request.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::time::{Duration, Instant};

use aliyun_credentials::{
    AssumedRole, CliProfile, CredentialsUri, EcsRamRole, ExternalProcess, IniProfile, OidcRole,
    ProvideCredentials, StaticCredentials,
};
use aliyun_rpc::Json;
use support::{NOW, World, keys, path_text, provide};

fn error(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap_err().to_string()
}

fn cli(world: &World, profiles: &str) -> CliProfile {
    let file = format!(r#"{{"current":"p","profiles":[{profiles}]}}"#);
    world.write(".aliyun/config.json", &file);
    CliProfile::new(world.config(&[]))
}

const LOGIN: &str = r#"{"name":"p","mode":"OAuth","oauth_site_type":"intl","language":"en",
    "oauth_access_token":"oldAccess","oauth_refresh_token":"oldRefresh","oauth_access_token_expire":1}"#;
const TOKENS: &str =
    r#"{"access_token":"newAccess","refresh_token":"newRefresh","expires_in":7200}"#;

fn profile(world: &World) -> Json {
    let file: Json = serde_json::from_str(&world.read(".aliyun/config.json")).unwrap();
    file["profiles"][0].clone()
}

#[test]
fn new_tokens_of_a_login_are_written_back_and_the_rest_of_the_file_is_left_alone() {
    let world = World::new();
    let provider = cli(&world, &format!(r#"{LOGIN},{{"name":"other","mode":"AK"}}"#));
    world.script.answer(200, TOKENS).answer(200, keys("theId", 3600));
    assert_eq!(provide(&provider).unwrap().access_key_id(), "theId");
    let urls: Vec<_> = world.script.sent().into_iter().map(|request| request.url).collect();
    let site = "https://oauth.alibabacloud.com";
    assert_eq!(urls, [format!("{site}/v1/token"), format!("{site}/v1/exchange")]);

    let profile = profile(&world);
    assert_eq!(profile["oauth_access_token"], "newAccess");
    assert_eq!(profile["oauth_refresh_token"], "newRefresh");
    assert_eq!(profile["oauth_access_token_expire"], NOW + 7200);
    assert_eq!((&profile["language"], &profile["mode"]), (&"en".into(), &"OAuth".into()));
    assert!(world.read(".aliyun/config.json").contains("other"));
    let files = std::fs::read_dir(world.home.path().join(".aliyun")).unwrap().count();
    assert_eq!(files, 1, "nothing else is left in the folder");
}

#[cfg(unix)]
#[test]
fn the_file_keeps_its_permissions_and_the_link_that_leads_to_it() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let provider = cli(&world, LOGIN);
    let link = world.home.path().join(".aliyun/config.json");
    let target = world.home.path().join("elsewhere.json");
    std::fs::rename(&link, &target).unwrap();
    std::fs::set_permissions(&target, PermissionsExt::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    world.script.answer(200, TOKENS).answer(200, keys("theId", 3600));
    provide(&provider).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(profile(&world)["oauth_access_token"], "newAccess");
}

#[test]
fn tokens_that_cannot_be_saved_because_the_file_changed_are_an_error() {
    for changed in [r"[]", r#"{"profiles":{}}"#, r#"{"profiles":[{"name":"q"}]}"#, r#""x""#] {
        let (world, slow) = (World::new(), support::Slow::default());
        world.write(".aliyun/config.json", &format!(r#"{{"current":"p","profiles":[{LOGIN}]}}"#));
        let provider = CliProfile::new(world.over(slow.clone(), &[]));
        let mut call = provider.provide();
        assert!(!support::poll(&mut call));
        slow.wait_for(1);
        world.write(".aliyun/config.json", changed);
        assert!(slow.answer(TOKENS.to_owned()));
        let error = support::wait(call).unwrap_err().to_string();
        assert!(error.contains("no profile \"p\" any more"), "{changed}: {error}");
        assert!(error.contains("help: restore the profile"), "{changed}: {error}");
        assert!(!error.contains("newRefresh"), "{error}");
        assert_eq!(world.read(".aliyun/config.json"), changed);
    }
}

#[test]
fn tokens_are_saved_even_if_the_exchange_after_it_fails() {
    let world = World::new();
    let provider = cli(&world, LOGIN);
    world.script.answer(200, TOKENS).answer(500, "theReply");
    let error = error(&provider);
    assert!(error.contains("status 500") && !error.contains("theReply"), "{error}");
    assert_eq!(profile(&world)["oauth_refresh_token"], "newRefresh");
}

#[test]
fn a_login_is_not_used_up_where_its_successor_cannot_be_saved() {
    let world = World::new();
    // There is no room for the name of a second file beside it.
    let file = world.write(&"x".repeat(255), &format!(r#"{{"current":"p","profiles":[{LOGIN}]}}"#));
    let error = error(&CliProfile::new(world.config(&[])).file(file));
    assert!(error.contains("cannot be written"), "{error}");
    assert_eq!(world.script.count(), 0);
}

#[test]
fn credentials_that_an_exchange_left_in_the_file_are_used_until_they_expire() {
    let world = World::new();
    let kept = format!(
        r#","access_key_id":"kept","access_key_secret":"s","sts_token":"t","sts_expiration":{}}}"#,
        NOW + 100
    );
    let provider = cli(&world, &LOGIN.replace('}', &kept));
    world.set_time(NOW + 99);
    assert_eq!(provide(&provider).unwrap().access_key_id(), "kept");
    assert_eq!(world.script.count(), 0);
    world.set_time(NOW + 100);
    world.script.answer(200, TOKENS).answer(200, keys("new", 3600));
    assert_eq!(provide(&provider).unwrap().access_key_id(), "new");
}

#[test]
fn both_names_of_the_ini_file_are_read_the_one_with_an_ending_first() {
    let world = World::new();
    let ini =
        |id: &str| format!("[default]\ntype=access_key\naccess_key_id={id}\naccess_key_secret=s");
    let found = |world: &World| {
        let provider = IniProfile::new(world.config(&[]));
        provide(&provider).unwrap().access_key_id().to_owned()
    };
    world.write(".alibabacloud/credentials", &ini("without"));
    assert_eq!(found(&world), "without");
    world.write(".alibabacloud/credentials.ini", &ini("with"));
    assert_eq!(found(&world), "with");
    let named = world.write("named", &ini("named").replace("default", "own"));
    let variables =
        [("ALIBABA_CLOUD_CREDENTIALS_FILE", path_text(&named)), ("ALIBABA_CLOUD_PROFILE", "own")];
    let provider = IniProfile::new(world.config(&variables));
    assert_eq!(provide(&provider).unwrap().access_key_id(), "named");
}

#[test]
fn an_ini_section_names_what_it_lacks_and_types_that_are_not_supported() {
    let world = World::new();
    let provider = |text: &str| {
        world.write(".alibabacloud/credentials", text);
        error(&IniProfile::new(world.config(&[])))
    };
    let text = provider("[default]\ntype=ram_role_arn\naccess_key_secret=theSecret\n");
    assert!(
        text.contains("needs access_key_id, role_arn") && !text.contains("theSecret"),
        "{text}"
    );
    let text = provider("[default]\ntype=rsa_key_pair\npublic_key_id=x\n");
    assert!(text.contains("rsa_key_pair") && text.contains("types: access_key"), "{text}");
}

#[cfg(unix)]
mod processes {
    use super::*;

    const OUTPUT: &str = r#"{"mode":"AK","access_key_id":"theId","access_key_secret":"theSecret"}"#;

    fn process(world: &World, command: &str) -> ExternalProcess {
        ExternalProcess::new(world.config(&[]), command)
    }

    #[test]
    fn a_command_is_run_without_a_shell() {
        let world = World::new();
        let mark = world.home.path().join("mark");
        let command = format!("echo '{OUTPUT}' ; touch {}", mark.display());
        assert!(error(&process(&world, &command)).contains("not JSON"));
        assert!(error(&process(&world, "echo $HOME | cat")).contains("not JSON"));
        assert!(!mark.exists());
    }

    #[test]
    fn output_without_an_expiration_is_used_once() {
        let world = World::new();
        let log = world.write("log", "");
        let script = format!("echo x >>{}; echo '{OUTPUT}'", log.display());
        let file = world.write("script", &script);
        let provider = process(&world, &format!("sh {}", file.display()));
        for _ in 0..3 {
            assert_eq!(provide(&provider).unwrap().access_key_id(), "theId");
        }
        assert_eq!(world.read("log").lines().count(), 3);
    }

    #[test]
    fn output_with_an_expiration_is_used_until_three_minutes_before_it() {
        let world = World::new();
        let log = world.write("log", "");
        let output = OUTPUT.replace('}', r#","expiration":"2026-03-04T06:06:07Z"}"#);
        let file = world.write("script", &format!("echo x >>{}; echo '{output}'", log.display()));
        let provider = process(&world, &format!("sh {}", file.display()));
        for (time, runs) in [(0, 1), (3600 - 181, 1), (3600 - 180, 2)] {
            world.set_time(NOW + time);
            provide(&provider).unwrap();
            assert_eq!(world.read("log").lines().count(), runs, "after {time} seconds");
        }
    }

    #[test]
    fn a_process_that_hangs_fails_or_floods_is_ended_and_named() {
        let world = World::new();
        let begin = Instant::now();
        let hanging = process(&world, "sleep 1000").timeout(Duration::from_millis(50));
        assert!(error(&hanging).contains("longer than 50ms"));
        // With its output closed, so that only its end is missing.
        let file = world.write("script", "exec >&-; exec sleep 1000");
        let closed = process(&world, &format!("sh {}", file.display()));
        assert!(error(&closed.timeout(Duration::from_millis(50))).contains("longer than 50ms"));
        assert!(error(&process(&world, "yes theSecret")).contains("more than 65536 bytes"));
        assert!(begin.elapsed() < Duration::from_secs(30));

        let failing = error(&process(&world, "sh -c 'echo theSecret; exit 3'"));
        assert!(failing.contains("exit status: 3") && !failing.contains("theSecret"), "{failing}");
        let missing = error(&process(&world, "/no/such/program theSecret"));
        assert!(
            missing.contains("/no/such/program") && !missing.contains("theSecret"),
            "{missing}"
        );
        assert!(error(&process(&world, "echo 'half")).contains("quote"));
        assert!(error(&process(&world, " ")).contains("empty"));
    }

    #[test]
    fn a_process_must_give_what_its_mode_promises() {
        let world = World::new();
        let output = OUTPUT.replace("AK", "StsToken");
        let error = error(&process(&world, &format!("echo '{output}'")));
        assert!(error.contains("gave no sts_token") && !error.contains("theSecret"), "{error}");
    }

    #[test]
    fn external_processes_can_be_forbidden() {
        let world = World::new();
        let variables = [("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "true")];
        let command = format!("echo '{OUTPUT}'");
        let provider = ExternalProcess::new(world.config(&variables), command);
        let error = error(&provider);
        let expected =
            "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS is true, which turns this source off";
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn redirects_long_replies_and_plain_addresses_are_refused() {
    let world = World::new();
    let uri = |address: &str| CredentialsUri::new(world.config(&[]), address);
    world.script.answer(302, "").answer(200, vec![b' '; (64 << 10) + 1]);
    assert!(error(&uri("https://example.com")).contains("status 302"));
    assert!(error(&uri("https://example.com")).contains("more than 65536 bytes"));
    assert!(world.script.sent().iter().all(|request| request.max_response_bytes == 64 << 10));
    assert!(error(&uri("http://example.com")).contains("plain http to another machine"));
    assert_eq!(world.script.count(), 2);
}

#[test]
fn a_role_name_or_token_that_would_change_the_request_is_refused() {
    let world = World::new();
    world.script.answer(200, "token").answer(200, "../../user-data");
    let text = error(&EcsRamRole::new(world.config(&[])));
    assert!(text.contains("a character that no such name has"), "{text}");
    assert_eq!(world.script.count(), 2);

    let strict = [("ALIBABA_CLOUD_IMDSV1_DISABLED", "True")];
    world.script.answer(200, "token\r\nx-evil: 1");
    assert!(error(&EcsRamRole::new(world.config(&strict))).contains("not a line of text"));
    assert_eq!(world.script.count(), 3, "nothing is asked without a token");
}

#[test]
fn the_host_of_sts_follows_the_environment_and_a_strange_region_is_refused() {
    let world = World::new();
    let host = |variables: &[(&str, &str)], region: &str| {
        let source = StaticCredentials::new("theId", "theSecret");
        let role = AssumedRole::new(world.config(variables), "acs:ram::1:role/r", source);
        // Tries again, and waits in between.
        let error = world.clock.run(role.sts_region(region).provide()).unwrap_err().to_string();
        let sent = world.script.sent();
        (sent.last().map(|request| request.url.split('/').nth(2).unwrap().to_owned()), error)
    };
    let region = ("ALIBABA_CLOUD_STS_REGION", "cn-beijing");
    let vpc = ("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true");
    for (variables, given, expected) in [
        (vec![], "", "sts.aliyuncs.com"),
        (vec![vpc], "", "sts.aliyuncs.com"),
        (vec![region], "", "sts.cn-beijing.aliyuncs.com"),
        (vec![region, vpc], "", "sts-vpc.cn-beijing.aliyuncs.com"),
        (vec![region, vpc], "eu-central-1", "sts-vpc.eu-central-1.aliyuncs.com"),
    ] {
        assert_eq!(host(&variables, given).0.as_deref(), Some(expected));
    }
    let before = world.script.count();
    for strange in ["evil.example.com/x", "a.b", "é", "a b"] {
        assert!(host(&[], strange).1.contains("not a region"), "{strange}");
    }
    assert_eq!(world.script.count(), before);
}

#[test]
fn a_token_file_is_read_for_each_refresh_and_must_be_a_regular_file() {
    let world = World::new();
    let file = world.write("token", "first");
    let config = world.config(&[("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&file))]);
    let role = || OidcRole::new(config.clone()).role_arn("r").provider_arn("p").session_name("s");
    let body = || String::from_utf8(world.script.sent().last().unwrap().body.clone()).unwrap();
    let provider = role();
    assert!(provide(&provider).is_err());
    assert!(body().contains("OIDCToken=first"));
    world.write("token", "second");
    assert!(provide(&provider).is_err());
    assert!(body().contains("OIDCToken=second"));
    assert!(error(&role().token_file(world.home.path())).contains("not a regular file"));
    let nothing = error(&OidcRole::new(world.config(&[])));
    assert!(nothing.contains("ALIBABA_CLOUD_ROLE_ARN"), "{nothing}");
}

#[test]
fn a_service_that_fails_for_a_moment_is_asked_again() {
    let world = World::new();
    let provider = CredentialsUri::new(world.config(&[]), "http://127.0.0.1:9/c");
    world.script.answer(503, "").answer(429, "").answer(200, keys("theId", 3600));
    let credentials = world.clock.run(provider.provide()).unwrap();
    assert_eq!(credentials.access_key_id(), "theId");

    let refused = CredentialsUri::new(world.config(&[]), "http://127.0.0.1:9/c");
    world.script.answer(403, "");
    assert!(world.clock.run(refused.provide()).unwrap_err().to_string().contains("status 403"));
    assert_eq!(world.script.count(), 4);

    let failing = CredentialsUri::new(world.config(&[]), "http://127.0.0.1:9/c");
    (0..4).for_each(|_| _ = world.script.answer(503, ""));
    assert!(world.clock.run(failing.provide()).unwrap_err().to_string().contains("status 503"));
    assert_eq!(world.script.left(), 1);
}
