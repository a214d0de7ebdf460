//! The account cannot remove inbound rules of the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, RevokeSecurityGroup};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(RevokeSecurityGroup::new(group.id())).await;
}

fn main() {}
