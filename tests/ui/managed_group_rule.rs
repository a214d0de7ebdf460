//! The account cannot change an inbound rule of the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, ModifySecurityGroupRule};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(ModifySecurityGroupRule::new(group.id())).await;
}

fn main() {}
