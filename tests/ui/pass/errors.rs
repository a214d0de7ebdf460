//! Errors that are matched by name, with room for the codes of the next edition.

use aliyun_ecs::{ModifySecurityGroupPolicyError, StartInstanceError};

fn text(error: &ModifySecurityGroupPolicyError) -> &'static str {
    match error {
        ModifySecurityGroupPolicyError::InvalidOperationResourceManagedByCloudProduct => "managed",
        ModifySecurityGroupPolicyError::InvalidParameterInnerAccessPolicy => "advanced",
        _ => "something else",
    }
}

#[test]
fn an_error_is_matched_with_a_wildcard() {
    let managed = ModifySecurityGroupPolicyError::InvalidOperationResourceManagedByCloudProduct;
    assert_eq!(text(&managed), "managed");
    assert_eq!(text(&ModifySecurityGroupPolicyError::InvalidPolicyMalformed), "something else");
}

#[test]
fn a_documented_code_is_a_variant() {
    let known = Some(StartInstanceError::InstanceLockedForSecurity);
    assert!(matches!(known, Some(StartInstanceError::InstanceLockedForSecurity)));
}
