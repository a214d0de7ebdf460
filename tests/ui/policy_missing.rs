//! The policy is what the call is about.

use aliyun_ecs::ModifySecurityGroupPolicy;

fn nothing() -> ModifySecurityGroupPolicy {
    ModifySecurityGroupPolicy::new("sg-1")
}

fn main() {}
