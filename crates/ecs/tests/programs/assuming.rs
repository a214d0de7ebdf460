//! A program that works as a role: what STS is asked, and what the calls are signed with.

use aliyun_ecs::credentials::{Environment, ProviderConfig};
use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{Class, Client, DescribeInstances, Paginate, Reaction, StaticCredentials};
use serde_json::json;

use crate::assume_role::reader;
use crate::{TokioClock, ok};

/// A client as the program makes it, over one script for STS and ECS.
fn as_reader(script: &ScriptedTransport) -> Client {
    let none: [(&str, &str); 0] = [];
    let config = ProviderConfig::default()
        .environment(Environment::new(none))
        .transport(script.clone())
        .clock(TokioClock);
    let key = StaticCredentials::new("long-lived-id", "long-lived-secret");
    let role = reader(config, "acs:ram::1:role/reader", key).unwrap();
    script.builder().region("cn-hangzhou").clock(TokioClock).credentials(role).build().unwrap()
}

fn assumed() -> Reply {
    ok(json!({"Credentials": {
        "AccessKeyId": "STS.short-lived", "AccessKeySecret": "short-lived-secret",
        "SecurityToken": "token-of-the-role", "Expiration": "2100-01-01T00:00:00Z",
    }}))
}

#[tokio::test(start_paused = true)]
async fn calls_are_signed_with_the_role_which_is_assumed_once_and_narrowed() {
    let script = ScriptedTransport::new().reply("AssumeRole", assumed()).reply(
        "DescribeInstances",
        ok(json!({"Instances": {"Instance": [{"InstanceId": "i-1"}]}})),
    );
    let client = as_reader(&script);
    for _ in 0..2 {
        assert_eq!(client.all(DescribeInstances::new()).await.unwrap().len(), 1);
    }
    let sent = script.sent();
    let [assume, first, second] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!((assume.operation(), assume.host()), ("AssumeRole", "sts.aliyuncs.com"));
    assert_eq!(assume.parameter("RoleArn"), Some("acs:ram::1:role/reader"));
    assert_eq!(assume.parameter("RoleSessionName"), Some("aliyun-ecs-example"));
    let policy: serde_json::Value =
        serde_json::from_str(assume.parameter("Policy").unwrap()).unwrap();
    assert_eq!(policy["Statement"][0]["Action"], "ecs:DescribeInstances");
    assert!(assume.header("authorization").unwrap().contains("Credential=long-lived-id,"));
    for call in [first, second] {
        assert!(call.header("authorization").unwrap().contains("Credential=STS.short-lived,"));
        assert_eq!(call.header("x-acs-security-token"), Some("token-of-the-role"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_role_that_may_not_be_assumed_fails_the_call_before_it_is_sent() {
    let script = ScriptedTransport::new().reply("AssumeRole", Reply::error(403, "NoPermission"));
    let error = as_reader(&script).all(DescribeInstances::new()).await.unwrap_err();
    assert_eq!(error.class(), Class::Unauthenticated);
    assert_eq!(error.reaction(), Reaction::RefreshCredentials);
    let why = error.not_sent().unwrap().to_string();
    assert!(why.contains("NoPermission") && !why.contains("secret"), "{why}");
    assert!(script.sent().iter().all(|one| one.operation() == "AssumeRole"));
}
