//! The account cannot take an instance out of the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, LeaveSecurityGroup};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(LeaveSecurityGroup::instance(group.id(), "i-1")).await;
}

fn main() {}
