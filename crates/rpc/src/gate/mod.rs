//! The throttling gate, a rate limiter in the client: callers of an operation wait in turn for the
//! service to take their call, instead of being refused and trying again on their own.
//!
//! The service counts calls per account, region and operation, by the minute: a caller that is
//! throttled in one minute can call again in the next. A [`MinuteGate`] counts along. It begins
//! with few calls at a time, learns the limit from the first call that is throttled and from the
//! headers of replies, and then sends no more calls in a minute than the service takes. The first
//! call of the next minute goes alone; if it passes, the others follow.
//!
//! * Until a limit is known, at most 16 calls of a scope are under way at a time, also where the
//!   service never throttles. A call that does not come back stops counting after 30 seconds.
//!   [`MinuteGateBuilder::limit`] states a limit beforehand.
//! * Callers enter in the order in which they came. The next attempt of a call that failed goes
//!   before the calls that wait for their first.
//! * A caller that is not polled loses its turn after a second or so to the next one that is.
//! * The limit of all operations together (`x-ratelimit-user`) is looked at only when a reply says
//!   that nothing is left of it. All operations of the product in that region then wait until its
//!   window ends, in every process that shares the store.
//!
//! A gate is for one account. Clones of a client share its gate; clients of the same account can
//! share one too, and processes share what it knows through a [`LaneStore`].

mod asking;
mod lane;
mod lanes;
mod limits;
mod minute;
mod queue;
mod store;
mod turned;
mod untold;

use std::fmt;
use std::time::{Duration, Instant};

pub use lane::{Change, Entry, Lane, Ticket};
pub use limits::{Observed, Outcome, RateLimit};
pub use minute::{LaneStatistics, MinuteGate, MinuteGateBuilder};
pub use store::{Applied, LaneStore, MemoryStore, StoreError, Update};

use crate::boxed::BoxFuture;
use crate::shown::short;

/// The scope in which the service counts calls, in one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The product: `ecs`.
    pub product: String,
    /// The region, or the host where no region is known.
    pub region: String,
    /// The operation: `DescribeThings`.
    pub operation: String,
}

impl Scope {
    /// Creates a scope.
    #[must_use]
    pub fn new(
        product: impl Into<String>,
        region: impl Into<String>,
        operation: impl Into<String>,
    ) -> Self {
        Self { product: product.into(), region: region.into(), operation: operation.into() }
    }

    /// Stands for all operations of the product together.
    pub(crate) fn of_user(&self) -> Self {
        Self { operation: "*".to_owned(), ..self.clone() }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (product, region) = (short(&self.product), short(&self.region));
        write!(f, "{product}/{region}/{}", short(&self.operation))
    }
}

/// Decides when an attempt may be sent.
pub trait Gate: Send + Sync {
    /// Waits for the turn of an attempt. Dropping the future leaves the queue.
    ///
    /// # Errors
    ///
    /// [`GateClosed`] if its turn does not come before `deadline`: at once where that is known.
    fn enter<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>>;

    /// Waits for the turn of a further attempt of a call. The call came before those that wait for
    /// their first attempt, so it goes before them. A gate without an order of its own does the
    /// same as in [`enter`](Gate::enter); one around another gate passes it on.
    ///
    /// # Errors
    ///
    /// As [`enter`](Gate::enter).
    fn enter_again<'a>(
        &'a self,
        scope: &'a Scope,
        deadline: Option<Instant>,
    ) -> BoxFuture<'a, Result<Permit, GateClosed>>;
}

/// The turn of an attempt would come after its deadline. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service throttles {scope}, and the deadline of the call comes before its turn")]
#[non_exhaustive]
pub struct GateClosed {
    /// What is throttled.
    pub scope: Scope,
    /// When the gate opens next, if that is known.
    pub opens_in: Option<Duration>,
}

/// Permission to send one attempt. Report how it ended; a permit that is dropped without a report
/// counts as an attempt whose outcome is unknown.
#[must_use = "report how the attempt ended, or the gate does not learn from it"]
pub struct Permit(Box<dyn Report>);

/// Takes the report about an attempt. Dropped without one, it gives the turn back.
pub trait Report: Send {
    /// Learns from an attempt.
    fn report(self: Box<Self>, observed: Observed) -> BoxFuture<'static, ()>;
}

impl Permit {
    /// Creates a permit of a gate.
    pub fn new(report: impl Report + 'static) -> Self {
        Self(Box::new(report))
    }

    /// Reports how the attempt ended.
    pub fn report(self, observed: Observed) -> BoxFuture<'static, ()> {
        self.0.report(observed)
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}
