//! One logical call of each kind, written down as it goes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aliyun_ecs::instances::{DescribeInstances, RebootInstance, RunInstances};
use aliyun_ecs::runtime::idempotency::{Idempotent, Outcome};
use aliyun_ecs::runtime::wire::{FieldWriter, WriteFields};
use aliyun_ecs::runtime::{BoxFuture, DynamicRequest, Meta, Product, Request};
use aliyun_ecs::{Client, DryRun, Error, PreparedRequest, RetryPolicy};

use crate::random::Random;
use crate::record::{Call, End, Failure, Repetition, Returned, Stored};
use crate::store::Store;
use crate::world::{Flaw, Tagged, World};

/// A program's access to the world.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) world: Arc<World>,
    clients: Vec<Client>,
    /// The number of the clients, which count as one.
    number: usize,
    store: Store,
    /// Where the tokens of a program are that is a process of its own.
    folder: Option<PathBuf>,
}

/// How one call is made.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    region: &'static str,
    deadline: Option<Duration>,
    max_attempts: u32,
    /// The caller loses its patience after this time.
    dropped_after: Option<Duration>,
}

impl Manner {
    pub(crate) fn any(random: &mut Random, caller: &Caller) -> Self {
        // Those that die do so in the middle of a call.
        let impatient = if caller.folder.is_some() { 200 } else { 30 };
        Self {
            region: random.pick(&["cn-hangzhou", "cn-hangzhou", "cn-beijing", "ap-southeast-1"]),
            deadline: random.per_mille(400).then(|| random.millis(500, 90_000)),
            max_attempts: random.pick(&[1, 3, 4, 4, 4, 7]),
            dropped_after: random.per_mille(impatient).then(|| random.millis(1, 20_000)),
        }
    }

    /// Another one in the same region.
    pub(crate) fn again(&self, random: &mut Random, caller: &Caller) -> Self {
        Self { region: self.region, ..Self::any(random, caller) }
    }

    /// As patient as one can be.
    pub(crate) fn patient(&self) -> Self {
        Self { deadline: None, max_attempts: 7, dropped_after: None, ..self.clone() }
    }
}

/// What a call is, beside how it is made.
struct What {
    operation: &'static str,
    repetition: Repetition,
    dry_run: bool,
    stored: bool,
}

impl What {
    fn new(operation: &'static str, repetition: Repetition) -> Self {
        Self { operation, repetition, dry_run: false, stored: false }
    }
}

impl Caller {
    /// One for programs that share everything.
    pub(crate) fn shared(world: &Arc<World>) -> Self {
        let (number, client) = world.client();
        let mut clients = vec![client];
        if world.flaw == Some(Flaw::BudgetNotShared) {
            clients.push(world.client().1);
        }
        let store = Store::in_memory(world.flaw == Some(Flaw::EveryTokenOpen));
        Self { world: world.clone(), clients, number, store, folder: None }
    }

    /// One for a program that is a process of its own, with its tokens in this folder.
    pub(crate) fn process(world: &Arc<World>, folder: PathBuf) -> Self {
        let store = Store::in_folder(&folder, world.flaw == Some(Flaw::EveryTokenOpen));
        Self { store, folder: Some(folder), ..Self::shared(world) }
    }

    /// A process dies with a call under way, and another one goes on: with what is in the folder,
    /// and nothing else.
    pub(crate) fn after(&mut self, end: &End) {
        let (End::Dropped, Some(folder)) = (end, &self.folder) else { return };
        self.world.state().log.deaths += 1;
        // Its lock on the folder ends with it.
        self.store = Store::in_memory(false);
        *self = Self::process(&self.world, folder.clone());
    }

    fn client(&self, manner: &Manner) -> Client {
        let calls = self.world.state().log.calls.len();
        let client = self.clients[calls % self.clients.len()].in_region(manner.region);
        let attempts = match self.world.flaw {
            Some(Flaw::GivesUpEarly) => 1,
            _ => manner.max_attempts,
        };
        let client = client.with_retry(RetryPolicy::default().max_attempts(attempts));
        match manner.deadline {
            Some(deadline) if self.world.flaw != Some(Flaw::NoDeadline) => {
                client.with_deadline(deadline)
            }
            _ => client,
        }
    }

    /// Makes a call and writes it down. Returns its number and its end.
    async fn call<T, C: 'static>(
        &self,
        what: What,
        manner: &Manner,
        future: BoxFuture<'_, Result<T, Error<C>>>,
        returned: impl Fn(&T) -> Returned,
    ) -> (usize, End) {
        let world = &self.world;
        let begun = world.now();
        let call = {
            let calls = &mut world.state().log.calls;
            calls.push(Call {
                operation: what.operation,
                repetition: what.repetition,
                dry_run: what.dry_run,
                client: self.number,
                stored: what.stored.then_some(Stored::Unsaid),
                deadline: manner.deadline,
                max_attempts: manner.max_attempts,
                begun,
                ended: None,
                attempts: Vec::new(),
                end: None,
            });
            calls.len() - 1
        };
        let tagged = Tagged { world: world.clone(), call, future };
        let ended = match manner.dropped_after {
            Some(time) => world.within(time, tagged).await,
            None => Some(tagged.await),
        };
        let end = match &ended {
            None => End::Dropped,
            Some(Ok(value)) => End::Done(returned(value)),
            Some(Err(error)) => End::Failed(Failure::of(error)),
        };
        let now = world.now();
        let record = &mut world.state().log.calls[call];
        (record.ended, record.end) = (Some(now), Some(end.clone()));
        (call, end)
    }

    /// A request for an instance of this name.
    pub(crate) fn creation(name: &str) -> RunInstances {
        RunInstances::new("m-1", "ecs.g7.large").security_group_id("sg-1").instance_name(name)
    }

    /// The same call again and again, as long as it is the same prepared request.
    pub(crate) fn prepare(&self, name: &str) -> PreparedRequest<RunInstances> {
        match self.clients[0].prepare(Self::creation(name)) {
            Ok(prepared) => prepared,
            Err(error) => unreachable!("the simulation has random numbers: {error}"),
        }
    }

    /// The prepared call made anew from its token, as by a program that died after it wrote that
    /// down.
    pub(crate) fn resumed(
        name: &str,
        before: &PreparedRequest<RunInstances>,
    ) -> PreparedRequest<RunInstances> {
        let token = before.client_token().unwrap_or_default();
        PreparedRequest::with_token(Self::creation(name), token)
    }

    pub(crate) async fn create(
        &self,
        manner: &Manner,
        prepared: PreparedRequest<RunInstances>,
    ) -> (usize, End) {
        let what = What::new("RunInstances", Repetition::Token { held: true });
        let client = self.client(manner);
        let future = Box::pin(async move { client.send(&prepared).await });
        self.call(what, manner, future, created).await
    }

    pub(crate) async fn create_unprepared(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What::new("RunInstances", Repetition::Token { held: false });
        let (client, request) = (self.client(manner), Self::creation(name));
        let future = Box::pin(async move { client.send(request).await });
        self.call(what, manner, future, created).await
    }

    /// With the token that a store has for these arguments.
    pub(crate) async fn create_stored(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what =
            What { stored: true, ..What::new("RunInstances", Repetition::Token { held: true }) };
        let (client, request) = (self.stored(manner), Self::creation(name));
        let future = Box::pin(async move {
            let (stored, reply) = match client.send(request).await? {
                Outcome::First(reply) => (Stored::First, Ok(reply)),
                Outcome::Replayed(reply) => (Stored::Replayed, Ok(reply)),
                Outcome::Mismatch(error) => (Stored::Mismatch, Err(error)),
                other => panic!("an outcome that nobody knows: {other:?}"),
            };
            let log = &mut self.world.state().log;
            let call = log.current.expect("only calls ask the store");
            log.calls[call].stored = Some(stored);
            reply
        });
        self.call(what, manner, future, created).await
    }

    /// Whether the store gave up its token for these arguments, because it was too old.
    pub(crate) async fn forget(&self, manner: &Manner, name: &str) -> bool {
        let forgotten = self.stored(manner).forget(&Self::creation(name)).await;
        matches!(forgotten, Ok(Some(_)))
    }

    fn stored(&self, manner: &Manner) -> Idempotent<Client, Store> {
        Idempotent::new(self.client(manner), self.store.clone()).clock(self.world.local.clone())
    }

    /// By the name of the operation, so that the client does not know what the token does.
    pub(crate) async fn create_by_name(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What::new("RunInstances", Repetition::Doubles);
        let client = self.client(manner);
        let request = DynamicRequest::new("RunInstances")
            .set("RegionId", manner.region)
            .set("InstanceName", name);
        let future = Box::pin(async move { client.call(&aliyun_ecs::PRODUCT, &request).await });
        self.call(what, manner, future, |reply| {
            let ids = reply.body["InstanceIdSets"]["InstanceIdSet"].as_array();
            let ids = ids.into_iter().flatten().filter_map(|id| id.as_str());
            returned(ids, reply.request_id().unwrap_or_default())
        })
        .await
    }

    pub(crate) async fn dry_run(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What { dry_run: true, ..What::new("RunInstances", Repetition::Reads) };
        let (client, request) = (self.client(manner), Self::creation(name));
        let future = Box::pin(async move { client.dry_run(request).await });
        self.call(what, manner, future, |outcome| {
            let request_id = match outcome {
                DryRun::Passed { request_id } => request_id.as_deref(),
                _ => None,
            };
            returned([outcome.is_passed()], request_id.unwrap_or_default())
        })
        .await
    }

    /// Reboots the instance of this name.
    pub(crate) async fn reboot(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What::new("RebootInstance", Repetition::Doubles);
        let (client, request) = (self.client(manner), RebootInstance::new(name));
        match self.world.flaw {
            Some(Flaw::TakenForReading) => {
                let future = Box::pin(async move { client.send(Misread(request)).await });
                self.call(what, manner, future, rebooted).await
            }
            Some(Flaw::CodesUnknown) => {
                let future = Box::pin(async move { client.send(Codeless(request)).await });
                self.call(what, manner, future, rebooted).await
            }
            _ => {
                let future = Box::pin(async move { client.send(request).await });
                self.call(what, manner, future, rebooted).await
            }
        }
    }

    /// Looks for what was done under this name.
    pub(crate) async fn look(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What::new("DescribeInstances", Repetition::Reads);
        let client = self.client(manner);
        let request = DescribeInstances::new().instance_name(name);
        let future = Box::pin(async move { client.send(request).await });
        self.call(what, manner, future, |reply| {
            let ids = reply.instances.iter().flat_map(|instance| &instance.instance_id);
            returned(ids, &reply.request_id)
        })
        .await
    }
}

fn returned<T: ToString>(ids: impl IntoIterator<Item = T>, request_id: &str) -> Returned {
    let ids = ids.into_iter().map(|id| id.to_string()).collect();
    Returned { ids, request_id: request_id.to_owned() }
}

fn created(reply: &<RunInstances as Request>::Response) -> Returned {
    returned(&reply.instance_id_sets, &reply.request_id)
}

fn rebooted(reply: &<RebootInstance as Request>::Response) -> Returned {
    returned([""; 0], &reply.request_id)
}

/// A flaw: says of itself that it reads.
struct Misread(RebootInstance);

/// A flaw: belongs to a product that has no codes.
struct Codeless(RebootInstance);

static NO_CODES: Product = Product::new("ecs", "2014-05-26");

impl WriteFields for Misread {
    fn write(&self, writer: &mut dyn FieldWriter) {
        self.0.write(writer);
    }
}

impl Request for Misread {
    type Response = <RebootInstance as Request>::Response;
    type Error = <RebootInstance as Request>::Error;
    const META: &'static Meta = &Meta { read_only: true, ..*RebootInstance::META };
}

impl WriteFields for Codeless {
    fn write(&self, writer: &mut dyn FieldWriter) {
        self.0.write(writer);
    }
}

impl Request for Codeless {
    type Response = <RebootInstance as Request>::Response;
    type Error = <RebootInstance as Request>::Error;
    const META: &'static Meta = &Meta { product: &NO_CODES, ..*RebootInstance::META };
}
