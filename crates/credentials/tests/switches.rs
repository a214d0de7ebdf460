//! Variables that forbid a source, and variables that stand in for members of a profile: they hold
//! however the program came to the source.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_credentials::{
    AssumedRole, CliProfile, DefaultChain, EcsRamRole, IniProfile, Outcome, ProvideCredentials,
};
use support::{World, keys, now, path_text, provide};

const METADATA_OFF: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const CLI_OFF: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
const ARN: &str = "acs:ram::1:role/fromTheEnvironment";
const PROVIDER: &str = "acs:ram::1:oidc-provider/fromTheEnvironment";
const ARN_SENT: &str = "RoleArn=acs%3Aram%3A%3A1%3Arole%2FfromTheEnvironment";
const PROVIDER_SENT: &str = "OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2FfromTheEnvironment";

fn cli_file(world: &World, profiles: &str) {
    world.write(".aliyun/config.json", &format!(r#"{{"current":"p","profiles":[{profiles}]}}"#));
}

fn error(provider: &dyn ProvideCredentials) -> String {
    provide(provider).unwrap_err().to_string()
}

#[test]
fn the_metadata_service_that_is_turned_off_is_asked_by_nobody() {
    for value in ["true", "TRUE"] {
        let world = World::new();
        let config = || world.config(&[(METADATA_OFF, value)]);
        cli_file(
            &world,
            r#"{"name":"p","mode":"EcsRamRole","ram_role_name":"r"},
               {"name":"role","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"p"}"#,
        );
        world.write(".alibabacloud/credentials.ini", "[default]\ntype=ecs_ram_role\n");
        let sources: [(&str, Box<dyn ProvideCredentials>); 6] = [
            ("directly", Box::new(EcsRamRole::new(config()))),
            ("with a name", Box::new(EcsRamRole::new(config()).role_name("r").require_token())),
            ("by a profile", Box::new(CliProfile::new(config()))),
            ("by a profile of a profile", Box::new(CliProfile::new(config()).profile("role"))),
            ("by a section", Box::new(IniProfile::new(config()))),
            (
                "as the source of a role",
                Box::new(AssumedRole::new(config(), ARN, EcsRamRole::new(config()))),
            ),
        ];
        for (how, source) in sources {
            let error = error(&*source);
            assert!(
                error.contains("ALIBABA_CLOUD_ECS_METADATA_DISABLED is true"),
                "{how}: {error}"
            );
            assert_eq!(world.script.count(), 0, "{how}");
        }
    }
}

#[test]
fn a_switch_that_does_not_say_true_turns_nothing_off() {
    let world = World::new();
    cli_file(&world, r#"{"name":"p","mode":"EcsRamRole","ram_role_name":"r"}"#);
    let variables = [(METADATA_OFF, "1"), (CLI_OFF, "no")];
    world.script.answer(200, "token").answer(200, keys("theId", 3600));
    let provider = CliProfile::new(world.config(&variables));
    assert_eq!(provide(&provider).unwrap().access_key_id(), "theId");
}

#[test]
fn a_profile_that_leads_to_what_is_turned_off_sends_the_chain_on() {
    let world = World::new();
    cli_file(&world, r#"{"name":"p","mode":"EcsRamRole"}"#);
    let uri = ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:9/c");
    world.script.answer(200, keys("theUriId", 3600));
    let chain = DefaultChain::with(world.config(&[(METADATA_OFF, "true"), uri]));
    let explanation = now(chain.explain());
    let outcome = &explanation.steps[2].outcome;
    let named = |why: &String| why.contains(METADATA_OFF);
    assert!(matches!(outcome, Outcome::Failed(why) if named(why)), "{explanation}");
    assert!(explanation.found().is_some());
    assert_eq!(world.script.count(), 1);
}

#[test]
fn profiles_that_are_turned_off_are_not_read() {
    let world = World::new();
    cli_file(&world, r#"{"name":"p","mode":"AK","access_key_id":"theId","access_key_secret":"s"}"#);
    let file = world.home.path().join(".aliyun/config.json");
    let config = world.config(&[(CLI_OFF, "True")]);
    for provider in [CliProfile::new(config.clone()), CliProfile::new(config).file(file)] {
        let error = error(&provider);
        assert!(error.contains("ALIBABA_CLOUD_CLI_PROFILE_DISABLED is true"), "{error}");
    }
    assert_eq!(provide(&CliProfile::new(world.config(&[]))).unwrap().access_key_id(), "theId");
}

/// The query and the body of the first request.
fn sent(world: &World) -> String {
    let sent = world.script.sent();
    let first = sent.first().expect("something was sent");
    format!("{} {}", first.url, String::from_utf8(first.body.clone()).unwrap())
}

#[test]
fn a_role_that_a_profile_or_a_section_leaves_out_comes_from_the_environment() {
    let key = r#""access_key_id":"theId","access_key_secret":"s""#;
    let ini_key = "access_key_id=theId\naccess_key_secret=s\n";
    for (cli, ini) in [
        (format!(r#"{{"name":"p","mode":"RamRoleArn",{key}}}"#), String::new()),
        (
            format!(
                r#"{{"name":"p","mode":"ChainableRamRoleArn","source_profile":"q"}},
                   {{"name":"q","mode":"AK",{key}}}"#
            ),
            String::new(),
        ),
        (String::new(), format!("[default]\ntype=ram_role_arn\n{ini_key}")),
    ] {
        let world = World::new();
        let variables =
            [("ALIBABA_CLOUD_ROLE_ARN", ARN), ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "theSession")];
        let config = world.config(&variables);
        let provider: Box<dyn ProvideCredentials> = if ini.is_empty() {
            cli_file(&world, &cli);
            Box::new(CliProfile::new(config))
        } else {
            world.write(".alibabacloud/credentials.ini", &ini);
            Box::new(IniProfile::new(config))
        };
        let sts = format!(r#"{{"RequestId":"r","Credentials":{}}}"#, keys("assumed", 3600));
        world.script.answer(200, sts);
        assert_eq!(provide(&*provider).unwrap().access_key_id(), "assumed", "{cli}{ini}");
        let sent = sent(&world);
        assert!(sent.contains(ARN_SENT) && sent.contains("theSession"), "{sent}");
    }
}

#[test]
fn what_an_oidc_profile_or_section_leaves_out_comes_from_the_environment() {
    for is_ini in [false, true] {
        let world = World::new();
        let token = world.write("token", "theOidcToken");
        let variables = [
            ("ALIBABA_CLOUD_ROLE_ARN", ARN),
            ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", PROVIDER),
            ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&token)),
        ];
        let config = world.config(&variables);
        cli_file(&world, r#"{"name":"p","mode":"OIDC"}"#);
        world.write(".alibabacloud/credentials.ini", "[default]\ntype=oidc_role_arn\n");
        let provider: Box<dyn ProvideCredentials> = if is_ini {
            Box::new(IniProfile::new(config))
        } else {
            Box::new(CliProfile::new(config))
        };
        let sts = format!(r#"{{"RequestId":"r","Credentials":{}}}"#, keys("assumed", 3600));
        world.script.answer(200, sts);
        assert_eq!(provide(&*provider).unwrap().access_key_id(), "assumed");
        let sent = sent(&world);
        for part in [ARN_SENT, PROVIDER_SENT, "OIDCToken=theOidcToken"] {
            assert!(sent.contains(part), "{part}: {sent}");
        }
    }
}

#[test]
fn a_profile_says_what_it_has_itself_and_only_the_rest_comes_from_the_environment() {
    let world = World::new();
    let profile = r#"{"name":"p","mode":"OIDC","ram_role_arn":"own","oidc_provider_arn":"own"}"#;
    cli_file(&world, profile);
    let variables =
        [("ALIBABA_CLOUD_ROLE_ARN", ARN), ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", PROVIDER)];
    let error = error(&CliProfile::new(world.config(&variables)));
    assert!(error.contains("the mode OIDC needs oidc_token_file"), "{error}");
    let token = world.write("token", "theOidcToken");
    let file = ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path_text(&token));
    let provider = CliProfile::new(world.config(&[variables[0], variables[1], file]));
    assert!(provide(&provider).is_err(), "nobody answers");
    let sent = sent(&world);
    assert!(sent.contains("RoleArn=own") && sent.contains("OIDCProviderArn=own"), "{sent}");
}

#[test]
fn a_role_of_the_instance_without_a_name_has_the_one_in_the_environment() {
    let world = World::new();
    let config = world.config(&[("ALIBABA_CLOUD_ECS_METADATA", "fromTheEnvironment")]);
    cli_file(&world, r#"{"name":"p","mode":"EcsRamRole"}"#);
    world.write(".alibabacloud/credentials.ini", "[default]\ntype=ecs_ram_role\n");
    for provider in [
        Box::new(EcsRamRole::new(config.clone())) as Box<dyn ProvideCredentials>,
        Box::new(EcsRamRole::new(config.clone()).role_name("")),
        Box::new(CliProfile::new(config.clone())),
        Box::new(IniProfile::new(config.clone())),
    ] {
        world.script.answer(200, "token").answer(200, keys("theId", 3600));
        provide(&*provider).unwrap();
        let url = world.script.sent().pop().unwrap().url;
        assert!(url.ends_with("/security-credentials/fromTheEnvironment"), "{url}");
    }
    world.script.answer(200, "token").answer(200, keys("theId", 3600));
    provide(&EcsRamRole::new(config).role_name("own")).unwrap();
    assert!(world.script.sent().pop().unwrap().url.ends_with("/own"));
}
