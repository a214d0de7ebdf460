//! The account cannot change an outbound rule of the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, ModifySecurityGroupEgressRule};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(ModifySecurityGroupEgressRule::new(group.id())).await;
}

fn main() {}
