//! One trait for everything that sends requests.

use std::sync::Arc;

use super::Client;
use super::prepare::random_failed;
use crate::clock::Clock;
use crate::error::Error;
use crate::request::Request;
use crate::transport::TransportError;

/// Something that sends requests: a [`Client`], or a layer over one.
///
/// Take it where a function should work with all of them:
///
/// ```
/// use aliyun_rpc::{Error, Request, SendRequest};
///
/// async fn twice<R: Request>(client: &impl SendRequest, request: R) -> Result<(), Error<R::Error>> {
///     client.send(&request).await?;
///     client.send(&request).await?;
///     Ok(())
/// }
/// ```
///
/// A layer that refuses calls, such as a guard, decides at run time here: the bounds that its own
/// methods put on requests are not part of this trait.
///
/// There is no dry run here. The service checks a dry run without the layer, so that its answer
/// would say nothing about what the layer refuses. Take a [`Client`] for [`Client::dry_run`]; what
/// a layer would refuse, its own `check` tells.
///
/// For tests, build a [`Client`] over a [`ScriptedTransport`](crate::testing::ScriptedTransport)
/// rather than another implementation of this trait.
pub trait SendRequest: Send + Sync {
    /// Sends a request, by value or by reference, and waits for its reply.
    ///
    /// # Errors
    ///
    /// As [`Client::send`], and what the layer adds.
    fn send<R: Request>(
        &self,
        request: R,
    ) -> impl Future<Output = Result<R::Response, Error<R::Error>>> + Send;

    /// The region of requests that name none.
    fn region(&self) -> Option<&str>;

    /// The clock by which waiters wait: that of the client. A layer over a client passes it on.
    fn clock(&self) -> &dyn Clock;

    /// Makes a new `ClientToken` from the client's source of random numbers. A layer over a client
    /// passes it on.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::Random`](crate::transport::TransportErrorKind::Random) if the system
    /// gives none.
    fn new_token(&self) -> Result<String, TransportError>;
}

impl SendRequest for Client {
    async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        Client::send(self, request).await
    }

    fn region(&self) -> Option<&str> {
        Client::region(self)
    }

    fn clock(&self) -> &dyn Clock {
        Client::clock(self)
    }

    fn new_token(&self) -> Result<String, TransportError> {
        self.inner.shared.random.digits().map_err(random_failed)
    }
}

impl<S: SendRequest> SendRequest for &S {
    async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        S::send(self, request).await
    }

    fn region(&self) -> Option<&str> {
        S::region(self)
    }

    fn clock(&self) -> &dyn Clock {
        S::clock(self)
    }

    fn new_token(&self) -> Result<String, TransportError> {
        S::new_token(self)
    }
}

impl<S: SendRequest> SendRequest for Arc<S> {
    async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error<R::Error>> {
        S::send(self, request).await
    }

    fn region(&self) -> Option<&str> {
        S::region(self)
    }

    fn clock(&self) -> &dyn Clock {
        S::clock(self)
    }

    fn new_token(&self) -> Result<String, TransportError> {
        S::new_token(self)
    }
}
