//! Attaching and detaching disks: what is sent, in every state that the disk can be in.

use aliyun_ecs::guard::Guard;
use aliyun_ecs::runtime::transport::TransportErrorKind;
use aliyun_ecs::testing::{Reply, ScriptedTransport};
use aliyun_ecs::{Class, Client, DiskId, Error, InstanceId, Lock, NotSent, Reaction};
use serde_json::json;

use crate::volumes::{VolumeError, attach, detach};
use crate::{client, ok, operations, sent_of};

/// A disk in this state, attached to these instances.
fn disk(status: &str, hosts: &[&str]) -> Reply {
    let hosts: Vec<_> = hosts.iter().map(|id| json!({"InstanceId": id})).collect();
    let disk = json!({
        "DiskId": "d-1", "Status": status, "SerialNumber": "bp1serial",
        "Attachments": {"Attachment": hosts}, "OperationLocks": {"OperationLock": []},
    });
    ok(json!({"Disks": {"Disk": [disk]}, "TotalCount": 1}))
}

fn disks(replies: impl IntoIterator<Item = Reply>) -> ScriptedTransport {
    replies
        .into_iter()
        .fold(ScriptedTransport::new(), |script, reply| script.reply("DescribeDisks", reply))
}

fn done() -> Reply {
    ok(json!({}))
}

fn ids() -> (InstanceId, DiskId) {
    ("i-1".into(), "d-1".into())
}

async fn attach_with(script: &ScriptedTransport) -> Result<Option<String>, VolumeError> {
    let (instance, disk) = ids();
    Ok(attach(&client(script), &instance, &disk).await?.serial_number)
}

async fn detach_with(script: &ScriptedTransport) -> Result<(), VolumeError> {
    let (instance, disk) = ids();
    detach(&client(script), &instance, &disk).await
}

fn cloud(error: VolumeError) -> Error {
    match error {
        VolumeError::Cloud(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_free_disk_is_attached_once_and_waited_for() {
    let script =
        disks([disk("Available", &[]), disk("Attaching", &["i-1"]), disk("In_use", &["i-1"])])
            .reply("AttachDisk", done());
    assert_eq!(attach_with(&script).await.unwrap().as_deref(), Some("bp1serial"));
    let sent = script.sent();
    let expected = ["DescribeDisks", "AttachDisk", "DescribeDisks", "DescribeDisks"];
    assert_eq!(operations(&sent), expected);
    assert_eq!(sent[0].parameter("DiskIds"), Some(r#"["d-1"]"#));
    let of_attach = |name| sent[1].parameter(name);
    assert_eq!((of_attach("InstanceId"), of_attach("DiskId")), (Some("i-1"), Some("d-1")));
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_is_there_already_needs_no_call() {
    let script = disks([disk("In_use", &["i-1"])]);
    assert!(attach_with(&script).await.is_ok());
    assert_eq!(operations(&script.sent()), ["DescribeDisks"]);
}

#[tokio::test(start_paused = true)]
async fn a_disk_of_another_instance_is_not_taken_from_it() {
    let script = disks([disk("In_use", &["i-2"])]);
    match attach_with(&script).await {
        Err(VolumeError::InUse(disk, hosts)) => {
            assert_eq!((disk.as_str(), &*hosts), ("d-1", &["i-2".into()][..]))
        }
        other => panic!("{other:?}"),
    }
    // To detach it from this one is done already.
    detach_with(&script).await.unwrap();
    assert!(sent_of(&script, "AttachDisk").is_empty() && sent_of(&script, "DetachDisk").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lost_reply_costs_a_look_and_not_a_second_call() {
    let script = disks([disk("Available", &[]), disk("In_use", &["i-1"])])
        .reply("AttachDisk", Reply::failure(TransportErrorKind::Broken));
    assert!(attach_with(&script).await.is_ok());
    assert_eq!(sent_of(&script, "AttachDisk").len(), 1);

    let script = disks([disk("In_use", &["i-1"]), disk("Available", &[])])
        .reply("DetachDisk", Reply::new(502, "<html>Bad Gateway</html>"));
    detach_with(&script).await.unwrap();
    assert_eq!(operations(&script.sent()), ["DescribeDisks", "DetachDisk", "DescribeDisks"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_came_too_early_is_made_again_when_the_disk_is_free() {
    let free = || disk("Available", &[]);
    let script = disks([disk("Detaching", &["i-2"]), free(), free(), disk("In_use", &["i-1"])])
        .reply("AttachDisk", Reply::error(403, "IncorrectDiskStatus"))
        .reply("AttachDisk", done());
    assert!(attach_with(&script).await.is_ok());
    let expected = ["DescribeDisks", "DescribeDisks", "AttachDisk"];
    let expected = [&expected[..], &expected[1..], &expected[..1]].concat();
    assert_eq!(operations(&script.sent()), expected);
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_never_settles_is_an_error_that_says_what_the_service_answered() {
    let script = disks([disk("Available", &[])])
        .reply("AttachDisk", Reply::error(403, "IncorrectDiskStatus"));
    let error = attach_with(&script).await.unwrap_err();
    let VolumeError::Unsettled(disk, Some(last)) = &error else { panic!("{error:?}") };
    assert_eq!((disk.as_str(), last.code()), ("d-1", Some("IncorrectDiskStatus")));
    assert_eq!(last.reaction(), Reaction::WaitForState);
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_does_not_exist_cannot_be_attached_and_is_detached() {
    let none = || ok(json!({"Disks": {"Disk": []}, "TotalCount": 0}));
    let script = disks([none()]);
    assert!(matches!(attach_with(&script).await, Err(VolumeError::Missing(id)) if id == "d-1"));
    detach_with(&script).await.unwrap();
    // It is deleted between the look and the call.
    let script = disks([disk("In_use", &["i-1"]), none()])
        .reply("DetachDisk", Reply::error(404, "InvalidDiskId.NotFound"));
    detach_with(&script).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn other_failures_end_it_at_once() {
    let script =
        disks([disk("Available", &[])]).reply("AttachDisk", Reply::error(403, "DiskInArrears"));
    let error = cloud(attach_with(&script).await.unwrap_err());
    assert_eq!((error.code(), error.operation()), (Some("DiskInArrears"), "AttachDisk"));
    assert_eq!(operations(&script.sent()), ["DescribeDisks", "AttachDisk"]);

    let script = disks([Reply::error(403, "Forbidden.RAM")]);
    let error = cloud(detach_with(&script).await.unwrap_err());
    assert_eq!((error.class(), error.operation()), (Class::PermissionDenied, "DescribeDisks"));
}

/// A guard looks at the instance of the disk as well.
fn guarded(script: &ScriptedTransport, locks: &[Lock]) -> (Guard, Client) {
    let locks: Vec<_> = locks.iter().map(|_| json!({"LockReason": "security"})).collect();
    let instance = json!({
        "InstanceId": "i-1", "Status": "Running", "OperationLocks": {"LockReason": locks},
    });
    script.add(
        "DescribeInstances",
        ok(json!({"Instances": {"Instance": [instance]}, "TotalCount": 1})),
    );
    let client = client(script);
    (Guard::new(client.clone()), client)
}

#[tokio::test(start_paused = true)]
async fn the_disk_of_a_locked_instance_is_not_detached_and_nothing_is_sent() {
    let script = disks([disk("In_use", &["i-1"])]).reply("DetachDisk", done());
    let (guard, _) = guarded(&script, &[Lock::Security]);
    let (instance, id) = ids();
    let error = cloud(detach(&guard, &instance, &id).await.unwrap_err());
    let decision = NotSent::of(&error).and_then(NotSent::refusal).unwrap().decision;
    assert!(decision.is_denied());
    assert_eq!(error.code(), Some("InstanceLockedForSecurity"));
    assert!(sent_of(&script, "DetachDisk").is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_disk_of_an_instance_without_a_lock_is_detached() {
    let in_use = || disk("In_use", &["i-1"]);
    // The program looks, the guard looks, the program looks again.
    let script = disks([in_use(), in_use(), disk("Available", &[])]).reply("DetachDisk", done());
    let (guard, _) = guarded(&script, &[]);
    let (instance, id) = ids();
    detach(&guard, &instance, &id).await.unwrap();
    let sent = sent_of(&script, "DetachDisk");
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].parameter("DiskId"), Some("d-1"));
}
