//! The type of a security group can refuse a call as well as its manager.

use aliyun_ecs::handle::{Advanced, CustomerManaged, SecurityGroup};
use aliyun_ecs::{Client, ClientExt, InnerAccessPolicy, ModifySecurityGroupPolicy};

fn isolate(client: &Client, group: &SecurityGroup<CustomerManaged, Advanced>) {
    let request = ModifySecurityGroupPolicy::new(group.id(), InnerAccessPolicy::Drop);
    let _ = client.on(group).send(request);
}

fn main() {}
