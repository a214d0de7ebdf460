//! Distinctive secrets go through calls of every outcome, and everything that is shown, logged,
//! reported or said in a panic is searched for them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::{self, Debug, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use aliyun_rpc::client::observe::{AttemptInfo, CallEnd, CallInfo};
use aliyun_rpc::clock::VirtualClock;
use aliyun_rpc::gate::MinuteGate;
use aliyun_rpc::idempotency::{CallKey, Idempotent, MemoryTokenStore};
use aliyun_rpc::sign::encode;
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{Client, ClientBuilder, Credentials, DynamicRequest, Observe, StaticCredentials};
use support::thing::{CreateThing, Inner, PRODUCT};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const ID: &str = "canary-key-id/+=";
const KEY: &str = "canary-key-secret/+=";
const TOKEN: &str = "canary-security-token/+=";
const PASSWORD: &str = "canary-password &";
const NESTED: &str = "canary-nested %";
const NAMED: &str = "canary-named \"";
const NAME: &str = "canary-name, which is no secret but nobody's business";
const MAP_KEY: &str = "canary-map-key <";
const MAP_VALUE: &str = "canary-map-value >";
/// What all of them have, however they are escaped.
const CANARY: &str = "canary";

/// Everything that was seen.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

impl Seen {
    fn add(&self, text: impl fmt::Display) {
        writeln!(self.0.lock().unwrap(), "{text}").unwrap();
    }

    fn debug(&self, value: &impl Debug) {
        self.add(format_args!("{value:?} {value:#?}"));
    }

    fn error(&self, error: &(dyn std::error::Error + 'static)) {
        self.add(format_args!("{error} {error:#} {error:?} {error:#?}"));
        if let Some(source) = error.source() {
            self.error(source);
        }
    }
}

impl Observe for Seen {
    fn attempt(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        self.debug(call);
        self.debug(attempt);
    }

    fn call(&self, call: &CallInfo<'_>, end: &CallEnd<'_>) {
        self.debug(call);
        self.debug(end);
    }
}

/// Takes in every span and every event, whatever its level and whoever it is from.
struct Log(Seen);

struct Fields<'a>(&'a Seen);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.add(format_args!("{}={value:?}", field.name()));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.add(format_args!("span {}", span.metadata().name()));
        span.record(&mut Fields(&self.0));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&self.0));
    }

    fn event(&self, event: &Event<'_>) {
        self.0.add(format_args!("event {}", event.metadata().name()));
        event.record(&mut Fields(&self.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// With maps that are shown in `Debug` of the request, and nowhere else.
fn mapped() -> CreateThing {
    let map = || [(MAP_KEY.to_owned(), MAP_VALUE.to_owned())].into();
    CreateThing { options: Some(map()), labels: map(), ..typed() }
}

fn typed() -> CreateThing {
    let inner = Inner { token: Some(NESTED.to_owned()), ..Inner::default() };
    CreateThing {
        name: "public".to_owned(),
        password: Some(PASSWORD.to_owned()),
        inner: Some(Box::new(inner)),
        ..CreateThing::default()
    }
}

fn named() -> DynamicRequest {
    DynamicRequest::new("CreateThing")
        .set("Name", NAME)
        .set("Password", PASSWORD)
        .set_secret("Pin", NAMED)
        .set_secret("Nested", NESTED)
}

/// Answers that quote everything they know.
fn answers() -> Vec<(&'static str, Reply)> {
    let all = [ID, KEY, TOKEN, PASSWORD, NESTED].join(" ");
    let quoting = |status: u16, code: &str| {
        let said = format!("{all} {} {}", encode(&all), encode(&encode(&all)));
        let body = serde_json::json!({
            "Code": format!("{code}{KEY}"), "Message": said, "RequestId": TOKEN, "HostId": ID,
            "Recommend": encode(&all), "AccessDeniedDetail": {"AuthPrincipalDisplayName": ID},
        });
        Reply::new(status, body.to_string()).header("x-acs-request-id", KEY)
    };
    let reply = |body: &str| Reply::ok(body).header("x-acs-request-id", TOKEN).header("via", KEY);
    vec![
        (
            "success",
            reply(&serde_json::json!({"RequestId": "r", "Inner": {"Token": KEY}}).to_string()),
        ),
        ("refusal", quoting(403, "")),
        ("fault", quoting(503, "")),
        ("throttling", quoting(400, "Throttling.")),
        ("wrong date", quoting(400, "InvalidTimeStamp.Expired").header("date", TOKEN)),
        ("expired key", Reply::error(400, "InvalidSecurityToken.Expired")),
        ("HTML", Reply::new(502, format!("<html>{all}</html>"))),
        (
            "XML",
            Reply::new(403, format!("<Error><Code>{KEY}</Code><Message>{TOKEN}</Message></Error>"))
                .header("content-type", "text/xml"),
        ),
        ("wrong type", reply(&serde_json::json!({"Count": KEY, "RequestId": "r"}).to_string())),
        ("half", reply(&format!("{{\"RequestId\":\"{KEY}"))),
        ("compressed", reply("{}").header("content-encoding", KEY)),
        ("redirect", Reply::new(302, "").header("location", format!("https://{KEY}@example.com"))),
        ("lost", Reply::failure(TransportErrorKind::Broken)),
        ("no connection", Reply::failure(TransportErrorKind::Connect)),
    ]
}

fn builder(seen: &Seen, clock: &VirtualClock, script: &ScriptedTransport) -> ClientBuilder {
    script
        .builder()
        .region("cn-test")
        .credentials(StaticCredentials::with_token(ID, KEY, TOKEN))
        .clock(clock.clone())
        .gate(MinuteGate::builder().clock(clock.clone()).build())
        .observe(seen.clone())
        .user_agent("my-tool/1.2")
}

/// Sends every kind of call, and shows whatever there is to show.
fn drive(seen: &Seen, script: &ScriptedTransport, client: &Client, clock: &VirtualClock) {
    let call = client.prepare(typed()).unwrap();
    let once = Idempotent::new(client.clone(), MemoryTokenStore::new());
    seen.debug(client);
    seen.debug(&call);
    seen.debug(&typed());
    seen.debug(&named());
    seen.debug(&once);
    seen.debug(&CallKey::of(&typed(), None));
    let failed = |error: Box<dyn std::error::Error>| {
        seen.error(&*error);
        // What a program says that does not expect it.
        let panic = catch_unwind(AssertUnwindSafe(|| panic!("{error} {error:?}"))).unwrap_err();
        seen.add(panic.downcast_ref::<String>().unwrap());
    };
    let call = client.prepare(mapped()).unwrap();
    match clock.run(client.send(&call)) {
        Ok(reply) => seen.debug(&reply),
        Err(error) => {
            seen.debug(&error.service());
            seen.debug(&(error.code(), error.message(), error.request_id(), error.recommend()));
            failed(error.into());
        }
    }
    match clock.run(client.send_detailed(mapped())) {
        Ok(reply) => seen.debug(&reply),
        Err(error) => failed(error.into()),
    }
    match clock.run(client.call(&PRODUCT, &named())) {
        Ok(reply) => seen.debug(&reply),
        Err(error) => failed(error.into()),
    }
    match clock.run(client.dry_run(mapped())) {
        Ok(outcome) => seen.debug(&outcome),
        Err(error) => failed(error.into()),
    }
    match clock.run(once.send(mapped())) {
        Ok(outcome) => seen.debug(&outcome),
        Err(error) => failed(error.into()),
    }
    _ = clock.run(client.send(typed()));
    for sent in script.take_sent() {
        // A request that a test recorded shows what is no secret, as the request itself does.
        if sent.parameter("Options").is_none() {
            seen.debug(&sent);
        }
        seen.debug(sent.http());
        let shown = format!("{:?}", sent.http());
        assert!(!shown.contains(sent.header("authorization").unwrap()), "{shown}");
    }
    seen.debug(script);
}

#[test]
fn no_secret_is_shown_logged_or_reported_whatever_happens_to_a_call() {
    let seen = Seen::default();
    tracing::subscriber::with_default(Log(seen.clone()), || {
        for (what, reply) in answers() {
            let clock = VirtualClock::new();
            let script = ScriptedTransport::always(reply.clone());
            for strict in [false, true] {
                let builder = builder(&seen, &clock, &script).strict_decoding(strict);
                drive(&seen, &script, &builder.build().unwrap(), &clock);
            }
            let text = std::mem::take(&mut *seen.0.lock().unwrap());
            assert!(text.contains("span call") && text.contains("attempt="), "{what}: {text}");
            let found = text.find(CANARY);
            let around = found.map(|at| text[at.saturating_sub(300)..].chars().take(500).collect());
            let around: String = around.unwrap_or_default();
            assert!(found.is_none(), "{what}: ...{around}...");
        }
    });
}

#[test]
fn no_secret_is_shown_of_what_a_client_is_made_of() {
    let seen = Seen::default();
    let credentials = Credentials::with_token(ID, KEY, TOKEN);
    seen.debug(&credentials);
    seen.debug(&StaticCredentials::from(credentials));
    seen.debug(&Reply::ok(KEY).header("via", TOKEN).header("x-acs-request-id", KEY));
    // In a reply without a type, names say what is a secret, also those of nested objects.
    let inside = serde_json::json!({"AccessKeySecret": KEY, "Items": [{"SecurityToken": TOKEN}]});
    let body = serde_json::json!({"Map": inside, "Password": {"Any": [PASSWORD]}});
    let script = ScriptedTransport::always(Reply::ok(body.to_string()));
    let client = script.client("cn-test");
    seen.debug(&support::now(client.call(&PRODUCT, &named())).unwrap());
    let script = ScriptedTransport::new();
    let clock = VirtualClock::new();
    for endpoint in [
        format!("https://user:{KEY}@example.com"),
        format!("http://{KEY}:{TOKEN}@10.0.0.1/?a={KEY}"),
        format!("https://example.com/?a={TOKEN}#{KEY}"),
    ] {
        let error = builder(&seen, &clock, &script).endpoint(endpoint).build().unwrap_err();
        seen.error(&error);
    }
    let error =
        builder(&seen, &clock, &script).user_agent(format!("{KEY}\n{KEY}")).build().unwrap_err();
    seen.error(&error);
    for broken in [format!("{KEY}\n"), format!("\0{KEY}")] {
        let keys = StaticCredentials::with_token(broken.clone(), broken.clone(), broken);
        let client = builder(&seen, &clock, &script).credentials(keys).build().unwrap();
        seen.error(&clock.run(client.send(typed())).unwrap_err());
    }
    let text = seen.0.lock().unwrap();
    assert!(!text.contains(CANARY), "{text}");
}

#[test]
fn spans_and_events_tell_operation_region_request_id_attempt_class_and_latency() {
    let seen = Seen::default();
    let clock = VirtualClock::new();
    let script = ScriptedTransport::new()
        .reply("CreateThing", Reply::error(503, "InternalError"))
        .reply("CreateThing", Reply::ok(r#"{"RequestId":"r-1"}"#));
    let client = builder(&seen, &clock, &script).build().unwrap();
    tracing::subscriber::with_default(Log(seen.clone()), || {
        clock.run(client.send(CreateThing::default())).unwrap();
    });
    let text = seen.0.lock().unwrap();
    for part in [
        "operation=CreateThing",
        "product=\"things\"",
        "region=cn-test",
        "attempt=1",
        "attempt=2",
        "class=transient",
        "code=InternalError",
        "status=503",
        "request_id=test",
        "request_id=r-1",
        "attempts=2",
        "latency_ms=0",
        "retry_in_ms=",
        "CallEnd { attempts: 2",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
