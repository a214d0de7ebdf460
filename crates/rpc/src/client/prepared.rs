//! A request with its `ClientToken`, so that it can be sent again as the same call.

use std::fmt;

use super::prepare::no_random;
use super::send::SendRequest;
use crate::error::Error;
use crate::product::Meta;
use crate::request::{DryRunnable, Request};
use crate::wire::{FieldWriter, Strictness, Values, WriteFields, WriteValue};

const CLIENT_TOKEN: &str = "ClientToken";

/// A request whose `ClientToken` does not change, made by
/// [`Client::prepare`](crate::Client::prepare).
///
/// The service carries out calls with the same token and the same parameters once, and answers each
/// of them with the first result. So a prepared request can be sent until its outcome is known:
///
/// ```text
/// let call = client.prepare(CreateGate::new("wide"))?;
/// let reply = loop {
///     match client.send(&call).await {
///         Err(error) if error.reaction() == Reaction::RetrySameToken => wait().await,
///         outcome => break outcome?,
///     }
/// };
/// ```
///
/// To send it from another process, store [`PreparedRequest::client_token`] before sending and use
/// [`PreparedRequest::with_token`] there. For an operation without a `ClientToken`, this is the
/// request as it is.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct PreparedRequest<R> {
    request: R,
    /// `None` where the operation takes no token.
    client_token: Option<String>,
}

impl<R: Request> PreparedRequest<R> {
    /// Gives a request this token, in the place of any token that it has. The token is ignored if
    /// the operation takes none.
    ///
    /// A token has at most 64 ASCII characters and may not be blank.
    pub fn with_token(request: R, client_token: impl Into<String>) -> Self {
        let client_token = R::META.client_token.then(|| client_token.into());
        Self { request, client_token }
    }

    /// Gives a request the token that it has, or else a new one.
    pub(super) fn or_new<E>(
        request: R,
        new: impl FnOnce() -> Result<String, E>,
    ) -> Result<Self, E> {
        let token = match R::META
            .client_token
            .then(|| token_of(&Values::of(&request)).map(str::to_owned))
        {
            None => return Ok(Self { request, client_token: None }),
            Some(Some(token)) => token,
            Some(None) => new()?,
        };
        Ok(Self::with_token(request, token))
    }

    /// A token for a request that takes one and has none.
    pub(crate) fn fresh_token(
        request: &R,
        client: &impl SendRequest,
    ) -> Result<Option<String>, Error<R::Error>> {
        if !R::META.client_token || token_of(&Values::of(request)).is_some() {
            return Ok(None);
        }
        let failed = |error| Error::new(no_random(R::META.name.into(), error));
        client.new_token().map(Some).map_err(failed)
    }

    /// The token. `None` where the operation takes none.
    #[must_use]
    pub fn client_token(&self) -> Option<&str> {
        self.client_token.as_deref()
    }

    /// The request without the token.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Returns the request without the token.
    pub fn into_request(self) -> R {
        self.request
    }
}

/// The token of a request that is not blank.
pub(super) fn token_of(values: &Values) -> Option<&str> {
    values.get(CLIENT_TOKEN).filter(|token| !token.trim().is_empty())
}

impl<R: Request> WriteFields for PreparedRequest<R> {
    fn write(&self, writer: &mut dyn FieldWriter) {
        match &self.client_token {
            None => self.request.write(writer),
            Some(token) => {
                self.request.write(&mut WithoutToken(writer));
                writer.put(CLIENT_TOKEN, token);
            }
        }
    }
}

/// Leaves out the token of the request itself.
struct WithoutToken<'a>(&'a mut dyn FieldWriter);

impl FieldWriter for WithoutToken<'_> {
    fn put(&mut self, name: &str, value: &dyn WriteValue) {
        if name != CLIENT_TOKEN {
            self.0.put(name, value);
        }
    }

    fn put_json(&mut self, name: &str, value: &dyn WriteValue) {
        if name != CLIENT_TOKEN {
            self.0.put_json(name, value);
        }
    }

    fn put_secret(&mut self, name: &str, value: &dyn WriteValue) {
        if name != CLIENT_TOKEN {
            self.0.put_secret(name, value);
        }
    }
}

impl<R: Request> Request for PreparedRequest<R> {
    type Response = R::Response;
    type Error = R::Error;
    const META: &'static Meta = R::META;

    fn strictness(&self) -> Strictness {
        self.request.strictness()
    }
}

impl<R: DryRunnable> DryRunnable for PreparedRequest<R> {}

impl<R: fmt::Debug> fmt::Debug for PreparedRequest<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("request", &self.request)
            .field("client_token", &self.client_token.as_deref().map(crate::shown::short))
            .finish()
    }
}
