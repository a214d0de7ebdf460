//! The default transport against a server in a thread of this process.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "reqwest")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use aliyun_rpc::sign::{EMPTY_HASH, acs3};
use aliyun_rpc::transport::{ReqwestTransport, Transport, TransportErrorKind};
use aliyun_rpc::{Client, ClientBuilder, HttpRequest, StaticCredentials, TransportError};
use support::server::Server;
use support::thing::{CreateThing, CreateThingError, PRODUCT, Tag, TouchThing};

/// A request as it was on the wire.
struct Received {
    line: String,
    headers: Vec<(String, String)>,
}

impl Received {
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !bytes.ends_with(b"\r\n\r\n") {
            assert_eq!(stream.read(&mut byte).unwrap(), 1, "the head is cut");
            bytes.push(byte[0]);
        }
        let text = String::from_utf8(bytes).unwrap();
        let mut lines = text.trim_end().split("\r\n");
        let line = lines.next().unwrap().to_owned();
        let headers = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Self { line, headers }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Method, path and the text of the query.
    fn target(&self) -> (&str, &str, &str) {
        let (method, rest) = self.line.split_once(' ').unwrap();
        let url = rest.strip_suffix(" HTTP/1.1").unwrap();
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        (method, path, query)
    }

    /// Checks the signature as the service does, from nothing but what came.
    fn is_signed_with(&self, secret: &str) -> bool {
        let (method, path, query) = self.target();
        let query: Vec<_> = query.split('&').filter(|pair| !pair.is_empty()).map(decoded).collect();
        let parts = acs3::Parts {
            method,
            path,
            query: &query,
            headers: &self.headers,
            payload_hash: EMPTY_HASH,
        };
        let header = self.header("authorization").unwrap_or_default();
        let authorization = acs3::Authorization::parse(header);
        authorization.is_some_and(|authorization| {
            authorization.access_key_id == "theKeyId" && authorization.verify(&parts, secret)
        })
    }
}

fn decoded(pair: &str) -> (String, String) {
    let text = |text: &str| {
        let mut out = Vec::new();
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            if byte == b'%' {
                let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
                let digits = std::str::from_utf8(&digits).unwrap();
                out.push(u8::from_str_radix(digits, 16).unwrap());
            } else {
                out.push(byte);
            }
        }
        String::from_utf8(out).unwrap()
    };
    let (name, value) = pair.split_once('=').unwrap();
    (text(name), text(value))
}

/// Answers one request after the other, each on its own connection; hands out what it received.
fn server(replies: &[&str]) -> (String, JoinHandle<Vec<Received>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let replies: Vec<_> = replies.iter().map(|reply| (*reply).to_owned()).collect();
    let thread = std::thread::spawn(move || {
        let answer = |reply: String| {
            let (mut stream, _) = listener.accept().unwrap();
            let received = Received::read(&mut stream);
            stream.write_all(reply.as_bytes()).unwrap();
            received
        };
        replies.into_iter().map(answer).collect()
    });
    (url, thread)
}

fn reply(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

fn client(url: &str) -> ClientBuilder {
    Client::builder().region("cn-test").endpoint(url).credentials(StaticCredentials::with_token(
        "theKeyId",
        "theSecret",
        "theToken",
    ))
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn a_server_can_verify_the_signature_from_what_came_over_the_wire() {
    let ok = reply("200 OK", "", r#"{"RequestId":"r","Count":3}"#);
    let (url, server) = server(&[&ok]);
    let request = CreateThing {
        name: "a b+*~%/?#&='\"<>文😀".to_owned(),
        tags: vec![Tag { key: Some(String::new()), value: Some("v".to_owned()) }],
        ids: Some(vec!["i-1".to_owned()]),
        ..CreateThing::default()
    };
    let response = wait(client(&url).build().unwrap().send(request)).unwrap();
    assert_eq!(response.count, Some(3));
    let received = &server.join().unwrap()[0];
    assert!(received.is_signed_with("theSecret"), "{}", received.line);
    assert!(!received.is_signed_with("another"));
    assert_eq!(received.target().0, "POST");
    assert_eq!(received.header("content-length"), Some("0"));
    assert_eq!(received.header("host"), url.strip_prefix("http://"));
    let hosts = received.headers.iter().filter(|(name, _)| name == "host").count();
    assert_eq!(hosts, 1);
}

#[test]
fn a_call_without_parameters_is_signed_too() {
    let ok = reply("200 OK", "", r#"{"RequestId":"r"}"#);
    let (url, server) = server(&[&ok]);
    let ack = wait(client(&url).build().unwrap().send(TouchThing)).unwrap();
    assert_eq!(ack.request_id, "r");
    let received = &server.join().unwrap()[0];
    assert_eq!(received.target(), ("POST", "/", ""));
    assert!(received.is_signed_with("theSecret"));
}

#[test]
fn calls_one_after_the_other_share_a_connection_whatever_client_or_answer() {
    for (status, body) in [("200 OK", r#"{"RequestId":"r"}"#), ("404 Not Found", "{}")] {
        let server = Server::new(status, body);
        let credentials = StaticCredentials::new("theKeyId", "theSecret");
        let builder = Client::builder().endpoint(server.url()).credentials(credentials);
        let client = builder.build().unwrap();
        let others = [client.clone(), client.in_region("cn-other")];
        wait(async {
            for client in std::iter::repeat_n(&client, 3).chain(&others) {
                let _ = client.send(TouchThing).await;
            }
        });
        let heads = server.heads();
        assert_eq!((heads.len(), heads[0].len()), (1, 5), "{status}");
    }
}

#[test]
fn a_refusal_of_the_service_is_a_typed_error() {
    let body = r#"{"Code":"ThingLocked","Message":"m","RequestId":"r"}"#;
    let (url, server) = server(&[&reply("403 Forbidden", "", body)]);
    let error = wait(client(&url).build().unwrap().send(CreateThing::default())).unwrap_err();
    assert_eq!(error.known(), Some(CreateThingError::ThingLocked));
    assert_eq!(server.join().unwrap().len(), 1);
}

#[test]
fn a_redirect_is_not_followed() {
    let moved = reply("307 Temporary Redirect", "location: /elsewhere\r\n", "");
    let (url, server) = server(&[&moved]);
    let error = wait(client(&url).build().unwrap().send(TouchThing)).unwrap_err();
    assert_eq!(error.status(), Some(307));
    assert_eq!(server.join().unwrap().len(), 1);
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_forever() {
    // Accepts (the backlog does) and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = client(&url).timeout(Duration::from_millis(50)).build().unwrap();
    let error = wait(client.send(TouchThing)).unwrap_err();
    assert!(error.to_string().starts_with("no reply in time"), "{error}");
    assert_eq!(error.class(), aliyun_rpc::Class::Transient);
    assert!(error.is_timeout() && error.not_sent().is_none());
}

#[test]
fn a_refused_connection_is_reported_once_and_leads_to_the_error_of_reqwest() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = wait(client(&url).build().unwrap().send(TouchThing)).unwrap_err();
    assert!(error.is_connect() && error.not_sent().is_some());
    assert!(error.to_string().starts_with("no connection: "), "{error}");
    assert!(std::error::Error::source(&error).is_none(), "Display has said the cause");
    let cause = error.get_ref().unwrap().downcast_ref::<TransportError>().unwrap();
    assert!(cause.get_ref().unwrap().downcast_ref::<reqwest::Error>().unwrap().is_connect());
}

#[test]
fn a_connection_that_breaks_off_is_told_from_one_that_never_was() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Requ";
    let (url, server) = server(&[cut]);
    let transport = ReqwestTransport::new().unwrap();
    let request = |url: &str| HttpRequest {
        method: "POST",
        url: format!("{url}/?Secret=hunter2"),
        headers: Vec::new(),
        body: Vec::new(),
        timeout: Duration::from_secs(5),
        max_response_bytes: 1 << 20,
    };
    let broken = wait(transport.send(request(&url))).unwrap_err();
    assert_eq!(broken.kind(), TransportErrorKind::Broken);
    server.join().unwrap();
    // The listener is gone, so that nobody answers there any more.
    let refused = wait(ReqwestTransport::new().unwrap().send(request(&url))).unwrap_err();
    assert_eq!(refused.kind(), TransportErrorKind::Connect);
    let nonsense = wait(transport.send(request("http://[")));
    let nonsense = nonsense.unwrap_err();
    assert_eq!(nonsense.kind(), TransportErrorKind::Request);
    for error in [broken, refused, nonsense] {
        let mut shown = format!("{error} {error:?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(next) = cause {
            shown += &format!(" {next} {next:?}");
            cause = next.source();
        }
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn an_operation_without_a_type_can_be_called_by_name() {
    let ok = reply("200 OK", "", r#"{"RequestId":"r","Anything":{"A":[1]}}"#);
    let (url, server) = server(&[&ok]);
    let call = aliyun_rpc::DynamicRequest::new("DescribeStrange").set("Tag", vec!["a", "b"]);
    let reply = wait(client(&url).build().unwrap().call(&PRODUCT, &call)).unwrap();
    assert_eq!((reply.request_id(), &reply.body["Anything"]["A"][0]), (Some("r"), &1.into()));
    let received = &server.join().unwrap()[0];
    assert_eq!(received.target().2, "Tag.1=a&Tag.2=b");
    assert_eq!(received.header("x-acs-action"), Some("DescribeStrange"));
}

#[test]
fn the_longest_url_that_is_sent_is_the_longest_that_reqwest_takes() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/?", listener.local_addr().unwrap());
    drop(listener);
    let send = |length: usize| {
        let request = HttpRequest {
            method: "POST",
            url: format!("{url}{}", "a".repeat(length - url.len())),
            headers: Vec::new(),
            body: Vec::new(),
            max_response_bytes: 1 << 20,
            timeout: Duration::from_secs(5),
        };
        wait(async { ReqwestTransport::new().unwrap().send(request).await.unwrap_err().kind() })
    };
    assert_eq!(send(65_534), TransportErrorKind::Connect);
    assert_eq!(send(65_535), TransportErrorKind::Request);
}
