//! No error would be returned, and nothing would run.

use aliyun_ecs::handle::{Instance, SecurityLocked};
use aliyun_ecs::{Client, ClientExt, RunCommand, CommandType};

async fn call(client: &Client, instance: &Instance<SecurityLocked>) {
    let _ = client.on(instance).send(RunCommand::new(CommandType::RunShellScript, "id")).await;
}

fn main() {}
