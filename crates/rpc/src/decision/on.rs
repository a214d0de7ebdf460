//! Sending to a target whose state is known, or is said to be known: what the type says is checked
//! by the compiler, what is said at run time is checked before anything is sent.

use std::marker::PhantomData;

use super::decide::{Decision, Refused};
use super::handle::Target;
use super::situation::Situation;
use super::targets;
use super::typed::{AcknowledgedBy, PermittedOn, VerdictOn};
use crate::client::Client;
use crate::error::Error;
use crate::request::Request;
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
    /// That of each target; never empty.
    situations: Vec<Situation>,
    targets: Vec<targets::Target>,
    state: PhantomData<fn() -> T>,
}

impl Client {
    /// Requests about a target: a handle, or a pair of handles.
    ///
    /// A request that the documents refuse in the state of the target does not compile. The handle
    /// does not fill in any id, but a request that names another target of its kind is not sent, for
    /// nothing is known about that one; several of the same state go together with [`On::also`]. What
    /// a request names is found by [`targets`]; one that names none of that kind is sent, and so is one
    /// that changes nothing.
    pub fn on<T: Target>(&self, target: T) -> On<'_, T::State> {
        let (situations, targets) = (vec![target.situation()], target.targets());
        On { client: self, situations, targets, state: PhantomData }
    }
}

impl<T> On<'_, T> {
    /// Adds to the situation what only the run time knows, for handles of unknown state.
    pub fn assuming(mut self, situation: Situation) -> Self {
        for known in &mut self.situations {
            *known = known.and(situation);
        }
        self
    }

    /// One more target of the same state.
    ///
    /// ```text
    /// client.on(&first).also(&second).send(StopInstances::new([first.id(), second.id()])).await?;
    /// ```
    pub fn also(mut self, target: impl Target<State = T>) -> Self {
        self.situations.push(target.situation());
        self.targets.extend(target.targets());
        self
    }

    /// What the documents say about a request here, whatever it names; of several targets about the
    /// first that refuses it, else about the first. Nothing is sent.
    ///
    /// # Errors
    /// [`Refused`] when the request is denied.
    pub fn check<R: Request>(&self, request: &R) -> Result<Decision, Refused> {
        let mut decisions = self.situations.iter().map(|one| self.client.check(request, *one));
        let first =
            decisions.next().unwrap_or_else(|| self.client.check(request, Situation::new()));
        decisions.fold(first, |all, one| all.and_then(|first| one.map(|_| first)))
    }

    /// Sends a request that the documents permit in this state.
    ///
    /// The future is boxed, which costs one allocation: the type of an `async fn` would repeat the
    /// bound, and with it the whole message, at the call and at its `.await`.
    ///
    /// # Errors
    /// As [`Client::send_checked`]: refused before it was sent, or any other failure. When the
    /// request names another target, [`Error::other_target`] says which.
    pub fn send<'s, R>(&'s self, request: R) -> Sending<'s, R>
    where
        R: Request + PermittedOn<T> + 's,
    {
        Box::pin(self.carry(request))
    }

    /// Sends a request that is not refused in this state but has a hazard, does nothing, or about
    /// which nobody says anything. The acknowledgement names which of them the caller knows about:
    /// `ReleasesDisks`, `NothingHappens` or `NobodySays` of [`typed`](super::typed).
    ///
    /// # Errors
    /// As [`On::send`].
    pub fn send_acknowledged<'s, R, A>(&'s self, request: R, _acknowledged: A) -> Sending<'s, R>
    where
        R: Request + VerdictOn<T> + 's,
        R::Verdict: AcknowledgedBy<A, R>,
    {
        Box::pin(self.carry(request))
    }

    async fn carry<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        let query = if R::META.read_only { Vec::new() } else { flatten(&request) };
        if let Some(other) = self.other(&query) {
            return Err(Error::on_other_target(R::META, other.id, &self.targets));
        }
        match self.check(&request) {
            Ok(_) => self.client.send(request).await,
            Err(refused) => Err(Error::from_refused(R::META, refused)),
        }
    }

    /// A target of the kind of one of ours that the request names and that is none of ours.
    fn other(&self, query: &[(String, String)]) -> Option<targets::Target> {
        let ours = |kind| self.targets.iter().any(|target| target.kind == kind);
        let mut named = targets::of(query).into_iter();
        named.find(|target| ours(target.kind) && !self.targets.contains(target))
    }
}
