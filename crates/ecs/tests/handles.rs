//! A request that is sent about a handle names no target that no handle is about and that matters.
#![cfg(all(
    feature = "instances",
    feature = "security-groups",
    feature = "disks",
    feature = "snapshots",
    feature = "cloud-assistant"
))]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aliyun_ecs::decision::{InstanceStatus, MissingFact};
use aliyun_ecs::handle::{
    Disk, FinancialLocked, Instance, ObservedInstance, SecurityGroup, Unlocked,
};
use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::{
    Class, Client, ClientExt, CommandType, CreateSnapshot, Decision, DeleteDisk, DeleteInstance,
    DescribeInstances, DetachDisk, DiskLock, Error, JoinSecurityGroup, Lock, ModifyDiskAttribute,
    ModifyInstanceAutoRenewAttribute, NotSent, OutcomeUnknown, Reaction, RebootInstance,
    ReleasesDisks, RunCommand, RunCommandRequired, RunInstances, Situation, StaticCredentials,
    StopInstance, StopInstances, Transport, Verdict,
};

#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Transport for Counting {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let body = br#"{"RequestId":"r","InvokeId":"t-1"}"#.to_vec();
        Box::pin(std::future::ready(Ok(HttpResponse { status: 200, headers: Vec::new(), body })))
    }
}

fn client() -> (Client, Counting) {
    let sent = Counting::default();
    let client = Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("LTAI-test", "not a secret"))
        .transport(sent.clone())
        .build()
        .unwrap();
    (client, sent)
}

/// The target that no handle is about.
fn other<C>(error: &Error<C>) -> Option<&str> {
    match NotSent::of(error) {
        Some(NotSent::OtherTarget { target, .. }) => Some(&target.id),
        _ => None,
    }
}

fn refused<C>(error: &Error<C>) -> Option<Decision> {
    Some(NotSent::of(error)?.refusal()?.decision)
}

fn refused_targets<C>(error: &Error<C>) -> Vec<&str> {
    match NotSent::of(error) {
        Some(NotSent::Refused { targets, .. }) => {
            targets.iter().map(|target| target.id.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

fn unknown<C>(error: &Error<C>) -> &[MissingFact] {
    match NotSent::of(error) {
        Some(NotSent::Unknown(unknown)) => unknown,
        _ => &[],
    }
}

#[tokio::test]
async fn a_request_about_another_target_is_not_sent() {
    let (client, sent) = client();
    let (instance, disk) = (Instance::new("i-1"), Disk::new("d-1"));
    let group = SecurityGroup::new("sg-1");

    let error = client.on(&instance).send(StopInstance::new("i-2")).await.unwrap_err();
    assert_eq!(other(&error), Some("i-2"));
    assert_eq!((error.class(), error.reaction()), (Class::InvalidArgument, Reaction::FixRequest));
    assert!(error.code().is_none() && refused(&error).is_none());
    let text = error.to_string();
    assert!(
        text.starts_with("not sent: the request names i-2, and the handles are about i-1 only; "),
        "{text}"
    );
    assert!(text.contains("`also`") && text.ends_with("(StopInstance in cn-hangzhou)"), "{text}");
    let debug = format!("{error:?}");
    assert!(
        debug.contains("OtherTarget { target: Target { kind: Instance, id: \"i-2\" }"),
        "{debug}"
    );

    // One among several is enough: nothing is known about it.
    let error = client.on(&instance).send(StopInstances::new(["i-1", "i-2"])).await.unwrap_err();
    assert_eq!(other(&error), Some("i-2"));
    let detach = DetachDisk::new("i-1", "d-2");
    let error = client.on((&instance, &disk)).send(detach).await.unwrap_err();
    assert_eq!(other(&error), Some("d-2"));
    assert!(error.to_string().contains("about i-1, d-1 only"));
    let join = JoinSecurityGroup::instance("i-1", "sg-1");
    let error = client.on((&instance, &group)).send(join).await.unwrap_err();
    assert!(other(&error).is_some(), "group and instance are mixed up");
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_request_about_the_target_is_sent() {
    let (client, sent) = client();
    let (instance, group) = (Instance::new("i-1"), SecurityGroup::new("sg-1"));
    client.on(&instance).send(StopInstance::new("i-1")).await.unwrap();
    client.on((&instance, &group)).send(JoinSecurityGroup::instance("sg-1", "i-1")).await.unwrap();
    // A target that is not named is not compared, nor is one whose state never matters.
    client.on(&group).send(RunInstances::from_launch_template("lt-1")).await.unwrap();
    client.on(&group).send(ModifyDiskAttribute::disk("d-1")).await.unwrap();
    // Several of one state, and calls that change nothing.
    let other = Instance::new("i-2");
    let both = StopInstances::new(["i-1", "i-2"]);
    client.on(&instance).also(&other).send(both).await.unwrap();
    let all = DescribeInstances::new().instance_ids(["i-1", "i-9"]);
    client.on(&instance).send(all).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 6);
}

#[tokio::test]
async fn a_request_that_names_a_target_of_another_kind_is_not_sent_without_its_handle() {
    let (client, sent) = client();
    let unlocked: Instance<Unlocked> =
        Instance::new("i-1").observed(Situation::new()).unlocked().unwrap();
    let (disk, group) = (Disk::new("d-1"), SecurityGroup::new("sg-1"));
    let error = client.on(&disk).send(DetachDisk::new("i-locked", "d-1")).await.unwrap_err();
    assert_eq!(other(&error), Some("i-locked"));
    let error = client.on(&unlocked).send(DeleteDisk::new("d-9")).await.unwrap_err();
    assert_eq!(other(&error), Some("d-9"));
    let text = error.to_string();
    assert!(text.contains("help: add a handle of d-9, with `also` or as a pair"), "{text}");
    let error = client.on(&unlocked).send(CreateSnapshot::new("d-9")).await.unwrap_err();
    assert_eq!(other(&error), Some("d-9"));
    let join = JoinSecurityGroup::instance("sg-1", "i-1");
    let error = client.on(&unlocked).send(&join).await.unwrap_err();
    assert_eq!(other(&error), Some("sg-1"));
    let error = client.on(&group).send(&join).await.unwrap_err();
    assert_eq!(other(&error), Some("i-1"));
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);

    // Handles of both kinds cover both.
    client.on((&unlocked, &disk)).send(DetachDisk::new("i-1", "d-1")).await.unwrap();
    client.on((&unlocked, &disk)).send(DeleteDisk::new("d-1")).await.unwrap();
    client.on((&unlocked, &group)).send(join).await.unwrap();
    let second = Disk::new("d-2");
    let both = client.on((&unlocked, &disk)).also((&unlocked, &second));
    both.send(DetachDisk::new("i-1", "d-2")).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn a_request_whose_targets_cannot_be_told_is_not_sent_about_a_handle() {
    let (client, sent) = client();
    let (instance, disk) = (Instance::new("i-1"), Disk::new("d-1"));
    for id in ["", r#"["i-1",1]"#, "i-1;i-2"] {
        let error = client.on(&instance).send(StopInstance::new(id)).await.unwrap_err();
        assert!(matches!(unknown(&error), [MissingFact::Unclear(_)]), "{id}: {error}");
        assert_eq!(
            (error.class(), error.reaction()),
            (Class::InvalidArgument, Reaction::FixRequest)
        );
        let error = client.on(&disk).send(DetachDisk::new(id, "d-1")).await.unwrap_err();
        assert!(other(&error).is_some() || !unknown(&error).is_empty());
    }
    let error = client.on(&instance).send(StopInstance::new("I-1")).await.unwrap_err();
    assert_eq!(other(&error), Some("I-1"));
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);
    client.on(&instance).send(StopInstance::new(" i-1 ")).await.unwrap();
}

#[tokio::test]
async fn of_several_targets_those_count_that_the_request_names() {
    let (client, sent) = client();
    let observed = |id: &str, status| {
        Instance::new(id).observed(Situation::new().with_instance_status(status))
    };
    let running = observed("i-1", InstanceStatus::Running);
    let pending = observed("i-2", InstanceStatus::Pending);
    for both in [client.on(&running).also(&pending), client.on(&pending).also(&running)] {
        both.send(RebootInstance::new("i-1")).await.unwrap();
        let error = both.send(RebootInstance::new("i-2")).await.unwrap_err();
        assert_eq!(refused_targets(&error), ["i-2"]);
        assert_eq!(error.code(), Some("IncorrectInstanceStatus"));
        let check = both.check(&RebootInstance::new("i-1"));
        assert!(check.unwrap().is_permitted() && both.check(&RebootInstance::new("i-2")).is_err());
    }
    // What was observed stands against what is assumed.
    let running = Situation::new().with_instance_status(InstanceStatus::Running);
    let error = client.on(&pending).assuming(running).send(RebootInstance::new("i-2")).await;
    assert!(refused(&error.unwrap_err()).is_some());
    assert_eq!(sent.0.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_hazard_that_only_the_run_time_knows_prevents_a_call_too() {
    let (client, sent) = client();
    let stopped = Situation::new().with_instance_status(InstanceStatus::Stopped);
    let locked = Instance::new("i-1").observed(stopped.with_instance_lock(Lock::Security));
    let error = client.on(&locked).send(DeleteInstance::new("i-1")).await.unwrap_err();
    assert_eq!(refused(&error).unwrap().verdict(), Verdict::PermittedWithHazard);
    let free = Instance::new("i-2").observed(stopped);
    for both in [client.on(&free).also(&locked), client.on(&locked).also(&free)] {
        // A check says what a send would do.
        let not_sent = both.check(&DeleteInstance::new("i-1")).unwrap_err();
        let decision = not_sent.refusal().unwrap().decision;
        assert_eq!(decision.verdict(), Verdict::PermittedWithHazard);
        let acknowledged = both.check_acknowledged(&DeleteInstance::new("i-1"), ReleasesDisks);
        assert_eq!(acknowledged.unwrap().verdict(), Verdict::PermittedWithHazard);
        assert!(both.check(&DeleteInstance::new("i-2")).is_ok());
    }
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);
    let ObservedInstance::SecurityLocked(locked) = locked else { panic!("it is locked") };
    let request = DeleteInstance::new("i-1");
    client.on(&locked).send_acknowledged(request, ReleasesDisks).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
    // An acknowledgement of something else does not cover it.
    let overdue = Situation::new().with_disk_lock(DiskLock::Financial);
    let overdue: Disk<FinancialLocked> = Disk::new("d-1").observed(overdue).in_state().unwrap();
    let on = client.on(&overdue).assuming(Situation::new().with_instance_lock(Lock::Security));
    let release = RunCommand::new(RunCommandRequired {
        type_: CommandType::RunShellScript.into(),
        command_content: "id".into(),
    });
    let not_sent = on.check(&release).unwrap_err();
    let decision = not_sent.refusal().unwrap().decision;
    assert_eq!(decision.verdict(), Verdict::AcceptedButFails);
    let error = on.send_acknowledged(release, OutcomeUnknown).await.unwrap_err();
    assert_eq!(refused(&error).unwrap().verdict(), Verdict::AcceptedButFails);
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn ids_with_commas_are_several() {
    let (client, sent) = client();
    let (one, two) = (Instance::new("i-1"), Instance::new("i-2"));
    let renew = ModifyInstanceAutoRenewAttribute::new("i-1,i-2");
    let error = client.on(&one).send(&renew).await.unwrap_err();
    assert_eq!(other(&error), Some("i-2"));
    client.on(&one).also(&two).send(&renew).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
}
