use aliyun_ecs::handle::{Advanced, Own, SecurityGroup};
use aliyun_ecs::{Client, InnerAccessPolicy, ModifySecurityGroupPolicy};

fn isolate(client: &Client, group: &SecurityGroup<CustomerManaged, Advanced>) {
    let request = ModifySecurityGroupPolicy::new(group.id(), InnerAccessPolicy::Drop);
    let _ = client.on(group).send(request);
}

fn main() {}
