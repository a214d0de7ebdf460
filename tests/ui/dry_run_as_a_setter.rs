//! A dry run has one way: `Client::dry_run`. `send` could only take it for a failure.

use aliyun_ecs::StartInstance;

fn try_it() -> StartInstance {
    StartInstance::new("i-1").dry_run(true)
}

fn main() {}
