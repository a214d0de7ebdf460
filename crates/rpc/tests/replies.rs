//! What a client takes for a success, what it keeps of a failure, and what either may cost.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::wire::{DecodeError, FieldReader, ReadFields, decode};
use aliyun_rpc::{
    BoxFuture, Class, Client, DryRun, DynamicRequest, Error, HttpRequest, HttpResponse, Json,
    Reaction, RetryPolicy, StaticCredentials, Transport, TransportError,
};
use allocation_counter::measure;
use support::now;
use support::thing::{CreateThing, CreateThingError, PRODUCT, TouchThing};

/// Answers everything with the same reply, whatever the limit.
struct Wire(HttpResponse);

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        assert_eq!(request.max_response_bytes, LIMIT);
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

const LIMIT: usize = 4 << 20;

fn client(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Client {
    let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::with_token("theKeyId", "theSecret", "theToken"))
        .transport(Wire(HttpResponse { status, headers, body: body.into() }))
        .max_response_bytes(LIMIT)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

const THROTTLED: &str = r#"{"Code":"Throttling.User","Message":"m","RequestId":"r-1"}"#;

#[test]
fn a_status_of_success_does_not_make_a_success_of_an_error() {
    let error = now(client(200, &[], THROTTLED).send(TouchThing)).unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("Throttling.User"), Some("m")));
    assert_eq!((error.status(), error.request_id()), (Some(200), Some("r-1")));
    assert!(error.is_throttled());
    for body in [
        r#"{"Code":"ThingLocked"}"#,
        r#"{"code":"ThingLocked","message":"m","requestId":"r"}"#,
        // An error all the same, whatever else does not fit.
        r#"{"Code":"ThingLocked","Count":"many"}"#,
    ] {
        let error = now(client(200, &[], body).send(CreateThing::default())).unwrap_err();
        assert_eq!(error.known(), Some(CreateThingError::ThingLocked), "{body}");
        assert_eq!(error.class(), Class::Locked);
    }
    let unlisted = r#"{"Code":"Never.Heard.Of","RequestId":"r"}"#;
    let error = now(client(200, &[], unlisted).send(TouchThing)).unwrap_err();
    assert_eq!((error.code(), error.reaction()), (Some("Never.Heard.Of"), Reaction::GiveUp));
    let passed = r#"{"Code":"DryRunOperation","RequestId":"r"}"#;
    let outcome = now(client(200, &[], passed).dry_run(CreateThing::default())).unwrap();
    assert_eq!(outcome, DryRun::Passed { request_id: Some("r".to_owned()) });
}

#[test]
fn a_code_that_is_no_error_is_no_failure() {
    for code in [r#""200""#, r#""OK""#, r#""success""#, r#""""#, "200", "null"] {
        let body = format!(r#"{{"Code":{code},"RequestId":"r"}}"#);
        assert!(now(client(200, &[], body).send(TouchThing)).is_ok(), "{code}");
    }
    // Without a type, it may be a member like any other, unless it is one that is known.
    let call = |body: &str| now(client(200, &[], body).call(&PRODUCT, &DynamicRequest::new("X")));
    let reply = call(r#"{"Code":"PRODUCT-7","RequestId":"r"}"#).unwrap();
    assert_eq!(reply.body["Code"], "PRODUCT-7");
    assert!(call(THROTTLED).unwrap_err().is_throttled());
    let locked = call(r#"{"Code":"ThingLocked","RequestId":"r"}"#).unwrap_err();
    assert_eq!(locked.class(), Class::Locked);
}

#[derive(Debug, Default)]
struct WithCode {
    count: Option<i64>,
    code: Option<String>,
}

impl ReadFields for WithCode {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("Count\nCode", &mut [&mut self.count, &mut self.code]);
    }
}

#[test]
fn a_reply_that_has_a_code_of_its_own_keeps_it() {
    struct Coded;
    impl aliyun_rpc::wire::WriteFields for Coded {
        fn write(&self, _: &mut dyn aliyun_rpc::wire::FieldWriter) {}
    }
    impl aliyun_rpc::Request for Coded {
        type Response = WithCode;
        type Error = <TouchThing as aliyun_rpc::Request>::Error;
        const META: &'static aliyun_rpc::Meta = <TouchThing as aliyun_rpc::Request>::META;
    }
    let reply = now(client(200, &[], THROTTLED).send(Coded)).unwrap();
    assert_eq!((reply.count, reply.code.as_deref()), (None, Some("Throttling.User")));
    let body = r#"{"Count":"many","Code":"Throttling.User","RequestId":"r"}"#;
    let strict = client(200, &[], body).with_strict_decoding(true);
    let error = now(strict.send(Coded)).unwrap_err();
    assert_eq!((error.code(), error.service()), (None, None), "{error}");
}

#[test]
fn an_empty_reply_that_does_not_name_the_call_is_not_the_services() {
    let (body, call) = ("{}", DynamicRequest::new("X"));
    let error = now(client(200, &[], body).send(TouchThing)).unwrap_err();
    assert!(error.to_string().contains("no request id"), "{error}");
    assert_eq!((error.class(), error.reaction()), (Class::Internal, Reaction::WaitForState));
    assert_eq!((error.status(), error.body()), (Some(200), body.as_bytes()));
    assert!(now(client(200, &[], body).send(CreateThing::default())).is_err());
    assert!(now(client(200, &[], body).call(&PRODUCT, &call)).is_err());
    assert!(now(client(200, &[], body).dry_run(CreateThing::default())).is_err());
    assert!(now(client(200, &[("x-acs-request-id", " ")], body).send(TouchThing)).is_err());
    assert!(now(client(200, &[("X-Acs-Request-Id", "r")], body).send(TouchThing)).is_ok());
    // Some replies of the service have members and no id.
    for body in [r#"{"RequestId":"r"}"#, r#"{"requestId":"r"}"#, r#"{"Count":1}"#] {
        assert!(now(client(200, &[], body).send(TouchThing)).is_ok(), "{body}");
    }
    for body in ["", "null", "[]", "\"r\"", "<html>"] {
        let named = [("x-acs-request-id", "r")];
        assert!(now(client(200, &named, body).send(TouchThing)).is_err(), "{body}");
    }
}

#[test]
fn a_compressed_reply_is_an_error_that_says_so_whatever_its_status() {
    for status in [200, 503] {
        let gzip = [("Content-Encoding", "gzip"), ("x-acs-request-id", "r")];
        let error = now(client(status, &gzip, [0x1f, 0x8b]).send(TouchThing)).unwrap_err();
        assert!(error.to_string().contains(r#"encoded as "gzip""#), "{error}");
        assert_eq!((error.status(), error.request_id()), (Some(status), Some("r")));
    }
    let ok = r#"{"RequestId":"r"}"#;
    for encoding in ["identity", "Identity", ""] {
        assert!(now(client(200, &[("content-encoding", encoding)], ok).send(TouchThing)).is_ok());
    }
    let strange = [("content-encoding", &*"\n\u{1b}[31mx".repeat(99))];
    let shown = now(client(200, &strange, ok).send(TouchThing)).unwrap_err().to_string();
    assert!(shown.len() < 300 && !shown.contains(['\n', '\u{1b}']), "{shown:?}");
}

#[test]
fn a_longer_body_than_allowed_is_refused_whatever_the_transport_did() {
    let padded = |length: usize| {
        let mut body = br#"{"RequestId":"r"}"#.to_vec();
        body.resize(length, b' ');
        body
    };
    assert!(now(client(200, &[], padded(LIMIT)).send(TouchThing)).is_ok());
    for status in [200, 500] {
        let error = now(client(status, &[], padded(LIMIT + 1)).send(TouchThing)).unwrap_err();
        let cause = error.get_ref().unwrap().downcast_ref::<TransportError>().unwrap();
        assert_eq!(cause.kind(), TransportErrorKind::BodyTooLarge);
        assert!(error.to_string().contains(&LIMIT.to_string()), "{error}");
        assert_eq!((error.class(), error.reaction()), (Class::Internal, Reaction::WaitForState));
    }
}

#[test]
fn an_error_keeps_64_kb_of_a_body_and_says_that_there_was_more() {
    const KEPT: usize = 64 << 10;
    let long = "é".repeat(1 << 18);
    let body = format!(
        r#"{{"Code":"ThingLocked","Message":"a{long}","RequestId":"{long}","Detail":"theSecret{long}",
            "AccessDeniedDetail":{{"EncodedDiagnosticMessage":"{long}"}}}}"#
    );
    let html = format!("<html>{long}");
    let xml = format!("<Error><Code>ThingLocked</Code><Message>{long}</Message></Error>");
    let cases = [
        (403, &[("content-type", "application/json")], body.into_bytes(), true),
        (502, &[("content-type", "text/html")], html.clone().into_bytes(), false),
        (403, &[("content-type", "text/xml")], xml.into_bytes(), true),
        (200, &[("content-type", "text/html")], html.into_bytes(), false),
    ];
    for (status, headers, body, service) in cases {
        let start = body[..KEPT].to_vec();
        let client = client(status, headers, body);
        let mut error = None;
        let held = measure(|| error = now(client.send(CreateThing::default())).err());
        let error = error.unwrap();
        assert_eq!((error.body(), error.body_truncated()), (&*start, true), "{status}");
        assert_eq!(error.known().is_some(), service, "{status}");
        assert!(held.bytes_current < 8 * KEPT as i64, "{status}: {held:?}");
        match error.service().filter(|_| service) {
            Some(fault) => assert!(fault.message.as_ref().unwrap().len() <= KEPT),
            None => assert!(error.to_string().contains("more than 65536 bytes"), "{error}"),
        }
    }
    let short = now(client(403, &[], "x".repeat(KEPT)).send(TouchThing)).unwrap_err();
    assert_eq!((short.body().len(), short.body_truncated()), (KEPT, false));
    assert!(short.to_string().contains("(65536 bytes)"), "{short}");
}

/// A list of structs of two kilobytes, as generated replies have them.
#[derive(Default)]
struct Large {
    items: Vec<Item>,
    labels: std::collections::BTreeMap<String, String>,
    anything: Json,
}

struct Item {
    texts: [Option<String>; 77],
    inner: Vec<Item>,
}

impl Default for Item {
    fn default() -> Self {
        Self { texts: [const { None }; 77], inner: Vec::new() }
    }
}

impl ReadFields for Item {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("Text\nInner", &mut [&mut self.texts[0], &mut self.inner]);
    }
}

impl ReadFields for Large {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members(
            "Items>Item\nLabels\nAnything",
            &mut [&mut self.items, &mut self.labels, &mut self.anything],
        );
    }
}

/// What decoding takes at its peak, and what becomes of it.
fn cost(body: &str) -> (u64, Result<(), DecodeError>) {
    let mut result = Ok(());
    let taken = measure(|| result = decode(body.as_bytes(), &mut Large::default()));
    (taken.bytes_max, result)
}

#[test]
fn decoding_never_takes_more_than_32_mb_and_16_times_the_body() {
    assert!(size_of::<Item>() > 1800);
    let lists = ["0", "{}", "[]", "\"\"", r#"{"":0}"#, "[0]", "null", r#"{"Inner":[{}]}"#];
    for item in lists {
        for member in ["Items", "Anything", "Unknown"] {
            for length in [200_000, 1_000_000] {
                let items = vec![item; length / item.len()].join(",");
                let body = format!(r#"{{"RequestId":"r","{member}":[{items}]}}"#);
                let (peak, _) = cost(&body);
                let allowed = (32 << 20) + 16 * body.len() as u64;
                assert!(peak <= allowed, "{member} {item} {length}: {peak} above {allowed}");
            }
        }
    }
    for member in ["Labels", "Anything"] {
        let entries: Vec<_> = (0..200_000).map(|at| format!(r#""{at}":"""#)).collect();
        let body = format!(r#"{{"{member}":{{{}}}}}"#, entries.join(","));
        let (peak, _) = cost(&body);
        assert!(peak <= (32 << 20) + 16 * body.len() as u64, "{member}: {peak}");
    }
}

#[test]
fn a_list_of_empty_objects_is_refused_before_it_fills_the_memory() {
    let body =
        |count: usize| format!(r#"{{"Items":{{"Item":[{}]}}}}"#, vec!["{}"; count].join(","));
    // Cheap as a tree, dear as structs; dear as a tree already.
    for count in [10_000, 1_000_000] {
        let body = body(count);
        let limit = (32 << 20) + 16 * body.len();
        let error = cost(&body).1.unwrap_err();
        assert_eq!(error, DecodeError::TooMuchMemory { limit });
        assert!(error.to_string().contains(&limit.to_string()), "{error}");
    }
    assert_eq!(cost(&body(1000)).1, Ok(()));
}

#[test]
fn a_megabyte_of_the_smallest_items_that_the_service_has_is_read() {
    let tags = vec![r#"{"TagKey":"k","TagValue":"v"}"#; 35_000].join(",");
    let body = format!(r#"{{"RequestId":"r","Tags":{{"Tag":[{tags}]}}}}"#);
    assert!(body.len() > 1_000_000);
    let reply = now(client(200, &[], body).send(CreateThing::default())).unwrap();
    assert_eq!(reply.tags.len(), 35_000);
}

#[test]
fn decoding_stops_at_the_first_wrong_item() {
    let body = format!(r#"{{"Items":{{"Item":[{}]}}}}"#, vec!["0"; 50_000].join(","));
    let (peak, result) = cost(&body);
    let error = result.unwrap_err().to_string();
    assert!(error.starts_with("$.Items.Item[0]: expected an object"), "{error}");
    // The tree, and one struct of two kilobytes instead of 50,000.
    assert!(peak < 8 << 20, "{peak}");
}

#[test]
fn a_reply_too_large_once_decoded_is_not_asked_for_again() {
    let body = format!(r#"{{"RequestId":"r","Tags":[{}]}}"#, vec!["{}"; 1_000_000].join(","));
    let reaction = |error: &Error| (error.class(), error.reaction());
    // The caller's token makes a repetition harmless, but another reply would be as long.
    let repeatable = CreateThing { client_token: Some("t".to_owned()), ..CreateThing::default() };
    let error = now(client(200, &[], &*body).send(repeatable)).unwrap_err();
    assert!(error.to_string().contains("bytes of memory"), "{error}");
    assert_eq!(reaction(&error.untyped()), (Class::Internal, Reaction::FixRequest));
    let call = DynamicRequest::new("X");
    let error = now(client(200, &[], &*body).call(&PRODUCT, &call)).unwrap_err();
    assert_eq!(reaction(&error), (Class::Internal, Reaction::WaitForState));
    // What nobody asked for costs nothing.
    assert!(now(client(200, &[], body).send(TouchThing)).is_ok());
}

#[test]
fn an_error_body_made_to_be_large_costs_no_more_than_a_reply() {
    let json = format!(r#"{{"Code":"X","L":[{}]}}"#, vec![r#"{"":0}"#; 400_000].join(","));
    let name = "n".repeat(1 << 20);
    let leaves = "<a>x</a>".repeat(100_000);
    let xml = format!("<Error><{name}>{leaves}</{name}></Error>");
    for (kind, body) in [("application/json", json), ("text/xml", xml)] {
        let allowed = (32 << 20) + 18 * body.len() as u64;
        let client = client(400, &[("content-type", kind)], body);
        let mut error = None;
        let taken = measure(|| error = now(client.send(TouchThing)).err());
        assert_eq!((error.unwrap().code(), taken.bytes_max < allowed), (None, true), "{taken:?}");
    }
}

#[test]
fn a_number_without_digits_is_never_sent() {
    struct Silent;
    impl Transport for Silent {
        fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
            panic!("it is sent");
        }
    }
    let client = Client::builder()
        .region("cn-test")
        .credentials(StaticCredentials::new("a", "b"))
        .transport(Silent)
        .build()
        .unwrap();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let request = CreateThing { ratio: Some(value), ..CreateThing::default() };
        let error = now(client.send(&request)).unwrap_err();
        assert_eq!(
            (error.class(), error.reaction()),
            (Class::InvalidArgument, Reaction::FixRequest)
        );
        let expected =
            format!("the request could not be sent: `Ratio` holds {value}, which is not a number");
        assert!(error.to_string().starts_with(&expected), "{error}");
        assert!(now(client.dry_run(&request)).is_err());
    }
    for fields in [Nested::Json, Nested::List, Nested::Struct] {
        let error = now(client.send(fields)).unwrap_err();
        assert!(error.to_string().contains("`Outer` holds NaN"), "{error}");
    }
}

/// Hides a number that is none.
#[derive(Clone, Copy)]
enum Nested {
    Json,
    List,
    Struct,
}

impl aliyun_rpc::wire::WriteFields for Nested {
    fn write(&self, writer: &mut dyn aliyun_rpc::wire::FieldWriter) {
        match self {
            Self::Json => writer.put_json("Outer", &vec![1.0, f64::NAN]),
            Self::List => writer.put("Outer", &vec![Some(f64::NAN)]),
            Self::Struct => writer
                .put("Outer", &CreateThing { ratio: Some(f64::NAN), ..CreateThing::default() }),
        }
    }
}

impl aliyun_rpc::Request for Nested {
    type Response = aliyun_rpc::Ack;
    type Error = aliyun_rpc::NoErrors;
    const META: &'static aliyun_rpc::Meta = <TouchThing as aliyun_rpc::Request>::META;
}

#[test]
fn json_cannot_hold_a_number_without_digits_so_a_dynamic_call_leaves_it_out() {
    let call =
        DynamicRequest::new("X").set("A", f64::NAN).set("B", f64::INFINITY).set_json("C", f64::NAN);
    assert_eq!(aliyun_rpc::wire::flatten(&call), []);
    let call = DynamicRequest::new("X").set("A", vec![1.5, f64::NAN]);
    assert_eq!(aliyun_rpc::wire::flatten(&call), [("A.1".to_owned(), "1.5".to_owned())]);
}
