//! The account cannot change the policy of the group of a cloud service.

use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, InnerAccessPolicy, ModifySecurityGroupPolicy};

async fn call(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = ModifySecurityGroupPolicy::new(group.id(), InnerAccessPolicy::Drop);
    let _ = client.on(group).send(request).await;
}

fn main() {}
