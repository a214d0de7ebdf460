//! A value that does not exist; the known ones are in the message.

use aliyun_ecs::{InnerAccessPolicy, ModifySecurityGroupPolicy};

fn misspelt() -> ModifySecurityGroupPolicy {
    ModifySecurityGroupPolicy::new("sg-1", InnerAccessPolicy::Acept)
}

fn main() {}
