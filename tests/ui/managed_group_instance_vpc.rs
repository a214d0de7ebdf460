//! Only the error table says so; its date is in the message.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, ModifyInstanceVpcAttribute};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = ModifyInstanceVpcAttribute::new("i-1", "vsw-1")
        .security_group_id(vec![group.id().to_owned()]);
    let _ = client.on(group).send(request).await;
}

fn main() {}
