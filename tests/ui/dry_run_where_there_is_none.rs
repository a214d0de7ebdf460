//! JoinSecurityGroup has no dry run.

use aliyun_ecs::{Client, JoinSecurityGroup};

async fn try_it(client: &Client) {
    let _ = client.dry_run(JoinSecurityGroup::instance("sg-1", "i-1")).await;
}

fn main() {}
