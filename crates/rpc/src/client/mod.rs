//! Sends requests. The generic part is a shell of a few lines per method over `core`, which is
//! compiled once and sees only trait objects: users pay for the operations they call, and little.

mod attempt;
mod builder;
mod core;

use std::borrow::Cow;
use std::sync::Arc;

pub use builder::{BuildError, ClientBuilder};

use self::core::{Call, Core};
use crate::dynamic::{Dynamic, DynamicReply};
use crate::error::{Class, Error, Failure};
use crate::request::{DryRunnable, Product, Request};
use crate::transport::BoxFuture;

/// A client of one account in one region. Cheap to clone; clones share the connections.
#[derive(Clone)]
pub struct Client {
    core: Arc<Core>,
}

/// What a dry run came to. A check that failed is an [`Error`] instead, with that check's code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DryRun {
    /// The service would accept the call.
    Passed {
        /// Id of the call.
        request_id: Option<String>,
    },
    /// The service answered with a success of its own instead of saying that the dry run passed;
    /// whether it carried the call out is not known.
    Unconfirmed {
        /// Id of the call.
        request_id: Option<String>,
    },
}

impl DryRun {
    /// The service would accept the call.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        matches!(self, Self::Passed { .. })
    }
}

impl Client {
    /// A client to be set up.
    #[must_use]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Region that calls are about when they name none.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.core.region.as_deref()
    }

    /// Sends a request, by value or by reference, and waits for its reply.
    ///
    /// A required `RegionId` that was not set is the client's; a `ClientToken` that was not set is
    /// made anew for each call.
    ///
    /// # Errors
    ///
    /// [`Error`]: refused by the service, no credentials, no connection, no readable reply.
    pub async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        let mut response = R::Response::default();
        let sent = self.core.send(Call::typed(R::META, &request), &mut response).await;
        sent.map_err(Error::new).map(|()| response)
    }

    /// Sends an operation by name; its endpoint and codes are those of the product.
    ///
    /// # Errors
    ///
    /// As [`Client::send`]. Without metadata no `RegionId` and no `ClientToken` is filled in.
    pub async fn call(
        &self,
        product: &'static Product,
        request: &Dynamic,
    ) -> Result<DynamicReply, Error> {
        let mut response = DynamicReply::default();
        let operation = Cow::Owned(request.operation.clone());
        let sent = self.core.send(Call::dynamic(product, operation, request), &mut response).await;
        sent.map_err(Error::new).map(|()| response)
    }

    /// Lets the service check a request without carrying it out: sends it with `DryRun=true`.
    ///
    /// # Errors
    ///
    /// As [`Client::send`]; the code is that of the check that failed.
    pub fn dry_run<'c, R>(&'c self, request: R) -> BoxFuture<'c, Result<DryRun, Error<R::Error>>>
    where
        R: DryRunnable + 'c,
    {
        // Boxed so that a request without a dry run is reported once, not at the `.await` again.
        Box::pin(async move {
            let call = Call { dry_run: true, ..Call::typed(R::META, &request) };
            dry_run_outcome(self.core.dry_run(call).await)
        })
    }
}

fn dry_run_outcome<C>(sent: Result<Option<String>, Box<Failure>>) -> Result<DryRun, Error<C>> {
    match sent {
        Ok(request_id) => Ok(DryRun::Unconfirmed { request_id }),
        Err(failure) if failure.class == Class::DryRunPassed => {
            Ok(DryRun::Passed { request_id: failure.request_id })
        }
        Err(failure) => Err(Error::new(failure)),
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.core.fmt("Client", f)
    }
}
