//! The operation takes no `DryRun`.
use aliyun_ecs::{Client, JoinSecurityGroup};

async fn join(client: &Client) {
    let _ = client.dry_run(JoinSecurityGroup::instance("sg-1", "i-1")).await;
}

fn main() {}
