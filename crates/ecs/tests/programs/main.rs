//! The programs in `examples/`, each run against a scripted service. Time is that of a paused tokio
//! runtime, so that minutes of waiting pass at once.
#![allow(clippy::unwrap_used, reason = "tests")]

mod assuming;
mod attaching;
mod containing;
mod creating;
mod declaring;
mod length;
mod listing;

// The programs as they are, with the tests that they have themselves.
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/assume_role.rs"]
mod assume_role;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/firewall.rs"]
mod firewall;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/fleet.rs"]
mod fleet;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/incident.rs"]
mod incident;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/inventory.rs"]
mod inventory;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/operations.rs"]
mod operations;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/scripted.rs"]
mod scripted;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../../examples/volumes.rs"]
mod volumes;

use std::time::{Duration, Instant, SystemTime};

use aliyun_ecs::Client;
use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::clock::Clock;
use aliyun_ecs::testing::{Reply, ScriptedTransport, SentRequest};

/// The time of the runtime, so that the client waits in it too.
struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

fn client(script: &ScriptedTransport) -> Client {
    script.builder().region("cn-hangzhou").clock(TokioClock).build().unwrap()
}

/// A reply of success with these members and a request id.
fn ok(mut members: serde_json::Value) -> Reply {
    members["RequestId"] = "r".into();
    Reply::ok(members.to_string())
}

fn operations(sent: &[SentRequest]) -> Vec<&str> {
    sent.iter().map(SentRequest::operation).collect()
}

/// What was sent of one operation.
fn sent_of(script: &ScriptedTransport, operation: &str) -> Vec<SentRequest> {
    script.sent().into_iter().filter(|one| one.operation() == operation).collect()
}
