//! Everything that can go wrong with a call, in one type whose parts are asked for, not matched.
//!
//! [`Error<C>`] carries the operation's own codes as the type `C`; [`Error`] alone is the same
//! without them, and `?` turns every typed one into it.

mod advice;
mod class;
pub mod codes;
mod kept;
mod kind;
mod redact;
mod reply;
mod sets;
mod xml;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

pub(crate) use advice::Repeat;
pub use class::{Class, Reaction};
pub use codes::{captures, find};
pub use kind::Unsent;
pub(crate) use kind::{Failure, Kind};
pub(crate) use redact::Secrets;
pub use reply::{AccessDenied, ServiceFault};
pub(crate) use reply::{Reply, service_failure};
pub use sets::{NoErrors, Untyped};

use crate::request::{ErrorSet, Meta};
use crate::transport::TransportErrorKind;

/// Why a call failed.
///
/// `C` is the operation's own set of documented codes, handed out by [`Error::known`]; without
/// it, `Error` is what a function returns that makes several calls:
///
/// ```text
/// async fn both(client: &Client) -> Result<(), Error> {
///     client.send(first).await?;   // Error<FirstError>
///     client.send(second).await?;  // Error<SecondError>
///     Ok(())
/// }
/// ```
///
/// `Display` and `Debug` never show a key, a signature, a token or the query of a request. The
/// body of a reply is only shown by [`Error::body`]. They escape control characters in what the
/// service said and shorten it (a code and a request id to 128 characters, a message to 1,024);
/// [`Error::code`] and the other accessors hand it out as it came.
pub struct Error<C = Untyped> {
    failure: Box<Failure>,
    codes: PhantomData<fn() -> C>,
}

impl<C> Error<C> {
    pub(crate) fn new(failure: Box<Failure>) -> Self {
        Self { failure, codes: PhantomData }
    }

    /// A call that was not sent, for layers that check it before the client does.
    #[must_use]
    pub fn unsent(meta: &'static Meta, unsent: Unsent) -> Self {
        let (class, reaction) = (unsent.class, unsent.reaction);
        let kind = Kind::Unsent(Box::new(unsent));
        Self::new(Box::new(Failure::unanswered(meta.name.into(), kind, class, reaction)))
    }

    /// The same error under another set of codes.
    pub(crate) fn cast<D>(self) -> Error<D> {
        Error { failure: self.failure, codes: PhantomData }
    }

    /// Forgets which operation's codes these are; what `?` does.
    #[must_use]
    pub fn untyped(self) -> Error {
        self.cast()
    }

    /// Name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.failure.operation
    }

    /// The code the service answered with, or, for a call that was refused before it was sent,
    /// would have answered with. `None` where there is no such answer: transport, decoding,
    /// credentials, a reply that is not the service's. Neither escaped nor shortened.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.failure.kind.code()
    }

    /// The service's message; secrets of the caller that it quotes are replaced. Neither escaped nor
    /// shortened, so log the error itself rather than this.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.service()?.message.as_deref()
    }

    /// Id of the call, from the body or, failing that, from the reply's headers. Neither escaped nor
    /// shortened.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.failure.request_id.as_deref()
    }

    /// HTTP status, when a reply came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.failure.status
    }

    /// Body of the reply as it came, at most its first 64 kB; empty when none came. It may hold
    /// secrets.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.failure.body
    }

    /// The body was longer than what [`Error::body`] shows of it.
    #[must_use]
    pub fn body_truncated(&self) -> bool {
        self.failure.body_truncated
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn class(&self) -> Class {
        self.failure.class
    }

    /// What to do about it.
    ///
    /// A retry is advised only where sending the request again cannot do the work twice: nothing
    /// was carried out, or the operation only reads, or the request has a `ClientToken` that *you*
    /// set. A token that the client made does not count, because the next call gets another one.
    /// In all other cases of doubt (a lost or unreadable reply, an internal error of the service)
    /// the answer is [`Reaction::WaitForState`], that is, look first.
    #[must_use]
    pub fn reaction(&self) -> Reaction {
        self.failure.reaction
    }

    /// Too many calls: the code says so or the service asked to wait.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.class() == Class::Throttled
    }

    /// How long the service asked to wait (`x-acs-retry-after`, milliseconds). The standard
    /// `Retry-After` is not part of the protocol and is ignored.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure.retry_after
    }

    /// Everything the service said about the failure.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceFault> {
        match &self.failure.kind {
            Kind::Service(fault) => Some(fault),
            _ => None,
        }
    }

    /// Why the call was not sent. `None` if it was, or may have been.
    ///
    /// The cause is an [`EndpointError`](crate::EndpointError), a
    /// [`CredentialsError`](crate::CredentialsError), a
    /// [`TransportError`](crate::TransportError), or what a layer above the client says: downcast
    /// to find out.
    #[must_use]
    pub fn not_sent(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.failure.kind.not_sent()
    }

    /// The time for an attempt was up. The call may have been carried out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// There was no connection, so nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// A reply of success came and could not be read. The call may have been carried out.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.failure.kind, Kind::Decode(_))
    }

    /// Sending the same request again, after a wait, is safe and may succeed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.reaction().is_retry()
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match &self.failure.kind {
            Kind::Transport(error) => Some(error.kind()),
            _ => None,
        }
    }

    /// Who was denied what by which kind of policy, for authorisation failures.
    #[must_use]
    pub fn access_denied(&self) -> Option<&AccessDenied> {
        self.service()?.access_denied.as_ref()
    }

    /// URL of the vendor's help for this failure.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        self.service()?.recommend.as_deref()
    }

    /// The code as one of those that any operation can answer (signature, throttling, identity):
    /// `C` is the product's enum of common codes.
    #[must_use]
    pub fn common<D: ErrorSet>(&self) -> Option<D> {
        D::from_code(self.code()?)
    }
}

impl<C: ErrorSet> Error<C> {
    /// The code as the operation's own variant, when it is documented for this operation.
    #[must_use]
    pub fn known(&self) -> Option<C> {
        C::from_code(self.code()?)
    }
}

// No set of codes is `Untyped`, so that this never meets the reflexive impl of the standard library.
impl<C: ErrorSet> From<Error<C>> for Error {
    fn from(error: Error<C>) -> Self {
        error.cast()
    }
}

impl<C> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.failure, f)
    }
}

impl<C> fmt::Debug for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.failure, f)
    }
}

impl<C> std::error::Error for Error<C> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.failure.kind.source()
    }
}
