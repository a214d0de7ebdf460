//! Secrets go through the default transport, and everything that this crate and those below it log
//! is searched for them: reqwest and what it builds on see the whole URL.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "reqwest")]

#[path = "support/recorder.rs"]
mod recorder;
mod support;

use std::io::Read as _;
use std::net::TcpListener;
use std::time::Duration;

use aliyun_rpc::{Client, RetryPolicy, StaticCredentials};
use recorder::{Log, Seen};
use support::server::Server;
use support::thing::{CreateThing, PRODUCT};

const ID: &str = "canary-key-id/+=";
const KEY: &str = "canary-key-secret/+=";
const TOKEN: &str = "canary-security-token/+=";
const PASSWORD: &str = "canary-password &";

/// What crates log that do not use `tracing`.
struct Records(Seen);

impl log::Log for Records {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.add(format_args!("log {} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

fn secret() -> CreateThing {
    CreateThing { password: Some(PASSWORD.to_owned()), ..CreateThing::default() }
}

fn client(url: &str) -> Client {
    Client::builder()
        .region("cn-test")
        .endpoint(url)
        .credentials(StaticCredentials::with_token(ID, KEY, TOKEN))
        .timeout(Duration::from_secs(2))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// A port that nobody listens on any more.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Takes a request and hangs up.
fn hanging_up() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(4) {
            _ = stream.unwrap().read(&mut [0; 64]);
        }
    });
    format!("http://{address}")
}

#[test]
fn no_crate_below_logs_a_secret_of_a_url_a_header_or_a_reply() {
    let seen = Seen::default();
    // For the whole process, because some of them work on threads of their own.
    tracing::subscriber::set_global_default(Log(seen.clone())).unwrap();
    log::set_boxed_logger(Box::new(Records(seen.clone()))).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let ok = r#"{"RequestId":"r-1","Inner":{"Token":"canary-token"}}"#;
    let refused = r#"{"Code":"Wrong","Message":"canary-password & is too short","RequestId":"r"}"#;
    let servers = [
        Server::new("200 OK", ok),
        Server::new("403 Forbidden", refused),
        Server::new("302 Found\r\nlocation: http://127.0.0.1:1/?a=canary-key-secret", ""),
        Server::new("200 OK\r\nx-acs-request-id: canary-key-secret/+=", "canary"),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let urls = servers.iter().map(Server::url).chain([nobody(), hanging_up()]);
    for (number, url) in urls.enumerate() {
        let client = client(&url);
        runtime.block_on(async {
            seen.ended(client.send(secret()).await);
            seen.ended(client.send(secret()).await);
            let named = aliyun_rpc::DynamicRequest::new("CreateThing").set("Password", PASSWORD);
            seen.ended(client.call(&PRODUCT, &named).await);
        });
        let text = seen.check(&format!("server {number}"));
        assert!(text.contains("span call"), "{text}");
        // Otherwise nothing of it was seen at all.
        assert!(text.contains("log reqwest") || text.contains("log hyper"), "{text}");
    }
    let asked: usize = servers.iter().map(|server| server.heads().concat().len()).sum();
    assert_eq!(asked, 4 * 3, "every server got every call");
    for head in servers[0].heads().concat() {
        assert!(head.contains("Password=canary"), "there was something to log: {head}");
    }
}
