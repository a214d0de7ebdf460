//! Sends requests. The generic methods are a few lines each over `inner`, which is compiled once
//! and sees only trait objects. Each operation that a program calls adds little code.

mod attempt;
mod builder;
mod call;
mod deadline;
mod http;
mod inner;
pub mod observe;
mod prepare;
mod prepared;
mod reply;
pub mod retry;
mod run;
mod send;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

pub use builder::{BuildError, ClientBuilder};
pub use observe::Observe;
pub(crate) use prepare::names_region;
pub use prepared::PreparedRequest;
pub use reply::DetailedReply;
pub use retry::RetryPolicy;
pub use send::SendRequest;

use self::call::Call;
use self::inner::Inner;
use crate::clock::Clock;
use crate::dynamic::{DynamicReply, DynamicRequest};
use crate::error::{Class, Error, ErrorInner};
use crate::product::Product;
use crate::request::{DryRunnable, Request};
use crate::transport::BoxFuture;
use crate::wire::Strictness;

/// A client of one account in one region.
///
/// It is cheap to clone. Clones share the connections, and so do the clients of other regions that
/// [`Client::in_region`] makes.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// The outcome of a dry run. A check that failed is an [`Error`] with its code instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DryRun {
    /// The service would accept the call.
    Passed {
        /// The id of the call.
        request_id: Option<String>,
    },
    /// The service answered with success but did not say that the dry run passed. It is not known
    /// whether it carried the call out.
    Unconfirmed {
        /// The id of the call.
        request_id: Option<String>,
    },
}

impl DryRun {
    /// Whether the service would accept the call.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        matches!(self, Self::Passed { .. })
    }
}

impl Client {
    /// Starts to set up a client.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The region of calls that name none.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.inner.region.as_deref()
    }

    /// The clock of the client; see [`ClientBuilder::clock`].
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.inner.shared.clock
    }

    /// The same client in another region. It shares credentials, connections and limits with this
    /// one. If an endpoint was set for a region, calls in another one fail with
    /// [`EndpointError::OtherRegion`](crate::EndpointError::OtherRegion).
    #[must_use]
    pub fn in_region(&self, region: impl Into<String>) -> Self {
        Self { inner: Arc::new(self.inner.in_region(region.into().into())) }
    }

    /// The same client with another retry policy, for some calls.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        Self { inner: Arc::new(Inner { retry: policy, ..(*self.inner).clone() }) }
    }

    /// The same client with another deadline, for some calls; see [`ClientBuilder::deadline`].
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self { inner: Arc::new(Inner { deadline: Some(deadline), ..(*self.inner).clone() }) }
    }

    /// Gives a request its `ClientToken`, so that it can be sent again as the same call. A token
    /// that the request has stays.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Random`](crate::transport::TransportErrorKind::Random) if the system
    /// gives no random numbers for a new token.
    pub fn prepare<R: Request>(&self, request: R) -> Result<PreparedRequest<R>, Error<R::Error>> {
        PreparedRequest::or_new(request, || {
            prepare::new_token(&self.inner.shared.random, R::META.name.into()).map_err(Error::new)
        })
    }

    /// Whether [`send`](Self::send) would send a request, as far as the client can tell without
    /// sending anything: its values are within the [limits](ClientBuilder::check_limits), and there
    /// is an endpoint for its region. Credentials are not asked for.
    ///
    /// # Errors
    ///
    /// The error that [`send`](Self::send) would end with.
    pub fn check<R: Request>(&self, request: &R) -> Result<(), Error> {
        self.inner.checked(&Call::of(request)).map_err(Error::new)
    }

    /// Sends a request, by value or by reference, and waits for its reply.
    ///
    /// A request that names a region goes to the endpoint of that region. The client sends its own
    /// region for a required `RegionId` that was not set, and makes a new `ClientToken` for each
    /// call that takes one and has none. To send a request again as the same call, send what
    /// [`Client::prepare`] returns.
    ///
    /// An attempt that fails is repeated as the [`RetryPolicy`] says, where that cannot do the work
    /// twice.
    ///
    /// A member of the reply that has a value of a wrong type counts as missing.
    /// [`send_detailed`](Self::send_detailed) returns which ones, [`CallEnd`](observe::CallEnd)
    /// counts them, an event of `tracing` names the first, and
    /// [`strict_decoding`](ClientBuilder::strict_decoding) makes them an error.
    ///
    /// # Errors
    ///
    /// [`Error`] if the service refuses the call, or if there are no credentials, no connection or
    /// no reply that can be read.
    pub async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        let mut response = R::Response::default();
        let sent = self.inner.send(Call::of(&request), &mut response).await;
        sent.map_err(Error::new).map(|_| response)
    }

    /// As [`send`](Self::send), and returns what came beside the value as well: the members that
    /// could not be read, and the body.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_detailed<R: Request>(
        &self,
        request: R,
    ) -> Result<DetailedReply<R::Response>, Error<R::Error>> {
        let mut response = R::Response::default();
        let sent = self.inner.send(Call::of(&request), &mut response).await;
        sent.map_err(Error::new).map(|received| received.with(response, &request))
    }

    /// This client with another setting of
    /// [`strict_decoding`](ClientBuilder::strict_decoding). Everything else is shared.
    #[must_use]
    pub fn with_strict_decoding(&self, strict_decoding: bool) -> Self {
        let strictness = Strictness::of(strict_decoding);
        Self { inner: Arc::new(Inner { strictness, ..(*self.inner).clone() }) }
    }

    /// Sends a request by the name of its operation. Endpoint and codes are those of the product.
    ///
    /// The client fills in neither `RegionId` nor `ClientToken`, because it does not know whether
    /// the operation takes them.
    ///
    /// # Errors
    ///
    /// As [`Client::send`].
    pub async fn call(
        &self,
        product: &'static Product,
        request: &DynamicRequest,
    ) -> Result<DynamicReply, Error> {
        let mut response = DynamicReply::default();
        let operation = Cow::Owned(request.operation.clone());
        let sent = self.inner.send(Call::dynamic(product, operation, request), &mut response).await;
        sent.map_err(Error::new).map(|_| response)
    }

    /// Sends a request with `DryRun=true`: the service checks it without carrying it out.
    ///
    /// # Errors
    ///
    /// As [`Client::send`]. The code is that of the check that failed.
    pub fn dry_run<'c, R>(&'c self, request: R) -> BoxFuture<'c, Result<DryRun, Error<R::Error>>>
    where
        R: DryRunnable + 'c,
    {
        // Boxed so that a request without a dry run is reported once, not at the `.await` again.
        Box::pin(async move {
            let call = Call { dry_run: true, ..Call::of(&request) };
            dry_run_outcome(self.inner.dry_run(call).await)
        })
    }
}

fn dry_run_outcome<C>(sent: Result<Option<String>, Box<ErrorInner>>) -> Result<DryRun, Error<C>> {
    match sent {
        Ok(request_id) => Ok(DryRun::Unconfirmed { request_id }),
        Err(error) if error.class == Class::DryRunPassed => {
            Ok(DryRun::Passed { request_id: error.request_id })
        }
        Err(error) => Err(Error::new(error)),
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.fmt("Client", f)
    }
}
