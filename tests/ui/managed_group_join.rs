//! The account cannot put an instance into the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, JoinSecurityGroup};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(JoinSecurityGroup::instance(group.id(), "i-1")).await;
}

fn main() {}
