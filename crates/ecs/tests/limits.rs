//! Requests that the service would refuse are refused before they are sent, with everything that is
//! wrong; the switch of the client sends them all the same.
#![cfg(all(
    feature = "instances",
    feature = "security-groups",
    feature = "disks",
    feature = "tags"
))]
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aliyun_ecs::runtime::transport::{BoxFuture, HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{InvalidRequest, Request};
use aliyun_ecs::{
    AuthorizeSecurityGroup, Class, Client, CreateDisk, DescribeInstances, Permission, RunInstances,
    StartInstance, StaticCredentials, TagResources, Transport,
};

#[derive(Clone, Default)]
struct Count(Arc<AtomicU32>);

impl Transport for Count {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let body = br#"{"RequestId":"r"}"#.to_vec();
        let reply = HttpResponse { status: 200, headers: Vec::new(), body };
        Box::pin(std::future::ready(Ok(reply)))
    }
}

fn client(sent: &Count, check: bool) -> Client {
    let credentials = StaticCredentials::new("LTAI-test", "not a secret");
    let builder = Client::builder().region("cn-hangzhou").credentials(credentials);
    builder.transport(sent.clone()).check_limits(check).build().unwrap()
}

fn violations(request: &impl Request) -> Vec<String> {
    let Err(error) = request.check_limits() else { return Vec::new() };
    error.violations().iter().map(|one| one.member.clone()).collect()
}

#[tokio::test]
async fn a_page_that_is_too_long_is_not_sent_unless_the_caller_insists() {
    let sent = Count::default();
    let request = DescribeInstances::new().page_size(100_000);
    let error = client(&sent, true).send(&request).await.unwrap_err();
    assert_eq!((error.class(), sent.0.load(Ordering::Relaxed)), (Class::InvalidArgument, 0));
    let invalid = error.not_sent().unwrap().downcast_ref::<InvalidRequest>().unwrap();
    let violation = &invalid.violations()[0];
    assert_eq!(
        (violation.member.as_str(), violation.value.as_deref()),
        ("PageSize", Some("100000"))
    );
    assert!(error.to_string().contains("check_limits(false)"), "{error}");
    client(&sent, false).send(&request).await.unwrap();
    assert_eq!(sent.0.load(Ordering::Relaxed), 1);
}

#[test]
fn a_request_that_can_never_succeed_says_what_is_missing() {
    let none: [Permission; 0] = [];
    assert_eq!(
        violations(&AuthorizeSecurityGroup::new("sg-1", none)),
        ["IpProtocol and PortRange or Permissions"]
    );
    let open = Permission::new().ip_protocol("tcp").port_range("22/22");
    let missed = violations(&AuthorizeSecurityGroup::new("sg-1", [open.clone()]));
    assert!(missed[0].starts_with("Permissions.1.SourceCidrIp or "), "{missed:?}");
    let closed = open.source_cidr_ip("10.0.0.0/8").priority(1);
    assert!(violations(&AuthorizeSecurityGroup::new("sg-1", [closed])).is_empty());
    assert_eq!(violations(&CreateDisk::in_zone("cn-hangzhou-b")), ["Size or SnapshotId"]);
    assert_eq!(violations(&StartInstance::new("")), ["InstanceId"]);
    let run = RunInstances::new("m-1", "ecs.g7.large");
    assert!(violations(&run)[0].starts_with("SecurityGroupId or SecurityGroupIds or "));
    assert!(violations(&RunInstances::from_launch_template("lt-1").image_id("m-1")).is_empty());
}

#[test]
fn limits_hold_in_nested_structs_and_name_the_item() {
    let disk = |iops: i64| aliyun_ecs::instances::DataDisk::new().provisioned_iops(iops);
    let run = RunInstances::from_launch_template("lt-1").data_disk([disk(0), disk(-1)]).amount(0);
    assert_eq!(violations(&run), ["DataDisk.2.ProvisionedIops", "Amount"]);
}

#[test]
fn tags_are_pairs_and_user_data_is_encoded_once() {
    let tag = TagResources::new("instance", ["i-1"], [("team", "storage")]);
    assert_eq!(tag.get("Tag.1.Key").as_deref(), Some("team"));
    let run = RunInstances::from_launch_template("lt-1").user_data("#!/bin/sh\n");
    assert_eq!(run.get("UserData").as_deref(), Some("IyEvYmluL3NoCg=="));
    assert!(run == RunInstances::from_launch_template("lt-1").user_data_base64("IyEvYmluL3NoCg=="));
}
