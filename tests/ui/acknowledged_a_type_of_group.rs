//! What the type of a security group prevents cannot be acknowledged.

use aliyun_ecs::handle::{Advanced, CustomerManaged, SecurityGroup};
use aliyun_ecs::{Client, ClientExt, InnerAccessPolicy, ModifySecurityGroupPolicy, OutcomeUnknown};

fn isolate(client: &Client, group: &SecurityGroup<CustomerManaged, Advanced>) {
    let request = ModifySecurityGroupPolicy::new(group.id(), InnerAccessPolicy::Drop);
    let _ = client.on(group).send_acknowledged(request, OutcomeUnknown);
}

fn main() {}
