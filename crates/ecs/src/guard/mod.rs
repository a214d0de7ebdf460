//! A layer over the client that looks up the state of a request's targets before it sends, and does
//! not send what the policy refuses.
//!
//! ```no_run
//! use std::time::Duration;
//! use aliyun_ecs::guard::Guard;
//! use aliyun_ecs::{Client, NotSent, StartInstance};
//!
//! # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let guard = Guard::new(client).max_age(Duration::from_secs(10));
//! if let Err(error) = guard.send(StartInstance::new("i-1")).await {
//!     match NotSent::of(&error).and_then(NotSent::refusal) {
//!         // One line, and a paragraph with all evidence.
//!         Some(refusal) => println!("{error}\n{}", refusal.decision.explain()),
//!         None => return Err(error.into()),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! # What it costs
//!
//! * **Calls.** Each send makes at most one `DescribeInstances`, one `DescribeDisks` and one
//!   `DescribeSecurityGroups` call, each for up to 100 ids, one after the other. There are more
//!   calls above 100 ids, and when an answer has further pages: up to 100 pages are read, because a
//!   page may say more about a target that an earlier page has. A kind that cannot change the
//!   outcome under the policy is not looked up, so a request that is permitted in every situation
//!   costs nothing. Calls at the same time share a lookup of the same target, and each of them
//!   drives it. The account needs the permission for the three calls, and they count for
//!   throttling.
//! * **Staleness.** What was seen is used for [`Guard::max_age`], 30 seconds unless set, counted
//!   from when the question was sent. A call of this guard (or a clone of it) that is not read-only
//!   forgets what it names when it ends, however it ends. Changes made by anybody else are seen
//!   only after that age. With an age of zero the guard looks before every send. An instance that
//!   is starting or stopping is looked at again each time.
//! * **Races.** Even a fresh answer is old when the call arrives: a lock that is set in between is
//!   not seen. The guard saves calls that are known to fail. It does not replace the checks of the
//!   service.
//! * **Blind spots.** Only what a request names is looked up, and the instances that its disks are
//!   attached to; [`target`](aliyun_decision::target) lists the parameters. What is not known
//!   counts as normal under the default policy, so that the service can say what is wrong, and
//!   [`Finding::unknown`] lists it. [`Policy::RequireCertain`] does not send if an answer lacks a
//!   target or what decides about it, if it does not end within 100 pages or its pages repeat, if a
//!   parameter cannot be understood, or if a request that changes something names no target because
//!   it finds them by a tag, a group or a host. The disks of an instance that a request names, and
//!   the members of a group that it names, are not looked at under either policy.

mod cache;
mod doubts;
mod judge;
mod lookup;
mod needs;

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aliyun_decision::target::{region_of, targets_of};
use aliyun_decision::{
    Acknowledgement, Caller, Decided, DecidedOperation, Decision, NotSent, Policy, ResourceKind,
    Target,
};
use aliyun_rpc::clock::Clock;
use aliyun_rpc::wire::{WriteFields, flatten};
use aliyun_rpc::{BoxFuture, Client, Error, Request, SendRequest, TransportError};

use self::cache::{Cache, Landed};
use self::judge::{Case, States};
pub use self::judge::{Finding, Findings};
use self::lookup::Looked;
use self::needs::Needs;

/// How long what was seen is used unless [`Guard::max_age`] says otherwise.
pub const DEFAULT_MAX_AGE: Duration = Duration::from_secs(30);

/// A client that looks before it sends. Cheap to clone; clones share what they have seen.
#[derive(Clone)]
#[must_use]
pub struct Guard {
    client: Client,
    policy: Policy,
    max_age: Duration,
    caller: Caller,
    /// That of the client, unless another was set.
    clock: Option<Arc<dyn Clock>>,
    cache: Arc<Cache>,
}

impl Guard {
    /// A guard over a client, with the default [`Policy`] and [`DEFAULT_MAX_AGE`].
    pub fn new(client: Client) -> Self {
        Self {
            client,
            policy: Policy::default(),
            max_age: DEFAULT_MAX_AGE,
            caller: Caller::Account,
            clock: None,
            cache: Arc::default(),
        }
    }

    /// Which decisions prevent a call. Default: [`Policy::RefuseKnownProblems`].
    pub fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// How long what was seen is used. Zero looks before every send.
    pub fn max_age(self, max_age: Duration) -> Self {
        Self { max_age, ..self }
    }

    /// Who calls. Default: the account.
    pub fn caller(self, caller: Caller) -> Self {
        Self { caller, ..self }
    }

    /// Measures how old what was seen is by another clock than that of the client.
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Some(Arc::new(clock)), ..self }
    }

    /// The client below, which sends without looking.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Forgets everything that was seen.
    pub fn forget(&self) {
        self.cache.clear();
    }

    /// Looks up the targets of a request, and sends it unless the policy refuses.
    ///
    /// # Errors
    /// As [`Client::send`]. If the request was not sent, [`NotSent::of`] says why.
    pub async fn send<R: Decided>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        self.carry_out(DecidedOperation::of::<R>(), request, None).await
    }

    /// As [`Guard::send`], for a request that destroys data, that does nothing, or whose outcome no
    /// source states. The acknowledgement says which of them the caller knows about.
    ///
    /// ```no_run
    /// use aliyun_ecs::guard::Guard;
    /// use aliyun_ecs::{DeleteInstance, ReleasesDisks};
    ///
    /// # async fn run(guard: Guard) -> Result<(), aliyun_ecs::Error> {
    /// guard.send_acknowledged(DeleteInstance::new("i-1"), ReleasesDisks).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`Guard::send`].
    pub async fn send_acknowledged<R: Decided>(
        &self,
        request: R,
        acknowledged: impl Into<Acknowledgement>,
    ) -> Result<R::Response, Error<R::Error>> {
        self.carry_out(DecidedOperation::of::<R>(), request, Some(acknowledged.into())).await
    }

    /// Whether [`Guard::send`] would send a request, and what the documents say about it. Only the
    /// lookups are sent. Credentials, other calls and the service may still prevent a call for
    /// which the answer is `Ok`.
    ///
    /// # Errors
    /// [`NotSent`] if it would not be sent.
    pub async fn check<R: Decided>(&self, request: &R) -> Result<Decision, NotSent> {
        self.ask(request, None).await
    }

    /// Whether [`Guard::send_acknowledged`] would send a request.
    ///
    /// # Errors
    /// As [`Guard::check`].
    pub async fn check_acknowledged<R: Decided>(
        &self,
        request: &R,
        acknowledged: impl Into<Acknowledgement>,
    ) -> Result<Decision, NotSent> {
        self.ask(request, Some(acknowledged.into())).await
    }

    async fn ask<R: Decided>(
        &self,
        request: &R,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<Decision, NotSent> {
        let decision = self.inspect(request).await.check(self.policy, acknowledged)?;
        self.client.check(request).map_err(NotSent::Invalid)?;
        Ok(decision)
    }

    /// What the documents say about every target of a request, and what is not known about them.
    /// Only the lookups are sent.
    pub async fn inspect<R: Decided>(&self, request: &R) -> Findings {
        self.look(DecidedOperation::of::<R>(), request).await.0
    }

    async fn carry_out<R: Request>(
        &self,
        operation: DecidedOperation,
        request: R,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<R::Response, Error<R::Error>> {
        let (findings, targets) = self.look(operation, &request).await;
        if let Err(not_sent) = findings.check(self.policy, acknowledged) {
            return Err(not_sent.into_error(R::META, &flatten(&request), self.client.region()));
        }
        let _changed = Changed { cache: &self.cache, targets, read_only: R::META.read_only };
        self.client.send(request).await
    }

    /// Not generic and behind a pointer, so that each operation costs its caller little.
    fn look<'a>(
        &'a self,
        operation: DecidedOperation,
        request: &'a (dyn WriteFields + Sync),
    ) -> BoxFuture<'a, (Findings, Vec<Target>)> {
        Box::pin(async move {
            let query = flatten(request);
            let named = targets_of(&query);
            let region = region_of(&query).or(self.client.region());
            let mut case = Case {
                operation,
                caller: self.caller,
                needs: Needs::of(operation, self.policy, self.caller, &named.targets),
                named: &named,
                states: States::new(),
                open: HashSet::new(),
                failed: Vec::new(),
            };
            let lookup_error = self.resolve(region, &mut case).await.err();
            (Findings { all: case.judge(), lookup_error }, named.targets)
        })
    }

    /// Disks first, because they say which instances they are attached to. If one kind cannot be
    /// looked up, the others still are; the first failure is returned.
    async fn resolve(&self, region: Option<&str>, case: &mut Case<'_>) -> Result<(), Error> {
        let mut looked = Ok(());
        for kind in [ResourceKind::Disk, ResourceKind::Instance, ResourceKind::SecurityGroup] {
            if !case.needs.includes(kind) {
                continue;
            }
            match self.states(kind, region, case.ids(kind)).await {
                Ok(Looked { states, open }) => {
                    let states = states.into_iter();
                    case.states.extend(states.map(|(id, state)| (Target { kind, id }, state)));
                    case.open.extend(open.into_iter().map(|id| Target { kind, id }));
                }
                Err(error) => {
                    case.failed.push(kind);
                    looked = looked.and(Err(error));
                }
            }
        }
        looked
    }

    /// From what was seen, from a lookup of our own, or from one that another call began.
    async fn states(
        &self,
        kind: ResourceKind,
        region: Option<&str>,
        mut ids: Vec<String>,
    ) -> Result<Looked, Error> {
        let mut found = Looked::default();
        while !ids.is_empty() {
            let clock = self.clock.as_deref().unwrap_or_else(|| self.client.clock());
            let age = (clock.now(), self.max_age);
            let (client, of) = (self.client.clone(), region.map(str::to_owned));
            let claim =
                self.cache.claim(kind, region, std::mem::take(&mut ids), age, |ids| async move {
                    lookup::describe(&client, kind, of.as_deref(), &ids).await
                });
            found.states.extend(claim.fresh);
            for (asked, flight) in claim.flights {
                match &*flight.await {
                    Landed::Found(seen) => {
                        for id in asked {
                            if let Some(state) = seen.states.get(&id) {
                                found.states.insert(id.clone(), state.clone());
                            }
                            if seen.open.contains(&id) {
                                found.open.insert(id);
                            }
                        }
                    }
                    // Another call has taken the failure already, so this one looks itself.
                    Landed::Failed(error) => match take(error) {
                        Some(error) => return Err(error),
                        None => ids.extend(asked),
                    },
                }
            }
        }
        Ok(found)
    }
}

impl SendRequest for Guard {
    async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        match DecidedOperation::find(R::META) {
            Some(operation) => self.carry_out(operation, request, None).await,
            None => {
                let query = flatten(&request);
                Err(NotSent::NoTable.into_error(R::META, &query, self.client.region()))
            }
        }
    }

    fn region(&self) -> Option<&str> {
        self.client.region()
    }

    fn clock(&self) -> &dyn Clock {
        self.client.clock()
    }

    fn new_token(&self) -> Result<String, TransportError> {
        self.client.new_token()
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("client", &self.client)
            .field("policy", &self.policy)
            .field("max_age", &self.max_age)
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

fn take(error: &Mutex<Option<Error>>) -> Option<Error> {
    error.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Forgets the targets of a call when it is over: answered, failed or dropped half way.
struct Changed<'a> {
    cache: &'a Cache,
    targets: Vec<Target>,
    read_only: bool,
}

impl Drop for Changed<'_> {
    fn drop(&mut self) {
        if !self.read_only {
            self.cache.forget(&self.targets);
        }
    }
}
