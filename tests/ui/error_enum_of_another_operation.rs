//! The errors of one call are not matched with those of another.

use aliyun_ecs::{Client, JoinSecurityGroupError, StartInstance};

async fn start(client: &Client) -> bool {
    match client.send(StartInstance::new("i-1")).await {
        Ok(_) => true,
        Err(error) => matches!(
            error.known(),
            Some(JoinSecurityGroupError::InvalidOperationResourceManagedByCloudProduct)
        ),
    }
}

fn main() {}
