//! The client for programs without an async runtime.
#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::thread;
use std::time::Duration;

use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{Client, RetryPolicy, SendRequest, StaticCredentials, blocking};
use support::server::Server;
use support::thing::{CreateThing, TouchThing};

const OK: &str = r#"{"RequestId":"r-1"}"#;

fn client(url: &str) -> blocking::Client {
    let credentials = StaticCredentials::new("id", "secret");
    let builder = Client::builder().endpoint(url).credentials(credentials);
    blocking::Client::new(builder.timeout(Duration::from_secs(10))).unwrap()
}

#[test]
fn calls_reuse_connections_and_come_from_several_threads_at_once() {
    let server = Server::new("200 OK", OK);
    let client = client(&server.url());
    for _ in 0..20 {
        assert_eq!(client.send(CreateThing::default()).unwrap().request_id, "r-1");
    }
    // A connection goes back to the pool in the background, so the next call may come too early.
    let connections = server.heads().len();
    assert!((1..=5).contains(&connections), "{connections} connections for 20 calls");
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
    assert!(client.check(&CreateThing::default()).is_ok());
    let wrong = CreateThing { ratio: Some(f64::NAN), ..CreateThing::default() };
    assert!(client.check(&wrong).is_err());
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
    let client = client(&Server::new("200 OK", OK).url());
    assert!(client.send(TouchThing).is_ok());
    runtime.block_on(async move { drop(client) });
}
