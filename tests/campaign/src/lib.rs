//! Many calls over a simulated service on virtual time.
//!
//! Programs want things done once: they create instances, reboot them, look, and try things out,
//! with and without tokens, deadlines and patience, and follow the advice of errors. On the way,
//! requests and replies are lost, delayed, copied and damaged; the service throttles by the minute,
//! fails before and after its work, and refuses; clocks are wrong and are set; keys expire;
//! programs die and are started again with what they left in their folder. Then every call is
//! checked against what must hold for each: [`Invariant`].
//!
//! Everything follows from a seed, so a failure can be repeated: [`run_world`] with the seed that
//! it names.
//!
//! `service` knows requests and no network, `network` knows exchanges and no calls, `program` knows
//! calls and no faults, and `check` sees what all of them wrote into `record`.

mod calls;
mod check;
mod keys;
mod network;
mod program;
mod random;
mod record;
mod service;
mod store;
mod weather;
mod world;

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use calls::Caller;
use record::{End, Resolved, Seen};

pub use check::{Invariant, Violation};
pub use world::Flaw;
use world::World;

/// How much happens in one world.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Programs at the same time.
    pub programs: u32,
    /// Things that each of them does, one after the other.
    pub things: u32,
}

/// Calls that have not ended by then never do.
const END: Duration = Duration::from_secs(30 * 24 * 3600);

/// What happened in some worlds.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// How many worlds were run.
    pub worlds: u64,
    /// Logical calls.
    pub calls: u64,
    /// Attempts that reached the network.
    pub attempts: u64,
    /// Calls that succeeded.
    pub succeeded: u64,
    /// Calls that the caller dropped.
    pub dropped: u64,
    /// Calls that failed, by the class of the error.
    pub failed: BTreeMap<String, u64>,
    /// What attempts met, by what the client saw of it.
    pub met: BTreeMap<String, u64>,
    /// Things that were to be done once and were.
    pub done: u64,
    /// Things that were refused for good.
    pub given_up: u64,
    /// Simulated time.
    pub simulated: Duration,
    /// What did not hold, with the seed of its world.
    pub violations: Vec<(u64, Violation)>,
    /// The same for worlds in which the same happened.
    pub digest: u64,
}

impl Totals {
    /// Adds what happened in other worlds.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.worlds += other.worlds;
        self.calls += other.calls;
        self.attempts += other.attempts;
        self.succeeded += other.succeeded;
        self.dropped += other.dropped;
        self.done += other.done;
        self.given_up += other.given_up;
        self.simulated += other.simulated;
        for (class, number) in other.failed {
            *self.failed.entry(class).or_default() += number;
        }
        for (event, number) in other.met {
            *self.met.entry(event).or_default() += number;
        }
        self.violations.extend(other.violations);
        self.digest ^= other.digest;
        self
    }

    /// Panics with the first two of each kind of violation, if there are any.
    ///
    /// # Panics
    ///
    /// If anything did not hold.
    pub fn assert(&self) {
        let mut text = format!("{} violations", self.violations.len());
        let mut of_kind: BTreeMap<Invariant, u64> = BTreeMap::new();
        for (seed, violation) in &self.violations {
            let number = of_kind.entry(violation.invariant).or_default();
            *number += 1;
            if *number <= 2 {
                text.push_str(&format!("\n\nseed {seed}: {violation}"));
            }
        }
        text.push_str(&format!("\n\n{of_kind:?}"));
        assert!(self.violations.is_empty(), "{text}");
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = self.simulated.as_secs() / 3600;
        let failed: u64 = self.failed.values().sum();
        writeln!(
            f,
            "{} calls with {} attempts in {} worlds, {hours} simulated hours",
            self.calls, self.attempts, self.worlds
        )?;
        writeln!(
            f,
            "{} succeeded, {failed} failed, {} were dropped; failures: {:?}",
            self.succeeded, self.dropped, self.failed
        )?;
        write!(
            f,
            "attempts met: {:?}\n\
             {} things were done once, {} were refused for good; {} violations",
            self.met,
            self.done,
            self.given_up,
            self.violations.len()
        )
    }
}

/// Runs the worlds of these seeds, one after the other.
#[must_use]
pub fn run_worlds(seeds: impl IntoIterator<Item = u64>, size: Size) -> Totals {
    seeds.into_iter().map(|seed| run_world(seed, size, None)).fold(Totals::default(), Totals::and)
}

/// Runs one world to its end and checks it.
#[must_use]
pub fn run_world(seed: u64, size: Size, flaw: Option<Flaw>) -> Totals {
    let world = World::new(seed, flaw);
    let shared = Caller::shared(&world);
    let programs: FuturesUnordered<_> = (0..size.programs)
        .map(|number| {
            let random = random::Random::new(world.state().random.next());
            let caller = match &world.folder {
                Some(folder) => Caller::process(&world, folder.path().join(number.to_string())),
                None => shared.clone(),
            };
            program::run(caller, random, size.things)
        })
        .collect();
    let all = programs.for_each(|()| std::future::ready(()));
    let ended = world.clock.run(world.within(END, all));
    let violations = check::check(&world);
    let totals = totals(&world, seed, violations);
    assert!(ended.is_some() || !totals.violations.is_empty(), "seed {seed}: a program never ended");
    totals
}

fn totals(world: &World, seed: u64, violations: Vec<Violation>) -> Totals {
    let state = world.state();
    let log = &state.log;
    let mut totals = Totals {
        worlds: 1,
        calls: log.calls.len() as u64,
        simulated: world.now(),
        violations: violations.into_iter().map(|violation| (seed, violation)).collect(),
        ..Totals::default()
    };
    let mut hasher = DefaultHasher::new();
    for call in &log.calls {
        totals.attempts += call.attempts.len() as u64;
        match &call.end {
            Some(End::Done(_)) => totals.succeeded += 1,
            Some(End::Failed(failure)) => {
                *totals.failed.entry(failure.class.to_string()).or_default() += 1;
            }
            Some(End::Dropped) | None => totals.dropped += 1,
        }
        (call.begun, call.ended).hash(&mut hasher);
        let mut met = |event: String| *totals.met.entry(event).or_default() += 1;
        if let Some(stored) = call.stored {
            met(format!("{stored:?}"));
        }
        for attempt in &call.attempts {
            met(attempt.seen.to_string());
            if matches!(&attempt.seen, Seen::Reply(reply) if reply.cached) {
                met("from a cache".to_owned());
            }
            let (plan, seen) = (&attempt.plan, format!("{:?}", attempt.seen));
            (attempt.sent, plan, seen, &attempt.token, &attempt.nonce).hash(&mut hasher);
        }
    }
    totals.met.insert("a program died".to_owned(), log.deaths);
    totals.digest = hasher.finish();
    let results = |wanted| log.intents.iter().filter(|it| it.result == Some(wanted)).count() as u64;
    (totals.done, totals.given_up) = (results(Resolved::Done), results(Resolved::GivenUp));
    totals
}
