//! The lanes of the throttling gate in Redis, so that the processes of a fleet count together.
//!
//! ```no_run
//! use aliyun_gate_redis::RedisStore;
//! use aliyun_rpc::gate::MinuteGate;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let store = RedisStore::connect("redis://10.0.0.7/", "account-1").await?;
//! let gate = MinuteGate::builder().store(store).build();
//! # Ok(()) }
//! ```
//!
//! A scope is one key, `aliyun-gate:{<account>:<product>:<region>}:<operation>`, which holds a line
//! of text. With `*` for the operation, the key holds the time before which no operation is sent,
//! because the account has nothing left for any of them. Keys are changed by compare-and-set, on
//! the clock of the Redis server, so the clocks of the machines need not agree. They expire after
//! ten minutes without a call.
//!
//! When Redis cannot be reached, the gate of each process goes on with what Redis said last, counts
//! on its own, and tries Redis again five seconds later.

use std::time::Duration;

use aliyun_rpc::BoxFuture;
use aliyun_rpc::gate::{Applied, Lane, LaneStore, Scope, StoreError, Update};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

/// Sets the lane, and the pause if there is one, if the lane still is what was read. Answers with
/// whether it did, with what the lane was, with the time and with the pause. An absent lane is the
/// empty text, an absent pause 0. A pause that another process made longer since it was read stays.
const SWAP: &str = "\
local held = redis.call('GET', KEYS[1]) or ''
local pause = redis.call('GET', KEYS[2]) or '0'
local time = redis.call('TIME')
local same = held == ARGV[1]
if same and ARGV[2] ~= '' then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  local later = tonumber(ARGV[4]) > (tonumber(pause) or 0)
  if ARGV[4] ~= '0' and (later or pause == ARGV[5]) then
    redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[3])
  end
end
return {same and 1 or 0, held, time[1], time[2], tonumber(pause) or 0}";

/// How long a key stays after its last change, in milliseconds.
const LIFE: u64 = 600_000;
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(1);
/// How long one command may take.
const COMMAND: Duration = Duration::from_millis(800);
/// How long a change may take, which is at least two commands. Less than a client gives the report
/// about an attempt, a second, so that a Redis that hangs is a failure of the store.
const CHANGE: Duration = Duration::from_millis(900);

/// Lanes in Redis. Clones share the connection.
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    account: String,
    poll: Duration,
}

impl RedisStore {
    /// Connects to `redis://[user:password@]host[:port]/[database]` or
    /// `redis+unix:///path/of/the/socket`. `account` keeps accounts apart that use the same Redis:
    /// everyone who calls with the same account gives the same text.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the URL is wrong or Redis cannot be reached. Neither it nor its source
    /// holds the URL.
    pub async fn connect(url: &str, account: &str) -> Result<Self, StoreError> {
        let client = redis::Client::open(url).map_err(|error| failed("the URL", &error))?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(COMMAND))
            .set_number_of_retries(1);
        let connection = ConnectionManager::new_with_config(client, config).await;
        let connection = connection.map_err(|error| failed("connecting", &error))?;
        Ok(Self::over(connection, account))
    }

    /// Uses a connection that is there already, with its own settings and timeouts. A change that
    /// takes longer than 900 milliseconds fails in any case.
    #[must_use]
    pub fn over(connection: ConnectionManager, account: &str) -> Self {
        Self { connection, account: escaped(account), poll: Duration::from_millis(100) }
    }

    /// Sets how often a caller asks again while another process may be about to open the gate.
    /// Default: 100 milliseconds.
    #[must_use]
    pub fn poll_every(self, poll: Duration) -> Self {
        Self { poll, ..self }
    }

    fn key(&self, scope: &Scope) -> String {
        let [product, region, operation] =
            [&scope.product, &scope.region, &scope.operation].map(|part| escaped(part));
        // A cluster puts keys with the same text in braces in one place, as the script demands.
        format!("aliyun-gate:{{{}:{product}:{region}}}:{operation}", self.account)
    }

    async fn change(&self, update: &Update<'_>) -> Result<Applied, StoreError> {
        let keys = [self.key(update.scope), self.key(&update.account())];
        // Nothing is written by the first command: it only reads.
        let mut swap = self.swap(&keys, "", "", (0, 0)).await?;
        // Until no other process comes first, for as long as a change may take.
        loop {
            // What another version of this crate wrote counts as nothing.
            let held = Lane::from_text(&swap.held);
            let (lane, pause, applied) = update.apply_with_pause(held, swap.pause, swap.now);
            let pause = if pause == swap.pause { 0 } else { pause };
            let pause = (swap.pause, pause);
            swap = self.swap(&keys, &swap.held, &lane.to_text(), pause).await?;
            if swap.done {
                return Ok(applied);
            }
        }
    }

    /// Writes the lane if it is still held, and the second pause in place of the first, unless it
    /// is zero. Without a lane it reads.
    async fn swap(
        &self,
        keys: &[String; 2],
        held: &str,
        lane: &str,
        (old, pause): (u64, u64),
    ) -> Result<Swap, StoreError> {
        let mut connection = self.connection.clone();
        let mut command = redis::cmd("EVAL");
        command.arg(SWAP).arg(2).arg(keys).arg(held).arg(lane).arg(LIFE).arg(pause).arg(old);
        let answer = command.query_async::<(u8, String, u64, u64, u64)>(&mut connection).await;
        let (done, held, seconds, micros, pause) =
            answer.map_err(|error| failed("a command", &error))?;
        Ok(Swap { done: done == 1, held, now: seconds * 1000 + micros / 1000, pause })
    }
}

struct Swap {
    done: bool,
    held: String,
    now: u64,
    pause: u64,
}

/// Keeps separators and braces out of a part of a key.
fn escaped(part: &str) -> String {
    part.replace('%', "%25").replace(':', "%3A").replace('{', "%7B").replace('}', "%7D")
}

/// The kind of the failure only: messages of the client can hold addresses and what the server
/// said.
fn failed(what: &str, error: &redis::RedisError) -> StoreError {
    let kind = match error.kind() {
        _ if error.is_timeout() => "no answer in time".to_owned(),
        _ if error.is_connection_refusal() => "the connection was refused".to_owned(),
        kind => format!("{kind:?}"),
    };
    StoreError::new(format!("Redis, {what}: {kind}"), None)
}

impl LaneStore for RedisStore {
    fn update<'a>(&'a self, update: &'a Update<'a>) -> BoxFuture<'a, Result<Applied, StoreError>> {
        Box::pin(async move {
            let changed = tokio::time::timeout(CHANGE, self.change(update)).await;
            changed.unwrap_or_else(|_| {
                Err(StoreError::new("Redis is too slow, or the fleet too large for one key", None))
            })
        })
    }

    fn poll_every(&self) -> Option<Duration> {
        Some(self.poll)
    }
}

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn parts_of_a_key_cannot_run_into_each_other() {
        assert_eq!(escaped("a:b%3A"), "a%3Ab%253A");
    }
}
