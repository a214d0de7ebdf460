//! What a request names: under the strict policy a request whose targets cannot be told is not
//! sent.

use aliyun_ecs::decision::{MissingFact, ResourceKind};
use aliyun_ecs::runtime::Json;
use aliyun_ecs::{
    CommandType, CreateDisk, DescribeInstances, DetachDisk, JoinSecurityGroup,
    ModifyInstanceAttribute, Policy, RebootInstances, RunCommand, RunCommandRequired, RunInstances,
    SendFile, SendFileRequired, StartInstance, StartInstances, StopInstance,
};
use serde_json::json;

use crate::script::{Query, Script, instance, instances, locked};
use crate::world::WhyNotSent as _;

/// Answers with those of these instances that are asked for, to the letter.
fn exact(_: &str, query: &Query) -> Json {
    let all = [instance("i-1"), locked("i-locked", Some("security"))];
    let asked: Vec<String> =
        query.get("InstanceIds").map_or_else(Vec::new, |ids| serde_json::from_str(ids).unwrap());
    let is_asked = |item: &&Json| asked.iter().any(|id| item["InstanceId"] == json!(id));
    instances(&all.iter().filter(is_asked).cloned().collect::<Vec<_>>())
}

/// The same, whatever the case.
fn any_case(action: &str, query: &Query) -> Json {
    let lower = query.iter().map(|(name, value)| (name.clone(), value.to_lowercase())).collect();
    exact(action, &lower)
}

fn run_command() -> RunCommand {
    RunCommand::new(RunCommandRequired {
        type_: CommandType::RunShellScript.into(),
        command_content: "ls".into(),
    })
}

#[tokio::test]
async fn an_id_in_another_case_is_the_one_that_the_service_takes_it_for() {
    let script = Script::new(exact);
    for id in ["I-1", "I-LOCKED"] {
        let doubt = script.doubt(StartInstance::new(id)).await;
        assert_eq!(doubt, format!("{id} was looked up and not found"));
    }
    let script = Script::new(any_case);
    assert!(script.sends(StartInstance::new("I-1")).await);
    for policy in [Policy::RequireCertain, Policy::RefuseKnownProblems] {
        let guard = script.strict().policy(policy);
        let error = guard.send(StartInstance::new("I-Locked")).await.unwrap_err();
        assert_eq!(error.refused_targets(), ["I-Locked"]);
    }
}

#[tokio::test]
async fn a_call_about_an_id_in_another_case_forgets_what_was_seen() {
    let script = Script::new(any_case);
    let guard = script.strict();
    guard.send(StartInstance::new("i-1")).await.unwrap();
    let _ = guard.inspect(&StartInstance::new("i-1")).await;
    guard.send(StartInstance::new("I-1")).await.unwrap();
    script.sent();
    let _ = guard.inspect(&StartInstance::new("i-1")).await;
    assert_eq!(script.sent(), ["DescribeInstances"]);
}

#[tokio::test]
async fn space_around_an_id_and_an_id_that_is_repeated_make_no_difference() {
    let script = Script::new(exact);
    for (id, locked) in [
        (" i-1 ", " i-locked "),
        ("i-1\n", "\ti-locked"),
        ("i-1,i-1", "i-1,i-locked"),
        (r#"["i-1","i-1"]"#, r#"["i-1"," i-locked"]"#),
    ] {
        assert!(script.sends(StartInstance::new(id)).await, "{id}");
        for policy in [Policy::RequireCertain, Policy::RefuseKnownProblems] {
            let guard = script.strict().policy(policy);
            let error = guard.send(StartInstance::new(locked)).await.unwrap_err();
            assert_eq!(error.refused_targets(), ["i-locked"]);
        }
    }
}

#[tokio::test]
async fn an_id_that_is_none_is_not_looked_up_and_not_taken_for_known() {
    let script = Script::new(exact);
    for id in ["", " ", r#"["i-1",1]"#, r#"["i-1",""]"#, r#"["i-1"#, "{}", "i-1,", "i-1;i-2"] {
        let doubts = script.doubts(StartInstance::new(id)).await;
        let MissingFact::Unclear(unclear) = &doubts[0] else { panic!("{doubts:?}") };
        assert_eq!(
            (unclear.parameter.as_str(), unclear.kind),
            ("InstanceId", Some(ResourceKind::Instance))
        );
    }
    // The ids beside it count all the same.
    let lenient = script.strict().policy(Policy::RefuseKnownProblems);
    let error = lenient.send(StartInstance::new(r#"["i-locked",1]"#)).await.unwrap_err();
    assert_eq!(error.refused_targets(), ["i-locked"]);
    // A disk that is named does not stand for the instance.
    let detach = DetachDisk::new("", "d-1");
    let findings = script.strict().inspect(&detach).await;
    let all: Vec<_> = findings.all().iter().flat_map(|one| &one.unknown).collect();
    assert!(all.iter().any(|one| matches!(one, MissingFact::Unclear(_))), "{all:?}");
}

#[tokio::test]
async fn a_request_that_finds_its_targets_otherwise_is_not_sent() {
    let script = Script::new(exact);
    let by_tag = run_command().tag([("role", "web")]);
    for request in [by_tag, run_command().resource_group_id("rg-1"), run_command()] {
        assert_eq!(script.doubt(request).await, "the request names no instance");
    }
    let disk = script.doubt(CreateDisk::in_zone("z").size(20)).await;
    assert!(disk.contains("the request names no instance"), "{disk}");
    let run = script.doubt(RunInstances::new("m-1", "ecs.t")).await;
    assert!(run.contains("the request names no security group"), "{run}");
    assert!(script.sends(run_command().instance_id(["i-1"])).await);
}

#[tokio::test]
async fn the_instance_behind_a_network_interface_is_not_known() {
    let group = json!({"SecurityGroupId": "sg-1", "ServiceManaged": false});
    let groups = json!({"RequestId": "r", "SecurityGroups": {"SecurityGroup": [group]}});
    let script = Script::new(move |action, query| match action {
        "DescribeSecurityGroups" => groups.clone(),
        _ => exact(action, query),
    });
    let join = JoinSecurityGroup::network_interface("sg-1", "eni-1", "cn-hangzhou");
    assert_eq!(script.doubt(join).await, "the request names no instance");
    assert!(script.sends(JoinSecurityGroup::instance("sg-1", "i-1")).await);
    assert!(script.sends(RunInstances::new("m-1", "ecs.t").security_group_id("sg-1")).await);
}

#[tokio::test]
async fn what_a_request_leaves_as_it_is_needs_no_name() {
    let script = Script::new(exact);
    assert!(script.sends(ModifyInstanceAttribute::new("i-1").instance_name("n")).await);
    assert!(script.sends(DescribeInstances::new()).await);
    assert!(script.sends(StartInstances::new(["i-1"])).await);
    assert!(script.sends(StopInstance::new("i-1")).await);
    let nowhere = SendFile::new(SendFileRequired {
        name: "n".into(),
        target_dir: "/".into(),
        content: "c".into(),
        instance_id: Vec::new(),
    });
    assert!(!script.sends(nowhere).await);
    assert!(!script.sends(RebootInstances::new(Vec::<String>::new())).await);
}
