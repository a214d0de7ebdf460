//! [`Error`]: why a call failed. Its parts are read through methods, so that new kinds of failure
//! break nobody.
//!
//! `Error<C>` knows the codes of its operation as the type `C`. `Error` alone does not, and `?`
//! turns every `Error<C>` into it.

mod advice;
pub mod codes;
mod excerpt;
mod fault;
mod inner;
mod redact;
mod reply;
mod result;
mod sets;
mod xml;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

pub(crate) use advice::{Repeat, without_the_token};
pub use aliyun_rpc_vocabulary::{Class, Reaction};
pub use codes::captures;
pub(crate) use excerpt::Excerpt;
pub use fault::{AccessDenied, ServiceFault};
pub use inner::Unsent;
pub(crate) use inner::{ErrorInner, ErrorKind};
pub(crate) use redact::Secrets;
pub(crate) use reply::{encoding, request_id, service_failure};
pub use result::ResultExt;
pub use sets::{NoErrors, Untyped};

use crate::credentials::Credentials;
use crate::product::Meta;
use crate::request::ErrorSet;
use crate::transport::{HttpResponse, TransportErrorKind};
use crate::wire::{DecodeError, WriteFields};

/// Why a call failed.
///
/// `C` is the operation's own set of documented codes, which [`Error::known`] returns. A function
/// that calls several operations returns `Error` without it:
///
/// ```text
/// async fn both(client: &Client) -> Result<(), Error> {
///     client.send(first).await?;   // Error<FirstError>
///     client.send(second).await?;  // Error<SecondError>
///     Ok(())
/// }
/// ```
///
/// Where it becomes an error of your own with `#[from] Error`, or a `Box` or `anyhow::Error` in
/// which `downcast_ref::<Error>()` is to find it, write `.untyped()?`: see [`ResultExt`].
///
/// `Display` and `Debug` never show a key, a signature, a token, the query of a request or the body
/// of a reply. They escape control characters in what the service said and shorten it: a code and a
/// request id to 128 characters, a message to 1,024. [`Error::code`] and the other methods return
/// it without escapes.
pub struct Error<C = Untyped> {
    inner: Box<ErrorInner>,
    codes: PhantomData<fn() -> C>,
}

impl<C> Error<C> {
    pub(crate) fn new(inner: Box<ErrorInner>) -> Self {
        Self { inner, codes: PhantomData }
    }

    /// Creates the error of a call that was not sent, for layers that check calls before the client
    /// sends them.
    #[must_use]
    pub fn unsent(meta: &'static Meta, unsent: Unsent) -> Self {
        let (class, reaction) = (unsent.class, unsent.reaction);
        let kind = ErrorKind::Unsent(Box::new(unsent));
        Self::new(Box::new(ErrorInner::without_reply(meta.name.into(), kind, class, reaction)))
    }

    /// Creates the error of a reply that could be decoded but not used.
    pub(crate) fn unusable(meta: &'static Meta, error: DecodeError) -> Self {
        let (kind, name) = (ErrorKind::Decode(error), meta.name.into());
        let (class, reaction) = (Class::Internal, Reaction::GiveUp);
        Self::new(Box::new(ErrorInner::without_reply(name, kind, class, reaction)))
    }

    /// Makes the error of an error reply as the client does: for the bench that times it.
    #[doc(hidden)]
    #[must_use]
    pub fn of_reply(
        meta: &'static Meta,
        reply: HttpResponse,
        credentials: &Credentials,
        fields: &dyn WriteFields,
    ) -> Self {
        let secrets = Secrets::of(credentials, fields);
        let operation = meta.name.into();
        let repeat = Repeat::MayDouble;
        Self::new(Box::new(service_failure(operation, meta.product, reply, repeat, &secrets)))
    }

    /// For a layer that dropped the token of the call after it failed, because nothing was carried
    /// out.
    pub(crate) fn of_a_dropped_token(mut self) -> Self {
        if self.inner.reaction == Reaction::RetrySameToken {
            self.inner.reaction = Reaction::RetryNewToken;
        }
        self
    }

    /// Changes the set of codes.
    pub(crate) fn cast<D>(self) -> Error<D> {
        Error { inner: self.inner, codes: PhantomData }
    }

    /// Forgets the operation's set of codes. `?` does the same.
    #[must_use]
    pub fn untyped(self) -> Error {
        self.cast()
    }

    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.inner.operation
    }

    /// The region of the call. `None` if neither the request nor the client names one.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.inner.region.as_deref()
    }

    /// Adds the region to the error of a call that was not sent. Does nothing if it has one.
    #[must_use]
    pub fn in_region(mut self, region: Option<&str>) -> Self {
        if self.inner.region.is_none() {
            self.inner.region = region.map(str::to_owned);
        }
        self
    }

    /// The `ClientToken` that the call was sent with, whether the caller set it or the client made
    /// it. `None` if the call had none, or if the client refused the request before it made one.
    ///
    /// To send the call again under this token, use
    /// [`PreparedRequest::with_token`](crate::PreparedRequest::with_token).
    #[must_use]
    pub fn client_token(&self) -> Option<&str> {
        self.inner.client_token.as_deref()
    }

    /// The code that the service answered with. For a call that was not sent, the code that it
    /// would have answered with, if that is known.
    ///
    /// `None` where the service did not answer: transport, decoding, credentials, the reply of a
    /// proxy. Not escaped, and cut to 64 kB.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.kind.code()
    }

    /// The message of the service. Secrets of the caller that it quotes are replaced. Not escaped,
    /// and cut to 64 kB, so log the error itself rather than this.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.service()?.message.as_deref()
    }

    /// The id of the call, from the body or else from the headers of the reply. The vendor's
    /// support asks for it. Not escaped, and cut to 64 kB.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// The HTTP status, if a reply came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// The body of the reply, at most its first 64 kB. Empty if no reply came. It may hold secrets.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.inner.body.bytes
    }

    /// Whether the body was longer than what [`Error::body`] returns.
    #[must_use]
    pub fn body_truncated(&self) -> bool {
        self.inner.body.truncated
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn class(&self) -> Class {
        self.inner.class
    }

    /// What to do about it.
    ///
    /// The client has sent the call again itself as often as its
    /// [`RetryPolicy`](crate::RetryPolicy) allows.
    ///
    /// A retry is advised only where it cannot do the work twice. [`Reaction::RetrySameToken`]
    /// means that the operation only reads, or that the request has a `ClientToken` that *you*
    /// hold: one that you set, or that of a [`PreparedRequest`](crate::PreparedRequest). A token
    /// that the client made does not count, because the next call gets another one, and neither
    /// does the token of a call by name, because the operation may ignore it. For all other calls
    /// it is [`Reaction::RetryNewToken`] if nothing was carried out, and [`Reaction::WaitForState`]
    /// in case of doubt, such as a lost or unreadable reply or an internal error of the service:
    /// look first.
    #[must_use]
    pub fn reaction(&self) -> Reaction {
        self.inner.reaction
    }

    /// What to do about it if the resource that the call names was created moments ago: the service
    /// answers for a while that it does not exist, so wait instead of changing the request.
    #[must_use]
    pub fn reaction_after_create(&self) -> Reaction {
        self.class().reaction_after_create(self.reaction())
    }

    /// Whether what the call would have done is already so, so that it can be taken for a success:
    /// what it would delete or detach is gone, what it would attach is attached. The same as
    /// `reaction() == Reaction::AlreadyDone`.
    ///
    /// Only where the documents or programs in use tie the code to the target of the call. A
    /// request that names several targets is never done because one of them is gone.
    #[must_use]
    pub fn is_already_done(&self) -> bool {
        self.reaction() == Reaction::AlreadyDone
    }

    /// Whether the call may have been carried out although it failed: a reply was lost or could not
    /// be read, or the service failed half way. `false` for calls that only read.
    ///
    /// This is about all attempts of the call, and about no call before it: a
    /// [`PreparedRequest`](crate::PreparedRequest) that was sent before may still be in doubt from
    /// then.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.inner.in_doubt
    }

    /// Whether the call was throttled: the code says so, or the status is 429, or the service asked
    /// to wait with a code that the product does not list.
    ///
    /// The call is [in doubt](Self::is_in_doubt) where only the wait says so, or where the code
    /// holds the word `Throttling` without being it or one of its kinds: calls that failed half way
    /// can have those, too.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.class() == Class::Throttled
    }

    /// How long the service asked to wait, from the header `x-acs-retry-after`, which is in
    /// milliseconds; at most two minutes. The standard `Retry-After` is not part of the protocol
    /// and is ignored.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Everything that the service said about the failure. `None` if no error reply came.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceFault> {
        match &self.inner.kind {
            ErrorKind::Service(fault) => Some(fault),
            _ => None,
        }
    }

    /// Why the call was not sent. `None` if it was, or may have been: also if the last attempt was
    /// not, and one before it may have been carried out.
    ///
    /// The cause is an [`EndpointError`](crate::EndpointError), a
    /// [`CredentialsError`](crate::CredentialsError), a
    /// [`TransportError`](crate::TransportError), or what a layer above the client says: downcast
    /// to find out.
    #[must_use]
    pub fn not_sent(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.inner.kind.not_sent().filter(|_| !self.inner.in_doubt)
    }

    /// The cause that `Display` shows: a [`TransportError`](crate::TransportError), a
    /// [`CredentialsError`](crate::CredentialsError), an [`EndpointError`](crate::EndpointError), a
    /// [`DecodeError`], or the reason of a layer above the client.
    /// `None` for an answer of the service. Downcast to get at it.
    ///
    /// [`source`](std::error::Error::source) starts behind this cause, so that a report that walks
    /// the sources says nothing twice.
    #[must_use]
    pub fn get_ref(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.inner.kind.cause()
    }

    /// Whether no reply came in time. The call may have been carried out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Whether there was no connection for the last attempt, so that nothing was sent in it.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Whether a reply of success came and could not be read. The call may have been carried out.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.inner.kind, ErrorKind::Decode(_))
    }

    /// Whether sending the same request again, after a wait, is safe and may succeed. The same as
    /// `reaction().is_retry()`.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.reaction().is_retry()
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match &self.inner.kind {
            ErrorKind::Transport(error) => Some(error.kind()),
            _ => None,
        }
    }

    /// Who was denied what by which kind of policy, for authorisation failures.
    #[must_use]
    pub fn access_denied(&self) -> Option<&AccessDenied> {
        self.service()?.access_denied.as_ref()
    }

    /// The URL of the vendor's help page for this failure.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        self.service()?.recommend.as_deref()
    }

    /// The code as a variant of `D`, the product's enum of the codes that any operation can answer,
    /// such as those about signatures and throttling.
    #[must_use]
    pub fn common<D: ErrorSet>(&self) -> Option<D> {
        D::from_code(self.code()?)
    }
}

impl<C: ErrorSet> Error<C> {
    /// The code as a variant of the operation's enum, if it is documented for this operation.
    #[must_use]
    pub fn known(&self) -> Option<C> {
        C::from_code(self.code()?)
    }
}

// No set of codes is `Untyped`, so that this never meets the reflexive impl of the standard
// library.
impl<C: ErrorSet> From<Error<C>> for Error {
    fn from(error: Error<C>) -> Self {
        error.cast()
    }
}

impl<C> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.inner, f)
    }
}

impl<C> fmt::Debug for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.inner, f)
    }
}

impl<C> std::error::Error for Error<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.kind.cause()?.source()
    }
}

#[cfg(test)]
mod tests;
