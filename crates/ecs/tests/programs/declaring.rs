//! Security groups and rules as declared: the plan, what is sent for it, and deleting.

use aliyun_ecs::runtime::transport::TransportErrorKind;
use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{DeleteSecurityGroupError, Error, Permission, SecurityGroupId};
use serde_json::{Value, json};

use crate::firewall::{Plan, PlanError, allow, apply, delete, plan};
use crate::{client, ok, operations, sent_of};

const HTTPS: (&str, &str) = ("443/443", "0.0.0.0/0");
const HTTP: (&str, &str) = ("80/80", "0.0.0.0/0");

fn groups(ids: &[&str], managed: bool) -> Reply {
    let group = |id| json!({"SecurityGroupId": id, "ServiceManaged": managed});
    let groups: Vec<_> = ids.iter().map(group).collect();
    ok(json!({"SecurityGroups": {"SecurityGroup": groups}, "TotalCount": ids.len()}))
}

fn rule(id: &str, (ports, source): (&str, &str)) -> Value {
    json!({
        "SecurityGroupRuleId": id, "Policy": "Accept", "IpProtocol": "TCP", "PortRange": ports,
        "SourceCidrIp": source, "Direction": "ingress",
    })
}

fn rules(rules: &[Value], next: &str) -> Reply {
    ok(json!({"Permissions": {"Permission": rules}, "NextToken": next}))
}

fn wanted(rules: &[(&str, &str)]) -> Vec<Permission> {
    rules.iter().map(|(ports, source)| allow(ports, source)).collect()
}

async fn plan_with(script: &ScriptedTransport, rules: &[(&str, &str)]) -> Result<Plan, PlanError> {
    plan(&client(script), &"vpc-1".into(), "web", wanted(rules)).await
}

async fn apply_with(script: &ScriptedTransport, plan: Plan) -> Result<SecurityGroupId, Error> {
    apply(&client(script), &"vpc-1".into(), "web", plan).await
}

#[tokio::test(start_paused = true)]
async fn a_group_that_does_not_exist_is_created_with_its_rules() {
    let script = ScriptedTransport::new()
        .reply("DescribeSecurityGroups", groups(&[], false))
        .reply("CreateSecurityGroup", ok(json!({"SecurityGroupId": "sg-new"})))
        .reply("AuthorizeSecurityGroup", ok(json!({})));
    let plan = plan_with(&script, &[HTTPS, HTTP]).await.unwrap();
    assert_eq!((&plan.group, plan.add.len(), plan.remove.len()), (&None, 2, 0));
    assert_eq!(apply_with(&script, plan).await.unwrap(), "sg-new");

    let sent = script.sent();
    let expected = ["DescribeSecurityGroups", "CreateSecurityGroup", "AuthorizeSecurityGroup"];
    assert_eq!(operations(&sent), expected);
    for (name, value) in [("VpcId", "vpc-1"), ("SecurityGroupName", "web")] {
        assert_eq!((sent[0].parameter(name), sent[1].parameter(name)), (Some(value), Some(value)));
    }
    for (name, value) in [
        ("SecurityGroupId", "sg-new"),
        ("Permissions.1.IpProtocol", "TCP"),
        ("Permissions.1.PortRange", "443/443"),
        ("Permissions.1.SourceCidrIp", "0.0.0.0/0"),
        ("Permissions.1.Policy", "accept"),
        ("Permissions.2.PortRange", "80/80"),
    ] {
        assert_eq!(sent[2].parameter(name), Some(value), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_differs_is_changed_however_many_pages_the_rules_have() {
    let udp = json!({
        "SecurityGroupRuleId": "sgr-udp", "Policy": "Accept", "IpProtocol": "UDP",
        "PortRange": "443/443", "SourceCidrIp": "0.0.0.0/0",
    });
    let dropped = json!({
        "SecurityGroupRuleId": "sgr-drop", "Policy": "Drop", "IpProtocol": "TCP",
        "PortRange": "80/80", "SourceCidrIp": "0.0.0.0/0",
    });
    let script = ScriptedTransport::new()
        .reply("DescribeSecurityGroups", groups(&["sg-1"], false))
        .reply(
            "DescribeSecurityGroupAttribute",
            rules(&[rule("sgr-old", ("22/22", "10.0.0.0/8"))], "next"),
        )
        .reply("DescribeSecurityGroupAttribute", rules(&[], "more"))
        .reply(
            "DescribeSecurityGroupAttribute",
            rules(&[udp, dropped, rule("sgr-https", HTTPS)], ""),
        )
        .reply("AuthorizeSecurityGroup", ok(json!({})))
        .reply("RevokeSecurityGroup", ok(json!({})));
    let plan = plan_with(&script, &[HTTPS, HTTP]).await.unwrap();
    assert_eq!(plan.add, wanted(&[HTTP]));
    assert_eq!(plan.remove, ["sgr-old", "sgr-udp", "sgr-drop"]);
    apply_with(&script, plan).await.unwrap();

    let pages = sent_of(&script, "DescribeSecurityGroupAttribute");
    let tokens: Vec<_> = pages.iter().map(|page| page.parameter("NextToken")).collect();
    assert_eq!(tokens, [None, Some("next"), Some("more")]);
    assert_eq!(pages[0].parameter("Direction"), Some("ingress"));
    let sent = script.sent();
    let [.., authorize, revoke] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!(operations(&sent[4..]), ["AuthorizeSecurityGroup", "RevokeSecurityGroup"]);
    assert_eq!(authorize.parameter("Permissions.1.PortRange"), Some("80/80"));
    assert_eq!(authorize.parameter("Permissions.2.PortRange"), None);
    let revoked =
        ["1", "2", "3", "4"].map(|at| revoke.parameter(&format!("SecurityGroupRuleId.{at}")));
    assert_eq!(revoked, [Some("sgr-old"), Some("sgr-udp"), Some("sgr-drop"), None]);
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_as_declared_needs_no_call() {
    let script = ScriptedTransport::new()
        .reply("DescribeSecurityGroups", groups(&["sg-1"], false))
        .reply("DescribeSecurityGroupAttribute", rules(&[rule("sgr-1", HTTPS)], ""));
    let plan = plan_with(&script, &[HTTPS]).await.unwrap();
    assert!(plan.add.is_empty() && plan.remove.is_empty());
    assert_eq!(apply_with(&script, plan).await.unwrap(), "sg-1");
    assert_eq!(
        operations(&script.sent()),
        ["DescribeSecurityGroups", "DescribeSecurityGroupAttribute"]
    );
}

#[tokio::test(start_paused = true)]
async fn what_a_cloud_service_manages_and_what_is_ambiguous_has_no_plan() {
    let script = ScriptedTransport::new().reply("DescribeSecurityGroups", groups(&["sg-1"], true));
    let error = plan_with(&script, &[HTTPS]).await.unwrap_err();
    assert!(matches!(error, PlanError::Managed(_)), "{error:?}");
    let script =
        ScriptedTransport::new().reply("DescribeSecurityGroups", groups(&["sg-1", "sg-2"], false));
    let error = plan_with(&script, &[HTTPS]).await.unwrap_err();
    assert!(matches!(error, PlanError::Ambiguous(2)), "{error:?}");
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_reply_makes_no_second_group() {
    let script = ScriptedTransport::new()
        .reply("CreateSecurityGroup", Reply::failure(TransportErrorKind::Broken))
        .reply("CreateSecurityGroup", ok(json!({"SecurityGroupId": "sg-new"})));
    let plan = Plan { group: None, add: Vec::new(), remove: Vec::new() };
    assert_eq!(apply_with(&script, plan).await.unwrap(), "sg-new");
    let sent = script.sent();
    let tokens: Vec<_> = sent.iter().map(|one| one.parameter("ClientToken")).collect();
    assert!(tokens.len() == 2 && tokens[0].is_some() && tokens[0] == tokens[1], "{tokens:?}");
}

#[tokio::test(start_paused = true)]
async fn many_rules_are_several_calls_and_a_refusal_ends_them() {
    let script = ScriptedTransport::new()
        .reply("AuthorizeSecurityGroup", ok(json!({})))
        .reply("AuthorizeSecurityGroup", Reply::error(403, "AuthorizationLimitExceed"));
    let ports: Vec<String> = (1..=201).map(|port| format!("{port}/{port}")).collect();
    let add = ports.iter().map(|ports| allow(ports, "10.0.0.0/8")).collect();
    let plan = Plan { group: Some("sg-1".into()), add, remove: vec!["sgr-1".into()] };
    let error = apply_with(&script, plan).await.unwrap_err();
    assert_eq!(error.code(), Some("AuthorizationLimitExceed"));
    let sent = script.sent();
    assert_eq!(operations(&sent), ["AuthorizeSecurityGroup"; 2]);
    assert_eq!(sent[0].parameter("Permissions.100.PortRange"), Some("100/100"));
    assert_eq!(sent[0].parameter("Permissions.101.PortRange"), None);
    assert_eq!(sent[1].parameter("Permissions.1.PortRange"), Some("101/101"));
}

async fn delete_with(script: &ScriptedTransport) -> Result<(), Error> {
    delete(&client(script), &"sg-1".into()).await
}

#[tokio::test(start_paused = true)]
async fn a_group_in_use_is_deleted_when_it_is_free() {
    let in_use = || Reply::error(403, "DependencyViolation");
    let script = ScriptedTransport::new()
        .reply("DeleteSecurityGroup", in_use())
        .reply("DeleteSecurityGroup", in_use())
        .reply("DeleteSecurityGroup", ok(json!({})));
    delete_with(&script).await.unwrap();
    assert_eq!(script.sent().len(), 3);

    let script = ScriptedTransport::new().reply("DeleteSecurityGroup", in_use());
    let error = delete_with(&script).await.unwrap_err();
    assert_eq!(
        error.code(),
        Some(DeleteSecurityGroupError::DependencyViolation.to_string().as_str())
    );
    assert_eq!(script.sent().len(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_gone_is_deleted_also_if_nobody_heard_of_it() {
    let script = ScriptedTransport::new()
        .reply("DeleteSecurityGroup", Reply::failure(TransportErrorKind::Timeout))
        .reply("DeleteSecurityGroup", Reply::error(404, "InvalidSecurityGroup.NotFound"));
    delete_with(&script).await.unwrap();
    assert_eq!(script.sent().len(), 2);

    let script =
        ScriptedTransport::new().reply("DeleteSecurityGroup", Reply::error(403, "Forbidden.RAM"));
    assert_eq!(delete_with(&script).await.unwrap_err().code(), Some("Forbidden.RAM"));
    assert_eq!(script.sent().len(), 1);
}
