//! A text that may be misspelt is no value.
use aliyun_ecs::ModifySecurityGroupPolicy;

fn main() {
    let _ = ModifySecurityGroupPolicy::new("sg-1", "Acept");
}
