//! Who signs a call. A provider is asked before every attempt, so that one that refreshes needs
//! nothing from the client.
//!
//! The vendor's default chain (environment, profile, metadata service, ...) belongs in modules
//! beside this one, as further [`ProvideCredentials`].

use std::fmt;
use std::sync::Arc;

use crate::shown::long;
use crate::transport::BoxFuture;

/// An access key, with a session token when it is a temporary one.
///
/// `Debug` shows only whether there is a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    provider: &'static str,
}

impl Credentials {
    /// A long-lived access key.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            access_key_secret: access_key_secret.into(),
            security_token: None,
            provider: "static_ak",
        }
    }

    /// A temporary access key. An empty token is none.
    #[must_use]
    pub fn with_token(
        access_key_id: impl Into<String>,
        access_key_secret: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self {
            security_token: Some(security_token.into()).filter(|token| !token.is_empty()),
            provider: "static_sts",
            ..Self::new(access_key_id, access_key_secret)
        }
    }

    /// Names the provider these come from, sent as `x-acs-credentials-provider`; default
    /// `static_ak` or `static_sts`.
    #[must_use]
    pub fn from_provider(self, provider: &'static str) -> Self {
        Self { provider, ..self }
    }

    /// Id of the access key.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// Secret of the access key.
    #[must_use]
    pub fn access_key_secret(&self) -> &str {
        &self.access_key_secret
    }

    /// Session token of a temporary access key; never empty.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_deref()
    }

    /// Name of the provider.
    #[must_use]
    pub fn provider(&self) -> &'static str {
        self.provider
    }

    /// These, unless something in them cannot stand in a header.
    pub(crate) fn sendable(self) -> Result<Self, CredentialsError> {
        let parts = [
            ("access key id", self.access_key_id.as_str()),
            ("access key secret", &self.access_key_secret),
            ("security token", self.security_token.as_deref().unwrap_or_default()),
            ("provider's name", self.provider),
        ];
        let flawed = |text: &str| text.bytes().any(|byte| byte.is_ascii_control());
        match parts.iter().find(|(_, text)| flawed(text)) {
            None => Ok(self),
            Some((part, _)) => Err(CredentialsError(format!(
                "the {part} has a control character; help: remove the line break that often ends \
                 a file"
            ))),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("provider", &self.provider)
            .field("temporary", &self.security_token.is_some())
            .finish_non_exhaustive()
    }
}

/// There are no credentials: what was tried and why it did not work, in one text without secrets.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("no credentials: {}", long(.0))]
pub struct CredentialsError(pub String);

impl fmt::Debug for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CredentialsError").field(&long(&self.0)).finish()
    }
}

/// A source of credentials.
pub trait ProvideCredentials: Send + Sync {
    /// The credentials to sign the next attempt with; refreshed when they were about to expire.
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;
}

impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        (**self).provide()
    }
}

/// Credentials that do not change.
#[derive(Clone, Debug)]
pub struct StaticCredentials(Credentials);

impl StaticCredentials {
    /// A long-lived access key.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self(Credentials::new(access_key_id, access_key_secret))
    }

    /// A temporary access key.
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
        let credentials = if self.0.access_key_id.is_empty() || self.0.access_key_secret.is_empty()
        {
            Err(CredentialsError("the static access key has an empty id or secret".to_owned()))
        } else {
            Ok(self.0.clone())
        };
        Box::pin(std::future::ready(credentials))
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
