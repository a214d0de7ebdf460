//! The incident bot in five regions: what each region answers, what is sent, and what is reported.

use std::collections::BTreeMap;

use aliyun_ecs::testing::{Reply, ScriptedTransport, SentRequest};
use aliyun_ecs::{Class, Error, NotSent};
use serde_json::{Value, json};

use crate::incident::{Contained, REGIONS, contain};
use crate::{client, ok, operations};

fn instance(id: &str, locked: bool) -> Value {
    let locks = if locked { json!([{"LockReason": "security"}]) } else { json!([]) };
    json!({"InstanceId": id, "Status": "Running", "OperationLocks": {"LockReason": locks}})
}

fn disk(id: &str) -> Value {
    json!({"DiskId": id, "Status": "In_use", "OperationLocks": {"OperationLock": []}})
}

fn instances(instances: &[Value], next: &str) -> Reply {
    ok(json!({"Instances": {"Instance": instances}, "NextToken": next}))
}

fn region_of(request: &SentRequest) -> &'static str {
    REGIONS
        .iter()
        .find(|region| request.host().contains(**region))
        .unwrap_or_else(|| panic!("{} is no region", request.host()))
}

/// Five regions: two instances on two pages, a locked one, none, no permission, and one whose disks
/// and second page cannot be listed.
fn answer(request: &SentRequest) -> Reply {
    let of = |name| request.parameter(name).unwrap_or_default();
    match (region_of(request), request.operation()) {
        ("cn-hangzhou", "DescribeInstances") if of("NextToken").is_empty() => {
            instances(&[instance("i-1", false)], "next")
        }
        ("cn-hangzhou", "DescribeInstances") => instances(&[instance("i-2", false)], ""),
        ("cn-beijing", "DescribeInstances") => instances(&[instance("i-locked", true)], ""),
        ("cn-shanghai", "DescribeInstances") => instances(&[], ""),
        ("ap-southeast-1", "DescribeInstances") => Reply::error(403, "Forbidden.RAM"),
        ("eu-central-1", "DescribeInstances") if of("NextToken").is_empty() => {
            instances(&[instance("i-3", false)], "next")
        }
        ("eu-central-1", "DescribeInstances") => Reply::error(400, "InvalidParameter"),
        ("eu-central-1", "DescribeDisks") => Reply::error(403, "Forbidden.RAM"),
        (_, "DescribeDisks") => {
            let disks = [disk(&format!("d-{}", of("InstanceId")))];
            ok(json!({"Disks": {"Disk": disks}}))
        }
        (_, "CreateSnapshot") => ok(json!({"SnapshotId": format!("s-{}", of("DiskId"))})),
        (_, "StopInstance") if of("InstanceId") == "i-2" => {
            Reply::error(403, "IncorrectInstanceStatus")
        }
        (_, "StopInstance") => ok(json!({})),
        other => panic!("{other:?}"),
    }
}

type Outcome = BTreeMap<&'static str, Vec<Result<Contained, Error>>>;

async fn run() -> (Outcome, Vec<SentRequest>) {
    let script = ScriptedTransport::answering(answer);
    let outcome = contain(&client(&script), ("incident", "7")).await;
    (outcome.into_iter().collect(), script.sent())
}

#[tokio::test(start_paused = true)]
async fn the_instances_of_all_pages_are_saved_and_stopped() {
    let (outcome, sent) = run().await;
    let [Ok(first), Ok(second)] = &outcome["cn-hangzhou"][..] else { panic!("{outcome:?}") };
    assert_eq!((first.instance.as_str(), second.instance.as_str()), ("i-1", "i-2"));
    assert!(matches!(&first.snapshots[..], [Ok(id)] if *id == "s-d-i-1") && first.stopped.is_ok());
    assert!(second.snapshots[0].is_ok());
    let error = second.stopped.as_ref().unwrap_err();
    assert_eq!(
        (error.code(), error.region()),
        (Some("IncorrectInstanceStatus"), Some("cn-hangzhou"))
    );

    let here: Vec<_> = sent.into_iter().filter(|one| region_of(one) == "cn-hangzhou").collect();
    let per_instance = ["DescribeDisks", "CreateSnapshot", "StopInstance"];
    let expected = [&["DescribeInstances"], &per_instance[..]].concat().repeat(2);
    assert_eq!(operations(&here), expected);
    let of = |at: usize, name| here[at].parameter(name);
    assert_eq!((of(0, "Tag.1.Key"), of(0, "Tag.1.Value")), (Some("incident"), Some("7")));
    assert_eq!((of(4, "NextToken"), of(4, "RegionId")), (Some("next"), Some("cn-hangzhou")));
    assert_eq!((of(2, "DiskId"), of(2, "SnapshotName")), (Some("d-i-1"), Some("incident")));
    assert!(of(2, "ClientToken").is_some());
    assert_eq!((of(3, "InstanceId"), of(3, "ForceStop")), (Some("i-1"), Some("true")));
}

#[tokio::test(start_paused = true)]
async fn what_a_lock_forbids_is_not_sent_and_reported_with_its_reason() {
    let (outcome, sent) = run().await;
    let [Ok(locked)] = &outcome["cn-beijing"][..] else { panic!("{outcome:?}") };
    let error = locked.snapshots[0].as_ref().unwrap_err();
    let refusal = NotSent::of(error).and_then(NotSent::refusal).unwrap();
    assert!(refusal.decision.is_denied());
    assert_eq!(
        (error.code(), error.region()),
        (Some("InstanceLockedForSecurity"), Some("cn-beijing"))
    );
    assert!(locked.stopped.is_ok());
    let here: Vec<_> = sent.into_iter().filter(|one| region_of(one) == "cn-beijing").collect();
    assert_eq!(operations(&here), ["DescribeInstances", "DescribeDisks", "StopInstance"]);
}

#[tokio::test(start_paused = true)]
async fn a_region_or_a_disk_that_fails_hides_nothing_else() {
    let (outcome, _) = run().await;
    assert_eq!(outcome.len(), 5);
    let [Err(error)] = &outcome["ap-southeast-1"][..] else { panic!("{outcome:?}") };
    assert_eq!((error.class(), error.region()), (Class::PermissionDenied, Some("ap-southeast-1")));
    assert!(outcome["cn-shanghai"].is_empty());
    let [Ok(instance), Err(page)] = &outcome["eu-central-1"][..] else { panic!("{outcome:?}") };
    assert_eq!(instance.snapshots[0].as_ref().unwrap_err().operation(), "DescribeDisks");
    assert!(instance.stopped.is_ok(), "an instance is stopped although its disks are not known");
    assert_eq!(page.code(), Some("InvalidParameter"));
}
