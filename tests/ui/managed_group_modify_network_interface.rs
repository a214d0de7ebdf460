//! The account cannot move a network interface into the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, ModifyNetworkInterfaceAttribute};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = ModifyNetworkInterfaceAttribute::new("eni-1")
        .security_group_id(vec![group.id().to_owned()]);
    let _ = client.on(group).send(request).await;
}

fn main() {}
