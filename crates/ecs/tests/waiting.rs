//! Waiters of ECS: what they ask, and what they take for an end.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

use std::sync::Arc;

use aliyun_ecs::runtime::clock::VirtualClock;
use aliyun_ecs::testing::{Reply, ScriptedTransport, SentRequest};
use aliyun_ecs::wait::{self, Wait, WaitError};
use aliyun_ecs::{
    Client, DescribeDisks, DescribeSecurityGroups, Describer, DiskCategory, InstanceStatus,
    WaitUntil,
};

/// Each reply in turn on a clock of its own; the last one stays.
fn client(operation: &str, replies: &[&str]) -> (ScriptedTransport, Client, VirtualClock) {
    let script = ScriptedTransport::new();
    for reply in replies {
        script.add(operation, Reply::ok(*reply));
    }
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-hangzhou").clock(clock.clone()).build().unwrap();
    (script, client, clock)
}

fn parameters(sent: &[SentRequest], name: &str) -> Vec<String> {
    sent.iter().filter_map(|request| request.parameter(name)).map(str::to_owned).collect()
}

const NO_INSTANCES: &str = r#"{"RequestId":"r","Instances":{"Instance":[]}}"#;
const STARTING: &str = r#"{"RequestId":"r","Instances":{"Instance":[
    {"InstanceId":"i-1","Status":"Starting"},{"InstanceId":"i-2","Status":"Running"}]}}"#;
const RUNNING: &str =
    r#"{"RequestId":"r","Instances":{"Instance":[{"InstanceId":"i-1","Status":"Running"}]}}"#;

#[test]
fn instances_are_waited_for_together_although_they_are_not_visible_at_first() {
    let (script, client, clock) = client("DescribeInstances", &[NO_INSTANCES, STARTING, RUNNING]);
    let wait = wait::instance_running(["i-1", "i-2"]);
    let instances = clock.run(client.wait_until(wait)).unwrap();
    assert!(instances.iter().all(|one| one.status == Some(InstanceStatus::Running.into())));
    let asked = [r#"["i-1","i-2"]"#, r#"["i-1","i-2"]"#, r#"["i-1"]"#];
    assert_eq!(parameters(&script.sent(), "InstanceIds"), asked);
    assert_eq!(parameters(&script.sent(), "MaxResults"), ["100"; 3]);
    assert_eq!(parameters(&script.sent(), "RegionId"), ["cn-hangzhou"; 3]);
}

#[test]
fn a_released_instance_is_one_that_is_listed_no_more() {
    let (script, client, clock) = client("DescribeInstances", &[RUNNING, NO_INSTANCES]);
    assert!(clock.run(client.wait_until(wait::instance_deleted(["i-1"]))).unwrap().is_empty());
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn a_disk_has_changed_its_type_when_its_category_is_the_new_one() {
    let disk = |category| {
        format!(
            r#"{{"RequestId":"r","Disks":{{"Disk":[{{"DiskId":"d-1","Status":"In_use","Category":"{category}"}}]}}}}"#
        )
    };
    let (old, new) = (disk("cloud_ssd"), disk("cloud_essd"));
    let (script, client, clock) = client("DescribeDisks", &[&old, &old, &new]);
    let wait = wait::disk_category(["d-1"], DiskCategory::CloudEssd);
    assert_eq!(clock.run(client.wait_until(wait)).unwrap().len(), 1);
    assert_eq!(script.sent().len(), 3);
}

#[test]
fn any_condition_of_a_disk_can_be_waited_for() {
    let disk = r#"{"RequestId":"r","Disks":{"Disk":[{"DiskId":"d-1","Size":40}]}}"#;
    let (_, client, clock) = client("DescribeDisks", &[disk]);
    let wait = Wait::<DescribeDisks>::when(["d-1"], |disk| disk.size == Some(40));
    assert_eq!(clock.run(client.wait_until(wait)).unwrap()[0].size, Some(40));
}

#[test]
fn an_image_that_could_not_be_made_is_seen_because_every_status_is_asked_for() {
    let failed =
        r#"{"RequestId":"r","Images":{"Image":[{"ImageId":"m-1","Status":"CreateFailed"}]}}"#;
    let (script, client, clock) = client("DescribeImages", &[failed]);
    let error = clock.run(client.wait_until(wait::image_available(["m-1"]))).unwrap_err();
    let WaitError::Failed { id, state, .. } = &error else { panic!("{error:?}") };
    assert_eq!((id.as_str(), state.as_str()), ("m-1", "CreateFailed"));
    let status = &parameters(&script.sent(), "Status")[0];
    assert!(status.contains("CreateFailed") && status.contains("Waiting"), "{status}");
}

#[test]
fn a_copy_is_waited_for_in_the_region_that_it_goes_to() {
    let image = r#"{"RequestId":"r","Images":{"Image":[{"ImageId":"m-1","Status":"Available"}]}}"#;
    let (script, client, clock) = client("DescribeImages", &[image]);
    let wait = wait::image_available(["m-1"]).in_region("cn-beijing");
    clock.run(client.wait_until(wait)).unwrap();
    let sent = script.sent();
    assert_eq!(sent[0].parameter("RegionId"), Some("cn-beijing"));
    assert!(sent[0].host().contains("beijing"), "{}", sent[0].host());
}

/// One test for each resource whose ids are written in a way of its own.
#[test]
fn every_resource_is_asked_about_as_its_operation_takes_ids() {
    fn sent<R>(
        operation: &str,
        reply: &str,
        wait: wait::Wait<R>,
        parameter: &str,
    ) -> (usize, Option<String>)
    where
        R: aliyun_ecs::lookup::Lookup,
        R::Error: Send,
    {
        let (script, client, clock) = client(operation, &[reply]);
        let found = clock.run(client.wait_until(wait)).unwrap();
        (found.len(), script.sent()[0].parameter(parameter).map(str::to_owned))
    }
    let found = |text: &str| (1, Some(text.to_owned()));

    let reply = r#"{"RequestId":"r","Snapshots":{"Snapshot":[{"SnapshotId":"s-1","Status":"accomplished"}]}}"#;
    let wait = wait::snapshot_accomplished(["s-1"]);
    assert_eq!(sent("DescribeSnapshots", reply, wait, "SnapshotIds"), found(r#"["s-1"]"#));

    let reply = r#"{"RequestId":"r","SnapshotGroups":{"SnapshotGroup":[
        {"SnapshotGroupId":"ssg-1","Status":"accomplished"}]}}"#;
    let wait = wait::snapshot_group_accomplished(["ssg-1"]);
    assert_eq!(sent("DescribeSnapshotGroups", reply, wait, "SnapshotGroupId.1"), found("ssg-1"));

    let reply = r#"{"RequestId":"r","NetworkInterfaceSets":{"NetworkInterfaceSet":[
        {"NetworkInterfaceId":"eni-1","Status":"InUse"}]}}"#;
    let wait = wait::network_interface_in_use(["eni-1"]);
    let asked = sent("DescribeNetworkInterfaces", reply, wait, "NetworkInterfaceId.1");
    assert_eq!(asked, found("eni-1"));

    let reply = r#"{"RequestId":"r","Invocations":{"Invocation":[
        {"InvokeId":"t-1","InvokeStatus":"Finished","InvocationStatus":"Success"}]}}"#;
    let wait = wait::invocation_succeeded(["t-1"]);
    assert_eq!(sent("DescribeInvocations", reply, wait, "InvokeId"), found("t-1"));

    let reply = r#"{"RequestId":"r","TaskSet":{"Task":[
        {"TaskId":"t-1","TaskStatus":"Finished"},{"TaskId":"t-2","TaskStatus":"Finished"}]}}"#;
    let wait = wait::task_finished(["t-1", "t-2"]);
    assert_eq!(sent("DescribeTasks", reply, wait, "TaskIds"), (2, Some("t-1,t-2".to_owned())));

    let reply = r#"{"RequestId":"r","CapacityReservationSet":{"CapacityReservationItem":[
        {"PrivatePoolOptionsId":"crp-1","Status":"Active"}]}}"#;
    let wait = wait::capacity_reservation_active(["crp-1"]);
    let asked = sent("DescribeCapacityReservations", reply, wait, "PrivatePoolOptions.Ids");
    assert_eq!(asked, found(r#"["crp-1"]"#));

    let reply = r#"{"RequestId":"r","ImagePipelineExecution":{"ImagePipelineExecutionSet":[
        {"ExecutionId":"exec-1","Status":"SUCCESS"}]}}"#;
    let wait = wait::image_pipeline_succeeded(["exec-1"]);
    assert_eq!(
        sent("DescribeImagePipelineExecutions", reply, wait, "ExecutionId"),
        found("exec-1")
    );
}

#[test]
fn a_command_that_fails_on_some_instances_has_finished_but_not_succeeded() {
    let reply = r#"{"RequestId":"r","Invocations":{"Invocation":[
        {"InvokeId":"t-1","InvocationStatus":"PartialFailed"}]}}"#;
    let (_, client, clock) = client("DescribeInvocations", &[reply]);
    let failed = clock.run(client.wait_until(wait::invocation_succeeded(["t-1"])));
    assert!(matches!(failed, Err(WaitError::Failed { .. })), "{failed:?}");
    assert_eq!(clock.run(client.wait_until(wait::invocation_finished(["t-1"]))).unwrap().len(), 1);
}

#[test]
fn a_command_or_a_file_that_is_not_known_yet_is_waited_for() {
    let command = r#"{"RequestId":"r","Invocations":{"Invocation":[
        {"InvokeId":"t-1","InvocationStatus":"Success"}]}}"#;
    let file = r#"{"RequestId":"r","Invocations":{"Invocation":[
        {"InvokeId":"f-1","InvocationStatus":"Success"}]}}"#;
    // The documents of neither operation list the code.
    let unknown = || Reply::error(404, "InvalidInvokeId.NotFound");
    let script = ScriptedTransport::new()
        .reply("DescribeInvocations", unknown())
        .reply("DescribeInvocations", Reply::ok(command))
        .reply("DescribeSendFileResults", unknown())
        .reply("DescribeSendFileResults", Reply::ok(file));
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-hangzhou").clock(clock.clone()).build().unwrap();
    let commands = clock.run(client.wait_until(wait::invocation_succeeded(["t-1"]))).unwrap();
    let files = clock.run(client.wait_until(wait::file_sent(["f-1"]))).unwrap();
    assert_eq!((commands.len(), files.len(), script.sent().len()), (1, 1, 4));
    let ids = ["t-1", "t-1", "f-1", "f-1"];
    assert_eq!(parameters(&script.sent(), "InvokeId"), ids);
}

#[test]
fn groups_are_described_one_by_one_in_a_single_call() {
    let reply = r#"{"RequestId":"r","SecurityGroups":{"SecurityGroup":[
        {"SecurityGroupId":"sg-1","SecurityGroupName":"web"}]}}"#;
    let (script, client, clock) = client("DescribeSecurityGroups", &[reply]);
    let groups = Describer::<DescribeSecurityGroups, _>::new(Arc::new(client));
    let (one, none) = clock
        .run(async { futures_util::future::join(groups.get("sg-1"), groups.get("sg-2")).await });
    let name = one.unwrap().and_then(|group| group.security_group_name.clone());
    assert_eq!(name.as_deref(), Some("web"));
    assert!(none.unwrap().is_none());
    assert_eq!(parameters(&script.sent(), "SecurityGroupIds"), [r#"["sg-1","sg-2"]"#]);
}
