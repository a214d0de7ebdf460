//! The account cannot remove outbound rules of the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, RevokeSecurityGroupEgress};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(RevokeSecurityGroupEgress::new(group.id())).await;
}

fn main() {}
