//! The next edition may document one more code.

use aliyun_ecs::ModifySecurityGroupPolicyError;

fn text(error: &ModifySecurityGroupPolicyError) -> &'static str {
    match error {
        ModifySecurityGroupPolicyError::InvalidOperationResourceManagedByCloudProduct => "managed",
        ModifySecurityGroupPolicyError::InvalidParameterInnerAccessPolicy => "advanced",
        ModifySecurityGroupPolicyError::InvalidPolicyMalformed => "policy",
        ModifySecurityGroupPolicyError::InvalidSecurityGroupIdMalformed => "id",
        ModifySecurityGroupPolicyError::InvalidSecurityGroupIdNotFound => "gone",
        ModifySecurityGroupPolicyError::MissingParamterRegionId => "region",
    }
}

fn main() {}
