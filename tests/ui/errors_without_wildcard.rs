//! New codes may come at any time, so that a match needs a last arm.
use aliyun_ecs::ModifySecurityGroupPolicyError;

fn main() {}

pub fn explain(error: ModifySecurityGroupPolicyError) {
    match error {
        ModifySecurityGroupPolicyError::InvalidSecurityGroupIdNotFound => {}
    }
}
