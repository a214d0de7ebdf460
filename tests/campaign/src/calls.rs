//! One logical call of each kind, written down as it goes.

use std::sync::Arc;
use std::time::Duration;

use aliyun_ecs::instances::{DescribeInstances, RebootInstance, RunInstances};
use aliyun_ecs::runtime::idempotency::{Idempotent, MemoryTokenStore};
use aliyun_ecs::runtime::wire::{FieldWriter, WriteFields};
use aliyun_ecs::runtime::{BoxFuture, DynamicRequest, Meta, Product, Request};
use aliyun_ecs::{Client, DryRun, Error, PreparedRequest, RetryPolicy};

use crate::random::Random;
use crate::record::{Call, End, Failure, Repetition};
use crate::world::{Flaw, Tagged, World};

/// A program's access to the world.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) world: Arc<World>,
    pub(crate) clients: Vec<Client>,
    pub(crate) store: MemoryTokenStore,
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
    pub(crate) fn any(random: &mut Random) -> Self {
        Self {
            region: random.pick(&["cn-hangzhou", "cn-hangzhou", "cn-beijing", "ap-southeast-1"]),
            deadline: random.per_mille(400).then(|| random.millis(500, 90_000)),
            max_attempts: random.pick(&[1, 3, 4, 4, 4, 7]),
            dropped_after: random.per_mille(30).then(|| random.millis(1, 20_000)),
        }
    }

    /// Another one in the same region.
    pub(crate) fn again(&self, random: &mut Random) -> Self {
        Self { region: self.region, ..Self::any(random) }
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
}

impl Caller {
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
        ids: impl Fn(&T) -> Vec<String>,
    ) -> (usize, End) {
        let world = &self.world;
        let begun = world.now();
        let call = {
            let calls = &mut world.state().log.calls;
            calls.push(Call {
                operation: what.operation,
                repetition: what.repetition,
                dry_run: what.dry_run,
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
            Some(Ok(value)) => End::Done(ids(value)),
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

    pub(crate) async fn create(
        &self,
        manner: &Manner,
        prepared: PreparedRequest<RunInstances>,
    ) -> (usize, End) {
        let what = What {
            operation: "RunInstances",
            repetition: Repetition::Token { held: true },
            dry_run: false,
        };
        let client = self.client(manner);
        let future = Box::pin(async move { client.send(&prepared).await });
        self.call(what, manner, future, |reply| instance_ids(&reply.instance_id_sets)).await
    }

    pub(crate) async fn create_unprepared(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What {
            operation: "RunInstances",
            repetition: Repetition::Token { held: false },
            dry_run: false,
        };
        let (client, request) = (self.client(manner), Self::creation(name));
        let future = Box::pin(async move { client.send(request).await });
        self.call(what, manner, future, |reply| instance_ids(&reply.instance_id_sets)).await
    }

    /// With the token that a store has for these arguments.
    pub(crate) async fn create_stored(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What {
            operation: "RunInstances",
            repetition: Repetition::Token { held: true },
            dry_run: false,
        };
        let (client, request) = (self.stored(manner), Self::creation(name));
        let future = Box::pin(async move { client.send(request).await?.reply() });
        self.call(what, manner, future, |reply| instance_ids(&reply.instance_id_sets)).await
    }

    /// Whether the store gave up its token for these arguments, because it was too old.
    pub(crate) async fn forget(&self, manner: &Manner, name: &str) -> bool {
        let forgotten = self.stored(manner).forget(&Self::creation(name)).await;
        matches!(forgotten, Ok(Some(_)))
    }

    fn stored(&self, manner: &Manner) -> Idempotent<Client, MemoryTokenStore> {
        Idempotent::new(self.client(manner), self.store.clone()).clock(self.world.local.clone())
    }

    /// By the name of the operation, so that the client does not know what the token does.
    pub(crate) async fn create_by_name(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what =
            What { operation: "RunInstances", repetition: Repetition::Doubles, dry_run: false };
        let client = self.client(manner);
        let request = DynamicRequest::new("RunInstances")
            .set("RegionId", manner.region)
            .set("InstanceName", name);
        let future = Box::pin(async move { client.call(&aliyun_ecs::PRODUCT, &request).await });
        self.call(what, manner, future, |_| Vec::new()).await
    }

    pub(crate) async fn dry_run(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what = What { operation: "RunInstances", repetition: Repetition::Reads, dry_run: true };
        let (client, request) = (self.client(manner), Self::creation(name));
        let future = Box::pin(async move { client.dry_run(request).await });
        let outcome = |outcome: &DryRun| vec![outcome.is_passed().to_string()];
        self.call(what, manner, future, outcome).await
    }

    /// Reboots the instance of this name.
    pub(crate) async fn reboot(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what =
            What { operation: "RebootInstance", repetition: Repetition::Doubles, dry_run: false };
        let (client, request) = (self.client(manner), RebootInstance::new(name));
        match self.world.flaw {
            Some(Flaw::TakenForReading) => {
                let future = Box::pin(async move { client.send(Misread(request)).await });
                self.call(what, manner, future, |_| Vec::new()).await
            }
            Some(Flaw::CodesUnknown) => {
                let future = Box::pin(async move { client.send(Codeless(request)).await });
                self.call(what, manner, future, |_| Vec::new()).await
            }
            _ => {
                let future = Box::pin(async move { client.send(request).await });
                self.call(what, manner, future, |_| Vec::new()).await
            }
        }
    }

    /// Looks for what was done under this name.
    pub(crate) async fn look(&self, manner: &Manner, name: &str) -> (usize, End) {
        let what =
            What { operation: "DescribeInstances", repetition: Repetition::Reads, dry_run: false };
        let client = self.client(manner);
        let request = DescribeInstances::new().instance_name(name);
        let future = Box::pin(async move { client.send(request).await });
        let ids = |reply: &<DescribeInstances as Request>::Response| {
            let ids = reply.instances.iter().flat_map(|instance| &instance.instance_id);
            ids.map(ToString::to_string).collect()
        };
        self.call(what, manner, future, ids).await
    }
}

fn instance_ids<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
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
