//! Calls that are dropped, not polled or late, over gates whose store is slow, hangs or fails: the
//! others all come to their end, in about the time that the limit of the service takes. Worlds are
//! random and the same each time; a failure names the seed of its world.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use aliyun_rpc::clock::{Clock, VirtualClock};
use aliyun_rpc::gate::{Gate, MinuteGate, Observed, Outcome, RateLimit};
use futures_util::future::{join, join_all, select};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use support::store::{Mood, Shared, scope};

struct Dice(Cell<u64>);

impl Dice {
    /// Any number below this one.
    fn below(&self, end: u64) -> u64 {
        // SplitMix64.
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut mixed = self.0.get();
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn milliseconds(&self, end: u64) -> Duration {
        Duration::from_millis(self.below(end))
    }
}

/// Takes so many calls in a minute that begins at some second.
struct Service {
    clock: VirtualClock,
    limit: u32,
    offset: Duration,
    headers: bool,
    minute: Cell<u64>,
    taken: Cell<u32>,
}

impl Service {
    fn take(&self) -> Observed {
        let since = self.clock.system_time().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        let since = since - self.offset;
        let minute = since.as_secs() / 60;
        if self.minute.replace(minute) != minute {
            self.taken.set(0);
        }
        let passes = self.taken.get() < self.limit;
        self.taken.set(self.taken.get() + u32::from(passes));
        let outcome = if passes { Outcome::Passed } else { Outcome::Throttled };
        let mut observed = Observed::new(outcome);
        if self.headers {
            let left = Duration::from_secs(60 * (minute + 1)) - since;
            observed.operation =
                Some(RateLimit::new(self.limit, self.limit - self.taken.get(), left));
        }
        observed
    }
}

/// A call until the service takes it.
async fn call(gate: &MinuteGate, service: &Service, dice: &Dice) {
    service.clock.sleep(dice.milliseconds(90_000)).await;
    loop {
        let permit = gate.enter(&scope(), None).await.unwrap();
        service.clock.sleep(dice.milliseconds(2_000)).await;
        let observed = service.take();
        permit.report(observed).await;
        if observed.outcome == Outcome::Passed {
            return;
        }
    }
}

/// A call that its task does not poll any more after some time, but does not drop either.
struct Frozen<'a> {
    call: Pin<Box<dyn Future<Output = ()> + 'a>>,
    clock: VirtualClock,
    from: Instant,
}

impl Future for Frozen<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.clock.now() >= self.from { Poll::Pending } else { self.call.as_mut().poll(context) }
    }
}

/// What the store of a world does, one after the other.
const MOODS: [Mood; 4] = [Mood::Answers, Mood::IsFar, Mood::Hangs, Mood::IsFar];

fn world(seed: u64) {
    let dice = Dice(Cell::new(seed));
    let store = Shared::new();
    let clock = store.clock.clone();
    let limit = 1 + dice.below(40) as u32;
    let service = Rc::new(Service {
        clock: clock.clone(),
        limit,
        offset: dice.milliseconds(60_000),
        headers: dice.below(2) == 0,
        minute: Cell::new(0),
        taken: Cell::new(0),
    });
    let alone = dice.below(2) == 0;
    let gates: Vec<MinuteGate> = match alone {
        true => vec![MinuteGate::builder().clock(clock.clone()).build()],
        false => (0..3).map(|_| store.gate(None)).collect(),
    };
    let any_gate = || &gates[dice.below(gates.len() as u64) as usize];
    let (last, dropped, frozen) = (40, dice.below(20), dice.below(8));
    let begin = clock.now();
    // The last of them come after a minute and a half. Those that are not polled may have entered,
    // and then hold up a few others for half a minute.
    let calls = last + dropped + frozen;
    let minutes = calls.div_ceil(u64::from(limit)) + 1;
    let longest = Duration::from_secs(90 + 60 * minutes);

    let mut still = FuturesUnordered::new();
    for _ in 0..frozen {
        let call = Box::pin(call(any_gate(), &service, &dice));
        let from = begin + dice.milliseconds(120_000);
        still.push(Frozen { call, clock: clock.clone(), from });
    }
    let usual = (0..last).map(|_| call(any_gate(), &service, &dice));
    let drops = (0..dropped).map(|_| async {
        let call = std::pin::pin!(call(any_gate(), &service, &dice));
        select(call, clock.sleep(dice.milliseconds(150_000))).await;
    });
    let moods = async {
        for mood in MOODS.into_iter().cycle().take_while(|_| clock.now() - begin <= longest) {
            store.become_(mood);
            clock.sleep(dice.milliseconds(20_000)).await;
        }
    };
    let watched = async {
        let all = join(join_all(usual), join_all(drops));
        let (all, moods) = (std::pin::pin!(all), std::pin::pin!(moods));
        let mut ended = select(all, moods);
        std::future::poll_fn(|context| {
            _ = still.poll_next_unpin(context);
            ended.poll_unpin(context)
        })
        .await;
    };
    clock.run(watched);

    let took = clock.now() - begin;
    assert!(took <= longest, "seed {seed}: {calls} calls, {limit} a minute, {took:?}");
    drop(still);
    for gate in &gates {
        for lane in gate.statistics() {
            assert_eq!(lane.waiting, 0, "seed {seed}");
        }
    }
}

#[test]
fn calls_that_are_polled_come_to_their_end_whatever_the_others_do() {
    (0..150).for_each(world);
}
