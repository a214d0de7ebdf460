//! StartInstance never answers with the code of a managed group.

use aliyun_ecs::StartInstanceError;

fn is_managed(error: &StartInstanceError) -> bool {
    matches!(error, StartInstanceError::InvalidOperationResourceManagedByCloudProduct)
}

fn main() {}
