//! The default chain: the vendor's order of sources, of which the first that has credentials is
//! used from then on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};

use crate::config::ProviderConfig;
use crate::explain::{Explanation, Outcome, Source, Step};
use crate::flight::{SingleFlight, Waiting};
use crate::opened::Named;
use crate::source::{Unused, open};

/// The default chain of the vendor's SDKs: [environment variables](Source::Environment), a role by
/// [OIDC](Source::Oidc), [`~/.aliyun/config.json`](Source::CliProfile), the
/// [INI file](Source::IniProfile), the [metadata service](Source::EcsMetadata), a
/// [credentials address](Source::CredentialsUri).
///
/// The first source that has credentials is used from then on, also when it fails later. As long as
/// none has any, each call asks all of them again. [`DefaultChain::explain`] says why a source was
/// used or not.
///
/// ```no_run
/// # async fn run() {
/// let chain = aliyun_credentials::DefaultChain::new();
/// println!("{}", chain.explain().await);
/// # }
/// ```
pub struct DefaultChain {
    settings: Settings,
    used: Mutex<Option<Provider>>,
    /// Locked after `used`.
    searching: SingleFlight<Found>,
    named: Named,
}

/// What the sources of a chain are opened with.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) config: ProviderConfig,
    pub(crate) profile: Option<String>,
}

type Provider = Arc<dyn ProvideCredentials>;

/// A source and the first credentials that it had.
type Found = (Provider, Credentials);

impl Default for DefaultChain {
    fn default() -> Self {
        Self::new()
    }
}

impl DefaultChain {
    /// A chain over the environment of this process. Nothing is read or sent before the first call.
    #[must_use]
    pub fn new() -> Self {
        Self::with(ProviderConfig::default())
    }

    /// A chain with another environment, transport or clock.
    #[must_use]
    pub fn with(config: ProviderConfig) -> Self {
        Self::of(Settings { config, profile: None })
    }

    /// Names the profile in the configuration files. Default: `ALIBABA_CLOUD_PROFILE`.
    #[must_use]
    pub fn profile(self, name: impl Into<String>) -> Self {
        let profile = Some(name.into()).filter(|name| !name.is_empty());
        Self::of(Settings { profile, ..self.settings })
    }

    fn of(settings: Settings) -> Self {
        Self {
            settings,
            used: Mutex::default(),
            searching: SingleFlight::default(),
            named: Named::under("default"),
        }
    }

    /// Asks the sources in turn, as the first call does, and says what each of them answered. The
    /// chain itself stays as it is.
    ///
    /// This sends requests, runs processes and refreshes logins: off ECS the metadata service costs
    /// four seconds if nothing before it has credentials.
    pub async fn explain(&self) -> Explanation {
        search(&self.settings).await.1
    }

    async fn get(&self) -> Result<Credentials, CredentialsError> {
        loop {
            let waiting = match self.plan() {
                Plan::Use(used) => return used.provide().await,
                Plan::Wait(waiting) => waiting,
            };
            let found = waiting.done().await;
            {
                let mut used = self.used();
                if waiting.is_first() {
                    *used = found.clone().ok().map(|(used, _)| used);
                }
            }
            match found {
                Err(_) if waiting.stood_still() => {}
                // Some time may have passed since the source was asked. A source of credentials
                // that expire remembers them.
                Ok((used, first)) if waiting.stood_still() || first.expires_at().is_some() => {
                    return used.provide().await;
                }
                found => return found.map(|(_, credentials)| credentials),
            }
        }
    }

    fn plan(&self) -> Plan<'_> {
        match &*self.used() {
            Some(used) => Plan::Use(used.clone()),
            None => Plan::Wait(self.searching.join(self.settings.config.time(), || {
                let settings = self.settings.clone();
                Box::pin(async move {
                    let (found, explanation) = search(&settings).await;
                    found.ok_or_else(|| CredentialsError(explanation.in_a_line()))
                })
            })),
        }
    }

    fn used(&self) -> MutexGuard<'_, Option<Provider>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Plan<'a> {
    Use(Provider),
    Wait(Waiting<'a, Found>),
}

impl ProvideCredentials for DefaultChain {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async { Ok(self.named.outer(self.get().await?)) })
    }

    fn at_hand(&self) -> Option<Credentials> {
        let used = self.used().clone()?;
        Some(self.named.outer(used.at_hand()?))
    }

    fn refused(&self, credentials: &Credentials) {
        let used = self.used().clone();
        if let Some(used) = used {
            used.refused(&self.named.inner(credentials));
        }
    }
}

/// Asks one source after the other, until one has credentials.
async fn search(settings: &Settings) -> (Option<Found>, Explanation) {
    let mut found = None;
    let mut steps = Vec::new();
    for source in Source::ALL {
        let outcome = match &found {
            Some(_) => Outcome::NotAsked,
            None => match open(source, settings).await {
                Err(Unused::NotSet(why)) => Outcome::NotSet(why),
                Err(Unused::Failed(CredentialsError(why))) => Outcome::Failed(why),
                Ok(provider) => match provider.provide().await {
                    Ok(credentials) => {
                        let outcome = Outcome::found(&credentials);
                        found = Some((provider, credentials));
                        outcome
                    }
                    Err(CredentialsError(why)) => Outcome::Failed(why),
                },
            },
        };
        steps.push(Step { source, outcome });
    }
    (found, Explanation { steps })
}
