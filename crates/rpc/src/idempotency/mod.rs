//! Calls that happen once even if the program dies between sending and reading.
//!
//! [`Idempotent`] stores the `ClientToken` of a call before it sends it, and removes it when the
//! outcome is known. If a call with the same operation and the same arguments comes later and finds
//! a token whose outcome is unknown, it is sent with that token: the service answers with the first
//! result if there was one, and carries the call out otherwise.
//!
//! ```
//! use aliyun_rpc::idempotency::{Idempotent, MemoryTokenStore, Outcome};
//! # use aliyun_rpc::{Client, Request};
//!
//! # async fn run<R: Request>(client: Client, request: R) -> Result<(), Box<dyn std::error::Error>> {
//! // `FileTokenStore`, behind the feature `token-files`, outlives the program.
//! let client = Idempotent::new(client, MemoryTokenStore::new());
//! match client.send(request).await.map_err(aliyun_rpc::Error::untyped)? {
//!     Outcome::First(reply) => { /* carried out now */ }
//!     Outcome::Replayed(reply) => { /* the outcome of an earlier call, or carried out now */ }
//!     Outcome::Mismatch(error) => println!("the token belongs to another request: {error}"),
//!     Outcome::TokenLeft { reply, reason, .. } => println!("carried out, but {reason}"),
//!     _ => {}
//! }
//! # Ok(()) }
//! ```
//!
//! Two calls that mean to create two things never become one: a token that a call in progress uses
//! is not given to another, and a token is removed as soon as its outcome is known. Only a call
//! that follows one of unknown outcome is taken for its repetition.
//!
//! A store belongs to one account. The vendor does not say how long the service remembers a token,
//! so one that is older than [`Idempotent::max_age`] is not used: the call is not sent, and
//! [`TokenTooOld`] says since when. Nor is one that is from a later time than now
//! ([`TokenFromLater`]): the clock was set back, and nobody knows how old it is.
//!
//! The token of a call that is never repeated stays in its store. Both stores list what they hold
//! and forget what is older than a time.

#[cfg(feature = "token-files")]
mod file;
mod key;
mod memory;
mod outcome;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

#[cfg(feature = "token-files")]
pub use file::{FileTokenStore, OpenStoreError};
pub use key::CallKey;
pub use memory::MemoryTokenStore;
pub use outcome::Outcome;

use crate::client::{PreparedRequest, SendRequest};
use crate::clock::Clock;
use crate::error::{Class, Error, Reaction, Unsent};
use crate::request::Request;
use crate::transport::BoxFuture;

/// A token whose outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenToken {
    /// The `ClientToken` that was sent.
    pub token: String,
    /// When the call began that it was made for.
    pub begun: SystemTime,
}

impl OpenToken {
    /// Creates it, for stores.
    #[must_use]
    pub fn new(token: impl Into<String>, begun: SystemTime) -> Self {
        Self { token: token.into(), begun }
    }
}

/// A token that a store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredToken {
    /// The operation of its call.
    pub operation: String,
    /// The hash of the call, [`CallKey::hash`].
    pub hash: String,
    /// The token, and when its call began.
    pub open: OpenToken,
    /// A call of this program is using it. Otherwise the outcome of its call is unknown.
    pub in_use: bool,
}

/// Why a store could not do what it was asked. The call is not sent then, or its token stays open.
#[derive(Debug, thiserror::Error)]
#[error("the token store failed: {message}")]
pub struct TokenStoreError {
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TokenStoreError {
    /// Creates an error with its cause.
    #[must_use]
    pub fn new(
        message: impl Into<String>,
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source }
    }

    /// With its cause.
    fn whole(&self) -> String {
        match &self.source {
            Some(source) => format!("{self}: {source}"),
            None => self.to_string(),
        }
    }
}

/// Remembers tokens whose outcome is not known yet.
///
/// A token is in use from [`begin`](Self::begin) until [`end`](Self::end) or
/// [`abandon`](Self::abandon). What a program leaves in use when it dies is open for the next one.
pub trait TokenStore: Send + Sync {
    /// Puts the open token of this call into use and returns it. Without one, stores `fresh`, puts
    /// it into use and returns `None`. It must last before the future ends. A future that is
    /// dropped before its end leaves no token in use.
    fn begin<'a>(
        &'a self,
        key: &'a CallKey,
        fresh: &'a OpenToken,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>>;

    /// Removes a token: its outcome is known.
    fn end<'a>(
        &'a self,
        key: &'a CallKey,
        token: &'a str,
    ) -> BoxFuture<'a, Result<(), TokenStoreError>>;

    /// Removes the open token of this call that is not in use, and returns it. The oldest one if
    /// there are several.
    fn take_open<'a>(
        &'a self,
        key: &'a CallKey,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>>;

    /// Leaves a token open: its outcome is unknown. Called when a call fails or is dropped, so it
    /// must not block.
    fn abandon(&self, key: &CallKey, token: &str);
}

/// An earlier call like this one is open for so long that the service may have forgotten its token.
/// The call was not sent: find out what became of the earlier one, then [`Idempotent::forget`] it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an earlier call with the same arguments began {} s ago and its outcome is unknown; help: look \
     whether it was carried out, then `forget` it",
    age.as_secs()
)]
#[non_exhaustive]
pub struct TokenTooOld {
    /// The token of the earlier call.
    pub token: String,
    /// How long ago it began.
    pub age: Duration,
}

/// An earlier call like this one is open, and its time is later than the clock says now. The clock
/// was set back meanwhile, so the service may have forgotten the token. The call was not sent: find
/// out what became of the earlier one, then [`Idempotent::forget`] it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the outcome of an earlier call with the same arguments is unknown, and its time is {} s later than \
     the clock says now: the clock was set back; help: look whether the call was carried out, then `forget` it",
    ahead.as_secs()
)]
#[non_exhaustive]
pub struct TokenFromLater {
    /// The token of the earlier call.
    pub token: String,
    /// By how much its time is ahead of the clock, at least a minute.
    pub ahead: Duration,
}

/// By how much a clock is set back in its normal course.
const ADJUSTED: Duration = Duration::from_secs(60);

/// A client that remembers the tokens of its calls.
#[derive(Clone)]
pub struct Idempotent<C, S> {
    client: C,
    store: S,
    max_age: Duration,
    /// That of the client, unless another was set.
    clock: Option<Arc<dyn Clock>>,
}

impl<C: SendRequest, S: TokenStore> Idempotent<C, S> {
    /// Creates a client over another one, with the tokens of a store.
    pub fn new(client: C, store: S) -> Self {
        Self { client, store, max_age: Duration::from_secs(30 * 60), clock: None }
    }

    /// Sets how old a token may be to be used again. Default: 30 minutes.
    #[must_use]
    pub fn max_age(self, max_age: Duration) -> Self {
        Self { max_age, ..self }
    }

    /// Takes the age of tokens from another clock than that of the client.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Some(Arc::new(clock)), ..self }
    }

    /// The time by which tokens age.
    fn time(&self) -> SystemTime {
        self.clock.as_deref().unwrap_or_else(|| self.client.clock()).system_time()
    }

    /// The client below.
    pub fn client(&self) -> &C {
        &self.client
    }

    /// Sends a request, with the token of an earlier call of the same arguments if its outcome is
    /// unknown. A request with a token of its own, and one whose operation takes none, is sent as
    /// it is.
    ///
    /// # Errors
    ///
    /// As the client below, and if the store fails or the open token is [too old](TokenTooOld) or
    /// [from a later time](TokenFromLater); the call is not sent then. The token stays open if the
    /// error [is in doubt](Error::is_in_doubt), and if a repetition is refused: the earlier call
    /// may still be on its way. Only that the call failed for good (`IdempotentFailed`) strikes it
    /// out. [`Reaction::RetrySameToken`] means that the token stays open, so that sending the
    /// request again repeats the call.
    pub async fn send<R: Request>(
        &self,
        request: R,
    ) -> Result<Outcome<R::Response, Error<R::Error>>, Error<R::Error>> {
        let fresh = match PreparedRequest::fresh_token(&request, &self.client) {
            Ok(Some(token)) => OpenToken::new(token, self.time()),
            Ok(None) => return self.client.send(request).await.map(Outcome::First),
            Err(error) => return Err(error),
        };
        let key = CallKey::of(&request, self.client.region());
        let open = self.store.begin(&key, &fresh).await.map_err(unsent::<R, _>)?;
        let replayed = open.is_some();
        let in_use =
            InUse { store: &self.store, key: &key, token: open.unwrap_or(fresh), ended: false };
        if replayed {
            self.check_age::<R>(&in_use.token)?;
        }
        let call = PreparedRequest::with_token(request, &in_use.token.token);
        match self.client.send(call).await {
            Ok(reply) => Ok(match in_use.end().await {
                Ok(()) if replayed => Outcome::Replayed(reply),
                Ok(()) => Outcome::First(reply),
                Err(left) => Outcome::TokenLeft { reply, replayed, reason: left.whole() },
            }),
            Err(error) if replayed && error.class() == Class::IdempotencyMismatch => {
                in_use.end_unheard().await;
                Ok(Outcome::Mismatch(error))
            }
            // The earlier call may still be on its way when its repetition is refused.
            Err(error) if !is_final(&error) && (error.is_in_doubt() || replayed) => Err(error),
            Err(error) => {
                in_use.end_unheard().await;
                Err(error.of_a_dropped_token())
            }
        }
    }

    /// Refuses a token that the service may have forgotten.
    fn check_age<R: Request>(&self, open: &OpenToken) -> Result<(), Error<R::Error>> {
        let token = || open.token.clone();
        match self.time().duration_since(open.begun) {
            Ok(age) if age > self.max_age => {
                Err(unsent::<R, _>(TokenTooOld { token: token(), age }))
            }
            Err(later) if later.duration() >= ADJUSTED => {
                let ahead = later.duration();
                Err(unsent::<R, _>(TokenFromLater { token: token(), ahead }))
            }
            _ => Ok(()),
        }
    }

    /// Removes the open token of an earlier call with these arguments, once it was found out what
    /// became of it. Returns the token, if there was one.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn forget<R: Request>(&self, request: &R) -> Result<Option<String>, TokenStoreError> {
        let key = CallKey::of(request, self.client.region());
        Ok(self.store.take_open(&key).await?.map(|open| open.token))
    }
}

/// Whether nothing can come of the token any more: the service says that its call failed for good.
fn is_final<C>(error: &Error<C>) -> bool {
    let refused = error.status().is_some_and(|status| (400..500).contains(&status));
    refused && error.class() == Class::IdempotencyFailed
}

fn unsent<R: Request, E>(reason: E) -> Error<R::Error>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let (class, reaction) = (Class::IdempotencyPending, Reaction::WaitForState);
    Error::unsent(R::META, Unsent { code: None, class, reaction, reason: Box::new(reason) })
}

/// A token in use, which is open again when this is dropped.
struct InUse<'a, S: TokenStore> {
    store: &'a S,
    key: &'a CallKey,
    token: OpenToken,
    ended: bool,
}

impl<S: TokenStore> InUse<'_, S> {
    /// The outcome is known. Also where the store fails, this program does not use the token again.
    async fn end(mut self) -> Result<(), TokenStoreError> {
        let ended = self.store.end(self.key, &self.token.token).await;
        self.ended = true;
        ended
    }

    /// The same for a call that carried nothing out, whose error matters more than that of the
    /// store.
    async fn end_unheard(self) {
        if let Err(error) = self.end().await {
            let error = error.whole();
            tracing::warn!(target: "aliyun_rpc", error, "the token of a call stays in its store");
        }
    }
}

impl<S: TokenStore> Drop for InUse<'_, S> {
    fn drop(&mut self) {
        if !self.ended {
            self.store.abandon(self.key, &self.token.token);
        }
    }
}

impl<C: fmt::Debug, S: fmt::Debug> fmt::Debug for Idempotent<C, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Idempotent")
            .field("client", &self.client)
            .field("store", &self.store)
            .field("max_age", &self.max_age)
            .finish_non_exhaustive()
    }
}
