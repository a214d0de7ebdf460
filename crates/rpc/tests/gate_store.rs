//! What the throttling gate tells a shared store, which may be slow, hang or fail.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::RetryPolicy;
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{Gate, MemoryStore, MinuteGate, Observed, Outcome, RateLimit};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use support::store::{Mood, Shared, TIMEOUT, poll, scope};
use support::thing::TouchThing;

#[test]
fn dropped_calls_cost_the_next_caller_one_timeout_of_a_store_that_hangs() {
    let store = Shared::new();
    let gate = store.gate(None);
    let permits: Vec<_> = (0..16).map(|_| store.enter(&gate)).collect();
    drop(permits);
    store.become_(Mood::Hangs);
    let begin = store.clock.now();
    let permit = store.enter(&gate);
    assert_eq!(store.clock.now() - begin, TIMEOUT);
    assert_eq!(gate.store_failures(), 1);
    // The store is left alone, so this costs nothing.
    store.clock.run(permit.report(Observed::new(Outcome::Passed)));
    assert_eq!(store.clock.now() - begin, TIMEOUT);

    // When it answers again, it gets to know of the others.
    store.become_(Mood::Answers);
    store.clock.advance(Duration::from_secs(5));
    let before = store.told();
    let _permit = store.enter(&gate);
    assert_eq!(store.told() - before, 16 + 1);
}

#[test]
fn callers_with_less_patience_than_a_store_that_hangs_find_it_out() {
    let store = Shared::new();
    let gate = store.gate(None);
    store.become_(Mood::Hangs);
    let scope = scope();
    for (milliseconds, failures) in [(200, 0), (400, 1)] {
        let mut entering = gate.enter(&scope, None);
        assert!(!poll(&mut entering));
        store.clock.advance(Duration::from_millis(milliseconds));
        drop(entering);
        assert_eq!(gate.store_failures(), failures, "{milliseconds} ms");
    }
    let begin = store.clock.now();
    let _permit = store.enter(&gate);
    assert_eq!(store.clock.now(), begin, "the store is left alone");
}

#[test]
fn a_store_is_not_told_of_a_dropped_call_that_held_nobody_up() {
    let store = Shared::new();
    let gate = store.gate(Some(100));
    (0..30).for_each(|_| drop(store.enter(&gate)));
    assert_eq!(store.told(), 30);
}

#[test]
fn a_dropped_call_that_the_store_was_being_told_about_is_told_again() {
    let store = Shared::new();
    let gate = store.gate(None);
    let permits: Vec<_> = (0..16).map(|_| store.enter(&gate)).collect();
    drop(permits);
    store.become_(Mood::Silent);
    let scope = scope();
    let mut entering = gate.enter(&scope, None);
    assert!(!poll(&mut entering));
    drop(entering);
    store.become_(Mood::Answers);
    let before = store.told();
    let begin = store.clock.now();
    let _permit = store.enter(&gate);
    // Of those, of the caller that left, and of this one.
    assert_eq!(store.told() - before, 16 + 1 + 1);
    assert_eq!(store.clock.now(), begin);
}

#[test]
fn a_caller_that_leaves_before_the_store_answers_holds_nobody_up() {
    let store = Shared::new();
    let gate = store.gate(None);
    let throttled = store.enter(&gate);
    store.clock.run(throttled.report(Observed::new(Outcome::Throttled)));
    store.clock.advance(Duration::from_secs(60));
    // The store takes it for the one that tries alone.
    store.become_(Mood::Mute);
    let scope = scope();
    let mut probe = gate.enter(&scope, None);
    assert!(!poll(&mut probe));
    drop(probe);
    store.become_(Mood::Answers);
    let begin = store.clock.now();
    let _permit = store.enter(&gate);
    assert_eq!(store.clock.now(), begin);
}

#[test]
fn a_store_in_this_process_is_told_of_dropped_calls() {
    let clock = VirtualClock::new();
    let store = MemoryStore::new(Arc::new(clock.clone()));
    let gate = MinuteGate::builder().clock(clock.clone()).store(store).build();
    let enter = || clock.run(gate.enter(&scope(), None)).unwrap();
    let permits: Vec<_> = (0..16).map(|_| enter()).collect();
    drop(permits);
    let begin = clock.now();
    let _permit = enter();
    assert_eq!(clock.now(), begin);
}

#[test]
fn what_the_store_said_last_holds_while_it_fails() {
    for ahead in [0, 7, 3_600] {
        let store = Shared { ahead: Duration::from_secs(ahead), ..Shared::new() };
        let (gate, other) = (store.gate(None), store.gate(None));
        let (told, heard) = (store.enter(&gate), store.enter(&other));
        let mut observed = Observed::new(Outcome::Throttled);
        observed.retry_after = Some(Duration::from_secs(50));
        store.clock.run(told.report(observed));
        // The other process learns of it with its own change of the lane.
        store.clock.run(heard.report(Observed::new(Outcome::Passed)));
        store.become_(Mood::Hangs);
        let begin = store.clock.now();
        for gate in [&gate, &other] {
            let soon = Some(store.clock.now() + Duration::from_secs(5));
            let closed = store.clock.run(gate.enter(&scope(), soon)).unwrap_err();
            assert!(
                closed.opens_in.is_some_and(|wait| wait > Duration::from_secs(40)),
                "{closed:?}"
            );
        }
        let _permit = store.enter(&gate);
        let waited = store.clock.now() - begin;
        // The first caller after a pause of the store asks it once more.
        assert!(waited >= Duration::from_secs(50), "{ahead}: {waited:?}");
        assert!(waited <= Duration::from_secs(50) + 2 * TIMEOUT, "{ahead}: {waited:?}");
    }
}

#[test]
fn a_report_that_is_cut_off_reaches_this_process_at_once_and_the_others_later() {
    let observed = || {
        let mut observed = Observed::new(Outcome::Throttled);
        observed.retry_after = Some(Duration::from_secs(50));
        observed
    };
    let asked_for = |opens_in: Option<Duration>| {
        let opens_in = opens_in.unwrap();
        assert!(opens_in > Duration::from_secs(40), "{opens_in:?}");
    };
    for store_comes_back in [false, true] {
        let store = Shared::new();
        let (gate, other) = (store.gate(None), store.gate(None));
        let permit = store.enter(&gate);
        store.become_(Mood::Silent);
        let mut report = permit.report(observed());
        assert!(!poll(&mut report));
        drop(report);
        assert_eq!(gate.statistics()[0].throttled, 1, "counted once");

        let mood = if store_comes_back { Mood::Answers } else { Mood::Hangs };
        store.become_(mood);
        let soon = || Some(store.clock.now() + Duration::from_secs(5));
        asked_for(store.clock.run(gate.enter(&scope(), soon())).unwrap_err().opens_in);
        if store_comes_back {
            asked_for(store.clock.run(other.enter(&scope(), soon())).unwrap_err().opens_in);
        }
    }
}

#[test]
fn a_limit_in_a_report_that_is_cut_off_is_learned() {
    let store = Shared::new();
    let (gate, other) = (store.gate(None), store.gate(None));
    let permit = store.enter(&gate);
    store.become_(Mood::Silent);
    let mut observed = Observed::new(Outcome::Passed);
    observed.operation = Some(RateLimit::new(7, 6, Duration::from_secs(30)));
    let mut report = permit.report(observed);
    assert!(!poll(&mut report));
    drop(report);
    store.become_(Mood::Answers);
    drop(store.enter(&gate));
    drop(store.enter(&other));
    assert_eq!(other.statistics()[0].limit, Some(7));
}

#[test]
fn a_client_that_waits_for_less_than_the_service_asks_for_does_not_open_the_gate_for_others() {
    for longest in [0, 5] {
        let store = Shared::new();
        let (gate, other) = (store.gate(None), store.gate(None));
        let asking = Reply::error(503, "Throttling").header("x-acs-retry-after", "120000");
        let client = |policy, gate: &MinuteGate| {
            ScriptedTransport::new()
                .reply("TouchThing", asking.clone())
                .reply("TouchThing", Reply::ok(r#"{"RequestId":"R"}"#))
                .builder()
                .region("cn-test")
                .clock(store.clock.clone())
                .gate(gate.clone())
                .retry(policy)
                .build()
                .unwrap()
        };
        let patience = Duration::from_secs(longest);
        let hasty = client(RetryPolicy::default().max_retry_after(patience), &gate);
        let begin = store.clock.now();
        let error = store.clock.run(hasty.send(TouchThing)).unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
        assert!(store.clock.now() - begin <= patience, "it does not wait for longer than it would");
        // The others wait for as long as the service said.
        let usual = client(RetryPolicy::default(), &other);
        assert!(store.clock.run(usual.send(TouchThing)).is_ok());
        // Its own first attempt, which was throttled, and what it was asked for then.
        assert_eq!(store.clock.now() - begin, Duration::from_secs(240));
    }
}
