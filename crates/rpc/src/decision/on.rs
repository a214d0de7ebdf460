//! Sending to a target whose state is known, or is said to be known: what the type says is checked
//! by the compiler, what is said at run time is checked before anything is sent.

use std::marker::PhantomData;

use super::concerns::Concerns;
use super::decide::{Decision, Refused, Verdict, decide};
use super::handle::Target;
use super::not_known::NotKnown;
use super::situation::Situation;
use super::state::Disk as DiskUse;
use super::table::Hazard;
use super::targets;
use super::typed::{
    AcknowledgedBy, NobodySays, NothingHappens, PermittedOn, ReleasesDisks, VerdictOn,
};
use crate::client::Client;
use crate::error::Error;
use crate::request::{Meta, Request};
use crate::transport::BoxFuture;
use crate::wire::flatten;

/// A request on its way.
pub type Sending<'s, R> =
    BoxFuture<'s, Result<<R as Request>::Response, Error<<R as Request>::Error>>>;

/// A client that is about to send to a target in the state `T`; made by [`Client::on`].
#[derive(Clone, Debug)]
#[must_use]
pub struct On<'a, T> {
    client: &'a Client,
    /// Each handle or pair of handles: what it is about, and in which situation that is.
    parts: Vec<(Vec<targets::Target>, Situation)>,
    assumed: Situation,
    state: PhantomData<fn() -> T>,
}

/// What a caller says that they know, at run time.
pub trait Acknowledgement {
    /// Whether it is about this verdict.
    fn covers(verdict: Verdict) -> bool;
}

impl Acknowledgement for ReleasesDisks {
    fn covers(verdict: Verdict) -> bool {
        verdict == Verdict::PermittedWithHazard(Hazard::ReleasesDisks)
    }
}

impl Acknowledgement for NothingHappens {
    fn covers(verdict: Verdict) -> bool {
        verdict == Verdict::AcceptedButFails
    }
}

impl Acknowledgement for NobodySays {
    fn covers(verdict: Verdict) -> bool {
        verdict == Verdict::Unstated
    }
}

impl Client {
    /// Requests about a target: a handle, or a pair of handles.
    ///
    /// A request that the documents refuse in the state of the target does not compile. The handle
    /// does not fill in any id. What a request names is found by [`targets`] and compared with the
    /// handles; one that changes something is not sent when
    ///
    /// * it names another target of the kind of a handle,
    /// * it names a target of another kind, and the documents do not permit the operation in every
    ///   state of such a target ([`Concerns`]): a disk matters wherever an instance does, because it
    ///   may be attached to one,
    /// * it cannot be told what it names, of a kind for which one of these holds.
    ///
    /// Handles of two kinds go together as a pair, `client.on((&instance, &disk))`; several of the
    /// same state with [`On::also`]. Nothing is promised about what a request does not name: the
    /// instance that a disk is attached to, or instances that are found by a tag.
    pub fn on<T: Target>(&self, target: T) -> On<'_, T::State> {
        let parts = vec![(target.targets(), target.situation())];
        On { client: self, parts, assumed: Situation::new(), state: PhantomData }
    }
}

impl<T> On<'_, T> {
    /// Adds what only the run time knows, for handles of unknown state and for all targets; what a
    /// handle was observed in stands against it.
    pub fn assuming(mut self, situation: Situation) -> Self {
        self.assumed = self.assumed.and(situation);
        self
    }

    /// One more target of the same state: a handle, or a pair of handles where [`Client::on`] was
    /// given one.
    ///
    /// ```text
    /// client.on(&first).also(&second).send(StopInstances::new([first.id(), second.id()])).await?;
    /// ```
    pub fn also(mut self, target: impl Target<State = T>) -> Self {
        self.parts.push((target.targets(), target.situation()));
        self
    }

    /// What the documents say about a request here; of several targets that it names about the one
    /// where it fares worst. Nothing is sent, nor is it asked whether the request names others.
    ///
    /// # Errors
    /// [`Refused`] when the request is denied.
    pub fn check<R: Request>(&self, request: &R) -> Result<Decision, Refused> {
        self.worst(R::META, &flatten(request)).0.refuse_denied()
    }

    /// Sends a request that the documents permit in this state.
    ///
    /// The future is boxed, which costs one allocation: the type of an `async fn` would repeat the
    /// bound, and with it the whole message, at the call and at its `.await`.
    ///
    /// What the type does not know is checked here: a request that is denied, has a hazard or does
    /// nothing as far as the run time knows is not sent. Where nobody says anything it is.
    ///
    /// # Errors
    /// As [`Client::send`]. When the decision kept the request from being sent, [`Error::refused`]
    /// hands it out and [`Error::refused_targets`] whom it is about; when the request names another
    /// target, [`Error::other_target`] says which; when it cannot be told what it names,
    /// [`Error::not_known`] says which parameter.
    pub fn send<'s, R>(&'s self, request: R) -> Sending<'s, R>
    where
        R: Request + PermittedOn<T> + 's,
    {
        Box::pin(self.carry(request, |_| false))
    }

    /// Sends a request that is not refused in this state but has a hazard, does nothing, or about
    /// which nobody says anything. The acknowledgement names which of them the caller knows about:
    /// `ReleasesDisks`, `NothingHappens` or `NobodySays` of [`typed`](super::typed).
    ///
    /// What only the run time knows is covered by the same acknowledgement or not at all.
    ///
    /// # Errors
    /// As [`On::send`].
    pub fn send_acknowledged<'s, R, A>(&'s self, request: R, _acknowledged: A) -> Sending<'s, R>
    where
        R: Request + VerdictOn<T> + 's,
        R::Verdict: AcknowledgedBy<A, R>,
        A: Acknowledgement,
    {
        Box::pin(self.carry(request, A::covers))
    }

    async fn carry<R: Request>(
        &self,
        request: R,
        covers: fn(Verdict) -> bool,
    ) -> Result<R::Response, Error<R::Error>> {
        let query = flatten(&request);
        if !R::META.read_only {
            self.compare(R::META, &query)?;
        }
        let (decision, targets) = self.worst(R::META, &query);
        let kept = match decision.verdict() {
            Verdict::Denied(_) => true,
            verdict @ (Verdict::PermittedWithHazard(_) | Verdict::AcceptedButFails) => {
                !covers(verdict)
            }
            Verdict::Permitted | Verdict::DependsOnDisk(_) | Verdict::Unstated => false,
        };
        if kept {
            let ids = targets.iter().map(|target| target.id.clone()).collect();
            return Err(Error::not_sent(R::META, Refused { decision }, ids));
        }
        self.client.send(request).await
    }

    /// The decision about the part where the request fares worst, of those that it names, or of all
    /// where it names none.
    fn worst(&self, meta: &Meta, query: &[(String, String)]) -> (Decision, &[targets::Target]) {
        let named = targets::of(query);
        let is_named = |part: &[targets::Target]| part.iter().any(|one| named.contains(one));
        let any = self.parts.iter().any(|(part, _)| is_named(part));
        let concerned = self.parts.iter().filter(|(part, _)| !any || is_named(part));
        let decide = |situation| decide(meta.product.matrix, meta.row, situation);
        let decided = concerned
            .map(|(part, observed)| (decide(self.assumed.and(*observed)), part.as_slice()));
        let worse = |worst: (Decision, _), one: (Decision, _)| {
            if one.0.severity() > worst.0.severity() { one } else { worst }
        };
        decided.reduce(worse).unwrap_or_else(|| (decide(self.assumed), &[]))
    }

    fn targets(&self) -> impl Iterator<Item = &targets::Target> {
        self.parts.iter().flat_map(|(part, _)| part)
    }

    /// Fails for a target that no handle is about and whose state may decide, and where it cannot be
    /// told whether there is one.
    fn compare<C>(&self, meta: &'static Meta, query: &[(String, String)]) -> Result<(), Error<C>> {
        let disks = [DiskUse::InUse, DiskUse::Other, DiskUse::Unknown];
        let caller = self.assumed.who_calls();
        let concerns = Concerns::of(meta, caller, &disks, |decision| !decision.is_permitted());
        let matters =
            |kind| concerns.includes(kind) || self.targets().any(|ours| ours.kind == kind);
        let named = targets::read(query);
        let is_other = |target: &targets::Target| {
            matters(target.kind) && !self.targets().any(|ours| ours == target)
        };
        if let Some(other) = named.targets.into_iter().find(is_other) {
            return Err(Error::on_other_target(meta, other.id, self.targets()));
        }
        let unclear = named.unclear.into_iter().filter(|one| one.kind.is_none_or(matters));
        let unclear: Vec<NotKnown> = unclear.map(NotKnown::Unclear).collect();
        if unclear.is_empty() { Ok(()) } else { Err(Error::not_certain(meta, unclear)) }
    }
}
