//! In which order callers enter the throttling gate, and what it survives.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use aliyun_rpc::BoxFuture;
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{
    Change, Entry, Gate, Lane, MinuteGate, Observed, Outcome, RateLimit, Scope,
};

fn scope() -> Scope {
    Scope::new("things", "cn-test", "CreateThing")
}

/// Polls once.
fn poll<T>(future: &mut BoxFuture<'_, T>) -> Poll<T> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

fn ready<T>(future: &mut BoxFuture<'_, T>) -> T {
    match poll(future) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn callers_enter_in_the_order_in_which_they_came_and_one_tries_first() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let scope = scope();
    let first = ready(&mut gate.enter(&scope, None)).unwrap();
    clock.run(first.report(Observed::new(Outcome::Throttled)));

    let mut calls: Vec<_> = (0..5).map(|_| gate.enter(&scope, None)).collect();
    assert!(calls.iter_mut().all(|call| poll(call).is_pending()));
    clock.advance(Duration::from_secs(60));
    // In any order of polling, only the first enters.
    for call in calls.iter_mut().skip(1) {
        assert!(poll(call).is_pending());
    }
    let probe = ready(&mut calls[0]).unwrap();
    for call in calls.iter_mut().skip(1) {
        assert!(poll(call).is_pending(), "one tries first");
    }
    clock.run(probe.report(Observed::new(Outcome::Passed)));
    let mut permits = Vec::new();
    for call in calls.iter_mut().skip(1) {
        permits.push(ready(call).unwrap());
    }
    assert_eq!(gate.statistics()[0].entered, 6);
}

#[test]
fn a_probe_that_is_dropped_lets_the_next_caller_try() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let scope = scope();
    let first = ready(&mut gate.enter(&scope, None)).unwrap();
    clock.run(first.report(Observed::new(Outcome::Throttled)));
    let (mut a, mut b) = (gate.enter(&scope, None), gate.enter(&scope, None));
    assert!(poll(&mut a).is_pending() && poll(&mut b).is_pending());
    clock.advance(Duration::from_secs(60));
    let probe = ready(&mut a).unwrap();
    assert!(poll(&mut b).is_pending());
    drop(probe);
    assert!(poll(&mut b).is_ready());
}

#[test]
fn a_caller_that_leaves_does_not_hold_up_those_behind_it() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).limit("CreateThing", 1).build();
    let scope = scope();
    let taken = ready(&mut gate.enter(&scope, None)).unwrap();
    clock.run(taken.report(Observed::new(Outcome::Passed)));
    let mut calls: Vec<_> = (0..4).map(|_| gate.enter(&scope, None)).collect();
    assert!(calls.iter_mut().all(|call| poll(call).is_pending()));
    // The first, which sleeps, and one in the middle.
    drop(calls.remove(2));
    drop(calls.remove(0));
    assert_eq!(gate.statistics()[0].waiting, 2);
    assert!(poll(&mut calls[1]).is_pending());
    assert!(poll(&mut calls[0]).is_pending());
    clock.advance(Duration::from_secs(60));
    assert!(poll(&mut calls[0]).is_ready());
    // One who was told that it is first, and leaves before it is polled.
    drop(calls.remove(0));
    clock.advance(Duration::from_secs(60));
    assert!(poll(&mut calls[0]).is_ready());
    drop(calls);
    assert_eq!(gate.statistics()[0].waiting, 0);
}

#[test]
fn a_caller_leaves_at_its_deadline_and_at_once_where_its_turn_cannot_come_before() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let scope = scope();
    let in_seconds = |seconds| Some(clock.now() + Duration::from_secs(seconds));
    let first = ready(&mut gate.enter(&scope, None)).unwrap();
    clock.run(first.report(Observed::new(Outcome::Throttled)));

    let closed = ready(&mut gate.enter(&scope, in_seconds(10))).unwrap_err();
    assert!(closed.opens_in.is_some_and(|wait| wait <= Duration::from_secs(60)), "{closed:?}");
    assert_eq!(closed.scope, scope);

    // A probe that does not come back holds the others up, each until its own deadline.
    let later = in_seconds(70);
    let mut probe = gate.enter(&scope, None);
    assert!(poll(&mut probe).is_pending());
    clock.advance(Duration::from_secs(60));
    let _probe = ready(&mut probe).unwrap();
    let mut waiting = gate.enter(&scope, later);
    assert!(poll(&mut waiting).is_pending());
    let begin = clock.now();
    clock.run(waiting).unwrap_err();
    assert_eq!(clock.now() - begin, Duration::from_secs(10));
    assert_eq!((gate.statistics()[0].closed, gate.statistics()[0].waiting), (2, 0));
}

#[test]
fn a_probe_that_never_comes_back_is_forgotten() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let scope = scope();
    let first = ready(&mut gate.enter(&scope, None)).unwrap();
    clock.run(first.report(Observed::new(Outcome::Throttled)));
    let _probe = clock.run(gate.enter(&scope, None)).unwrap();
    let begin = clock.now();
    let _permit = clock.run(gate.enter(&scope, None)).unwrap();
    assert_eq!(clock.now() - begin, Duration::from_secs(30));
}

#[test]
fn operations_and_regions_have_limits_of_their_own() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let throttled = ready(&mut gate.enter(&scope(), None)).unwrap();
    clock.run(throttled.report(Observed::new(Outcome::Throttled)));
    assert!(poll(&mut gate.enter(&scope(), None)).is_pending());
    for other in [
        Scope::new("things", "cn-test", "DeleteThing"),
        Scope::new("things", "cn-other", "CreateThing"),
        Scope::new("others", "cn-test", "CreateThing"),
    ] {
        assert!(poll(&mut gate.enter(&other, None)).is_ready(), "{other}");
    }
}

#[test]
fn a_limit_of_the_whole_account_shuts_all_operations_of_the_product_in_the_region() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let mut observed = Observed::new(Outcome::Passed);
    observed.user = Some(RateLimit::new(100, 0, Duration::from_secs(7)));
    let permit = ready(&mut gate.enter(&scope(), None)).unwrap();
    clock.run(permit.report(observed));
    let other = Scope::new("things", "cn-test", "DeleteThing");
    assert!(
        poll(&mut gate.enter(&Scope::new("things", "cn-other", "DeleteThing"), None)).is_ready()
    );
    let begin = clock.now();
    let _permit = clock.run(gate.enter(&other, None)).unwrap();
    assert_eq!(clock.now() - begin, Duration::from_secs(7));
}

#[test]
fn the_wait_that_a_reply_asks_for_is_kept() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let mut observed = Observed::new(Outcome::Throttled);
    observed.retry_after = Some(Duration::from_millis(1500));
    let permit = ready(&mut gate.enter(&scope(), None)).unwrap();
    clock.run(permit.report(observed));
    let begin = clock.now();
    let _permit = clock.run(gate.enter(&scope(), None)).unwrap();
    assert_eq!(clock.now() - begin, Duration::from_millis(1500));
}

/// A clock whose time of the day somebody sets back, by seconds.
#[derive(Clone)]
struct SetBack(VirtualClock, Arc<AtomicU64>);

impl Clock for SetBack {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_time() - Duration::from_secs(self.1.load(Ordering::Relaxed))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(time)
    }
}

#[test]
fn a_clock_that_is_set_back_shuts_the_gate_for_minutes_at_most() {
    for back in [30, 90, 200, 3_600, 90 * 86_400] {
        for asked in [None, Some(Duration::from_secs(120))] {
            let clock = SetBack(VirtualClock::new(), Arc::default());
            let gate = MinuteGate::builder().clock(clock.clone()).build();
            let mut observed = Observed::new(Outcome::Throttled);
            observed.retry_after = asked;
            let throttled = ready(&mut gate.enter(&scope(), None)).unwrap();
            clock.0.run(throttled.report(observed));
            // Two that do not come back: one before the clock is set, and one after.
            let _probe = clock.0.run(gate.enter(&scope(), None)).unwrap();
            clock.1.store(back, Ordering::Relaxed);
            let begin = clock.now();
            let probe = clock.0.run(gate.enter(&scope(), None)).unwrap();
            let waited = clock.now() - begin;
            assert!(waited <= Duration::from_secs(180), "{back} s back, {asked:?}: {waited:?}");
            // And it works as before.
            clock.0.run(probe.report(observed));
            let begin = clock.now();
            let _probe = clock.0.run(gate.enter(&scope(), None)).unwrap();
            let waited = clock.now() - begin;
            assert!(waited <= Duration::from_secs(120), "{back} s back, {asked:?}: {waited:?}");
        }
    }
}

#[test]
fn a_throttled_gate_opens_although_the_clock_is_set_back_before_anybody_waits() {
    let clock = SetBack(VirtualClock::new(), Arc::default());
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let throttled = ready(&mut gate.enter(&scope(), None)).unwrap();
    clock.0.run(throttled.report(Observed::new(Outcome::Throttled)));
    clock.1.store(3_600, Ordering::Relaxed);
    let deadline = Some(clock.now() + Duration::from_secs(90));
    assert!(clock.0.run(gate.enter(&scope(), deadline)).is_ok());
}

#[test]
fn a_lane_is_read_only_from_what_a_lane_wrote() {
    for text in [
        "",
        "1",
        "2 - 00000 60000 0 0 0 0 0",
        "1 x 00000 60000 0 0 0 0 0",
        "1 - 0000 60000 0 0 0 0 0",
        "1 - 00000 60000 0 0 0 0",
        "1 - 00000 60000 0 0 0 0 99999999999",
        "1 - 00000 60000 0 0 0 0 0 7",
    ] {
        assert_eq!(Lane::from_text(text), None, "{text}");
    }
    assert_eq!(Lane::from_text("1 - 00000 60000 0 0 0 0 0"), Some(Lane::default()));
}

#[test]
fn a_lane_with_any_numbers_that_a_store_may_hold_goes_on() {
    const NOW: u64 = 1_795_867_200_000;
    let times = [0, 1, NOW, NOW + 70_000, u64::MAX / 2, u64::MAX];
    let mut entered = 0;
    for flags in 0..32 {
        for length in times {
            for time in times {
                for count in [0, u32::MAX] {
                    let lane = format!(
                        "1 5 {flags:05b} {length} {time} {time} {count} {count} {count} 7:{time} 8/{time}"
                    );
                    let mut lane = Lane::from_text(&lane).unwrap();
                    for now in [NOW, NOW + 30_000, NOW + 600_000, NOW] {
                        let entry = lane.apply(now, &Change::Enter(9));
                        let Some(Entry::Go(ticket)) = entry else { continue };
                        entered += 1;
                        let outcome =
                            if flags % 2 == 0 { Outcome::Passed } else { Outcome::Throttled };
                        lane.apply(now, &Change::Report(ticket, Observed::new(outcome)));
                    }
                    assert_eq!(Lane::from_text(&lane.to_text()), Some(lane));
                }
            }
        }
    }
    assert!(entered > 1000, "{entered}");
}
