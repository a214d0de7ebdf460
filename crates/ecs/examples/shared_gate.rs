//! Calls that wait in turn where the service throttles, also behind other processes of the same
//! account: run it several times at once. All of them share what one learns about the limit. Needs
//! a Redis, and runs against the responder of `lockdown`:
//!
//! `cargo run -p aliyun-ecs --example shared_gate --features gate-redis -- redis://127.0.0.1/ 1000`

// One file for several examples, of which this one calls a single operation.
#[allow(dead_code, reason = "what other examples name")]
#[path = "lockdown/responder.rs"]
mod responder;

use std::error::Error;

use aliyun_ecs::gate_redis::RedisStore;
use aliyun_ecs::runtime::gate::MinuteGate;
use aliyun_ecs::{Client, DescribeInstances, StaticCredentials};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let (redis, limit) = match &args[..] {
        [_, redis] => (redis, None),
        [_, redis, limit] => (redis, Some(limit.parse()?)),
        _ => return Err("usage: shared_gate redis://HOST/ [CALLS_A_MINUTE]".into()),
    };
    let gate = MinuteGate::builder().store(RedisStore::connect(redis, "my-account").await?);
    // Where the limit is not known, the gate learns it, or asks what the others know.
    let gate = match limit {
        Some(limit) => gate.limit("DescribeInstances", limit),
        None => gate,
    };
    let gate = gate.build();
    let client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(responder::start()?)
        .credentials(StaticCredentials::new(responder::KEY.0, responder::KEY.1))
        .gate(gate.clone())
        .build()?;

    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let client = client.clone();
        calls.spawn(async move { client.send(DescribeInstances::new()).await.is_ok() });
    }
    let passed = calls.join_all().await.into_iter().filter(|passed| *passed).count();
    println!("{passed} of 200 calls passed");
    for seen in gate.statistics() {
        let limit = seen.limit.map_or_else(|| "?".to_owned(), |limit| limit.to_string());
        let (entered, throttled) = (seen.entered, seen.throttled);
        println!("{}: {entered} attempts, {throttled} throttled, {limit} a minute", seen.scope);
    }
    Ok(())
}
