//! The account cannot delete the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, DeleteSecurityGroup};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(DeleteSecurityGroup::new(group.id())).await;
}

fn main() {}
