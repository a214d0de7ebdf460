//! A disk locked for an overdue payment cannot be attached.

use aliyun_ecs::handle::{Disk, FinancialLocked};
use aliyun_ecs::{AttachDisk, Client};

async fn call(client: &Client, disk: &Disk<FinancialLocked>) {
    let _ = client.on(disk).send(AttachDisk::new("i-1", disk.id())).await;
}

fn main() {}
