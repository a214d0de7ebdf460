//! A value that does not exist.
use aliyun_ecs::{InnerAccessPolicy, ModifySecurityGroupPolicy};

fn main() {
    let _ = ModifySecurityGroupPolicy::new("sg-1", InnerAccessPolicy::Acept);
}
