//! A policy is required.
use aliyun_ecs::ModifySecurityGroupPolicy;

fn main() {
    let _ = ModifySecurityGroupPolicy::new("sg-1");
}
