//! An account cannot put instances into a group that a cloud service manages.
use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, JoinSecurityGroup};

async fn join(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(JoinSecurityGroup::instance(group.id(), "i-1")).await;
}

fn main() {}
