//! Two processes, a real redis-server, and a service that throttles them together.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use aliyun_gate_redis::RedisStore;
use aliyun_rpc::gate::{Gate, MinuteGate, Observed, Outcome, RateLimit, Scope};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A redis-server of its own, on a socket in a folder of its own. Ends with the test.
struct Redis {
    server: Child,
    folder: TempDir,
}

impl Redis {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("redis.sock");
        let server = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
            .arg(&socket)
            .arg("--dir")
            .arg(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect(
                "redis-server is missing; help: install it (Debian: apt-get install redis-server)",
            );
        let begin = Instant::now();
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(20), "redis-server does not come up");
            std::thread::sleep(Duration::from_millis(10));
        }
        Self { server, folder }
    }

    fn url(&self) -> String {
        format!("redis+unix://{}", self.folder.path().join("redis.sock").display())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

fn scope() -> Scope {
    Scope::new("things", "cn-test", "CreateThing")
}

const WINDOW: Duration = Duration::from_secs(1);
const LIMIT: u32 = 20;
/// Of each of the two processes.
const CALLS: u32 = 50;

async fn gate(redis: &str, account: &str) -> MinuteGate {
    let store = RedisStore::connect(redis, account).await.unwrap();
    let store = store.poll_every(Duration::from_millis(10));
    MinuteGate::builder().window(WINDOW).store(store).build()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Answers each connection with a byte: whether the call passed.
async fn serve(listener: TcpListener, seen: Arc<Mutex<(u32, u32)>>) {
    let (mut window, mut taken) = (0, 0);
    loop {
        let (mut connection, _) = listener.accept().await.unwrap();
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        // Windows that begin with no minute and no second.
        let current = (since.as_millis() + 370) / WINDOW.as_millis();
        if current > window {
            (window, taken) = (current, 0);
        }
        let passed = taken < LIMIT;
        taken += u32::from(passed);
        {
            let mut seen = seen.lock().unwrap();
            seen.0 += 1;
            seen.1 += u32::from(passed);
        }
        connection.write_all(&[u8::from(passed)]).await.unwrap();
    }
}

/// One process of the fleet: sends its calls, all at once.
async fn work(redis: &str, service: &str, calls: u32) {
    let gate = gate(redis, "fleet").await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..calls {
        let (gate, service) = (gate.clone(), service.to_owned());
        tasks.spawn(async move {
            loop {
                let permit = gate.enter(&scope(), None).await.unwrap();
                let mut connection = TcpStream::connect(&service).await.unwrap();
                let passed = connection.read_u8().await.unwrap() == 1;
                let outcome = if passed { Outcome::Passed } else { Outcome::Throttled };
                permit.report(Observed::new(outcome)).await;
                if passed {
                    return;
                }
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    assert_eq!(gate.store_failures(), 0);
    assert_eq!(gate.statistics()[0].passed, u64::from(calls));
}

const ROLE: &str = "ALIYUN_GATE_TEST_FLEET";

/// Runs this test as another process, with the addresses of Redis and of the service.
fn process(test: &str, redis: &str, service: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(ROLE, format!("{redis} {service}"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn two_processes_over_redis_need_at_most_a_fifth_more_attempts_than_one_who_knows_the_limit() {
    if let Ok(addresses) = std::env::var(ROLE) {
        let (redis, service) = addresses.split_once(' ').unwrap();
        return block_on(work(redis, service, CALLS));
    }
    let redis = Redis::start();
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = listener.local_addr().unwrap().to_string();
        let seen = Arc::<Mutex<(u32, u32)>>::default();
        let serving = tokio::spawn(serve(listener, seen.clone()));
        let test = "two_processes_over_redis_need_at_most_a_fifth_more_attempts_than_one_who_knows_the_limit";
        let begin = Instant::now();
        let processes = [(); 2].map(|()| process(test, &redis.url(), &service));
        for mut process in processes {
            let ended = tokio::task::spawn_blocking(move || process.wait().unwrap());
            assert!(ended.await.unwrap().success());
        }
        serving.abort();
        let (attempts, passed) = *seen.lock().unwrap();
        let took = begin.elapsed();
        println!(
            "two processes, {passed} calls, {LIMIT} a window: {attempts} attempts, {took:.1?}"
        );
        assert_eq!(passed, 2 * CALLS);
        assert!(attempts * 10 <= passed * 12, "{attempts}");
    });
}

#[test]
fn what_throttles_one_process_holds_the_other_back() {
    const WAIT: Duration = Duration::from_millis(1500);
    if let Ok(addresses) = std::env::var(ROLE) {
        let (redis, _) = addresses.split_once(' ').unwrap();
        return block_on(async {
            let gate = gate(redis, "one").await;
            let mut throttled = Observed::new(Outcome::Throttled);
            throttled.retry_after = Some(WAIT);
            let permit = gate.enter(&scope(), None).await.unwrap();
            permit.report(throttled).await;
        });
    }
    let redis = Redis::start();
    let mut other = process("what_throttles_one_process_holds_the_other_back", &redis.url(), "-");
    assert!(other.wait().unwrap().success());
    let begin = Instant::now();
    block_on(async {
        // Another account is none of its business.
        let elsewhere = gate(&redis.url(), "two").await;
        elsewhere.enter(&scope(), None).await.unwrap().report(Observed::new(Outcome::Passed)).await;
        assert!(begin.elapsed() < WAIT / 2);

        let gate = gate(&redis.url(), "one").await;
        let deadline = Some(Instant::now() + Duration::from_millis(100));
        let closed = gate.enter(&scope(), deadline).await.unwrap_err();
        assert!(closed.opens_in.is_some_and(|wait| wait <= WAIT), "{closed:?}");
        let probe = gate.enter(&scope(), None).await.unwrap();
        // The rest of its wait: what passed since is the start of a process at most.
        assert!(begin.elapsed() + Duration::from_millis(1000) > WAIT, "{:?}", begin.elapsed());
        probe.report(Observed::new(Outcome::Passed)).await;
        gate.enter(&scope(), None).await.unwrap().report(Observed::new(Outcome::Passed)).await;
        assert_eq!(gate.store_failures(), 0);
    });
}

#[test]
fn a_limit_of_the_account_that_one_gate_learns_holds_all_operations_of_another_back() {
    const WAIT: Duration = Duration::from_millis(1200);
    let redis = Redis::start();
    block_on(async {
        let (one, other) = (gate(&redis.url(), "user").await, gate(&redis.url(), "user").await);
        let mut observed = Observed::new(Outcome::Passed);
        observed.user = Some(RateLimit::new(100, 0, WAIT));
        one.enter(&scope(), None).await.unwrap().report(observed).await;
        let begin = Instant::now();
        let another = Scope::new("things", "cn-test", "DeleteThing");
        let soon = Some(Instant::now() + Duration::from_millis(100));
        let closed = other.enter(&another, soon).await.unwrap_err();
        assert!(closed.opens_in.is_some_and(|wait| wait <= WAIT), "{closed:?}");
        let elsewhere = Scope::new("things", "cn-other", "DeleteThing");
        assert!(other.enter(&elsewhere, soon).await.is_ok());
        other.enter(&another, None).await.unwrap().report(Observed::new(Outcome::Passed)).await;
        // What passed since the report is little, but not nothing.
        assert!(begin.elapsed() + Duration::from_millis(600) > WAIT, "{:?}", begin.elapsed());
        assert_eq!((one.store_failures(), other.store_failures()), (0, 0));
    });
}

#[test]
fn a_process_goes_on_alone_when_redis_is_gone() {
    let redis = Redis::start();
    block_on(async {
        let gate = gate(&redis.url(), "gone").await;
        let enter = || async {
            let permit = gate.enter(&scope(), None).await.unwrap();
            permit.report(Observed::new(Outcome::Passed)).await;
        };
        enter().await;
        assert_eq!(gate.store_failures(), 0);
        drop(redis);
        let begin = Instant::now();
        enter().await;
        enter().await;
        assert_eq!(gate.store_failures(), 1);
        assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    });
}

/// Serves one connection: answers so many scripts at once, the next one late, and then none.
async fn serve_slowly(listener: TcpListener, at_once: usize, late: Duration) {
    let (mut connection, _) = listener.accept().await.unwrap();
    let (mut buffer, mut scripts) = ([0; 4096], 0);
    while let Ok(read @ 1..) = connection.read(&mut buffer).await {
        let text = String::from_utf8_lossy(&buffer[..read]).into_owned();
        for _ in text.matches("SETINFO") {
            connection.write_all(b"+OK\r\n").await.unwrap();
        }
        for _ in text.matches("EVAL\r\n") {
            scripts += 1;
            match scripts {
                _ if scripts <= at_once => {}
                _ if scripts == at_once + 1 => tokio::time::sleep(late).await,
                _ => continue,
            }
            connection.write_all(b"*5\r\n:1\r\n$0\r\n\r\n:1\r\n:0\r\n:0\r\n").await.unwrap();
        }
    }
}

#[test]
fn a_redis_that_hangs_in_between_fails_before_a_client_gives_up_reporting() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let redis = format!("redis://{}/", listener.local_addr().unwrap());
        let serving = tokio::spawn(serve_slowly(listener, 2, Duration::from_millis(700)));
        let gate = gate(&redis, "hangs").await;
        let permit = gate.enter(&scope(), None).await.unwrap();
        let begin = Instant::now();
        permit.report(Observed::new(Outcome::Throttled)).await;
        // A second, and what a busy machine adds.
        assert!(begin.elapsed() < Duration::from_millis(1400), "{:?}", begin.elapsed());
        assert_eq!((gate.store_failures(), gate.statistics()[0].throttled), (1, 1));
        serving.abort();
    });
}

#[test]
fn a_server_whose_clock_is_behind_what_it_holds_opens_the_gate() {
    let redis = Redis::start();
    // Throttled an hour from now, by the clock of the server before it was set back.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let window = now + 3_600_000;
    let lane = format!("1 - 01100 1000 {window} {} 5 5 0 7:{}", window + 1000, window + 30_000);
    let socket = redis.folder.path().join("redis.sock");
    let mut connection = std::os::unix::net::UnixStream::connect(socket).unwrap();
    writeln!(connection, "SET aliyun-gate:{{behind:things:cn-test}}:CreateThing \"{lane}\"\r")
        .unwrap();
    let mut answer = [0; 5];
    connection.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"+OK\r\n");
    block_on(async {
        let gate = gate(&redis.url(), "behind").await;
        let deadline = Some(Instant::now() + Duration::from_secs(10));
        let permit = gate.enter(&scope(), deadline).await.unwrap();
        permit.report(Observed::new(Outcome::Passed)).await;
        assert_eq!(gate.store_failures(), 0);
    });
}

#[test]
fn an_address_is_not_shown_when_it_cannot_be_reached() {
    let urls =
        ["redis://me:thePassword@127.0.0.1:1/", "me:thePassword@", "redis+unix:///no/thePassword"];
    for url in urls {
        let Err(error) = block_on(RedisStore::connect(url, "x")) else { panic!("{url}") };
        let text = format!("{error} {error:?}");
        assert!(!text.contains("thePassword"), "{text}");
    }
}
