//! The account cannot make a network interface in the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, CreateNetworkInterface};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = CreateNetworkInterface::new("vsw-1").security_group_id(group.id());
    let _ = client.on(group).send(request).await;
}

fn main() {}
