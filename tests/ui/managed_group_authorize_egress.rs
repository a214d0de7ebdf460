//! The account cannot add outbound rules to the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{AuthorizeSecurityGroupEgress, Client};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(AuthorizeSecurityGroupEgress::new(group.id())).await;
}

fn main() {}
