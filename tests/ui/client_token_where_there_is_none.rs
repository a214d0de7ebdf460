//! StartInstance takes no client token.

use aliyun_ecs::StartInstance;

fn once() -> StartInstance {
    StartInstance::new("i-1").client_token("once")
}

fn main() {}
