//! Sends a call, without generics: prepares it, then runs it.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tracing::Instrument;

use super::call::Call;
use super::observe::{CallInfo, Observe, Observed};
use super::prepare::Prepared;
use super::reply::Received;
use super::retry::{Budget, RetryPolicy};
use super::run::Run;
use crate::check::Known;
use crate::clock::{Clock, Skew};
use crate::credentials::ProvideCredentials;
use crate::endpoint::{Endpoint, Network};
use crate::error::ErrorInner;
use crate::gate::Gate;
use crate::nonce::Random;
use crate::product::Product;
use crate::transport::{BoxFuture, Transport};
use crate::wire::{Ack, ReadFields, Strictness};

/// The settings of a client, and what it shares with the clients made from it.
#[derive(Clone)]
pub(super) struct Inner {
    pub(super) region: Option<Arc<str>>,
    pub(super) endpoint: Option<FixedEndpoint>,
    pub(super) network: Network,
    pub(super) credentials: Arc<dyn ProvideCredentials>,
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) max_response_bytes: usize,
    pub(super) check_limits: bool,
    pub(super) strictness: Strictness,
    pub(super) user_agent: Cow<'static, str>,
    /// The endpoint of a product in this region.
    pub(super) home: OnceLock<(&'static Product, Endpoint)>,
    pub(super) shared: Arc<Shared>,
}

/// What clones of a client share, and clients in other regions or with other settings.
pub(super) struct Shared {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Random,
    pub(super) rules: Known,
    pub(super) budget: Budget,
    pub(super) skew: Skew,
    pub(super) gate: Option<Arc<dyn Gate>>,
    pub(super) observe: Option<Arc<dyn Observe>>,
}

/// An endpoint that the user set.
#[derive(Clone)]
pub(super) struct FixedEndpoint {
    pub(super) endpoint: Endpoint,
    /// The region that it serves, if the user named one. Otherwise it is taken to serve all.
    pub(super) region: Option<String>,
}

/// Where a reply goes. It is emptied if an attempt fails half way through a reply.
pub(super) trait Reply: Send {
    fn fields(&mut self) -> &mut (dyn ReadFields + Send);
    fn reset(&mut self);
}

impl<T: ReadFields + Default + Send> Reply for T {
    fn fields(&mut self) -> &mut (dyn ReadFields + Send) {
        self
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}

impl Inner {
    pub(super) fn in_region(&self, region: Arc<str>) -> Self {
        Self { region: Some(region), home: OnceLock::new(), ..self.clone() }
    }

    /// Sends the call and decodes the reply into `response`.
    pub(super) fn send<'a>(
        &'a self,
        call: Call<'a>,
        response: &'a mut dyn Reply,
    ) -> BoxFuture<'a, Result<Received, Box<ErrorInner>>> {
        Box::pin(async move {
            let prepared = self.prepare(&call).map_err(|error| self.refused(&call, error))?;
            let info = CallInfo::of(&call, prepared.region.as_deref());
            let observe = self.shared.observe.as_deref();
            if let Some(observed) = Observed::new(info, observe, &*self.shared.clock) {
                // Boxed, so that calls that nobody observes have a small future.
                return Box::pin(self.observed(&call, &prepared, observed, response)).await;
            }
            Run::new(self, &call, &prepared, None).finish(response).await
        })
    }

    /// Reports a call that ends before its first attempt.
    #[cold]
    fn refused(&self, call: &Call<'_>, error: Box<ErrorInner>) -> Box<ErrorInner> {
        let info = CallInfo::of(call, error.region.as_deref().or(self.region.as_deref()));
        let observe = self.shared.observe.as_deref();
        if let Some(observed) = Observed::new(info, observe, &*self.shared.clock) {
            observed.end(Some(&error));
        }
        error
    }

    async fn observed(
        &self,
        call: &Call<'_>,
        prepared: &Prepared<'_>,
        observed: Observed<'_>,
        response: &mut dyn Reply,
    ) -> Result<Received, Box<ErrorInner>> {
        let mut run = Run::new(self, call, prepared, Some(&observed));
        let ended = run.finish(response).instrument(observed.span.clone()).await;
        observed.end(ended.as_ref().err().map(|error| &**error));
        ended
    }

    /// Sends the call with `DryRun=true`. Returns the request id of a reply of success.
    pub(super) fn dry_run<'a>(
        &'a self,
        call: Call<'a>,
    ) -> BoxFuture<'a, Result<Option<String>, Box<ErrorInner>>> {
        Box::pin(async move {
            let mut reply = Ack::default();
            self.send(call, &mut reply).await?;
            Ok(Some(reply.request_id).filter(|id| !id.is_empty()))
        })
    }

    pub(super) fn fmt(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint.as_ref().map(|fixed| fixed.endpoint.url()))
            .field("network", &self.network)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
