//! Sending to a target whose state is known, or is said to be known: what the type says is checked
//! by the compiler, what is said at run time is checked before anything is sent.

use std::marker::PhantomData;

use super::decide::{Decision, Refused};
use super::handle::Target;
use super::situation::Situation;
use super::typed::{AcknowledgedBy, PermittedOn, VerdictOn};
use crate::client::Client;
use crate::error::Error;
use crate::request::Request;
use crate::transport::BoxFuture;

/// A request on its way.
pub type Sending<'s, R> =
    BoxFuture<'s, Result<<R as Request>::Response, Error<<R as Request>::Error>>>;

/// A client that is about to send to a target in the state `T`; made by [`Client::on`].
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct On<'a, T> {
    client: &'a Client,
    situation: Situation,
    state: PhantomData<fn() -> T>,
}

impl Client {
    /// Requests about a target: a handle, or a pair of handles.
    ///
    /// A request that the documents refuse in the state of the target does not compile. The handle
    /// does not fill in any id: that the request is about this target is the caller's word.
    pub fn on<T: Target>(&self, target: T) -> On<'_, T::State> {
        On { client: self, situation: target.situation(), state: PhantomData }
    }
}

impl<T> On<'_, T> {
    /// Adds to the situation what only the run time knows, for handles of unknown state.
    pub fn assuming(mut self, situation: Situation) -> Self {
        self.situation = self.situation.and(situation);
        self
    }

    /// What the documents say about a request here. Nothing is sent.
    ///
    /// # Errors
    /// [`Refused`] when the request is denied.
    pub fn check<R: Request>(&self, request: &R) -> Result<Decision, Refused> {
        self.client.check(request, self.situation)
    }

    /// Sends a request that the documents permit in this state.
    ///
    /// The future is boxed, which costs one allocation: the type of an `async fn` would repeat the
    /// bound, and with it the whole message, at the call and at its `.await`.
    ///
    /// # Errors
    /// As [`Client::send_checked`]: refused before it was sent, or any other failure.
    pub fn send<'s, R>(&'s self, request: R) -> Sending<'s, R>
    where
        R: Request + PermittedOn<T> + 's,
    {
        Box::pin(self.client.send_checked(request, self.situation))
    }

    /// Sends a request that is not refused in this state but has a hazard, does nothing, or about
    /// which nobody says anything. The acknowledgement names which of them the caller knows about:
    /// `ReleasesDisks`, `NothingHappens` or `NobodySays` of [`typed`](super::typed).
    ///
    /// # Errors
    /// As [`Client::send_checked`].
    pub fn send_acknowledged<'s, R, A>(&'s self, request: R, _acknowledged: A) -> Sending<'s, R>
    where
        R: Request + VerdictOn<T> + 's,
        R::Verdict: AcknowledgedBy<A, R>,
    {
        Box::pin(self.client.send_checked(request, self.situation))
    }
}
