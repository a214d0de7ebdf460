//! A text could be misspelt, a value cannot.

use aliyun_ecs::ModifySecurityGroupPolicy;

fn misspelt() -> ModifySecurityGroupPolicy {
    ModifySecurityGroupPolicy::new("sg-1", "Acept")
}

fn main() {}
