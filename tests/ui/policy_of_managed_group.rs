//! An account cannot change the policy of a group that a cloud service manages.
use aliyun_ecs::handle::{SecurityGroup, ServiceManaged};
use aliyun_ecs::{Client, InnerAccessPolicy, ModifySecurityGroupPolicy};

async fn modify(client: &Client, group: &SecurityGroup<ServiceManaged>) {
    let request = ModifySecurityGroupPolicy::new(group.id(), InnerAccessPolicy::Drop);
    let _ = client.on(group).send(request).await;
}

fn main() {}
