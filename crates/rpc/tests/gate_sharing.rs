//! What gates that share a store learn from each other, and what a store is told twice or too late.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{Gate, MemoryStore, MinuteGate, Observed, Outcome, RateLimit, Scope};
use futures_util::future::join;
use support::store::{DELAY, Mood, Shared, poll, scope};

const SECOND: Duration = Duration::from_secs(1);

fn passed() -> Observed {
    Observed::new(Outcome::Passed)
}

/// Reports to a store that does what it is told and never answers, until the caller gives up.
fn report_in_vain(store: &Shared, permit: aliyun_rpc::gate::Permit, observed: Observed) {
    store.become_(Mood::Mute);
    let mut report = permit.report(observed);
    assert!(!poll(&mut report));
    drop(report);
    store.become_(Mood::Answers);
}

#[test]
fn a_report_that_the_store_had_carried_out_counts_once() {
    let store = Shared::new();
    let gate = store.gate(Some(2));
    let permits = [store.enter(&gate), store.enter(&gate)];
    for permit in permits {
        report_in_vain(&store, permit, passed());
    }
    // Told about both once more. Four calls that passed would be more than the limit.
    let begin = store.clock.now();
    let _permit = store.enter(&gate);
    assert_eq!(gate.statistics()[0].limit, Some(2));
    assert!(store.clock.now() - begin > 10 * SECOND, "it does not enter in this window");
}

#[test]
fn reports_of_many_calls_that_are_told_twice_in_any_order_count_once() {
    let store = Shared::new();
    let (gate, other) = (store.gate(Some(20)), store.gate(Some(20)));
    let mut permits: Vec<_> = (0..10).map(|_| store.enter(&gate)).collect();
    let others: Vec<_> = (0..10).map(|_| store.enter(&other)).collect();
    for number in [7, 0, 4] {
        report_in_vain(&store, permits.remove(number), passed());
    }
    for permit in others.into_iter().rev().chain(permits.into_iter().rev()) {
        store.clock.run(permit.report(passed()));
    }
    let begin = store.clock.now();
    let _permit = store.enter(&other);
    assert_eq!(other.statistics()[0].limit, Some(20));
    assert!(store.clock.now() - begin > 10 * SECOND);
}

#[test]
fn what_a_store_remembers_of_reports_does_not_grow() {
    let store = Shared::new();
    let gate = store.gate(Some(1000));
    for _ in 0..500 {
        let permit = store.enter(&gate);
        store.clock.run(permit.report(passed()));
    }
    let text = store.lanes.lock().unwrap()[&scope()].to_text();
    assert!(text.len() < 120, "{text}");
}

#[test]
fn a_wait_that_a_report_told_late_asks_for_began_when_the_reply_came() {
    let store = Shared::new();
    let (gate, other) = (store.gate(None), store.gate(None));
    let permit = store.enter(&gate);
    store.become_(Mood::Silent);
    let mut observed = Observed::new(Outcome::Throttled);
    observed.retry_after = Some(50 * SECOND);
    let mut report = permit.report(observed);
    assert!(!poll(&mut report));
    drop(report);
    store.become_(Mood::Answers);
    store.clock.advance(20 * SECOND);
    let soon = Some(store.clock.now() + SECOND);
    // Asks nobody, and tells nobody.
    assert!(store.clock.run(gate.enter(&scope(), soon)).is_err());
    let left = store.clock.run(other.enter(&scope(), soon)).unwrap_err().opens_in;
    assert!(left.is_none_or(|left| left <= 30 * SECOND), "{left:?}");
}

#[test]
fn what_became_of_dropped_calls_is_forgotten_when_it_holds_nobody_up_any_more() {
    let store = Shared::new();
    let gate = store.gate(None);
    let permits: Vec<_> = (0..16).map(|_| store.enter(&gate)).collect();
    drop(permits);
    store.clock.advance(31 * SECOND);
    let before = store.told();
    let _permit = store.enter(&gate);
    assert_eq!(store.told() - before, 1);
}

#[test]
fn a_caller_that_is_not_polled_when_the_store_has_answered_does_not_blame_the_store() {
    let store = Shared::new();
    let gate = store.gate(None);
    store.become_(Mood::IsFar);
    let scope = scope();
    let mut entering = gate.enter(&scope, None);
    assert!(!poll(&mut entering));
    // The answer comes. The task does something else for a while.
    store.clock.advance(DELAY);
    store.clock.advance(10 * SECOND);
    drop(entering);
    assert_eq!(gate.store_failures(), 0);
    // The store is asked, and was told about the one that left.
    let before = store.told();
    let _permit = store.enter(&gate);
    assert_eq!(store.told() - before, 2);
}

#[test]
fn a_limit_of_the_account_that_one_gate_learns_shuts_all_operations_of_every_gate() {
    let store = Shared::new();
    let (gate, other) = (store.gate(None), store.gate(None));
    let clock = VirtualClock::new();
    let memory = MemoryStore::new(Arc::new(clock.clone()));
    let over_memory = || MinuteGate::builder().clock(clock.clone()).store(memory.clone()).build();
    for (clock, gate, other) in
        [(&store.clock, gate, other), (&clock, over_memory(), over_memory())]
    {
        let mut observed = passed();
        observed.user = Some(RateLimit::new(100, 0, 7 * SECOND));
        let permits = [(); 2].map(|()| clock.run(gate.enter(&scope(), None)).unwrap());
        let [permit, other_permit] = permits;
        clock.run(permit.report(observed));
        // A reply from the end of the window before takes nothing from that.
        observed.user = Some(RateLimit::new(100, 0, 2 * SECOND));
        clock.run(other_permit.report(observed));
        let begin = clock.now();
        let elsewhere = Scope::new("things", "cn-other", "DeleteThing");
        drop(clock.run(other.enter(&elsewhere, None)).unwrap());
        assert_eq!(clock.now(), begin);
        let another = Scope::new("things", "cn-test", "DeleteThing");
        let _permit = clock.run(other.enter(&another, None)).unwrap();
        assert_eq!(clock.now() - begin, 7 * SECOND);
    }
}

#[test]
fn a_gate_knows_the_limit_of_the_account_that_it_heard_of_although_its_store_is_gone() {
    let store = Shared::new();
    let (gate, other) = (store.gate(None), store.gate(None));
    let mut observed = passed();
    observed.user = Some(RateLimit::new(100, 0, 7 * SECOND));
    let permit = store.enter(&gate);
    store.clock.run(permit.report(observed));
    let begin = store.clock.now();
    // Hears of it, and goes on with that when the store is gone.
    let another = Scope::new("things", "cn-test", "DeleteThing");
    let soon = Some(begin + SECOND);
    assert!(store.clock.run(other.enter(&another, soon)).is_err());
    store.become_(Mood::Hangs);
    for gate in [&gate, &other] {
        let third = Scope::new("things", "cn-test", "DescribeThing");
        drop(store.clock.run(gate.enter(&third, None)).unwrap());
        assert!(store.clock.now() - begin >= 7 * SECOND);
    }
}

#[test]
fn a_caller_that_waits_for_a_time_hears_of_a_limit_that_another_gate_learns() {
    let store = Shared::new();
    let (gate, other) = (store.gate(Some(2)), store.gate(Some(2)));
    let permits = [store.enter(&gate), store.enter(&other)];
    let begin = store.clock.now();
    let [_first, second] = permits;
    let clock = store.clock.clone();
    let learn = async {
        clock.sleep(SECOND).await;
        let mut observed = passed();
        observed.operation = Some(RateLimit::new(100, 98, 58 * SECOND));
        second.report(observed).await;
    };
    let scope = scope();
    let (entered, ()) = store.clock.run(join(gate.enter(&scope, None), learn));
    assert!(entered.is_ok());
    assert!(store.clock.now() - begin <= 7 * SECOND, "{:?}", store.clock.now() - begin);
}
