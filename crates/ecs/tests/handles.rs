//! A request that is sent about a handle names the target of that handle, or none of its kind.
#![cfg(all(feature = "instances", feature = "security-groups", feature = "disks"))]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aliyun_ecs::handle::{Disk, Instance, SecurityGroup};
use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::transport::{HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::{
    Class, Client, CreateSnapshot, DescribeInstances, DetachDisk, JoinSecurityGroup, Reaction,
    RunInstances, StaticCredentials, StopInstance, StopInstances, Transport,
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
    assert_eq!((error.class(), error.reaction()), (Class::BadRequest, Reaction::FixRequest));
    assert!(error.code().is_none() && error.refused().is_none());
    let text = "not sent: it names i-2, and it was to be about i-1 only (StopInstance)";
    assert_eq!(error.to_string(), text);
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
    // Targets of another kind are not what the handle is about, nor is one that is not named.
    client.on(&instance).send(CreateSnapshot::new("d-1")).await.unwrap();
    client.on(&group).send(RunInstances::new()).await.unwrap();
    // Several of one state, and calls that change nothing.
    let other = Instance::new("i-2");
    let both = StopInstances::new(["i-1", "i-2"]);
    client.on(&instance).also(&other).send(both).await.unwrap();
    let all = DescribeInstances::new().instance_ids(["i-1", "i-9"]);
    client.on(&instance).send(all).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 6);
}
