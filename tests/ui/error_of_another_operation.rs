//! Each operation answers its own codes.
use aliyun_ecs::{Client, JoinSecurityGroup, StartInstanceError};

async fn join(client: &Client) {
    if let Err(error) = client.send(JoinSecurityGroup::instance("sg-1", "i-1")).await {
        if error.known() == Some(StartInstanceError::IncorrectInstanceStatus) {}
    }
}

fn main() {}
