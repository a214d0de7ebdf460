//! Who enters the throttling gate when: also where some of those who wait are not polled.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{Gate, GateClosed, MinuteGate, Observed, Outcome, Permit, RateLimit, Scope};
use aliyun_rpc::testing::{Reply, ScriptedTransport};
use aliyun_rpc::{BoxFuture, RetryPolicy};
use futures_util::FutureExt as _;
use futures_util::StreamExt;
use futures_util::future::{join, join_all};
use support::over;
use support::thing::TouchThing;

type Entering<'a> = BoxFuture<'a, Result<Permit, GateClosed>>;

/// What a turn costs at most that a caller leaves unused which is not polled.
const DELAY: Duration = Duration::from_millis(1_500);

fn scope() -> Scope {
    Scope::new("things", "cn-test", "CreateThing")
}

/// Polls once. Whether it is done.
fn poll<T>(future: &mut BoxFuture<'_, T>) -> bool {
    matches!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_))
}

struct World {
    clock: VirtualClock,
    gate: MinuteGate,
    scope: Scope,
}

impl World {
    fn new() -> Self {
        let clock = VirtualClock::new();
        let gate = MinuteGate::builder().clock(clock.clone()).build();
        Self { clock, gate, scope: scope() }
    }

    /// One in which a call was throttled just now, so that nobody enters for a minute.
    fn shut() -> Self {
        let world = Self::new();
        let permit = world.clock.run(world.enter()).unwrap();
        world.report(permit, Outcome::Throttled);
        world
    }

    fn enter(&self) -> Entering<'_> {
        self.gate.enter(&self.scope, None)
    }

    fn report(&self, permit: Permit, outcome: Outcome) {
        self.clock.run(permit.report(Observed::new(outcome)));
    }

    /// How long a call takes from here until it has entered and passed.
    fn time_of_a_call(&self) -> Duration {
        let begin = self.clock.now();
        let permit = self.clock.run(self.enter()).unwrap();
        self.report(permit, Outcome::Passed);
        self.clock.now() - begin
    }
}

#[test]
fn a_caller_that_sleeps_in_front_and_is_not_polled_again_holds_nobody_up() {
    let world = World::shut();
    let mut idle = world.enter();
    assert!(!poll(&mut idle));
    let took = world.time_of_a_call();
    assert!(took >= Duration::from_secs(60) && took <= Duration::from_secs(60) + DELAY, "{took:?}");
    // Those that come later need not find out again.
    assert_eq!(world.time_of_a_call(), Duration::ZERO);
    assert_eq!(world.gate.statistics()[0].waiting, 1);
    // And it enters when it is polled.
    assert!(world.clock.run(idle).is_ok());
}

#[test]
fn a_caller_that_waits_for_a_report_and_is_not_polled_again_holds_nobody_up() {
    let world = World::shut();
    let probe = world.clock.run(world.enter()).unwrap();
    let mut idle = world.enter();
    assert!(!poll(&mut idle));
    let mut second = world.enter();
    assert!(!poll(&mut second));
    world.report(probe, Outcome::Passed);
    let begin = world.clock.now();
    assert!(world.clock.run(second).is_ok());
    assert!(world.clock.now() - begin <= DELAY + DELAY, "{:?}", world.clock.now() - begin);
}

#[test]
fn a_caller_whose_turn_comes_while_it_is_not_polled_holds_nobody_up() {
    let world = World::shut();
    let mut first = world.enter();
    assert!(!poll(&mut first));
    let mut idle = world.enter();
    assert!(!poll(&mut idle));
    drop(first);
    let took = world.time_of_a_call();
    assert!(took <= Duration::from_secs(60) + DELAY, "{took:?}");
}

#[test]
fn many_callers_that_are_not_polled_delay_the_others_no_longer_than_one_does() {
    let world = World::shut();
    let mut idle: Vec<_> = (0..200).map(|_| world.enter()).collect();
    assert!(!idle.iter_mut().any(poll));
    let took = world.time_of_a_call();
    assert!(took <= Duration::from_secs(60) + DELAY, "{took:?}");
    let entered = world.clock.run(join_all(idle));
    assert_eq!(entered.iter().filter(|entered| entered.is_ok()).count(), 200);
}

#[test]
fn callers_behind_one_that_is_not_polled_enter_in_the_order_in_which_they_came() {
    let world = World::shut();
    let mut idle = [world.enter(), world.enter()];
    assert!(!idle.iter_mut().any(poll));
    let order = Arc::new(Mutex::new(Vec::new()));
    let calls: Vec<_> = (0..40)
        .map(|number| {
            let (world, order) = (&world, order.clone());
            let mut entering = world.enter();
            assert!(!poll(&mut entering));
            async move {
                let permit = entering.await.unwrap();
                order.lock().unwrap().push(number);
                world.clock.sleep(Duration::from_millis(50)).await;
                permit.report(Observed::new(Outcome::Passed)).await;
            }
        })
        .collect();
    // Whatever the order in which they are polled.
    world.clock.run(join_all(calls.into_iter().rev()));
    assert_eq!(*order.lock().unwrap(), (0..40).collect::<Vec<_>>());
}

#[test]
fn a_call_that_was_throttled_enters_before_those_that_came_later() {
    let world = World::new();
    let throttled = world.clock.run(world.enter()).unwrap();
    let late = world.clock.run(world.enter()).unwrap();
    world.report(throttled, Outcome::Throttled);
    let mut waiting: Vec<_> = (0..3).map(|_| world.enter()).collect();
    assert!(!waiting.iter_mut().any(poll));
    let mut again = world.gate.enter_again(&world.scope, None);
    assert!(!poll(&mut again));
    world.report(late, Outcome::Throttled);
    let mut last = world.gate.enter_again(&world.scope, None);
    assert!(!poll(&mut last));
    world.clock.advance(Duration::from_secs(60));
    // The one that sleeps tries first. Then those two, in their order.
    let probe = world.clock.run(waiting.remove(0)).unwrap();
    world.report(probe, Outcome::Passed);
    assert!(!poll(&mut waiting[0]) && !poll(&mut last));
    assert!(world.clock.run(again).is_ok());
    assert!(!poll(&mut waiting[0]));
    assert!(world.clock.run(last).is_ok());
    assert!(poll(&mut waiting[0]));
}

/// Throttles what comes after five calls in a minute.
fn five_a_minute(clock: &VirtualClock) -> ScriptedTransport {
    let seen = Mutex::new((Instant::now(), 0));
    let (clock, begin) = (clock.clone(), clock.now());
    ScriptedTransport::answering(move |_| {
        let minute = begin + Duration::from_secs((clock.now() - begin).as_secs() / 60 * 60);
        let mut seen = seen.lock().unwrap();
        if seen.0 != minute {
            *seen = (minute, 0);
        }
        seen.1 += 1;
        match seen.1 {
            ..=5 => Reply::ok(r#"{"RequestId":"R"}"#),
            _ => Reply::error(400, "Throttling.User"),
        }
    })
}

#[test]
fn a_buffered_stream_of_calls_whose_body_makes_another_call_comes_to_its_end() {
    let clock = VirtualClock::new();
    let gate = MinuteGate::builder().clock(clock.clone()).build();
    let policy = RetryPolicy::default().max_attempts(50);
    let client = over(five_a_minute(&clock), &clock).gate(gate.clone()).retry(policy);
    let client = client.build().unwrap();
    let begin = clock.now();
    let done = clock.run(async {
        let calls = futures_util::stream::iter(0..30).map(|_| client.send(TouchThing)).buffered(8);
        let mut calls = std::pin::pin!(calls);
        let mut done = 0;
        while let Some(first) = calls.next().await {
            // The stream is not polled meanwhile.
            let second = client.send(TouchThing).await;
            done += usize::from(first.is_ok()) + usize::from(second.is_ok());
        }
        done
    });
    assert_eq!(done, 60);
    let minutes = (clock.now() - begin).as_secs() / 60;
    // Twelve for one who knows the limit.
    assert!(minutes <= 20, "{minutes} minutes, {:?}", gate.statistics());
}

/// A limit of two calls a minute, both of which are under way.
fn used_up(world: &World) -> (MinuteGate, Vec<Permit>) {
    let gate = MinuteGate::builder().clock(world.clock.clone()).limit("CreateThing", 2).build();
    let enter = || world.clock.run(gate.enter(&world.scope, None)).unwrap();
    let permits = vec![enter(), enter()];
    (gate, permits)
}

fn higher_limit() -> Observed {
    let mut observed = Observed::new(Outcome::Passed);
    observed.operation = Some(RateLimit::new(100, 98, Duration::from_secs(50)));
    observed
}

#[test]
fn a_caller_that_waits_for_the_next_window_enters_when_a_reply_says_that_more_calls_pass() {
    let world = World::new();
    let (gate, mut permits) = used_up(&world);
    let begin = world.clock.now();
    let learn = async {
        world.clock.sleep(Duration::from_secs(1)).await;
        permits.remove(0).report(higher_limit()).await;
    };
    let waiting = (0..40).map(|_| gate.enter(&world.scope, None));
    let (entered, ()) = world.clock.run(join(join_all(waiting), learn));
    assert!(entered.iter().all(Result::is_ok));
    assert_eq!(world.clock.now() - begin, Duration::from_secs(1));
}

#[test]
fn a_deadline_before_the_next_window_is_no_obstacle_once_more_calls_pass() {
    let world = World::new();
    let (gate, mut permits) = used_up(&world);
    let soon = || Some(world.clock.now() + Duration::from_secs(1));
    assert!(world.clock.run(gate.enter(&world.scope, soon())).is_err());
    world.clock.run(permits.remove(0).report(higher_limit()));
    assert!(world.clock.run(gate.enter(&world.scope, soon())).is_ok());
}

#[test]
fn callers_that_sleep_until_the_next_window_notice_that_one_before_them_is_not_polled() {
    let world = World::new();
    let (gate, mut permits) = used_up(&world);
    let mut calls: Vec<_> = (0..4).map(|_| gate.enter(&world.scope, None)).collect();
    assert!(!calls.iter_mut().any(poll));
    // The second one is never polled again. The others sleep for nearly a minute.
    let [first, _second, third, fourth] = calls.try_into().ok().unwrap();
    let begin = world.clock.now();
    let learn = async { permits.remove(0).report(higher_limit()).await };
    let entered = world.clock.run(join(learn, join_all([first, third, fourth]))).1;
    assert!(entered.iter().all(Result::is_ok));
    let took = world.clock.now() - begin;
    assert!(took <= 2 * DELAY, "{took:?}");
}

/// A clock without a timer: a sleep ends at once.
struct Sleepless;

impl Clock for Sleepless {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_caller_without_a_timer_lets_its_task_do_other_things() {
    let gate = MinuteGate::builder().clock(Sleepless).build();
    let mut observed = Observed::new(Outcome::Throttled);
    observed.retry_after = Some(Duration::from_secs(5));
    let scope = scope();
    let permit = gate.enter(&scope, None).now_or_never().unwrap().unwrap();
    permit.report(observed).now_or_never().unwrap();
    let mut waiting = gate.enter(&scope, None);
    let begin = Instant::now();
    assert!(!poll(&mut waiting) && !poll(&mut waiting));
    assert!(begin.elapsed() < Duration::from_secs(5));
}
