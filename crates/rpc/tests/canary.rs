//! Distinctive secrets go through calls of every outcome, and everything that is shown, logged,
//! reported or said in a panic is searched for them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/recorder.rs"]
mod recorder;
mod support;

use std::fmt::{self, Debug};
use std::time::Duration;

use aliyun_rpc::client::observe::{AttemptInfo, CallEnd, CallInfo};
use aliyun_rpc::clock::VirtualClock;
use aliyun_rpc::elsewhere::{OutOfStock, try_elsewhere};
use aliyun_rpc::gate::MinuteGate;
use aliyun_rpc::idempotency::{CallKey, Idempotent, MemoryTokenStore};
use aliyun_rpc::lookup::{IdStyle, LookupBy};
use aliyun_rpc::pages::{PageStyle, Paging};
use aliyun_rpc::sign::encode;
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::wire::{FieldReader, FieldWriter, ReadFields, ReadValue, WriteFields, debug_read};
use aliyun_rpc::{
    Client, ClientBuilder, Credentials, Describer, DynamicRequest, Lookup, Meta, NoErrors, Observe,
    Paged, PagedItems, Paginate, Request, StaticCredentials, Wait, WaitUntil,
};
use recorder::{Seen, logging};
use support::thing::{CreateThing, Inner, PRODUCT};

const ID: &str = "canary-key-id/+=";
const KEY: &str = "canary-key-secret/+=";
const TOKEN: &str = "canary-security-token/+=";
const PASSWORD: &str = "canary-password &";
const NESTED: &str = "canary-nested %";
const NAMED: &str = "canary-named \"";
const NAME: &str = "canary-name, which is no secret but nobody's business";
const MAP_KEY: &str = "canary-map-key <";
const MAP_VALUE: &str = "canary-map-value >";

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

/// Answers that quote these secrets wherever they can.
fn answers(known: &[&str]) -> Vec<(&'static str, Reply)> {
    let all = known.join(" ");
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
        (
            "map of wrong types",
            reply(r#"{"Labels":{"a":"canary-key-secret","b":["canary-key-id"]},"RequestId":"r"}"#),
        ),
        (
            "list",
            reply(
                &serde_json::json!({"RequestId": "r", "Things": {"Thing": [
                    {"ThingId": "t-1", "Status": "Ready", "Token": KEY},
                    {"ThingId": "t-2", "Status": KEY.len(), "Token": [KEY]},
                ]}})
                .to_string(),
            ),
        ),
        ("no map", reply(&serde_json::json!({"Labels": KEY, "RequestId": "r"}).to_string())),
        ("half", reply(&format!("{{\"RequestId\":\"{KEY}"))),
        ("compressed", reply("{}").header("content-encoding", KEY)),
        ("redirect", Reply::new(302, "").header("location", format!("https://{KEY}@example.com"))),
        ("lost", Reply::failure(TransportErrorKind::Broken)),
        ("no connection", Reply::failure(TransportErrorKind::Connect)),
    ]
}

/// A list whose request and items have secrets.
#[derive(Clone, Default)]
struct ListThings(Option<String>);

impl WriteFields for ListThings {
    fn write(&self, writer: &mut dyn FieldWriter) {
        writer.put_secret("Password", &self.0);
    }
}

impl Request for ListThings {
    type Response = Things;
    type Error = NoErrors;
    const META: &'static Meta = &Meta { name: "ListThings", read_only: true, ..*CreateThing::META };
}

impl Paged for ListThings {
    const PAGING: Paging = Paging { style: PageStyle::Token, size: 0, max_results: false };
}

impl PagedItems for ListThings {
    type Item = Thing;
    fn items(reply: Things) -> Vec<Thing> {
        reply.0
    }
}

impl Lookup for ListThings {
    type Kind = ();
    const BY: LookupBy = LookupBy {
        ids: "ThingId",
        style: IdStyle::List,
        most: 100,
        id: "ThingId",
        with: &[],
        absent: &[],
        others: &[],
    };
}

#[derive(Clone, Default)]
struct Things(Vec<Thing>);

impl ReadFields for Things {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("Things>Thing", &mut [&mut self.0]);
    }
}

#[derive(Clone, Default)]
struct Thing {
    id: Option<String>,
    status: Option<String>,
    token: Option<String>,
}

impl ReadFields for Thing {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        let slots: &mut [&mut dyn ReadValue] =
            &mut [&mut self.id, &mut self.status, &mut self.token];
        reader.members("ThingId\nStatus\n*Token", slots);
    }
}

impl Debug for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_read("Thing", self, f)
    }
}

/// Goes through everything that sends calls of its own.
fn drive_layers(seen: &Seen, client: &Client, clock: &VirtualClock) {
    let list = || ListThings(Some(PASSWORD.to_owned()));
    let mut items = client.items(list());
    while let Some(item) = clock.run(items.next()) {
        seen.ended(item);
    }
    seen.debug(&items);
    seen.ended(clock.run(client.all(list())));
    let progress = seen.clone();
    let wait = Wait::<ListThings>::when(["t-1", "t-2"], |thing| thing.status.is_some())
        .timeout(Duration::from_secs(20))
        .on_progress(move |now| progress.debug(now));
    seen.debug(&wait);
    seen.ended(clock.run(client.wait_until(wait)));
    let describer = Describer::<ListThings, _>::new(client.clone());
    seen.debug(&describer);
    seen.ended(clock.run(describer.get("t-1")));
    let stock = OutOfStock::new();
    let placed = try_elsewhere(client, ["zone-a", "zone-b"], &stock, |_| mapped());
    seen.ended(clock.run(placed));
    seen.debug(&stock);
}

/// A store of tokens in a folder, and everything that it writes there.
#[cfg(feature = "token-files")]
fn drive_token_files(seen: &Seen, client: &Client, clock: &VirtualClock) {
    use aliyun_rpc::idempotency::FileTokenStore;
    let folder = tempfile::tempdir().unwrap();
    let store = FileTokenStore::open(folder.path()).unwrap();
    let once = Idempotent::new(client.clone(), store.clone());
    let ended = clock.run(once.send(mapped()));
    seen.ended(ended);
    seen.debug(&store);
    for file in std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        seen.add(format_args!("{} {}", file.display(), std::fs::read_to_string(&file).unwrap()));
    }
}

/// Waits in real time, so it makes one attempt and needs no gate.
#[cfg(feature = "blocking")]
fn drive_blocking(seen: &Seen, script: &ScriptedTransport) {
    let credentials = StaticCredentials::with_token(ID, KEY, TOKEN);
    let builder = script.builder().region("cn-test").credentials(credentials);
    let builder = builder.retry(aliyun_rpc::RetryPolicy::never()).observe(seen.clone());
    let client = aliyun_rpc::blocking::Client::new(builder).unwrap();
    seen.debug(&client);
    seen.ended(client.send(mapped()));
    seen.ended(client.send_detailed(mapped()));
    seen.ended(client.call(&PRODUCT, &named()));
    client.items(ListThings(Some(PASSWORD.to_owned()))).for_each(|item| seen.ended(item));
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
    let call = client.prepare(mapped()).unwrap();
    let ended = clock.run(client.send(&call));
    if let Err(error) = &ended {
        seen.debug(&error.service());
        seen.debug(&(error.code(), error.message(), error.request_id(), error.recommend()));
    }
    seen.ended(ended);
    seen.ended(clock.run(client.send_detailed(mapped())));
    seen.ended(clock.run(client.call(&PRODUCT, &named())));
    seen.ended(clock.run(client.dry_run(mapped())));
    seen.ended(clock.run(once.send(mapped())));
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
    logging(&seen, || {
        for (what, reply) in answers(&[ID, KEY, TOKEN, PASSWORD, NESTED]) {
            let clock = VirtualClock::new();
            let script = ScriptedTransport::always(reply.clone());
            for strict in [false, true] {
                let builder = builder(&seen, &clock, &script).strict_decoding(strict);
                drive(&seen, &script, &builder.build().unwrap(), &clock);
            }
            let text = seen.check(what);
            assert!(text.contains("span call") && text.contains("attempt="), "{what}: {text}");
        }
    });
}

#[test]
fn no_secret_is_shown_by_what_sends_calls_of_its_own() {
    let seen = Seen::default();
    logging(&seen, || {
        for (what, reply) in answers(&[ID, KEY, TOKEN]) {
            let clock = VirtualClock::new();
            let script = ScriptedTransport::always(reply);
            for strict in [false, true] {
                let builder = builder(&seen, &clock, &script).strict_decoding(strict);
                let client = builder.build().unwrap();
                drive_layers(&seen, &client, &clock);
                #[cfg(feature = "token-files")]
                drive_token_files(&seen, &client, &clock);
            }
            #[cfg(feature = "blocking")]
            drive_blocking(&seen, &script);
            let text = seen.check(what);
            assert!(what != "list" || text.contains(r#"Token: [redacted]"#), "{text}");
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
    seen.check("the parts");
}

#[test]
fn spans_and_events_tell_operation_region_request_id_attempt_class_and_latency() {
    let seen = Seen::default();
    let clock = VirtualClock::new();
    let script = ScriptedTransport::new()
        .reply("CreateThing", Reply::error(503, "InternalError"))
        .reply("CreateThing", Reply::ok(r#"{"RequestId":"r-1"}"#));
    let client = builder(&seen, &clock, &script).build().unwrap();
    logging(&seen, || {
        clock.run(client.send(CreateThing::default())).unwrap();
    });
    let text = seen.check("a call");
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
