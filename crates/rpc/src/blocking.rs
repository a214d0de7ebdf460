//! The client for programs without an async runtime. It drives the same futures as [`Client`], on
//! the thread that calls it; one more thread drives the connections.
//!
//! ```no_run
//! use aliyun_rpc::{StaticCredentials, blocking};
//! # use aliyun_rpc::Request;
//!
//! # fn run<R: Request>(request: R) -> Result<(), Box<dyn std::error::Error>> {
//! let client = blocking::Client::new(
//!     aliyun_rpc::Client::builder()
//!         .region("cn-hangzhou")
//!         .credentials(StaticCredentials::new("id", "secret")),
//! )?;
//! let reply = client.send(request).map_err(aliyun_rpc::Error::untyped)?;
//! # Ok(()) }
//! ```
//!
//! # Panics
//!
//! Nothing here may be called on a thread that runs an async task: it would hold up the runtime,
//! and tokio panics. Use the async [`Client`] there.

mod waiting;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::client::{
    BuildError, Client as Async, ClientBuilder, DetailedReply, DryRun, PreparedRequest,
    RetryPolicy, SendRequest,
};
use crate::clock::Clock;
use crate::dynamic::{DynamicReply, DynamicRequest};
use crate::error::Error;
use crate::product::Product;
use crate::request::{DryRunnable, Request};
use crate::transport::{TransportError, TransportErrorKind};

pub use waiting::{Items, Pages};

/// A client whose methods wait for the reply. Cheap to clone; clones share connections and the
/// thread that drives them.
#[derive(Clone)]
pub struct Client {
    client: Async,
    runtime: Runtime,
}

/// Where futures run that need tokio.
#[derive(Clone)]
pub struct Runtime(Arc<Shared>);

struct Shared(Option<tokio::runtime::Runtime>);

impl Runtime {
    /// Starts the thread that drives connections.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Setup`] if the system starts no thread.
    pub fn new() -> Result<Self, TransportError> {
        let built = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("aliyun-rpc-blocking")
            .enable_all()
            .build();
        match built {
            Ok(runtime) => Ok(Self(Arc::new(Shared(Some(runtime))))),
            Err(error) => Err(TransportError::from_error(TransportErrorKind::Setup, error)),
        }
    }

    /// Waits for a future on this thread: a call of a layer over the async client, a waiter.
    ///
    /// # Panics
    ///
    /// On a thread that runs an async task.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        match &self.0.0 {
            Some(runtime) => runtime.block_on(future),
            None => unreachable!("it is taken only when the last clone is dropped"),
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Dropped in the usual way it would wait for its thread, and panic in an async task.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// Builds a client and starts the thread that drives its connections.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`], and [`BuildError::Transport`] if no thread can be started.
    pub fn new(builder: ClientBuilder) -> Result<Self, BuildError> {
        Ok(Self { client: builder.build()?, runtime: Runtime::new()? })
    }

    /// The async client that this one drives.
    #[must_use]
    pub fn as_async(&self) -> &Async {
        &self.client
    }

    /// Where this client waits for futures. Layers over [`Client::as_async`] and waiters run there.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The region of calls that name none.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.client.region()
    }

    /// The clock of the client; see [`ClientBuilder::clock`].
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.client.clock()
    }

    /// The same client in another region; see [`Client::in_region`](Async::in_region).
    #[must_use]
    pub fn in_region(&self, region: impl Into<String>) -> Self {
        self.with(self.client.in_region(region))
    }

    /// The same client with another retry policy.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with(self.client.with_retry(policy))
    }

    /// The same client with another deadline; see [`ClientBuilder::deadline`].
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        self.with(self.client.with_deadline(deadline))
    }

    /// The same client with another setting of
    /// [`strict_decoding`](ClientBuilder::strict_decoding).
    #[must_use]
    pub fn with_strict_decoding(&self, strict_decoding: bool) -> Self {
        self.with(self.client.with_strict_decoding(strict_decoding))
    }

    /// Gives a request its `ClientToken`; see [`Client::prepare`](Async::prepare).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn prepare<R: Request>(&self, request: R) -> Result<PreparedRequest<R>, Error<R::Error>> {
        self.client.prepare(request)
    }

    /// Whether [`send`](Self::send) would send a request; see [`Client::check`](Async::check).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn check<R: Request>(&self, request: &R) -> Result<(), Error> {
        self.client.check(request)
    }

    /// Sends a request and waits for its reply; see [`Client::send`](Async::send).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        self.runtime.block_on(self.client.send(request))
    }

    /// Sends a request and returns what came beside the reply; see
    /// [`Client::send_detailed`](Async::send_detailed).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn send_detailed<R: Request>(
        &self,
        request: R,
    ) -> Result<DetailedReply<R::Response>, Error<R::Error>> {
        self.runtime.block_on(self.client.send_detailed(request))
    }

    /// Sends a request by the name of its operation; see [`Client::call`](Async::call).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn call(
        &self,
        product: &'static Product,
        request: &DynamicRequest,
    ) -> Result<DynamicReply, Error> {
        self.runtime.block_on(self.client.call(product, request))
    }

    /// Lets the service check a request; see [`Client::dry_run`](Async::dry_run).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn dry_run<R: DryRunnable>(&self, request: R) -> Result<DryRun, Error<R::Error>> {
        self.runtime.block_on(self.client.dry_run(request))
    }

    /// Sends a request through a layer over the async client, such as a guard.
    ///
    /// # Errors
    ///
    /// As the layer.
    pub fn send_through<R: Request>(
        &self,
        layer: &impl SendRequest,
        request: R,
    ) -> Result<R::Response, Error<R::Error>> {
        self.runtime.block_on(layer.send(request))
    }

    fn with(&self, client: Async) -> Self {
        Self { client, runtime: self.runtime.clone() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
