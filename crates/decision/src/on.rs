//! Sends requests to targets whose state is known. The compiler checks what the types of handles
//! say. What is known only at run time is checked before anything is sent.

use std::marker::PhantomData;

use aliyun_rpc::clock::Clock;
use aliyun_rpc::request::Request;
use aliyun_rpc::transport::BoxFuture;
use aliyun_rpc::wire::flatten;
use aliyun_rpc::{Client, Error, SendRequest, TransportError};

use crate::concerns::Concerns;
use crate::decide::Decision;
use crate::handle::Handle;
use crate::missing_fact::MissingFact;
use crate::not_sent::NotSent;
use crate::parts::Parts;
use crate::policy::{Acknowledgement, Policy};
use crate::request::DecidedOperation;
use crate::situation::Situation;
use crate::state::DiskUsage;
use crate::target::{Target, targets_of};
use crate::typed::{AcknowledgedBy, AtRunTime, Decided, PermittedOn, VerdictOn};

/// The future of a request that is being sent.
pub type Sending<'s, R> =
    BoxFuture<'s, Result<<R as Request>::Response, Error<<R as Request>::Error>>>;

/// A client that is about to send to targets in the state `T`; made by [`ClientExt`].
#[derive(Clone, Debug)]
#[must_use]
pub struct On<'a, T> {
    client: &'a Client,
    policy: Policy,
    parts: Parts,
    assumed: Situation,
    state: PhantomData<fn() -> T>,
}

/// Decisions for a [`Client`].
pub trait ClientExt {
    /// Requests about a handle, or about a pair of handles of two kinds.
    ///
    /// A request that the documents refuse in the state of the handle does not compile. The handle
    /// does not fill in any id. [`targets_of`] finds what a request names, and this is compared
    /// with the handles. Unless the policy is [`Policy::SendAll`], a request that changes something
    /// is not sent if
    ///
    /// * it names another target of the same kind as a handle,
    /// * it names a target of another kind, and the documents do not permit the operation in every
    ///   state of such a target ([`Concerns`]): a disk matters wherever an instance does, because
    ///   it may be attached to one,
    /// * one of its parameters may name such a target and cannot be understood.
    ///
    /// Handles of two kinds go together as a pair, `client.on((&instance, &disk))`. Add more
    /// targets in the same state with [`On::also`]. If a request names an instance of one pair and
    /// a disk of another, the decision is about those two. Nothing is promised about what a request
    /// does not name: the instance that a disk is attached to, or instances that are found by a
    /// tag.
    fn on<T: Handle>(&self, handle: T) -> On<'_, T::State>;

    /// Requests in a situation that the caller describes. Nothing is checked by the compiler, and
    /// it does not matter what the requests name.
    fn assuming(&self, situation: Situation) -> On<'_, AtRunTime>;
}

impl ClientExt for Client {
    fn on<T: Handle>(&self, handle: T) -> On<'_, T::State> {
        On::new(self).with(&handle)
    }

    fn assuming(&self, situation: Situation) -> On<'_, AtRunTime> {
        On { assumed: situation, ..On::new(self) }
    }
}

impl<'a, T> On<'a, T> {
    fn new(client: &'a Client) -> Self {
        Self {
            client,
            policy: Policy::default(),
            parts: Parts::default(),
            assumed: Situation::new(),
            state: PhantomData,
        }
    }

    /// Which decisions prevent a call. Default: [`Policy::RefuseKnownProblems`].
    pub fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Adds what is known only at run time, for all targets. If a handle was observed in another
    /// state, the observed state counts.
    ///
    /// The compiler does not see it. What [`On::send`] and [`On::send_acknowledged`] accept still
    /// depends on the type of the handle alone: an acknowledgement that only the assumed situation
    /// needs compiles with a handle in state [`Unknown`](crate::handle::Unknown) and with
    /// [`ClientExt::assuming`].
    pub fn assuming(mut self, situation: Situation) -> Self {
        self.assumed = self.assumed.and(situation);
        self
    }

    /// Adds a target in the same state: a handle, or a pair of handles if the first was a pair.
    ///
    /// ```text
    /// client.on(&first).also(&second).send(StopInstances::new([first.id(), second.id()])).await?;
    /// ```
    pub fn also(self, handle: impl Handle<State = T>) -> Self {
        self.with(&handle)
    }

    fn with(mut self, handle: &impl Handle) -> Self {
        self.parts.push(handle.resources());
        self
    }

    /// Whether a request would be sent, and what the documents say about it. If it names several
    /// targets, that is the strictest decision. Nothing is sent.
    ///
    /// The answer is that of [`SendRequest::send`] for this value. It has no bound, so it also
    /// answers about requests that do not compile with [`On::send`]. Credentials, other calls and
    /// the service may still prevent a call for which the answer is `Ok`.
    ///
    /// # Errors
    /// [`NotSent`] if it would not be sent.
    pub fn check<R: Decided>(&self, request: &R) -> Result<Decision, NotSent> {
        self.ask(request, None)
    }

    /// Like [`On::check`], for [`On::send_acknowledged`]. The same requests and acknowledgements
    /// compile. Nothing is sent.
    ///
    /// # Errors
    /// As [`On::check`].
    pub fn check_acknowledged<R, A>(
        &self,
        request: &R,
        acknowledged: A,
    ) -> Result<Decision, NotSent>
    where
        R: Decided + VerdictOn<T>,
        R::Verdict: AcknowledgedBy<A, R>,
        A: Into<Acknowledgement>,
    {
        self.ask(request, Some(acknowledged.into()))
    }

    fn ask<R: Decided>(
        &self,
        request: &R,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<Decision, NotSent> {
        let decision = self.judge(DecidedOperation::of::<R>(), &flatten(request), acknowledged)?;
        self.client.check(request).map_err(NotSent::Invalid)?;
        Ok(decision)
    }

    /// Sends a request, unless the [policy](On::policy) prevents it.
    ///
    /// A request that the documents refuse in the state of the handle's type does not compile.
    ///
    /// # Errors
    /// As [`Client::send`]. If the request was not sent, [`NotSent::of`] says why.
    // The future is boxed, which costs one allocation: the type of an `async fn` would repeat the
    // bound, and with it the whole message, at the call and at its `.await`.
    pub fn send<'s, R>(&'s self, request: R) -> Sending<'s, R>
    where
        R: Decided + PermittedOn<T> + 's,
    {
        Box::pin(self.carry_out(request, None))
    }

    /// Sends a request that destroys data, that does nothing, or whose outcome no source states.
    /// The acknowledgement says which of them the caller knows about:
    /// [`ReleasesDisks`](crate::typed::ReleasesDisks),
    /// [`NothingHappens`](crate::typed::NothingHappens) or
    /// [`OutcomeUnknown`](crate::typed::OutcomeUnknown). It also covers what is known only at run
    /// time.
    ///
    /// # Errors
    /// As [`On::send`].
    pub fn send_acknowledged<'s, R, A>(&'s self, request: R, acknowledged: A) -> Sending<'s, R>
    where
        R: Decided + VerdictOn<T> + 's,
        R::Verdict: AcknowledgedBy<A, R>,
        A: Into<Acknowledgement>,
    {
        Box::pin(self.carry_out(request, Some(acknowledged.into())))
    }

    async fn carry_out<R: Decided>(
        &self,
        request: R,
        acknowledged: Option<Acknowledgement>,
    ) -> Result<R::Response, Error<R::Error>> {
        let query = flatten(&request);
        if let Err(not_sent) = self.judge(DecidedOperation::of::<R>(), &query, acknowledged) {
            return Err(not_sent.into_error(R::META, &query, self.client.region()));
        }
        self.client.send(request).await
    }

    /// [`On::carry_out`] for a request whose product is known only at run time.
    async fn carry_out_any<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        let query = flatten(&request);
        let judged = match DecidedOperation::find(R::META) {
            Some(operation) => self.judge(operation, &query, None).map(drop),
            None => Err(NotSent::NoTable),
        };
        if let Err(not_sent) = judged {
            return Err(not_sent.into_error(R::META, &query, self.client.region()));
        }
        self.client.send(request).await
    }

    fn judge(
        &self,
        operation: DecidedOperation,
        query: &[(String, String)],
        acknowledged: Option<Acknowledgement>,
    ) -> Result<Decision, NotSent> {
        let is_compared = self.policy != Policy::SendAll && !self.parts.is_empty();
        if is_compared && !operation.meta().read_only {
            self.compare(operation, query)?;
        }
        let met = self.parts.met(&targets_of(query).targets);
        let decide = |seen: &Situation| operation.decide(self.assumed.and(*seen));
        let decided = met.iter().map(|(targets, seen)| (decide(seen), targets.as_slice()));
        self.policy.check_each(decided, acknowledged)?;
        let decisions = met.iter().map(|(_, seen)| decide(seen));
        Ok(decisions.reduce(Decision::stricter).unwrap_or(operation.decide(self.assumed)))
    }

    /// Fails if a target without a handle may change the decision, or if it is unclear whether
    /// there is such a target.
    fn compare(
        &self,
        operation: DecidedOperation,
        query: &[(String, String)],
    ) -> Result<(), NotSent> {
        let caller = self.assumed.caller();
        let disks = [DiskUsage::InUse, DiskUsage::NotInUse, DiskUsage::Unknown];
        let concerns = Concerns::of(operation, caller, &disks, |decision| !decision.is_permitted());
        let matters =
            |kind| concerns.includes(kind) || self.parts.targets().any(|ours| ours.kind == kind);
        let named = targets_of(query);
        let is_other = |target: &Target| {
            matters(target.kind) && !self.parts.targets().any(|ours| ours == target)
        };
        if let Some(target) = named.targets.into_iter().find(is_other) {
            let handles = self.parts.targets().cloned().collect();
            return Err(NotSent::OtherTarget { target, handles });
        }
        let unclear = named.unclear.into_iter().filter(|one| one.kind.is_none_or(matters));
        let unclear: Vec<MissingFact> = unclear.map(MissingFact::Unclear).collect();
        if unclear.is_empty() { Ok(()) } else { Err(NotSent::Unknown(unclear)) }
    }
}

/// Decides at run time whether a request is sent, as [`On::check`] does. A request that the
/// documents refuse, or whose hazard is not acknowledged, does not compile with [`On::send`] and is
/// not sent here. One about which they say nothing does not compile there and is sent here, unless
/// the policy is [`Policy::RequireCertain`].
impl<T> SendRequest for On<'_, T> {
    async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        self.carry_out_any(request).await
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
