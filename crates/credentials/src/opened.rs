//! A provider that a file describes: opened by the first call, and kept once it could be opened.

use std::sync::{Arc, Mutex, PoisonError};

use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};

use crate::config::ProviderConfig;
use crate::file::{FileError, complete};

/// What opens a file.
pub(crate) trait Open: Clone + Send + Sync {
    /// Stands before the name of the provider that the file describes.
    const PREFIX: &'static str;
    fn config(&self) -> &ProviderConfig;
    /// Reads the file. [`FileError::Missing`] if there is none.
    fn open(&self) -> Result<Arc<dyn ProvideCredentials>, FileError>;
    /// Says that there is no file.
    fn nothing(&self) -> String;
}

/// The provider that a file describes.
pub(crate) struct Opened<O> {
    open: O,
    provider: Mutex<Option<Arc<dyn ProvideCredentials>>>,
    named: Named,
}

impl<O: Open> Opened<O> {
    pub(crate) fn new(open: O) -> Self {
        Self { open, provider: Mutex::default(), named: Named::under(O::PREFIX) }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut O)) -> Self {
        change(&mut self.open);
        Self::new(self.open)
    }

    /// The provider, which asks nobody yet. `None` if there is no file.
    pub(crate) async fn provider(&self) -> Result<Arc<dyn ProvideCredentials>, FileError> {
        complete(self.open.config().time(), || self.provider_now()).await
    }

    fn provider_now(&self) -> Result<Arc<dyn ProvideCredentials>, FileError> {
        let mut provider = self.provider.lock().unwrap_or_else(PoisonError::into_inner);
        match &*provider {
            Some(provider) => Ok(provider.clone()),
            None => self.open.open().map(|opened| provider.insert(opened).clone()),
        }
    }

    pub(crate) fn nothing(&self) -> String {
        self.open.nothing()
    }

    /// The provider, if the file was opened.
    fn known(&self) -> Option<Arc<dyn ProvideCredentials>> {
        self.provider.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<O: Open> ProvideCredentials for Opened<O> {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let provider = self.provider().await;
            let provider = provider.map_err(|error| error.into_error(|| self.nothing()))?;
            Ok(self.named.outer(provider.provide().await?))
        })
    }

    fn at_hand(&self) -> Option<Credentials> {
        Some(self.named.outer(self.known()?.at_hand()?))
    }

    fn refused(&self, credentials: &Credentials) {
        if let Some(provider) = self.known() {
            provider.refused(&self.named.inner(credentials));
        }
    }
}

/// Gives credentials a name that says who asked their provider.
pub(crate) struct Named {
    prefix: &'static str,
    /// The last ones, as they came and as they were named. What a call derives from a key is stored
    /// with its copy, so the same copy is returned.
    last: Mutex<Option<(Credentials, Credentials)>>,
}

impl Named {
    pub(crate) fn under(prefix: &'static str) -> Self {
        Self { prefix, last: Mutex::default() }
    }

    /// Credentials with the prefix before their name.
    pub(crate) fn outer(&self, credentials: Credentials) -> Credentials {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, named)) = last.as_ref().filter(|(inner, _)| *inner == credentials) {
            return named.clone();
        }
        let name = format!("{}/{}", self.prefix, credentials.provider());
        let named = credentials.clone().from_provider(name);
        *last = Some((credentials, named.clone()));
        named
    }

    /// Credentials under the name that the inner provider gave them.
    pub(crate) fn inner(&self, credentials: &Credentials) -> Credentials {
        let name = credentials.provider();
        let inner = name.strip_prefix(self.prefix).and_then(|name| name.strip_prefix('/'));
        credentials.clone().from_provider(inner.unwrap_or(name).to_owned())
    }
}

/// A provider around [`Opened`].
macro_rules! opens {
    ($name:ident) => {
        crate::refresh::provides!($name);

        impl $name {
            /// What the chain asks: whether there is a file at all.
            pub(crate) async fn opened(&self) -> Result<(), crate::file::FileError> {
                self.0.provider().await.map(drop)
            }

            pub(crate) fn nothing(&self) -> String {
                self.0.nothing()
            }
        }
    };
}
pub(crate) use opens;
