//! What counts as seen: under the strict policy a target that is not in a complete answer, or
//! without what decides, is not known and the call is not sent.

use aliyun_ecs::Transport;
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{BoxFuture, Json};
use aliyun_ecs::{
    Aspect, CommandType, DeleteDisk, DeleteSecurityGroup, DetachDisk, InnerAccessPolicy,
    ModifySecurityGroupPolicy, NothingHappens, Policy, RebootInstances, ReplaceSystemDisk,
    ResizeDisk, RunCommand, RunCommandRequired, StartInstance, StartInstances, StopInstance,
    Verdict,
};
use serde_json::json;

use crate::script::{Script, instance, instances, locked};
use crate::world::WhyNotSent as _;

#[tokio::test]
async fn an_answer_without_the_target_is_not_taken_for_an_unlocked_one() {
    let no_id = json!({"Status": "Stopped", "OperationLocks": {"LockReason": []}});
    for answer in [
        json!({"RequestId": "r"}),
        instances(&[]),
        instances(&[instance("i-2")]),
        instances(&[instance("i-11")]),
        instances(&[no_id]),
    ] {
        let script = Script::always(answer.clone());
        let doubt = script.doubt(StartInstance::new("i-1")).await;
        assert_eq!(doubt, "i-1 was looked up and not found", "{answer}");
    }
    assert!(Script::always(instances(&[instance("i-1")])).sends(StartInstance::new("i-1")).await);
}

#[tokio::test]
async fn an_answer_with_the_target_twice_is_judged_by_each_of_its_states() {
    let run = || {
        RunCommand::new(RunCommandRequired {
            type_: CommandType::RunShellScript.into(),
            command_content: "ls".into(),
        })
        .instance_id(["i-1"])
    };
    let (security, overdue) = (locked("i-1", Some("security")), locked("i-1", Some("financial")));
    for answer in [[security.clone(), overdue.clone()], [overdue, security.clone()]] {
        // Nothing happens to a locked instance, and no source says what happens to an overdue one.
        let script = Script::always(instances(&answer));
        let guard = script.strict();
        let error = guard.send_acknowledged(run(), NothingHappens).await.unwrap_err();
        assert_eq!(error.refused().unwrap().decision.verdict(), Verdict::Unstated, "{error}");
        assert!(!script.sent().contains(&"RunCommand".to_owned()));
        // Without an acknowledgement, the worse counts.
        let error = guard.send(run()).await.unwrap_err();
        assert_eq!(error.refused().unwrap().decision.verdict(), Verdict::AcceptedButFails);
    }
    let script = Script::always(instances(&[security.clone(), security]));
    script.strict().send_acknowledged(run(), NothingHappens).await.unwrap();
    assert!(script.sent().contains(&"RunCommand".to_owned()));
}

#[tokio::test]
async fn a_lookup_that_failed_with_a_status_of_success_is_no_answer() {
    let mut coded = instances(&[instance("i-1")]);
    coded["Code"] = json!("Throttling.User");
    let plain = json!({"Code": "Throttling.User", "Message": "m", "RequestId": "r"});
    for answer in [json!({}), plain, coded] {
        let script = Script::always(answer);
        let error = script.strict().send(StartInstance::new("i-1")).await.unwrap_err();
        assert!(error.lookup_error().is_some(), "{error}");
        assert_eq!(script.sent(), ["DescribeInstances"]);
    }
}

#[tokio::test]
async fn an_answer_that_could_not_be_read_whole_is_no_answer() {
    let with = |member: &str, value: Json| {
        let mut item = instance("i-1");
        item[member] = value;
        instances(&[item])
    };
    for answer in [
        with("OperationLocks", json!({"LockReason": "security"})),
        with("OperationLocks", json!({"LockReason": [7]})),
        with("Status", json!(["Stopped"])),
        with("Cpu", json!("four")),
    ] {
        let script = Script::always(answer.clone());
        let error = script.strict().send(StartInstance::new("i-1")).await.unwrap_err();
        assert!(error.lookup_error().is_some(), "{answer}: {error}");
        assert_eq!(script.sent(), ["DescribeInstances"], "{answer}");
    }
}

#[tokio::test]
async fn one_target_of_several_that_is_not_seen_is_enough() {
    let script = Script::always(instances(&[instance("i-1"), instance("i-3")]));
    let doubt = script.doubt(StartInstances::new(["i-1", "i-2", "i-3"])).await;
    assert_eq!(doubt, "i-2 was looked up and not found");
}

#[tokio::test]
async fn a_refusal_says_more_than_a_doubt() {
    let script = Script::always(instances(&[locked("i-1", Some("security"))]));
    let error = script.strict().send(StartInstances::new(["i-1", "i-2"])).await.unwrap_err();
    assert!(error.refused().unwrap().decision.is_denied());
    assert_eq!(error.refused_targets(), ["i-1"]);
}

#[tokio::test]
async fn locks_that_cannot_be_understood_are_not_no_locks() {
    let lock = json!([{"LockReason": "security"}]);
    for locks in [
        json!({"OperationLock": lock}),
        json!({"LockReason": "security"}),
        json!("security"),
        json!({"LockReason": [], "X": "security"}),
        json!({"LockReason": [], "X": true}),
    ] {
        let mut item = instance("i-1");
        item["OperationLocks"] = locks;
        let script = Script::always(instances(&[item]));
        let error = script.strict().send(StartInstance::new("i-1")).await.unwrap_err();
        assert!(error.lookup_error().is_some(), "{error}");
        assert_eq!(script.sent(), ["DescribeInstances"]);
        let lenient = script.strict().policy(Policy::RefuseKnownProblems);
        lenient.send(StartInstance::new("i-1")).await.unwrap();
        let findings = lenient.inspect(&StartInstance::new("i-1")).await;
        assert!(findings.lookup_error().is_some());
        assert_eq!(findings.all()[0].unknown[0].to_string(), "i-1 could not be looked up");
    }
}

/// Lists of locks that say nothing.
fn silent() -> [Json; 8] {
    [
        json!(null),
        json!(""),
        json!({}),
        json!({"LockReason": null}),
        json!({"LockReason": ""}),
        json!({"OperationLock": null}),
        json!({"X": null}),
        json!({"X": []}),
    ]
}

#[tokio::test]
async fn an_instance_whose_locks_the_answer_does_not_say_is_not_taken_for_unlocked() {
    let doubt = async |item: Json| {
        Script::always(instances(&[item])).doubt(StartInstance::new("i-1")).await
    };
    let not_said = "the answer does not say OperationLocks of i-1";
    let absent = json!({"InstanceId": "i-1", "Status": "Stopped"});
    assert_eq!(doubt(absent.clone()).await, not_said);
    let mut other_case = absent.clone();
    other_case["operationLocks"] = json!({"LockReason": [{"LockReason": "security"}]});
    assert_eq!(doubt(other_case).await, not_said);
    for locks in silent() {
        let mut item = absent.clone();
        item["OperationLocks"] = locks.clone();
        assert_eq!(doubt(item).await, not_said, "{locks}");
    }
    for none in [json!([]), json!({"LockReason": []})] {
        let mut item = absent.clone();
        item["OperationLocks"] = none;
        assert!(Script::always(instances(&[item])).sends(StartInstance::new("i-1")).await);
    }
}

#[tokio::test]
async fn a_disk_whose_locks_the_answer_does_not_say_is_not_taken_for_unlocked() {
    for locks in silent() {
        let script = disks(&json!({
            "DiskId": "d-1", "Status": "In_use", "InstanceId": "i-1", "OperationLocks": locks,
        }));
        let not_said = "the answer does not say OperationLocks of d-1";
        assert_eq!(script.doubt(ResizeDisk::new("d-1", 40)).await, not_said, "{locks}");
        assert!(!script.sends(DeleteDisk::new("d-1")).await);
        assert!(!script.sends(DetachDisk::new("i-1", "d-1")).await);
    }
}

#[tokio::test]
async fn a_key_that_an_answer_repeats_does_not_hide_a_lock() {
    let locks = r#""OperationLocks":{"LockReason":[{"LockReason":"security"}]}"#;
    let none = r#""OperationLocks":{"LockReason":[]}"#;
    let body = format!(
        r#"{{"Instances":{{"Instance":[{{"InstanceId":"i-1","Status":"Stopped",{locks},{none}}}]}}}}"#
    );
    let client = crate::world::client(Body(body));
    let guard = aliyun_ecs::guard::Guard::new(client).policy(Policy::RequireCertain);
    let error = guard.send(StartInstance::new("i-1")).await.unwrap_err();
    let text = error.lookup_error().unwrap().to_string();
    assert!(text.contains("has a member twice"), "{text}");
}

/// Answers everything with a body.
struct Body(String);

impl Transport for Body {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = self.0.clone().into_bytes();
        Box::pin(std::future::ready(Ok(HttpResponse { status: 200, headers: Vec::new(), body })))
    }
}

#[tokio::test]
async fn a_lock_without_a_reason_or_with_one_that_no_document_describes_is_a_lock() {
    let named = [(None, Aspect::OtherLock), (Some(""), Aspect::OtherLock)];
    let unstated =
        [(Some("recycling"), Aspect::RecyclingLock), (Some("refunded"), Aspect::RefundedLock)];
    for (reason, aspect) in named.into_iter().chain(unstated) {
        let script = Script::always(instances(&[locked("i-1", reason)]));
        let error = script.strict().send(StopInstance::new("i-1")).await.unwrap_err();
        let decision = error.refused().unwrap().decision;
        assert_eq!(decision.verdict(), Verdict::Unstated);
        assert!(decision.situation().holds(aspect), "{reason:?}");
    }
}

#[tokio::test]
async fn of_two_answers_about_one_target_the_worse_counts() {
    let free = instance("i-1");
    let mut running = instance("i-1");
    running["Status"] = json!("Running");
    for bad in [locked("i-1", Some("security")), running] {
        for both in [[free.clone(), bad.clone()], [bad, free.clone()]] {
            let script = Script::always(instances(&both));
            for policy in [Policy::RequireCertain, Policy::RefuseKnownProblems] {
                let guard = script.strict().policy(policy);
                let error = guard.send(StartInstance::new("i-1")).await.unwrap_err();
                assert!(error.refused().unwrap().decision.is_denied());
            }
        }
    }
}

/// Disks answered with this one, which is attached to none but the one it says.
fn disk(status: &str, instance_id: &str) -> Script {
    let locks = json!({"OperationLock": []});
    disks(&json!({
        "DiskId": "d-1", "Status": status, "InstanceId": instance_id, "OperationLocks": locks,
    }))
}

/// A disk beside two instances, of which `i-2` is locked.
fn disks(disk: &Json) -> Script {
    let disk = disk.clone();
    Script::new(move |action, _| match action {
        "DescribeDisks" => json!({"RequestId": "r", "Disks": {"Disk": [disk]}}),
        _ => instances(&[instance("i-1"), locked("i-2", Some("security"))]),
    })
}

#[tokio::test]
async fn an_attachment_without_an_instance_is_an_instance_that_was_not_seen() {
    let others = [json!({"Device": "/dev/xvdb"}), json!({"InstanceId": ""}), json!(null)];
    for other in others {
        let script = disks(&json!({
            "DiskId": "d-1", "Status": "In_use", "OperationLocks": {"OperationLock": []},
            "Attachments": {"Attachment": [{"InstanceId": "i-1"}, other]},
        }));
        let doubt = script.doubt(ResizeDisk::new("d-1", 40)).await;
        assert_eq!(doubt, "d-1 is in use, and the answer does not say by which instance");
    }
}

#[tokio::test]
async fn a_status_of_a_disk_that_does_not_fit_its_attachment_is_not_known() {
    let resize = || ResizeDisk::new("d-1", 40);
    for status in ["Attaching", "Detaching", "ReIniting"] {
        let doubt = disk(status, "").doubt(resize()).await;
        assert_eq!(doubt, "the answer does not say Status of d-1", "{status}");
    }
    for status in ["Available", "Creating", "Attaching", "Detaching", "ReIniting"] {
        assert!(!disk(status, "i-2").sends(resize()).await, "{status}");
    }
}

#[tokio::test]
async fn a_disk_in_use_needs_an_instance_that_was_seen() {
    let resize = || ResizeDisk::new("d-1", 40);
    for status in ["In_use", "in_use", "In_Use", "in-use", "InUse"] {
        let doubt = disk(status, "").doubt(resize()).await;
        assert_eq!(doubt, "d-1 is in use, and the answer does not say by which instance");
        assert_eq!(disk(status, "i-9").doubt(resize()).await, "i-9 was looked up and not found");
        assert!(disk(status, "i-1").sends(resize()).await);
    }
    for status in ["", "Mounted"] {
        let doubt = disk(status, "").doubt(resize()).await;
        assert_eq!(doubt, "the answer does not say Status of d-1");
    }
    assert!(disk("Available", "").sends(resize()).await);
    let missing = Script::always(json!({"RequestId": "r"})).doubt(resize()).await;
    assert_eq!(missing, "d-1 was looked up and not found");
}

#[tokio::test]
async fn what_decides_must_be_in_the_answer() {
    let item = json!({"InstanceId": "i-1", "OperationLocks": {"LockReason": []}});
    let script = Script::always(instances(&[item]));
    let doubt = script.doubt(StartInstance::new("i-1")).await;
    assert_eq!(doubt, "the answer does not say Status of i-1");
    // No condition speaks about the status.
    assert!(script.sends(StopInstance::new("i-1")).await);

    let group = |item: Json| {
        Script::always(json!({"RequestId": "r", "SecurityGroups": {"SecurityGroup": [item]}}))
    };
    let silent = group(json!({"SecurityGroupId": "sg-1"}));
    let doubt = silent.doubt(DeleteSecurityGroup::new("sg-1")).await;
    assert_eq!(doubt, "the answer does not say ServiceManaged of sg-1");
    let own = group(json!({"SecurityGroupId": "sg-1", "ServiceManaged": false}));
    assert!(own.sends(DeleteSecurityGroup::new("sg-1")).await);
    let policy = ModifySecurityGroupPolicy::new("sg-1", InnerAccessPolicy::Drop);
    let doubt = own.doubt(policy).await;
    assert_eq!(doubt, "the answer does not say SecurityGroupType of sg-1");
}

#[tokio::test]
async fn a_permission_that_needs_no_doubt_is_sent() {
    let script = Script::always(instances(&[instance("i-1"), instance("i-2")]));
    assert!(script.sends(StartInstances::new(["i-1", "i-2"])).await);
    assert!(script.sends(ReplaceSystemDisk::new("i-1", "m-1")).await);
    // It is stopped.
    assert!(!script.sends(RebootInstances::new(["i-1"])).await);
}
