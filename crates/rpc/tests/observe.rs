//! What a call reports while it runs: to a hook for metrics, and as spans and events.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use aliyun_rpc::client::observe::{AttemptInfo, CallEnd, CallInfo};
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{Applied, LaneStore, MemoryStore, MinuteGate, StoreError, Update};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::{BoxFuture, HttpRequest, HttpResponse, Observe, Transport, TransportError};
use support::over;
use support::thing::{CreateThing, TouchThing};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Whether anybody listens to a span is decided for all threads, so a call in another thread could
/// keep a subscriber from being asked.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Lines, in the order in which things happened.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observe for Lines {
    fn attempt(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let AttemptInfo { number, latency, queued, status, request_id, class, retry_in, .. } =
            attempt;
        self.add(format!(
            "{} attempt {number}: {latency:?} after {queued:?}, {status:?} {request_id:?} {class:?} {retry_in:?}",
            call.operation
        ));
    }

    fn call(&self, call: &CallInfo<'_>, end: &CallEnd<'_>) {
        let CallEnd { attempts, latency, class, dropped, problems, .. } = end;
        let problems =
            if *problems == 0 { String::new() } else { format!(", {problems} problems") };
        self.add(format!(
            "{} call: {attempts} attempts, {latency:?}, {class:?}, dropped {dropped}{problems}",
            call.operation
        ));
    }
}

/// Answers after a fifth of a second, with status 202.
struct Accepts(VirtualClock);

impl Transport for Accepts {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async {
            self.0.sleep(Duration::from_millis(200)).await;
            let body = br#"{"RequestId":"R-1"}"#.to_vec();
            Ok(HttpResponse { status: 202, headers: Vec::new(), body })
        })
    }
}

#[test]
fn an_attempt_has_its_own_status_and_request_id_and_the_wait_for_the_gate_is_apart() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines) = (VirtualClock::new(), Lines::default());
    let gate = MinuteGate::builder().clock(clock.clone()).limit("TouchThing", 1).build();
    let client = over(Accepts(clock.clone()), &clock).gate(gate).observe(lines.clone());
    let client = client.build().unwrap();
    for _ in 0..2 {
        clock.run(client.send(TouchThing)).unwrap();
    }
    assert_eq!(
        lines.take(),
        [
            "TouchThing attempt 1: 200ms after 0ns, Some(202) Some(\"R-1\") None None",
            "TouchThing call: 1 attempts, 200ms, None, dropped false",
            "TouchThing attempt 1: 200ms after 59.8s, Some(202) Some(\"R-1\") None None",
            "TouchThing call: 1 attempts, 60s, None, dropped false",
        ]
    );
}

/// A store that takes nearly a second for each change.
struct SlowStore(MemoryStore, VirtualClock);

impl LaneStore for SlowStore {
    fn update<'a>(&'a self, update: &'a Update<'a>) -> BoxFuture<'a, Result<Applied, StoreError>> {
        Box::pin(async {
            self.1.sleep(Duration::from_millis(900)).await;
            self.0.update(update).await
        })
    }

    fn poll_every(&self) -> Option<Duration> {
        None
    }
}

#[test]
fn the_report_to_the_gate_is_part_of_the_call_and_not_of_the_attempt() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines) = (VirtualClock::new(), Lines::default());
    let store = SlowStore(MemoryStore::new(Arc::new(clock.clone())), clock.clone());
    let gate = MinuteGate::builder().clock(clock.clone()).store(store).build();
    let client = over(Accepts(clock.clone()), &clock).gate(gate).observe(lines.clone());
    clock.run(client.build().unwrap().send(TouchThing)).unwrap();
    assert_eq!(
        lines.take(),
        [
            "TouchThing attempt 1: 200ms after 900ms, Some(202) Some(\"R-1\") None None",
            "TouchThing call: 1 attempts, 2s, None, dropped false",
        ]
    );
}

#[test]
fn a_call_that_the_client_refuses_is_reported_as_well_without_an_attempt() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines, log) = (VirtualClock::new(), Lines::default(), Lines::default());
    let client = over(Accepts(clock.clone()), &clock).observe(lines.clone()).build().unwrap();
    let wrong = CreateThing { ratio: Some(f64::NAN), ..CreateThing::default() };
    tracing::subscriber::with_default(Log::to(&log), || {
        assert!(clock.run(client.send(wrong)).is_err());
        assert!(clock.run(client.in_region("no region").send(TouchThing)).is_err());
    });
    let refused = "call: 0 attempts, 0ns, Some(InvalidArgument), dropped false";
    assert_eq!(lines.take(), [format!("CreateThing {refused}"), format!("TouchThing {refused}")]);
    let event =
        "event call/ message=call attempts=0 latency_ms=0 class=invalid-argument dropped=false";
    assert_eq!(log.take(), ["span call", event, "span call", event]);
}

#[test]
fn values_that_count_as_missing_are_reported_without_secrets() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines, log) = (VirtualClock::new(), Lines::default(), Lines::default());
    let body = r#"{"RequestId":"R","Labels":{"theSecret":[]},"Count":"many"}"#;
    let script = ScriptedTransport::always(Reply::ok(body));
    let client = over(script, &clock).observe(lines.clone()).build().unwrap();
    tracing::subscriber::with_default(Log::to(&log), || {
        clock.run(client.send(CreateThing::default())).unwrap();
    });
    let call = "CreateThing call: 1 attempts, 0ns, None, dropped false, 2 problems";
    assert_eq!(lines.take()[1], call);
    let log = log.take();
    let event = "event call/attempt/ message=values of a wrong type count as missing count=2 \
                 first=$.Labels.[redacted]: expected a whole number, found a list";
    assert!(log.iter().any(|line| line == event), "{log:?}");
    assert!(!log.concat().contains("theSecret"));
}

#[test]
fn an_attempt_that_never_began_does_not_count() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines) = (VirtualClock::new(), Lines::default());
    let gate = MinuteGate::builder().clock(clock.clone()).limit("TouchThing", 1).build();
    let client = over(Accepts(clock.clone()), &clock).gate(gate).observe(lines.clone());
    let client = client.build().unwrap().with_deadline(Duration::from_secs(10));
    clock.run(client.send(TouchThing)).unwrap();
    lines.take();
    let closed = clock.run(client.send(TouchThing)).unwrap_err();
    assert!(closed.not_sent().is_some());
    let ended = lines.take().pop().unwrap();
    assert!(ended.starts_with("TouchThing call: 0 attempts, "), "{ended}");
}

#[test]
fn a_call_that_is_dropped_is_reported_once() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines) = (VirtualClock::new(), Lines::default());
    let client = over(Accepts(clock.clone()), &clock).observe(lines.clone()).build().unwrap();
    let mut call = Box::pin(client.send(TouchThing));
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    clock.advance(Duration::from_millis(150));
    drop(call);
    assert_eq!(lines.take(), ["TouchThing call: 1 attempts, 150ms, None, dropped true"]);
}

/// Writes down spans with their parents, and events with the spans around them.
struct Log {
    lines: Lines,
    last: AtomicU64,
    names: Mutex<Vec<&'static str>>,
    inside: Mutex<Vec<u64>>,
}

impl Log {
    fn to(lines: &Lines) -> Self {
        Self {
            lines: lines.clone(),
            last: AtomicU64::new(0),
            names: Mutex::default(),
            inside: Mutex::default(),
        }
    }

    fn around(&self) -> String {
        let names = self.names.lock().unwrap();
        let inside = self.inside.lock().unwrap();
        inside.iter().map(|id| format!("{}/", names[*id as usize - 1])).collect()
    }
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "aliyun_rpc"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.lines.add(format!("span {}{}", self.around(), span.metadata().name()));
        self.names.lock().unwrap().push(span.metadata().name());
        Id::from_u64(self.last.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.lines.add(format!("event {}{}", self.around(), fields.0));
    }

    fn enter(&self, id: &Id) {
        self.inside.lock().unwrap().push(id.into_u64());
    }

    fn exit(&self, id: &Id) {
        assert_eq!(self.inside.lock().unwrap().pop(), Some(id.into_u64()));
    }
}

#[test]
fn attempts_are_spans_in_that_of_their_call_and_the_end_is_an_event() {
    let _alone = ONE_AT_A_TIME.lock();
    let (clock, lines) = (VirtualClock::new(), Lines::default());
    let script = ScriptedTransport::new();
    script.add("TouchThing", Reply::error(503, "Throttling").header("x-acs-retry-after", "50"));
    script.add("TouchThing", Reply::ok(r#"{"RequestId":"R-2"}"#));
    let client = over(script, &clock).build().unwrap();
    tracing::subscriber::with_default(Log::to(&lines), || {
        clock.run(client.send(TouchThing)).unwrap()
    });
    let seen = lines.take();
    assert_eq!(
        [&*seen[0], &*seen[1], &*seen[3]],
        ["span call", "span call/attempt", "span call/attempt"]
    );
    let [first, second, end] = [&seen[2], &seen[4], &seen[5]];
    assert!(
        first.starts_with("event call/attempt/ message=attempt attempt=1 latency_ms=0"),
        "{first}"
    );
    assert!(first.contains(" class=throttled code=Throttling retry_in_ms=50"), "{first}");
    assert!(second.contains(" status=200 request_id=R-2"), "{second}");
    assert_eq!(end, "event call/ message=call attempts=2 latency_ms=50 dropped=false");
    assert_eq!(seen.len(), 6, "{seen:?}");
}
