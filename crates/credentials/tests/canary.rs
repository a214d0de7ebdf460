//! Distinctive secrets go through every source and every kind of reply, and everything that is
//! shown, logged or said in a panic is searched for them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/recorder.rs"]
mod recorder;
mod support;

use aliyun_credentials::{
    AssumedRole, CliProfile, CredentialsUri, DefaultChain, EcsRamRole, ExternalProcess, IniProfile,
    OidcRole, ProvideCredentials, StaticCredentials,
};
use recorder::{CANARY, Seen, logging};
use support::{NOW, Slow, World, keys, path_text, poll, provide, wait};

const ARN: &str = "acs:ram::1:role/r";

type Provider = Box<dyn ProvideCredentials>;
/// A source with secrets wherever it can have some.
type Make = fn(&World) -> Provider;

fn cli(world: &World, profiles: &str) -> Provider {
    let file = format!(r#"{{"current":"p","profiles":[{profiles}]}}"#);
    world.write(".aliyun/config.json", &file);
    Box::new(CliProfile::new(world.config(&[])))
}

fn ini(world: &World, section: &str) -> Provider {
    world.write(".alibabacloud/credentials.ini", section);
    Box::new(IniProfile::new(world.config(&[])))
}

const KEY: &str = r#""access_key_id":"canary-id","access_key_secret":"canary-secret""#;
/// Sources that send requests.
const ASKING: [(&str, Make); 18] = [
    ("role", |world| {
        let keys = StaticCredentials::with_token("canary-id", "canary-secret", "canary-token");
        let role = AssumedRole::new(world.config(&[]), ARN, keys);
        Box::new(role.external_id("canary-external").policy("{\"canary\":1}"))
    }),
    ("role of a role", |world| {
        let keys = StaticCredentials::new("canary-id", "canary-secret");
        let role = AssumedRole::new(world.config(&[]), ARN, keys);
        Box::new(AssumedRole::new(world.config(&[]), ARN, role))
    }),
    ("OIDC", |world| {
        let file = world.write("token", "canary-oidc-token");
        let role = OidcRole::new(world.config(&[])).role_arn(ARN).provider_arn("p");
        Box::new(role.token_file(file))
    }),
    ("metadata", |world| Box::new(EcsRamRole::new(world.config(&[])))),
    ("metadata with a token", |world| Box::new(EcsRamRole::new(world.config(&[])).require_token())),
    ("named metadata", |world| Box::new(EcsRamRole::new(world.config(&[])).role_name("r"))),
    ("address", |world| {
        Box::new(CredentialsUri::new(world.config(&[]), "https://localhost/canary?k=canary"))
    }),
    ("address that is refused", |world| {
        Box::new(CredentialsUri::new(world.config(&[]), "http://canary:canary@example.com/canary"))
    }),
    ("CLI RamRoleArn", |world| {
        cli(world, &format!(r#"{{"name":"p","mode":"RamRoleArn","ram_role_arn":"{ARN}",{KEY}}}"#))
    }),
    ("CLI chain of roles", |world| {
        let source =
            format!(r#"{{"name":"q","mode":"StsToken","sts_token":"canary-token",{KEY}}}"#);
        let role =
            r#"{"name":"p","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"q"}"#;
        cli(world, &format!("{source},{role}"))
    }),
    ("CLI EcsRamRole", |world| {
        cli(world, r#"{"name":"p","mode":"EcsRamRole","ram_role_name":"r"}"#)
    }),
    ("CLI OIDC", |world| {
        let file = world.write("token", "canary-oidc-token");
        let file = path_text(&file);
        cli(
            world,
            &format!(
                r#"{{"name":"p","mode":"OIDC","ram_role_arn":"{ARN}","oidc_provider_arn":"p","oidc_token_file":"{file}"}}"#
            ),
        )
    }),
    ("CLI CloudSSO", |world| {
        cli(
            world,
            r#"{"name":"p","mode":"CloudSSO","cloud_sso_sign_in_url":"https://localhost/canary",
            "cloud_sso_account_id":"1","cloud_sso_access_config":"ac","access_token":"canary-access",
            "cloud_sso_access_token_expire":9999999999}"#,
        )
    }),
    ("CLI OAuth", |world| {
        cli(
            world,
            r#"{"name":"p","mode":"OAuth","oauth_access_token":"canary-access",
            "oauth_refresh_token":"canary-refresh","oauth_access_token_expire":9999999999}"#,
        )
    }),
    ("CLI OAuth with an old token", |world| {
        cli(
            world,
            r#"{"name":"p","mode":"OAuth","oauth_access_token":"canary-access",
            "oauth_refresh_token":"canary-refresh","oauth_access_token_expire":1}"#,
        )
    }),
    ("CLI CredentialsURI", |world| {
        cli(
            world,
            r#"{"name":"p","mode":"CredentialsURI","credentials_uri":"https://localhost/canary?canary"}"#,
        )
    }),
    ("INI role", |world| {
        ini(
            world,
            "[default]\ntype=ram_role_arn\nrole_arn=r\naccess_key_id=canary-id\naccess_key_secret=canary-secret\n",
        )
    }),
    ("chain", |world| {
        let file = world.write("token", "canary-oidc-token");
        world.write(".aliyun/config.json", "{canary");
        world.write(".alibabacloud/credentials.ini", "[default]\ncanary\n");
        let variables = [
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary-secret"),
            ("ALIBABA_CLOUD_ROLE_ARN", ARN),
            ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p"),
            ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&file)),
            ("ALIBABA_CLOUD_CREDENTIALS_URI", "https://localhost/canary"),
        ];
        Box::new(DefaultChain::with(world.config(&variables)))
    }),
];

/// Sources that have everything they need, or cannot use it.
const SILENT: [(&str, Make); 11] = [
    ("environment", |world| {
        let variables = [
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", "canary-id"),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary-secret"),
            ("ALIBABA_CLOUD_SECURITY_TOKEN", "canary-token"),
        ];
        Box::new(DefaultChain::with(world.config(&variables)))
    }),
    ("CLI AK", |world| cli(world, &format!(r#"{{"name":"p","mode":"AK",{KEY}}}"#))),
    ("CLI StsToken without one", |world| {
        cli(world, &format!(r#"{{"name":"p","mode":"StsToken",{KEY}}}"#))
    }),
    ("CLI of no mode", |world| cli(world, &format!(r#"{{"name":"p","mode":7,{KEY}}}"#))),
    ("CLI with a number that is none", |world| {
        cli(
            world,
            &format!(
                r#"{{"name":"p","mode":"RamRoleArn","ram_role_arn":"r","expired_seconds":"canary",{KEY}}}"#
            ),
        )
    }),
    ("CLI with half a file", |world| cli(world, &format!(r#"{{"name":"p",{KEY}"#))),
    ("CLI External", |world| {
        cli(world, r#"{"name":"p","mode":"External","process_command":"no-such-program canary"}"#)
    }),
    ("INI key", |world| {
        ini(
            world,
            "[default]\ntype=access_key\naccess_key_id=canary-id\naccess_key_secret=canary-secret\n",
        )
    }),
    ("INI of another type", |world| {
        ini(world, "[default]\ntype=rsa_key_pair\npublic_key_id=canary\nprivate_key_file=canary\n")
    }),
    ("process", |world| {
        let output = format!(r#"{{"mode":"AK",{KEY}}}"#);
        Box::new(ExternalProcess::new(world.config(&[]), format!("echo '{output}'")))
    }),
    ("process with half a quote", |world| {
        Box::new(ExternalProcess::new(world.config(&[]), "echo 'canary"))
    }),
];

fn all_of_it() -> String {
    keys("canary-new-id", 3600)
        .replace("theSecret", "canary-new-secret")
        .replace("theToken", "canary-new-token")
}

/// A reply that serves every service: what the metadata service, STS, CloudSSO and OAuth answer.
fn success() -> String {
    let keys = all_of_it();
    let inside = keys.strip_prefix('{').unwrap();
    let tokens = r#""access_token":"canary-new-access","refresh_token":"canary-new-refresh","expires_in":7200"#;
    format!(r#"{{"RequestId":"r","Credentials":{keys},"CloudCredential":{keys},{tokens},{inside}"#)
}

fn replies() -> Vec<(&'static str, u16, String)> {
    let whole = success();
    let half = whole[..whole.len() - 30].to_owned();
    let wrong = r#"{"canary-new-name":"canary-new-value"}"#;
    let typed = whole
        .replace(r#""canary-new-secret""#, r#"{"canary-new-secret":["canary-new-secret"]}"#)
        .replace(r#""canary-new-access""#, r#"["canary-new-access"]"#);
    let late = whole.replace("2026-", "canary-");
    let refused = r#"{"Code":"NoPermission","Message":"canary canary-new-secret","RequestId":"r"}"#;
    vec![
        ("success", 200, whole.clone()),
        ("half", 200, half),
        ("members of wrong types", 200, typed),
        (
            "credentials of a wrong type",
            200,
            whole.replace("ials\":{", "ials\":[{").replace("}}", "}]}"),
        ),
        ("an expiration that is none", 200, late),
        ("other members", 200, wrong.to_owned()),
        ("a list", 200, format!("[{whole}]")),
        ("a text", 200, format!("\"{}\"", "canary-new-secret")),
        ("a line", 200, "canary-new-line".to_owned()),
        ("two lines", 200, "canary-new-line\ncanary-new-line".to_owned()),
        ("refusal", 403, refused.to_owned()),
        ("refusal with status 200", 200, refused.to_owned()),
        ("fault", 503, refused.to_owned()),
        ("HTML", 502, format!("<html>{whole}</html>")),
        ("redirect", 302, whole),
    ]
}

/// Asks a source, and shows whatever there is to show.
fn drive(seen: &Seen, world: &World, provider: &dyn ProvideCredentials, source: &str) -> bool {
    // Those that work on a thread wait for more than time.
    let has_thread = ["process", "External", "OAuth"].iter().any(|name| source.contains(name));
    let got = if has_thread { provide(provider) } else { world.clock.run(provider.provide()) };
    match &got {
        Ok(credentials) => {
            seen.add(format_args!("{credentials:?} {credentials:#?} {}", credentials.provider()));
            assert!(credentials.access_key_id().contains(CANARY), "nothing to look for");
            provider.refused(credentials);
        }
        Err(error) => seen.error(error),
    }
    got.is_ok()
}

#[test]
fn no_source_shows_or_logs_a_secret_whatever_it_is_answered() {
    let seen = Seen::default();
    let mut succeeded = Vec::new();
    logging(&seen, || {
        for (source, make) in ASKING {
            for (what, status, body) in replies() {
                let world = World::new();
                let provider = make(&world);
                // Of the metadata service, tokens and a name before the keys.
                let lines = match source {
                    _ if what != "success" => 0,
                    "metadata" | "metadata with a token" => 3,
                    "named metadata" | "CLI EcsRamRole" => 1,
                    _ => 0,
                };
                (0..lines).for_each(|_| _ = world.script.answer(200, "r"));
                (0..12).for_each(|_| _ = world.script.answer(status, body.clone()));
                if drive(&seen, &world, &*provider, source) {
                    succeeded.push((source, what));
                }
                seen.check(&format!("{source}, {what}"));
            }
            let world = World::new();
            drive(&seen, &world, &*make(&world), source);
            seen.check(&format!("{source}, no connection"));
        }
    });
    for (source, _) in ASKING {
        let expected = source != "address that is refused";
        assert_eq!(succeeded.contains(&(source, "success")), expected, "{source}");
    }
    let others: Vec<_> = succeeded.iter().filter(|(_, what)| *what != "success").collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn no_source_that_asks_nobody_shows_or_logs_a_secret() {
    let seen = Seen::default();
    logging(&seen, || {
        for (source, make) in SILENT {
            let world = World::new();
            drive(&seen, &world, &*make(&world), source);
            seen.check(source);
            assert_eq!(world.script.count(), 0, "{source}");
        }
    });
}

#[test]
fn a_refresh_that_fails_while_old_credentials_are_used_is_logged_without_secrets() {
    let (seen, world) = (Seen::default(), World::new());
    let provider = CredentialsUri::new(world.config(&[]), "https://localhost/canary?canary");
    world.script.answer(200, keys("theId", 3600));
    provide(&provider).unwrap();
    world.set_time(NOW + 2700);
    world.script.answer(403, r#"{"Code":"NoPermission","Message":"canary"}"#);
    logging(&seen, || provide(&provider)).unwrap();
    let text = seen.check("a refresh that fails");
    for said in ["could not be refreshed", "2026-03-04T06:06:07Z", "status 403, code NoPermission"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn tokens_that_cannot_be_saved_are_logged_by_the_thread_that_got_them_without_secrets() {
    let (seen, world, slow) = (Seen::default(), World::new(), Slow::default());
    let text = r#"{"current":"p","profiles":[{"name":"p","mode":"OAuth","oauth_access_token":"canary-access",
        "oauth_refresh_token":"canary-refresh","oauth_access_token_expire":1}]}"#;
    let file = world.write(".aliyun/config.json", text);
    // There is no room for the name of a second file beside it.
    let target = world.write(&"x".repeat(255), text);
    let provider = CliProfile::new(world.over(slow.clone(), &[]));
    logging(&seen, || {
        let mut call = provider.provide();
        assert!(!poll(&mut call));
        slow.wait_for(1);
        std::fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink(target, &file).unwrap();
        let tokens = r#"{"access_token":"canary-access-2","refresh_token":"canary-refresh-2"}"#;
        assert!(slow.answer(tokens.to_owned()));
        slow.wait_for(2);
        assert!(slow.answer(keys("theId", 3600)));
        wait(call).unwrap();
    });
    let text = seen.check("tokens that cannot be saved");
    assert!(text.contains("new tokens of a login could not be saved"), "{text}");
}

#[test]
fn an_explanation_shows_no_secret() {
    let seen = Seen::default();
    for (what, status, body) in replies() {
        let world = World::new();
        let file = world.write("token", "canary-oidc-token");
        world.write(
            ".aliyun/config.json",
            &format!(r#"{{"current":"p","profiles":[{{"name":"p","mode":"X",{KEY}}}]}}"#),
        );
        world.write(".alibabacloud/credentials.ini", "[default]\ntype=access_key\ncanary=canary\n");
        let variables = [
            ("ALIBABA_CLOUD_ROLE_ARN", ARN),
            ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p"),
            ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&file)),
            ("ALIBABA_CLOUD_CREDENTIALS_URI", "https://localhost/canary"),
        ];
        let config = world.config(&variables);
        (0..12).for_each(|_| _ = world.script.answer(status, body.clone()));
        let explanation = world.clock.run(DefaultChain::with(config.clone()).explain());
        seen.add(format_args!("{explanation} {explanation:?} {config:?}"));
        seen.check(what);
    }
}
