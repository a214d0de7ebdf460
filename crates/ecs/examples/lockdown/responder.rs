//! A loopback stand-in for the service: one locked instance, one managed group, and an honest
//! check of every signature. It answers the four operations the example calls and nothing else.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use aliyun_ecs::runtime::sign::{EMPTY_HASH, acs3};

/// The instance that the responder says is security-locked.
pub(crate) const INSTANCE: &str = "i-locked";
/// The group that the responder says a cloud service manages.
pub(crate) const GROUP: &str = "sg-managed";
/// The only key pair the responder knows.
pub(crate) const KEY: (&str, &str) = ("example-key-id", "example-key-secret");

/// Starts the responder in a thread of its own; the result is its address.
pub(crate) fn start() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A caller that hangs up is its own problem; the next one is still served.
            let _ = serve(stream);
        }
    });
    Ok(address)
}

fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && head.len() < 64 * 1024 {
        if stream.read(&mut byte)? == 0 {
            return Ok(());
        }
        head.push(byte[0]);
    }
    let (status, body) = match Call::parse(&String::from_utf8_lossy(&head)) {
        Some(call) => call.answer(),
        None => (400, failure("MalformedRequest")),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} \r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
}

/// One call as it came over the wire.
struct Call {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
}

impl Call {
    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.trim_end().split("\r\n");
        let mut first = lines.next()?.split(' ');
        let (method, target) = (first.next()?, first.next()?);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Some(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: pairs.map(decoded).collect::<Option<_>>()?,
            headers: lines
                .map(|line| line.split_once(": "))
                .map(|pair| pair.map(|(name, value)| (name.to_lowercase(), value.to_owned())))
                .collect::<Option<_>>()?,
        })
    }

    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    fn answer(&self) -> (u16, String) {
        if !self.is_signed() {
            return (400, failure("SignatureDoesNotMatch"));
        }
        match self.header("x-acs-action") {
            "DescribeInstances" => (200, instances()),
            "DescribeSecurityGroups" => (200, groups()),
            "ModifyInstanceVncPasswd" => (200, r#"{"RequestId":"R-OK"}"#.to_owned()),
            "StopInstance" => (403, failure("InstanceLockedForSecurity")),
            _ => (501, failure("NotImplemented")),
        }
    }

    /// Recomputes the signature from what arrived, as the service does.
    fn is_signed(&self) -> bool {
        let parts = acs3::Parts {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            payload_hash: EMPTY_HASH,
        };
        acs3::Authorization::parse(self.header("authorization"))
            .is_some_and(|sent| sent.access_key_id == KEY.0 && sent.verify(&parts, KEY.1))
    }
}

fn instances() -> String {
    format!(
        r#"{{"RequestId":"R-1","TotalCount":1,"Instances":{{"Instance":[{{"InstanceId":"{INSTANCE}",
        "Status":"Stopped","OperationLocks":{{"LockReason":[{{"LockReason":"security"}}]}}}}]}}}}"#
    )
}

fn groups() -> String {
    format!(
        r#"{{"RequestId":"R-2","TotalCount":1,"SecurityGroups":{{"SecurityGroup":[
        {{"SecurityGroupId":"{GROUP}","ServiceManaged":true,"ServiceID":1}}]}}}}"#
    )
}

fn failure(code: &str) -> String {
    format!(r#"{{"RequestId":"R-3","Code":"{code}","Message":"refused by the responder"}}"#)
}

fn decoded(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=')?;
    Some((text(name)?, text(value)?))
}

fn text(encoded: &str) -> Option<String> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}
