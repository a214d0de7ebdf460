//! How many attempts calls need behind the throttling gate, against a service that counts by the
//! minute, on virtual time: of one process, and of several over one store.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::cell::Cell;
use std::collections::HashMap;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aliyun_rpc::BoxFuture;
use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{
    Applied, Gate, Lane, LaneStore, MinuteGate, Observed, Outcome, RateLimit, Scope, StoreError,
    Update,
};
use futures_util::future::join_all;

fn scope() -> Scope {
    Scope::new("things", "cn-test", "CreateThing")
}

/// A service with a limit by the minute.
struct Service {
    clock: VirtualClock,
    limit: u32,
    /// How much later than those of the clock its minutes begin.
    offset: Duration,
    /// Whether replies say what is left.
    headers: bool,
    window: Cell<u64>,
    taken: Cell<u32>,
    attempts: Cell<u32>,
    random: Cell<u64>,
}

impl Service {
    fn new(limit: u32, offset: Duration, headers: bool) -> Rc<Self> {
        Rc::new(Self {
            clock: VirtualClock::new(),
            limit,
            offset,
            headers,
            window: Cell::new(0),
            taken: Cell::new(0),
            attempts: Cell::new(0),
            random: Cell::new(1),
        })
    }

    /// A number below a limit, the same in each run.
    fn random(&self, below: u64) -> u64 {
        let next = self.random.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.random.set(next);
        (next >> 33) % below
    }

    /// One attempt: half of the time on the way there, half on the way back.
    async fn call(&self) -> Observed {
        let half = Duration::from_millis(20 + self.random(130));
        self.clock.sleep(half).await;
        self.attempts.set(self.attempts.get() + 1);
        let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        let since = since - self.offset;
        let window = since.as_secs() / 60;
        if window > self.window.get() {
            self.window.set(window);
            self.taken.set(0);
        }
        let taken = self.taken.get() < self.limit;
        self.taken.set(self.taken.get() + u32::from(taken));
        let mut observed = Observed::new(if taken { Outcome::Passed } else { Outcome::Throttled });
        if self.headers {
            let left = Duration::from_secs(60 * (window + 1)) - since;
            let limit = RateLimit::new(self.limit, self.limit - self.taken.get(), left);
            observed.operation = Some(limit);
        }
        self.clock.sleep(half).await;
        observed
    }
}

/// What it took until all calls had passed.
#[derive(Debug)]
struct Took {
    attempts: u32,
    minutes: u64,
}

fn run(service: &Rc<Service>, calls: Vec<BoxedCall>) -> Took {
    let begin = service.clock.now();
    service.clock.run(join_all(calls));
    let minutes = (service.clock.now() - begin).as_secs() / 60;
    Took { attempts: service.attempts.get(), minutes }
}

type BoxedCall = Pin<Box<dyn Future<Output = ()>>>;

fn through(service: &Rc<Service>, gate: &MinuteGate, calls: usize) -> Took {
    let one = || {
        let (service, gate, scope) = (service.clone(), gate.clone(), scope());
        Box::pin(async move {
            loop {
                let permit = gate.enter(&scope, None).await.unwrap();
                let observed = service.call().await;
                permit.report(observed).await;
                if observed.outcome == Outcome::Passed {
                    return;
                }
            }
        }) as BoxedCall
    };
    run(service, (0..calls).map(|_| one()).collect())
}

/// What the older kit of the vendor does: half a second, doubled up to 20 seconds, half of it
/// random.
fn backing_off(service: &Rc<Service>, calls: usize) -> Took {
    let one = || {
        let service = service.clone();
        Box::pin(async move {
            let mut pause = 500;
            while service.call().await.outcome == Outcome::Throttled {
                let jittered = pause / 2 + service.random(pause / 2);
                service.clock.sleep(Duration::from_millis(jittered)).await;
                pause = (pause * 2).min(20_000);
            }
        }) as BoxedCall
    };
    run(service, (0..calls).map(|_| one()).collect())
}

fn gate_on(service: &Service) -> MinuteGate {
    MinuteGate::builder().clock(service.clock.clone()).build()
}

#[test]
fn two_hundred_calls_need_at_most_a_fifth_more_attempts_than_one_who_knows_the_limit() {
    const CALLS: u32 = 200;
    println!("{CALLS} calls at once; attempts (minutes)");
    println!("limit a minute | minutes begin | one who knows | gate | gate, headers | back-off");
    for limit in [1, 5, 10, 30, 60, 100, 199, 400] {
        for offset in [0, 37] {
            let offset = Duration::from_secs(offset);
            let service = |headers| Service::new(limit, offset, headers);
            let (plain, headers) = (service(false), service(true));
            let gate = through(&plain, &gate_on(&plain), CALLS as usize);
            let told = through(&headers, &gate_on(&headers), CALLS as usize);
            let backing_off = backing_off(&service(false), CALLS as usize);
            let oracle = u64::from((CALLS - 1) / limit);
            println!(
                "{limit:>14} | {:>13} | {CALLS:>7} ({oracle:>3}) | {:>4} ({:>3}) | {:>4} ({:>3}) | {:>5} ({:>3})",
                format!(":{:02}", offset.as_secs()),
                gate.attempts,
                gate.minutes,
                told.attempts,
                told.minutes,
                backing_off.attempts,
                backing_off.minutes,
            );
            for took in [&gate, &told] {
                assert!(took.attempts * 10 <= CALLS * 12, "limit {limit}: {took:?}");
                assert!(took.minutes <= oracle + oracle / 4 + 2, "limit {limit}: {took:?}");
            }
            assert!(backing_off.attempts >= gate.attempts.min(told.attempts));
        }
    }
}

#[test]
fn a_limit_that_is_known_beforehand_costs_no_attempt() {
    let service = Service::new(50, Duration::ZERO, false);
    let gate = MinuteGate::builder().clock(service.clock.clone()).limit("CreateThing", 50).build();
    let took = through(&service, &gate, 50);
    assert_eq!((took.attempts, took.minutes), (50, 0));
    let statistics = gate.statistics();
    let seen = &statistics[0];
    assert_eq!((seen.entered, seen.passed, seen.throttled), (50, 50, 0));
    assert_eq!((seen.limit, seen.waiting, seen.scope.clone()), (Some(50), 0, scope()));
}

#[test]
fn a_limit_that_was_raised_is_found_again() {
    let service = Service::new(100, Duration::ZERO, false);
    let gate = MinuteGate::builder().clock(service.clock.clone()).limit("CreateThing", 10).build();
    let took = through(&service, &gate, 400);
    let limit = gate.statistics()[0].limit.unwrap();
    assert!((90..=100).contains(&limit), "{limit}");
    assert!(took.minutes < 20, "{took:?}");
}

/// Lanes as text, and shared by gates as processes share them. Fails when it is told to.
#[derive(Clone)]
struct Shared {
    clock: VirtualClock,
    lanes: Arc<Mutex<HashMap<Scope, String>>>,
    fails: Arc<Mutex<bool>>,
}

impl LaneStore for Shared {
    fn update<'a>(&'a self, update: &'a Update<'a>) -> BoxFuture<'a, Result<Applied, StoreError>> {
        Box::pin(async move {
            if *self.fails.lock().unwrap() {
                return Err(StoreError::new("told to", None));
            }
            let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            let mut lanes = self.lanes.lock().unwrap();
            let lane = lanes.get(update.scope).map(|text| Lane::from_text(text).unwrap());
            let (lane, applied) = update.apply(lane, since.as_millis() as u64);
            assert_eq!(Lane::from_text(&lane.to_text()), Some(lane.clone()));
            lanes.insert(update.scope.clone(), lane.to_text());
            Ok(applied)
        })
    }

    fn poll_every(&self) -> Option<Duration> {
        Some(Duration::from_millis(100))
    }
}

#[test]
fn gates_over_one_store_act_as_one_gate() {
    for limit in [5, 60] {
        let service = Service::new(limit, Duration::from_secs(23), false);
        let store =
            Shared { clock: service.clock.clone(), lanes: Arc::default(), fails: Arc::default() };
        let gate =
            || MinuteGate::builder().clock(service.clock.clone()).store(store.clone()).build();
        let gates = [gate(), gate(), gate(), gate()];
        let calls = (0..200).map(|number: usize| {
            let (service, gate, scope) = (service.clone(), gates[number % 4].clone(), scope());
            Box::pin(async move {
                loop {
                    let permit = gate.enter(&scope, None).await.unwrap();
                    let observed = service.call().await;
                    permit.report(observed).await;
                    if observed.outcome == Outcome::Passed {
                        return;
                    }
                }
            }) as BoxedCall
        });
        let took = run(&service, calls.collect());
        println!("four gates over one store, limit {limit}: {took:?}");
        assert!(took.attempts <= 240, "{took:?}");
        assert!(gates.iter().all(|gate| gate.statistics()[0].passed == 50));
    }
}

#[test]
fn a_probe_that_is_dropped_holds_up_neither_its_own_process_nor_others() {
    let clock = VirtualClock::new();
    let store = Shared { clock: clock.clone(), lanes: Arc::default(), fails: Arc::default() };
    let gate = || MinuteGate::builder().clock(clock.clone()).store(store.clone()).build();
    let (one, other, scope) = (gate(), gate(), scope());
    let throttled = clock.run(one.enter(&scope, None)).unwrap();
    clock.run(throttled.report(Observed::new(Outcome::Throttled)));
    drop(clock.run(one.enter(&scope, None)).unwrap());
    let begin = clock.now();
    let probe = clock.run(one.enter(&scope, None)).unwrap();
    clock.run(probe.report(Observed::new(Outcome::Passed)));
    let _permit = clock.run(other.enter(&scope, None)).unwrap();
    assert!(clock.now() - begin < Duration::from_secs(1), "{:?}", clock.now() - begin);
}

#[test]
fn a_store_that_fails_leaves_each_process_with_its_own_count() {
    let service = Service::new(20, Duration::ZERO, false);
    let store = Shared {
        clock: service.clock.clone(),
        lanes: Arc::default(),
        fails: Arc::new(Mutex::new(true)),
    };
    let gate = MinuteGate::builder().clock(service.clock.clone()).store(store.clone()).build();
    let took = through(&service, &gate, 100);
    assert!(took.attempts <= 120, "{took:?}");
    assert!(store.lanes.lock().unwrap().is_empty());
    // Left alone for five seconds after each failure.
    assert!((2..200).contains(&gate.store_failures()), "{}", gate.store_failures());
    *store.fails.lock().unwrap() = false;
    service.clock.advance(Duration::from_secs(5));
    through(&service, &gate, 1);
    assert_eq!(store.lanes.lock().unwrap().len(), 1);
}
