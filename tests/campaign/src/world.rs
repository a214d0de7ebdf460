//! One simulated world: a clock, a service, the way there, keys that expire, and a client.
//! Everything in it follows from the seed.

use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use aliyun_ecs::runtime::BoxFuture;
use aliyun_ecs::runtime::client::observe::{AttemptInfo, CallInfo, Observe};
use aliyun_ecs::runtime::clock::{Clock, VirtualClock};
use aliyun_ecs::runtime::gate::{Gate, GateClosed, MemoryStore, MinuteGate, Permit, Scope};
use aliyun_ecs::{Client, RetryPolicy};
use serde_json::Value;
use tempfile::TempDir;

use crate::keys::Keys;
use crate::network::Network;
use crate::random::Random;
use crate::record::{Log, Reported, Turn};
use crate::service::{Rules, Service};
use crate::weather::Weather;

/// Something wrong on purpose, to see that it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The service carries out a call as often as it comes.
    TokensForgotten,
    /// An operation that changes something is taken for one that reads.
    TakenForReading,
    /// The client does not know the codes of the product.
    CodesUnknown,
    /// Some fetches of a key never end.
    KeysNeverCome,
    /// The client does not know the deadline of the call.
    NoDeadline,
    /// Calls come from clients that each have a budget of their own.
    BudgetNotShared,
    /// Something between sends later attempts with the nonce of the first.
    NoncesRepeat,
    /// Some random numbers are the same.
    RandomRepeats,
    /// Something between changes the token of later attempts.
    TokenChanges,
    /// The client's clock stands still.
    DatesStandStill,
    /// Sleeps end after half of their time.
    WaitsAreShort,
    /// The client makes one attempt where it may make several.
    GivesUpEarly,
    /// The gate sleeps ten times as long as it should.
    GateOversleeps,
    /// The client takes the reply to another call for its own.
    RepliesSwapped,
    /// The client finds nothing in lists.
    RepliesEmptied,
    /// The store says of every token that it was open.
    EveryTokenOpen,
}

pub(crate) struct World {
    pub(crate) flaw: Option<Flaw>,
    pub(crate) clock: VirtualClock,
    /// The client's clock.
    pub(crate) local: LocalClock,
    /// The time of the service at the beginning.
    pub(crate) begin: SystemTime,
    /// Clients have a gate.
    pub(crate) gated: bool,
    /// Each program is a process of its own that dies now and then, and keeps its tokens in here.
    pub(crate) folder: Option<TempDir>,
    /// What the gates of those processes know in common.
    lanes: MemoryStore,
    instant: Instant,
    state: Mutex<State>,
}

pub(crate) struct State {
    pub(crate) random: Random,
    pub(crate) weather: Weather,
    pub(crate) service: Service,
    pub(crate) packets: u64,
    /// How many clients there are.
    pub(crate) clients: usize,
    /// A flaw: the last reply to each operation.
    pub(crate) swapped: BTreeMap<String, Value>,
    pub(crate) log: Log,
}

/// The time at which faults end.
const CALM_FROM: Duration = Duration::from_secs(2 * 3600);

impl World {
    pub(crate) fn new(seed: u64, flaw: Option<Flaw>) -> Arc<Self> {
        let clock = VirtualClock::new();
        let begin = clock.system_time();
        let mut random = Random::new(seed);
        let rules = Rules {
            limit: random.pick(&[2, 5, 40, 1000]),
            offset: random.millis(0, 59_999),
            states_limits: random.per_mille(300),
            begin,
            forgets_tokens: flaw == Some(Flaw::TokensForgotten),
        };
        let local = LocalClock {
            clock: clock.clone(),
            // Seconds; the service takes 15 minutes.
            off: random.pick(&[0, 0, 0, -1_200, 1_200, 880, -7_200, 7_200]),
            then: random.pick(&[0, 0, 3_600, -3_600]),
            steps_at: begin + random.millis(600_000, 6_000_000),
            still: (flaw == Some(Flaw::DatesStandStill)).then_some(begin),
            tenths: if flaw == Some(Flaw::WaitsAreShort) { 5 } else { 10 },
        };
        let gated = random.per_mille(400);
        // Programs of their own would each have a budget.
        let one_budget = flaw == Some(Flaw::BudgetNotShared);
        let processes = random.per_mille(250) && !one_budget;
        let folder = processes.then(|| match tempfile::tempdir() {
            Ok(folder) => folder,
            Err(error) => panic!("there is no folder for tokens: {error}"),
        });
        let weather = Weather::new(&mut random, CALM_FROM);
        let state = State {
            weather,
            service: Service::new(rules),
            packets: 0,
            clients: 0,
            swapped: BTreeMap::new(),
            log: Log::default(),
            random,
        };
        let (instant, state) = (clock.now(), Mutex::new(state));
        let lanes = MemoryStore::new(Arc::new(clock.clone()));
        Arc::new(Self { flaw, clock, local, begin, gated, folder, lanes, instant, state })
    }

    /// A client in this world and its number. Clones and clients derived from it share connections
    /// and a budget.
    pub(crate) fn client(self: &Arc<Self>) -> (usize, Client) {
        let number = {
            let clients = &mut self.state().clients;
            *clients += 1;
            *clients
        };
        let mut random = Random::new(self.state().random.next());
        let repeats = self.flaw == Some(Flaw::RandomRepeats);
        let random = Mutex::new(move |bytes: &mut [u8]| {
            if repeats && random.per_mille(100) { bytes.fill(7) } else { random.fill(bytes) }
        });
        let builder = Client::builder()
            .region("cn-hangzhou")
            .transport(Network(self.clone()))
            .credentials(Keys::new(self.clone()))
            .clock(self.local.clone())
            .observe(Reporter(self.clone()))
            .retry(RetryPolicy::default())
            .user_agent("campaign")
            .random(move |bytes| random.lock().unwrap_or_else(PoisonError::into_inner)(bytes));
        let mut clock = self.local.clone();
        if self.flaw == Some(Flaw::GateOversleeps) {
            clock.tenths = 100;
        }
        let gate = MinuteGate::builder().clock(clock);
        let gate = match self.folder {
            Some(_) => gate.store(self.lanes.clone()).build(),
            None => gate.build(),
        };
        let gate = Watched { gate, world: self.clone() };
        let builder = if self.gated { builder.gate(gate) } else { builder };
        match builder.build() {
            Ok(client) => (number, client),
            Err(error) => unreachable!("every setting is valid: {error}"),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since the beginning.
    pub(crate) fn now(&self) -> Duration {
        self.clock.now() - self.instant
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.now() >= CALM_FROM
    }

    /// The result of a future, or `None` if it has none in this time.
    pub(crate) async fn within<T>(
        &self,
        time: Duration,
        future: impl Future<Output = T>,
    ) -> Option<T> {
        let mut future = pin!(future);
        let mut sleep = self.clock.sleep(time);
        std::future::poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
        })
        .await
    }
}

/// Says whose call is being polled, for the network and the reports below it.
pub(crate) struct Tagged<'a, T> {
    pub(crate) world: Arc<World>,
    pub(crate) call: usize,
    pub(crate) future: BoxFuture<'a, T>,
}

impl<T> Future for Tagged<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let call = self.call;
        self.world.state().log.current = Some(call);
        let polled = self.future.as_mut().poll(context);
        self.world.state().log.current = None;
        polled
    }
}

/// Writes down what the client reports.
struct Reporter(Arc<World>);

impl Observe for Reporter {
    fn attempt(&self, _: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        let at = self.0.now();
        let mut state = self.0.state();
        let Some(call) = state.log.current else { return };
        let exchanges = state.log.calls[call].attempts.len();
        let (number, class, retry_in) = (attempt.number, attempt.class, attempt.retry_in);
        state.log.reports.push(Reported { at, call, number, class, retry_in, exchanges });
    }
}

/// A gate that writes down who waits.
struct Watched {
    gate: MinuteGate,
    world: Arc<World>,
}

impl Watched {
    async fn watch(
        &self,
        entering: BoxFuture<'_, Result<Permit, GateClosed>>,
        scope: &Scope,
        has_deadline: bool,
    ) -> Result<Permit, GateClosed> {
        let begun = self.world.now();
        let entered = entering.await;
        let ended = self.world.now();
        let mut state = self.world.state();
        let call = state.log.current.expect("only calls enter");
        state.log.turns.push(Turn { call, scope: scope.clone(), has_deadline, begun, ended });
        entered
    }
}

impl Gate for Watched {
    fn enter<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>> {
        let entering = self.gate.enter(scope, deadline);
        Box::pin(self.watch(entering, scope, deadline.is_some()))
    }

    fn enter_again<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>> {
        let entering = self.gate.enter_again(scope, deadline);
        Box::pin(self.watch(entering, scope, deadline.is_some()))
    }
}

/// The clock of the machine: off by some time, until somebody sets it.
#[derive(Clone)]
pub(crate) struct LocalClock {
    clock: VirtualClock,
    off: i64,
    then: i64,
    steps_at: SystemTime,
    still: Option<SystemTime>,
    /// How long sleeps are, in tenths of what they should be.
    tenths: u32,
}

impl LocalClock {
    /// By how many seconds it is ahead before it is set, and after.
    pub(crate) fn offsets(&self) -> [i64; 2] {
        [self.off, self.then]
    }
}

impl Clock for LocalClock {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn system_time(&self) -> SystemTime {
        if let Some(still) = self.still {
            return still;
        }
        let now = self.clock.system_time();
        let off = if now < self.steps_at { self.off } else { self.then };
        let by = Duration::from_secs(off.unsigned_abs());
        if off < 0 { now - by } else { now + by }
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.clock.sleep(time * self.tenths / 10)
    }
}
