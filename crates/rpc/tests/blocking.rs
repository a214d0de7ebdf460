//! The client for programs without an async runtime.
#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{Client, RetryPolicy, SendRequest, StaticCredentials, blocking};
use support::thing::{CreateThing, TouchThing};

const OK: &str = r#"{"RequestId":"r-1"}"#;

/// Answers everything on each connection, and counts the connections.
fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                while let Some(Ok(line)) = lines.next() {
                    if line.is_empty() {
                        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
                        let reply = format!("{head}content-length: {}\r\n\r\n{OK}", OK.len());
                        stream.write_all(reply.as_bytes()).unwrap();
                    }
                }
            });
        }
    });
    (url, connections)
}

fn client(url: &str) -> blocking::Client {
    let credentials = StaticCredentials::new("id", "secret");
    let builder = Client::builder().endpoint(url).credentials(credentials);
    blocking::Client::new(builder.timeout(Duration::from_secs(10))).unwrap()
}

#[test]
fn calls_go_over_one_connection_and_from_several_threads_at_once() {
    let (url, connections) = server();
    let client = client(&url);
    for _ in 0..5 {
        assert_eq!(client.send(CreateThing::default()).unwrap().request_id, "r-1");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    thread::scope(|scope| {
        let sent = (0..8).map(|_| scope.spawn(|| client.clone().send(TouchThing).is_ok()));
        let sent: Vec<_> = sent.collect();
        assert!(sent.into_iter().all(|one| one.join().unwrap()));
    });
}

#[test]
fn it_does_what_the_async_client_does() {
    let passed = Reply::error(400, "DryRunOperation");
    let script = ScriptedTransport::new()
        .reply("CreateThing", passed)
        .reply("CreateThing", Reply::failure(TransportErrorKind::Broken))
        .reply("CreateThing", Reply::ok(OK))
        .reply("TouchThing", Reply::ok(OK));
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = blocking::Client::new(script.builder().region("cn-test").retry(policy)).unwrap();
    assert!(client.dry_run(CreateThing::default()).unwrap().is_passed());
    let call = client.prepare(CreateThing::default()).unwrap();
    assert!(client.in_region("cn-other").send(&call).is_ok());
    let hosts: Vec<_> = script.take_sent().iter().map(|sent| sent.host().to_owned()).collect();
    let (here, there) = ("things.cn-test.aliyuncs.com", "things.cn-other.aliyuncs.com");
    assert_eq!(hosts, [here, there, there]);
    assert!(client.send_through(client.as_async(), TouchThing).is_ok());
    let twice = async {
        SendRequest::send(client.as_async(), TouchThing).await?;
        client.as_async().send(TouchThing).await
    };
    assert!(client.runtime().block_on(twice).is_ok());
}

#[test]
fn a_client_can_be_dropped_in_an_async_task() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (url, _) = server();
    let client = client(&url);
    assert!(client.send(TouchThing).is_ok());
    runtime.block_on(async move { drop(client) });
}
