//! Whole calls of a client behind the gate: nothing but the service and the time is made up.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{Gate, GateClosed, MinuteGate, Observed, Outcome, Permit, Report, Scope};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    BoxFuture, Credentials, CredentialsError, HttpRequest, HttpResponse, ProvideCredentials,
    RetryPolicy, Transport, TransportError,
};
use futures_util::future::join_all;
use support::over;
use support::thing::TouchThing;

/// Takes so many calls a minute, and answers after a fifth of a second.
#[derive(Clone)]
struct Service {
    clock: VirtualClock,
    limit: u32,
    /// The minute, what it took in it, and all attempts.
    seen: Arc<Mutex<(u64, u32, u32)>>,
}

impl Transport for Service {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            self.clock.sleep(Duration::from_millis(100)).await;
            let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            let minute = since.as_secs() / 60;
            let passed = {
                let mut seen = self.seen.lock().unwrap();
                if minute > seen.0 {
                    (seen.0, seen.1) = (minute, 0);
                }
                seen.2 += 1;
                let passed = seen.1 < self.limit;
                seen.1 += u32::from(passed);
                passed
            };
            self.clock.sleep(Duration::from_millis(100)).await;
            let (status, body) = if passed {
                (200, r#"{"RequestId":"R"}"#)
            } else {
                (400, r#"{"Code":"Throttling.User","Message":"m","RequestId":"R"}"#)
            };
            Ok(HttpResponse { status, headers: Vec::new(), body: body.into() })
        })
    }
}

#[test]
fn two_hundred_calls_of_a_client_pass_with_few_attempts_more_than_they_are() {
    for limit in [5, 10, 30, 100] {
        let clock = VirtualClock::new();
        let service = Service { clock: clock.clone(), limit, seen: Arc::default() };
        let gate = MinuteGate::builder().clock(clock.clone()).build();
        let client = over(service.clone(), &clock).gate(gate.clone()).build().unwrap();
        let calls = (0..200).map(|_| {
            let client = client.clone();
            async move { client.send(TouchThing).await }
        });
        let replies = clock.run(join_all(calls));
        let (_, _, attempts) = *service.seen.lock().unwrap();
        println!("200 calls of a client, {limit} a minute: {attempts} attempts");
        for reply in replies {
            reply.unwrap();
        }
        assert!(attempts <= 240, "{attempts}");
        let statistics = gate.statistics();
        assert_eq!(statistics.len(), 1);
        assert_eq!((statistics[0].passed, statistics[0].waiting), (200, 0));
        assert_eq!(u64::from(attempts), statistics[0].entered);
        assert_eq!(statistics[0].scope.region, "cn-test");
    }
}

/// A gate that lets everybody in, and whose reports take for ever.
struct DeafGate(Arc<Mutex<Vec<Observed>>>);

struct Deaf(Arc<Mutex<Vec<Observed>>>);

impl Gate for DeafGate {
    fn enter<'a>(
        &'a self,
        _: &'a Scope,
        _: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>> {
        Box::pin(std::future::ready(Ok(Permit::new(Deaf(self.0.clone())))))
    }

    fn enter_again<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>> {
        self.enter(scope, deadline)
    }
}

impl Report for Deaf {
    fn report(self: Box<Self>, observed: Observed) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().push(observed);
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_gate_that_is_slow_to_learn_does_not_hold_up_a_call_beyond_its_deadline() {
    for (deadline, longest) in [(None, 1_200), (Some(500), 500)] {
        let clock = VirtualClock::new();
        let service = Service { clock: clock.clone(), limit: 30, seen: Arc::default() };
        let seen = Arc::<Mutex<Vec<Observed>>>::default();
        let client = over(service, &clock).gate(DeafGate(seen.clone())).build().unwrap();
        let client = match deadline {
            Some(deadline) => client.with_deadline(Duration::from_millis(deadline)),
            None => client,
        };
        let begin = clock.now();
        assert!(clock.run(client.send(TouchThing)).is_ok());
        let took = (clock.now() - begin).as_millis();
        assert!(took <= longest, "{took}");
        assert_eq!(seen.lock().unwrap().len(), 1);
    }
}

#[test]
fn a_gate_hears_what_was_said_for_sure_what_asks_for_a_pause_and_nothing_else_of_a_proxy() {
    let wait = ("x-acs-retry-after", "1500");
    let refused = |status, code| Reply::error(status, code);
    for (event, reply, outcome) in [
        ("success", Reply::ok(r#"{"RequestId":"R"}"#), Outcome::Passed),
        ("a refusal", refused(403, "ThingLocked"), Outcome::Passed),
        ("throttled", refused(400, "Throttling.User"), Outcome::Throttled),
        ("rejected", refused(403, "Rejected.Throttling"), Outcome::AskedToWait),
        ("429", Reply::new(429, ""), Outcome::AskedToWait),
        ("429 and wait", Reply::new(429, "").header(wait.0, wait.1), Outcome::AskedToWait),
        ("wait", refused(403, "Unlisted").header(wait.0, wait.1), Outcome::AskedToWait),
        ("listed", refused(500, "InternalError").header(wait.0, wait.1), Outcome::Passed),
        ("502", Reply::new(502, "<html>"), Outcome::Unknown),
        ("403", Reply::new(403, "<html>"), Outcome::Unknown),
        ("200 html", Reply::ok("<html>"), Outcome::Unknown),
        ("lost", Reply::failure(TransportErrorKind::Timeout), Outcome::Unknown),
        ("no connection", Reply::failure(TransportErrorKind::Connect), Outcome::Unsent),
    ] {
        let (clock, seen) = (VirtualClock::new(), Arc::<Mutex<Vec<Observed>>>::default());
        let client = over(ScriptedTransport::always(reply), &clock).gate(DeafGate(seen.clone()));
        let client = client.retry(RetryPolicy::never()).build().unwrap();
        _ = clock.run(client.send(TouchThing));
        let outcomes: Vec<_> = seen.lock().unwrap().iter().map(|seen| seen.outcome).collect();
        assert_eq!(outcomes, [outcome], "{event}");
    }
}

#[test]
fn a_call_that_was_not_sent_does_not_count_for_the_limit() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).limit("TouchThing", 2).build();
    let script = ScriptedTransport::new();
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Setup] {
        script.add("TouchThing", Reply::failure(kind));
    }
    script.add("TouchThing", Reply::ok(r#"{"RequestId":"R"}"#));
    let client = over(script, &clock).gate(gate).retry(RetryPolicy::never()).build().unwrap();
    let begin = clock.now();
    for passes in [false, false, true, true] {
        assert_eq!(clock.run(client.send(TouchThing)).is_ok(), passes);
    }
    assert!(clock.now() - begin < Duration::from_secs(1));
    clock.run(client.send(TouchThing)).unwrap();
    assert!(clock.now() - begin > Duration::from_secs(1), "two have passed in this minute");
}

/// Credentials that expire in two and a half minutes by the clock of this machine.
struct ShortLived(VirtualClock, Mutex<u32>);

impl ProvideCredentials for ShortLived {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        *self.1.lock().unwrap() += 1;
        let end = self.0.system_time() + Duration::from_secs(150);
        let credentials = Credentials::with_token("theKeyId", "theSecret", "theToken");
        Box::pin(std::future::ready(Ok(credentials.expiring(end))))
    }
}

#[test]
fn credentials_age_at_the_gate_by_the_clock_of_this_machine_however_that_of_the_service_differs() {
    let hour = Duration::from_secs(3600);
    for date in [VirtualClock::new().system_time() + hour, VirtualClock::new().system_time() - hour]
    {
        let clock = VirtualClock::new();
        let gate = MinuteGate::builder().clock(clock.clone()).limit("TouchThing", 2).build();
        let keys = Arc::new(ShortLived(clock.clone(), Mutex::new(0)));
        let script = ScriptedTransport::new();
        let stale = Reply::error(400, "InvalidTimeStamp.Expired");
        script.add("TouchThing", stale.header("Date", httpdate::fmt_http_date(date)));
        script.add("TouchThing", Reply::ok(r#"{"RequestId":"R"}"#));
        let client = over(script, &clock).gate(gate).credentials(keys.clone()).build().unwrap();
        clock.run(client.send(TouchThing)).unwrap();
        let asked = *keys.1.lock().unwrap();
        // Waits until the next minute, when its credentials have at least a minute and a half left.
        clock.run(client.send(TouchThing)).unwrap();
        assert_eq!(*keys.1.lock().unwrap(), asked + 1);
    }
}

#[test]
fn a_pause_that_an_unknown_code_asks_for_is_no_limit() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let script = ScriptedTransport::new();
    for _ in 0..2 {
        script.add("TouchThing", Reply::ok(r#"{"RequestId":"R"}"#));
    }
    script.add("TouchThing", Reply::error(403, "New").header("x-acs-retry-after", "1500"));
    script.add("TouchThing", Reply::ok(r#"{"RequestId":"R"}"#));
    let client = over(script, &clock).gate(gate).retry(RetryPolicy::never()).build().unwrap();
    let begin = clock.now();
    for passes in [true, true, false, true, true, true] {
        assert_eq!(clock.run(client.send(TouchThing)).is_ok(), passes);
    }
    assert_eq!((clock.now() - begin).as_millis(), 1500);
}

#[test]
fn the_longest_wait_of_the_policy_also_counts_behind_a_gate() {
    for (longest, waits) in [(0, None), (5, None), (60, Some(60)), (120, Some(60))] {
        let clock = VirtualClock::new();
        let script = ScriptedTransport::new();
        let throttled = Reply::error(503, "Throttling").header("x-acs-retry-after", "60000");
        script.add("TouchThing", throttled);
        script.add("TouchThing", Reply::ok(r#"{"RequestId":"R"}"#));
        let gate = MinuteGate::builder().clock(clock.clone()).build();
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(longest));
        let client = over(script, &clock).gate(gate).retry(policy).build().unwrap();
        let begin = clock.now();
        let ended = clock.run(client.send(TouchThing));
        match waits {
            Some(_) => assert!(ended.is_ok(), "{longest}"),
            None => assert_eq!(ended.unwrap_err().retry_after(), Some(Duration::from_secs(60))),
        }
        assert_eq!((clock.now() - begin).as_secs(), waits.unwrap_or_default(), "{longest}");
    }
}

/// Credentials that take a minute to come, and last two.
struct SlowKeys(VirtualClock);

impl ProvideCredentials for SlowKeys {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            self.0.sleep(Duration::from_secs(60)).await;
            let end = self.0.system_time() + Duration::from_secs(120);
            Ok(Credentials::with_token("theKeyId", "theSecret", "theToken").expiring(end))
        })
    }
}

#[test]
fn a_slow_source_of_credentials_holds_no_turn_of_the_gate() {
    let clock = VirtualClock::new();
    let service = Service { clock: clock.clone(), limit: 1, seen: Arc::default() };
    let gate = MinuteGate::builder().clock(clock.clone()).limit("TouchThing", 1).build();
    let slow = over(service.clone(), &clock).credentials(SlowKeys(clock.clone()));
    let slow = slow.gate(gate.clone()).build().unwrap();
    let quick = over(service, &clock).gate(gate).build().unwrap();
    let mut waiting = Box::pin(slow.send(TouchThing));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    let begin = clock.now();
    clock.run(quick.send(TouchThing)).unwrap();
    assert!(clock.now() - begin < Duration::from_secs(1));
    assert!(clock.run(waiting).is_ok());
}
