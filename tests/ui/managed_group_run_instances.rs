//! The account cannot make instances in the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, RunInstances};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let _ = client.on(group).send(RunInstances::new().security_group_id(group.id())).await;
}

fn main() {}
