//! The default transport against servers that send too much, lie about it, or compress it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "reqwest")]

mod support;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use aliyun_rpc::transport::{ReqwestTransport, Transport, TransportErrorKind};
use aliyun_rpc::{
    Class, Client, ClientBuilder, HttpRequest, HttpResponse, Reaction, StaticCredentials,
    TransportError,
};
use support::thing::{CreateThing, TouchThing};

const LIMIT: usize = 100_000;

/// Reads the head of one request, then does what it is told with the connection; hands out the head
/// and what the talk came to.
fn server<T: Send + 'static>(
    talk: impl FnOnce(&mut TcpStream) -> T + Send + 'static,
) -> (String, JoinHandle<(String, T)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            assert_eq!(stream.read(&mut byte).unwrap(), 1, "the head is cut");
            head.push(byte[0]);
        }
        let result = talk(&mut stream);
        (String::from_utf8(head).unwrap(), result)
    });
    (url, thread)
}

/// Sends chunks of spaces until the other side has had enough; how many bytes that took.
fn endless(stream: &mut TcpStream) -> usize {
    let chunk = [b"400\r\n".as_slice(), &[b' '; 1024], b"\r\n"].concat();
    stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    let mut sent = 0;
    while stream.write_all(&chunk).is_ok() {
        sent += 1024;
        assert!(sent < 1 << 30, "the client reads on and on");
    }
    sent
}

fn client(url: &str) -> ClientBuilder {
    Client::builder()
        .region("cn-test")
        .endpoint(url)
        .credentials(StaticCredentials::new("theKeyId", "theSecret"))
        .timeout(Duration::from_secs(30))
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn exchange(url: &str) -> Result<HttpResponse, TransportError> {
    wait(ReqwestTransport::new().unwrap().send(HttpRequest {
        method: "POST",
        url: format!("{url}/"),
        headers: Vec::new(),
        body: Vec::new(),
        timeout: Duration::from_secs(30),
        max_response_bytes: LIMIT,
    }))
}

#[test]
fn an_endless_body_ends_at_the_limit() {
    let (url, server) = server(endless);
    let client = client(&url).max_response_bytes(LIMIT).build().unwrap();
    let error = wait(client.send(TouchThing)).unwrap_err();
    assert!(error.to_string().contains("too large: more than 100000 bytes; help: "), "{error}");
    assert_eq!((error.class(), error.reaction()), (Class::Internal, Reaction::WaitForState));
    drop(client);
    let (_, sent) = server.join().unwrap();
    // What lies in the buffers of both sockets was not read.
    assert!(sent < LIMIT + (32 << 20), "{sent}");
}

#[test]
fn without_a_limit_of_its_own_a_client_reads_16_mb() {
    let (url, server) = server(endless);
    let error = wait(client(&url).build().unwrap().send(CreateThing::default())).unwrap_err();
    assert!(error.to_string().contains("more than 16777216 bytes"), "{error}");
    assert_eq!((error.class(), error.reaction()), (Class::Internal, Reaction::WaitForState));
    assert!(server.join().unwrap().1 >= 16 << 20);
}

#[test]
fn a_body_is_read_up_to_the_limit_and_not_a_byte_further() {
    for (length, allowed) in [(LIMIT, true), (LIMIT + 1, false)] {
        let (url, server) = server(move |stream| {
            // Without a length: the body ends with the connection.
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").unwrap();
            let _ = stream.write_all(&vec![b'x'; length]);
        });
        let result = exchange(&url);
        server.join().unwrap();
        match allowed {
            true => assert_eq!(result.unwrap().body.len(), LIMIT),
            false => assert_eq!(result.unwrap_err().kind(), TransportErrorKind::BodyTooLarge),
        }
    }
}

#[test]
fn a_body_that_is_announced_above_the_limit_is_not_waited_for() {
    let (url, server) = server(|stream| {
        let head = format!("HTTP/1.1 500 Oops\r\ncontent-length: {}\r\n\r\n", 1_u64 << 60);
        stream.write_all(head.as_bytes()).unwrap();
        // Ends when the client hangs up.
        stream.read(&mut [0]).map(|read| read == 0)
    });
    let error = exchange(&url).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge);
    assert!(!error.is_unsent());
    assert!(server.join().unwrap().1.unwrap_or(true));
}

#[test]
fn a_body_shorter_than_announced_is_a_broken_connection() {
    let (url, server) = server(|stream| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {LIMIT}\r\n\r\n{{}}");
        stream.write_all(head.as_bytes()).unwrap();
    });
    assert_eq!(exchange(&url).unwrap_err().kind(), TransportErrorKind::Broken);
    server.join().unwrap();
}

/// A gzip file without compression: one stored block.
fn gzip(text: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in text {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = u16::try_from(text.len()).unwrap();
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(text);
    out.extend((!crc).to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    out
}

#[test]
fn no_compression_is_asked_for_and_none_is_undone_although_reqwest_could() {
    let zipped = gzip(br#"{"RequestId":"r"}"#);
    // That it is a gzip file: a client of reqwest with its own defaults reads it.
    let reply = |zipped: &[u8]| {
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\n";
        let length = zipped.len();
        [format!("{head}content-length: {length}\r\n\r\n").as_bytes(), zipped].concat()
    };
    let whole = reply(&zipped);
    let (url, answered) = server(move |stream| stream.write_all(&whole).unwrap());
    let client = client(&url).build().unwrap();
    let error = wait(client.send(TouchThing)).unwrap_err();
    let (head, ()) = answered.join().unwrap();
    assert!(!head.to_ascii_lowercase().contains("accept-encoding"), "{head}");
    assert!(error.to_string().contains(r#"encoded as "gzip", which was not asked for"#), "{error}");
    assert_eq!((error.status(), error.body()), (Some(200), &*zipped));
    assert_eq!(error.reaction(), Reaction::WaitForState);

    let whole = reply(&zipped);
    let (url, answered) = server(move |stream| stream.write_all(&whole).unwrap());
    let body = wait(async {
        let client = plain_reqwest();
        client.get(&url).send().await.unwrap().bytes().await.unwrap()
    });
    assert_eq!(&*body, br#"{"RequestId":"r"}"#, "reqwest was built without gzip");
    assert!(answered.join().unwrap().0.contains("accept-encoding: gzip"));
}

/// A client that nobody has told to leave compression alone.
fn plain_reqwest() -> reqwest::Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(config).no_proxy().build().unwrap()
}
