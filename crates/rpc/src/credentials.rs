//! Credentials, and where they come from. The client asks its provider before every attempt, so a
//! provider can refresh them whenever it wants.
//!
//! The crate `aliyun-credentials` has the vendor's default chain and its parts: environment,
//! configuration files, metadata service and assumed roles. Implement [`ProvideCredentials`] for
//! any other source.
//!
//! Secrets are not overwritten in memory when they are dropped. A call copies them into headers,
//! and from there into the buffers of the HTTP and TLS libraries, so overwriting one of the copies
//! would protect nothing.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use hmac::Hmac;
use sha2::Sha256;

use crate::shown::{has_control, long};
use crate::sign::acs3;
use crate::transport::BoxFuture;

/// An access key. A temporary one has a session token.
///
/// Cheap to clone. `Debug` shows the provider and whether there is a token, and no part of the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(Arc<Key>);

#[derive(Clone, PartialEq, Eq)]
struct Key {
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    provider: Cow<'static, str>,
    expires_at: Option<SystemTime>,
    /// The part that has a control character, which no header can carry.
    unsendable: Option<&'static str>,
    keyed: Keyed,
}

impl Key {
    fn unsendable(&self) -> Option<&'static str> {
        let parts = [
            ("access key id", &*self.access_key_id),
            ("access key secret", &self.access_key_secret),
            ("security token", self.security_token.as_deref().unwrap_or_default()),
            ("provider's name", &self.provider),
        ];
        parts.into_iter().find(|(_, text)| has_control(text)).map(|(part, _)| part)
    }
}

/// The MAC keyed with the secret, because keying it costs as much as hashing two blocks. It follows
/// from the secret, so it does not count when keys are compared.
#[derive(Clone, Default)]
struct Keyed(OnceLock<Hmac<Sha256>>);

impl PartialEq for Keyed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Keyed {}

impl Credentials {
    /// Creates a long-lived access key.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        let key = Key {
            access_key_id: access_key_id.into(),
            access_key_secret: access_key_secret.into(),
            security_token: None,
            provider: Cow::Borrowed("static_ak"),
            expires_at: None,
            unsendable: None,
            keyed: Keyed::default(),
        };
        Self(Arc::new(key)).with(|_| ())
    }

    /// Creates a temporary access key. An empty token counts as no token.
    #[must_use]
    pub fn with_token(
        access_key_id: impl Into<String>,
        access_key_secret: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        let credentials = Self::new(access_key_id, access_key_secret);
        let token: String = security_token.into();
        if token.is_empty() {
            return credentials;
        }
        credentials.from_provider("static_sts").with(|key| key.security_token = Some(token))
    }

    fn with(mut self, change: impl FnOnce(&mut Key)) -> Self {
        let key = Arc::make_mut(&mut self.0);
        change(key);
        key.unsendable = key.unsendable();
        self
    }

    /// Sets the name of the provider, sent as `x-acs-credentials-provider`. Default: `static_ak`,
    /// or `static_sts` with a token.
    #[must_use]
    pub fn from_provider(self, provider: impl Into<Cow<'static, str>>) -> Self {
        self.with(|key| key.provider = provider.into())
    }

    /// Sets the time from which the service refuses a temporary key, by the clock of this machine.
    #[must_use]
    pub fn expiring(self, expires_at: SystemTime) -> Self {
        self.with(|key| key.expires_at = Some(expires_at))
    }

    /// The id of the access key. Not secret on its own, but never shown in errors.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// The secret of the access key. Never log it.
    #[must_use]
    pub fn access_key_secret(&self) -> &str {
        &self.0.access_key_secret
    }

    /// A MAC with the secret as its key. As secret as that.
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        self.0.keyed.0.get_or_init(|| acs3::keyed(&self.0.access_key_secret)).clone()
    }

    /// The session token of a temporary access key, never empty. Never log it.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.0.security_token.as_deref()
    }

    /// The name of the provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.0.provider
    }

    /// The name of the provider as the value of a header.
    pub(crate) fn provider_header(&self) -> Cow<'static, str> {
        self.0.provider.clone()
    }

    /// The time from which the service refuses a temporary key, by the clock of this machine.
    /// `None` for a long-lived key, and where the source does not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    /// Refuses credentials that cannot be sent in a header.
    pub(crate) fn sendable(self) -> Result<Self, CredentialsError> {
        match self.0.unsendable {
            None => Ok(self),
            Some(part) => Err(CredentialsError(format!(
                "the {part} has a control character; help: remove the line break that often ends \
                 a file"
            ))),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("provider", &self.0.provider)
            .field("temporary", &self.0.security_token.is_some())
            .field("expires_at", &self.0.expires_at)
            .finish_non_exhaustive()
    }
}

/// There are no credentials. Says what was tried and why it did not work, in one text without
/// secrets.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("no credentials: {}", long(.0))]
pub struct CredentialsError(pub String);

impl fmt::Debug for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CredentialsError").field(&long(&self.0)).finish()
    }
}

/// A source of credentials.
#[diagnostic::on_unimplemented(
    message = "`{Self}` provides no credentials",
    label = "expected a source of credentials",
    note = "help: `StaticCredentials::new(id, secret)` is a fixed key, and `DefaultChain::new()` looks \
            for one where the vendor's SDKs do (feature `credentials` of the product's crate)"
)]
pub trait ProvideCredentials: Send + Sync {
    /// Returns the credentials to sign the next attempt with. Refreshes them first if they are
    /// about to expire.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] when there are none. The call is then not sent.
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;

    /// Returns credentials as [`provide`](Self::provide) does, where nothing has to be waited for.
    /// The client asks for these first. By default, `None`.
    fn at_hand(&self) -> Option<Credentials> {
        None
    }

    /// Says that the service refused these credentials as expired or unknown. A provider that can
    /// get others does not return the same ones again. It does nothing if it has others by now, and
    /// by default.
    fn refused(&self, credentials: &Credentials) {
        _ = credentials;
    }
}

impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        (**self).provide()
    }

    fn at_hand(&self) -> Option<Credentials> {
        (**self).at_hand()
    }

    fn refused(&self, credentials: &Credentials) {
        (**self).refused(credentials);
    }
}

/// Credentials that do not change.
#[derive(Clone, Debug)]
pub struct StaticCredentials(Credentials);

impl StaticCredentials {
    /// Creates a provider of a long-lived access key.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self(Credentials::new(access_key_id, access_key_secret))
    }

    /// Creates a provider of a temporary access key. An empty token counts as no token.
    #[must_use]
    pub fn with_token(
        access_key_id: impl Into<String>,
        access_key_secret: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self(Credentials::with_token(access_key_id, access_key_secret, security_token))
    }
}

impl From<Credentials> for StaticCredentials {
    fn from(credentials: Credentials) -> Self {
        Self(credentials)
    }
}

impl ProvideCredentials for StaticCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let empty =
            || CredentialsError("the static access key has an empty id or secret".to_owned());
        Box::pin(std::future::ready(self.at_hand().ok_or_else(empty)))
    }

    fn at_hand(&self) -> Option<Credentials> {
        let is_empty = self.0.access_key_id().is_empty() || self.0.access_key_secret().is_empty();
        (!is_empty).then(|| self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_part_of_a_key() {
        let credentials = Credentials::with_token("theKeyId", "theSecret", "theToken");
        let provider = StaticCredentials::from(credentials.clone());
        let text = format!("{credentials:?} {provider:?}");
        for secret in ["theKeyId", "theSecret", "theToken"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
