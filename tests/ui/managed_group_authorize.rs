//! The account cannot add inbound rules to the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{AuthorizeSecurityGroup, Client};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(AuthorizeSecurityGroup::new(group.id())).await;
}

fn main() {}
