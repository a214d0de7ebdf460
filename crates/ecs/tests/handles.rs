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

use aliyun_ecs::decision::observed::ObservedInstance;
use aliyun_ecs::decision::typed::{OutcomeUnknown, ReleasesDisks};
use aliyun_ecs::decision::{Disk as DiskUse, DiskLock, Lock, NotKnown};
use aliyun_ecs::handle::{Disk, FinancialLocked, Instance, SecurityGroup, Unlocked};
use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::{
    Class, Client, CreateSnapshot, DeleteDisk, DeleteInstance, DescribeInstances, DetachDisk,
    InstanceStatus, JoinSecurityGroup, ModifyDiskAttribute, ModifyInstanceAutoRenewAttribute,
    Reaction, RebootInstance, RunCommand, RunCommandType, RunInstances, Situation,
    StaticCredentials, StopInstance, StopInstances, Transport, Verdict,
};

#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Transport for Counting {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let body = br#"{"RequestId":"r"}"#.to_vec();
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

#[tokio::test]
async fn a_request_about_another_target_is_not_sent() {
    let (client, sent) = client();
    let (instance, disk) = (Instance::new("i-1"), Disk::new("d-1"));
    let group = SecurityGroup::new("sg-1");

    let error = client.on(&instance).send(StopInstance::new("i-2")).await.unwrap_err();
    assert_eq!(error.other_target(), Some("i-2"));
    assert_eq!((error.class(), error.reaction()), (Class::InvalidArgument, Reaction::FixRequest));
    assert!(error.code().is_none() && error.refused().is_none());
    let text = error.to_string();
    assert!(
        text.starts_with("not sent: it names i-2, and it was to be about i-1 only; "),
        "{text}"
    );
    assert!(text.contains("`also`") && text.ends_with("(StopInstance)"), "{text}");
    assert!(format!("{error:?}").contains("other_target: \"i-2\""));

    // One among several is enough: nothing is known about it.
    let error = client.on(&instance).send(StopInstances::new(["i-1", "i-2"])).await.unwrap_err();
    assert_eq!(error.other_target(), Some("i-2"));
    let detach = DetachDisk::new("i-1", "d-2");
    let error = client.on((&instance, &disk)).send(detach).await.unwrap_err();
    assert_eq!(error.other_target(), Some("d-2"));
    assert!(error.to_string().contains("about i-1, d-1 only"));
    let join = JoinSecurityGroup::instance("i-1", "sg-1");
    let error = client.on((&instance, &group)).send(join).await.unwrap_err();
    assert!(error.other_target().is_some(), "group and instance are mixed up");
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_request_about_the_target_is_sent() {
    let (client, sent) = client();
    let (instance, group) = (Instance::new("i-1"), SecurityGroup::new("sg-1"));
    client.on(&instance).send(StopInstance::new("i-1")).await.unwrap();
    client.on((&instance, &group)).send(JoinSecurityGroup::instance("sg-1", "i-1")).await.unwrap();
    // A target that is not named is not compared, nor is one whose state never matters.
    client.on(&group).send(RunInstances::new()).await.unwrap();
    client.on(&group).send(ModifyDiskAttribute::new().disk_id("d-1")).await.unwrap();
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
    let unlocked = Instance::new("i-1").observed::<Unlocked>(Lock::None).unwrap();
    let (disk, group) = (Disk::new("d-1"), SecurityGroup::new("sg-1"));
    let error = client.on(&disk).send(DetachDisk::new("i-locked", "d-1")).await.unwrap_err();
    assert_eq!(error.other_target(), Some("i-locked"));
    let error = client.on(&unlocked).send(DeleteDisk::new("d-9")).await.unwrap_err();
    assert_eq!(error.other_target(), Some("d-9"));
    let text = error.to_string();
    assert!(text.contains("help: add a handle of d-9, with `also` or as a pair"), "{text}");
    let error = client.on(&unlocked).send(CreateSnapshot::new("d-9")).await.unwrap_err();
    assert_eq!(error.other_target(), Some("d-9"));
    let join = JoinSecurityGroup::instance("sg-1", "i-1");
    let error = client.on(&unlocked).send(&join).await.unwrap_err();
    assert_eq!(error.other_target(), Some("sg-1"));
    let error = client.on(&group).send(&join).await.unwrap_err();
    assert_eq!(error.other_target(), Some("i-1"));
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
        assert!(matches!(error.not_known(), [NotKnown::Unclear(_)]), "{id}: {error}");
        assert_eq!(
            (error.class(), error.reaction()),
            (Class::InvalidArgument, Reaction::FixRequest)
        );
        let error = client.on(&disk).send(DetachDisk::new(id, "d-1")).await.unwrap_err();
        assert!(error.other_target().is_some() || !error.not_known().is_empty());
    }
    let error = client.on(&instance).send(StopInstance::new("I-1")).await.unwrap_err();
    assert_eq!(error.other_target(), Some("I-1"));
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);
    client.on(&instance).send(StopInstance::new(" i-1 ")).await.unwrap();
}

#[tokio::test]
async fn of_several_targets_those_count_that_the_request_names() {
    let (client, sent) = client();
    let observed = |id: &str, locks: &[&str], status: &str| {
        Instance::from_facts(id, locks.iter().copied(), status)
    };
    let (running, pending) = (observed("i-1", &[], "Running"), observed("i-2", &[], "Pending"));
    for both in [client.on(&running).also(&pending), client.on(&pending).also(&running)] {
        both.send(RebootInstance::new("i-1")).await.unwrap();
        let error = both.send(RebootInstance::new("i-2")).await.unwrap_err();
        assert_eq!(error.refused_targets(), ["i-2"]);
        assert_eq!(error.code(), Some("IncorrectInstanceStatus"));
        let check = both.check(&RebootInstance::new("i-1"));
        assert!(check.unwrap().is_permitted() && both.check(&RebootInstance::new("i-2")).is_err());
    }
    // What was observed stands against what is assumed.
    let running = Situation::new().with_instance_status(InstanceStatus::Running);
    let error = client.on(&pending).assuming(running).send(RebootInstance::new("i-2")).await;
    assert!(error.unwrap_err().refused().is_some());
    assert_eq!(sent.0.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_hazard_that_only_the_run_time_knows_is_kept_too() {
    let (client, sent) = client();
    let locked = Instance::from_facts("i-1", ["security"], "Stopped");
    let error = client.on(&locked).send(DeleteInstance::new("i-1")).await.unwrap_err();
    let decision = error.refused().unwrap().decision;
    assert!(matches!(decision.verdict(), Verdict::PermittedWithHazard(_)));
    let free = Instance::from_facts("i-2", [] as [&str; 0], "Stopped");
    for both in [client.on(&free).also(&locked), client.on(&locked).also(&free)] {
        let decision = both.check(&DeleteInstance::new("i-1")).unwrap();
        assert!(matches!(decision.verdict(), Verdict::PermittedWithHazard(_)));
    }
    assert_eq!(sent.0.load(Ordering::Relaxed), 0);
    let ObservedInstance::SecurityLocked(locked) = locked else { panic!("it is locked") };
    let request = DeleteInstance::new("i-1");
    client.on(&locked).send_acknowledged(request, ReleasesDisks).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
    // An acknowledgement of something else does not cover it.
    let overdue =
        Disk::new("d-1").observed::<FinancialLocked>(DiskUsage::Unknown, DiskLock::Financial);
    let overdue = overdue.unwrap();
    let on = client.on(&overdue).assuming(Situation::new().with_instance_lock(Lock::Security));
    let release = RunCommand::new(RunCommandType::RunShellScript, "id");
    assert!(on.check(&release).is_ok());
    let error = on.send_acknowledged(release, OutcomeUnknown).await.unwrap_err();
    assert_eq!(error.refused().unwrap().decision.verdict(), Verdict::AcceptedButFails);
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn ids_with_commas_are_several() {
    let (client, sent) = client();
    let (one, two) = (Instance::new("i-1"), Instance::new("i-2"));
    let renew = ModifyInstanceAutoRenewAttribute::new("i-1,i-2");
    let error = client.on(&one).send(&renew).await.unwrap_err();
    assert_eq!(error.other_target(), Some("i-2"));
    client.on(&one).also(&two).send(&renew).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
}
