//! The account cannot rename the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, ModifySecurityGroupAttribute};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(ModifySecurityGroupAttribute::new(group.id())).await;
}

fn main() {}
