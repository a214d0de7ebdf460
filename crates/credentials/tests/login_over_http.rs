//! A login that is refreshed over the transport of programs: its thread brings the runtime that the
//! transport needs, and the connections of one thread do not disturb the next.
#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use aliyun_credentials::CliProfile;
use aliyun_rpc::transport::ReqwestTransport;
use aliyun_rpc::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use support::{NOW, World, keys, provide};

const TOKENS: &str =
    r#"{"access_token":"newAccess","refresh_token":"newRefresh","expires_in":7200}"#;

/// Leads every request to this machine.
struct Here(ReqwestTransport, String);

impl Transport for Here {
    fn send(
        &self,
        mut request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let path = request.url.splitn(4, '/').last().unwrap_or_default();
        request.url = format!("http://{}/{path}", self.1);
        self.0.send(request)
    }
}

/// Answers the requests of one connection, and leaves it open.
fn serve(connection: TcpStream) {
    let mut writer = connection.try_clone().unwrap();
    let mut reader = BufReader::new(connection);
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or_default() == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            head.push(line.to_ascii_lowercase());
        }
        let length = head.iter().find_map(|line| line.strip_prefix("content-length:"));
        let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
        reader.read_exact(&mut body).unwrap();
        let keys = keys("exchanged", 3600);
        let reply = if head[0].contains("/v1/token") { TOKENS } else { &keys };
        let length = reply.len();
        write!(writer, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{reply}").unwrap();
    }
}

#[test]
fn a_login_is_refreshed_without_a_runtime_of_the_program() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            std::thread::spawn(|| serve(connection.unwrap()));
        }
    });
    let world = World::new();
    let config = world.over(Here(ReqwestTransport::new().unwrap(), address), &[]);
    let file = format!(
        r#"{{"current":"p","profiles":[{{"name":"p","mode":"OAuth","oauth_access_token":"old",
            "oauth_refresh_token":"old","oauth_access_token_expire":{NOW}}}]}}"#
    );
    for _ in 0..3 {
        world.write(".aliyun/config.json", &file);
        // Without timers and connections, so it is the thread that has them.
        let credentials = provide(&CliProfile::new(config.clone())).unwrap();
        assert_eq!(credentials.access_key_id(), "exchanged");
        assert!(world.read(".aliyun/config.json").contains("newRefresh"));
    }
}
