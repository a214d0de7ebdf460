//! A login by OAuth: the access token that the command line tool got in a browser is refreshed when
//! it is about to expire, and exchanged for credentials. New tokens go back into the file, because
//! each refresh uses the old ones up, unless the file has those of another login by then. So do the
//! credentials, for the programs that start before they expire. One program at a time does that, on
//! a thread of its own: a call can be dropped, or not be polled for hours, and neither the tokens
//! that an exchange brought may get lost by that nor the file stay locked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use aliyun_rpc::shown::{long, short};
use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, Json};

use super::config_file::{ConfigFile, members_of};
use super::lock::Lock;
use super::oauth_service::{Failed, Service, Tokens};
use super::unsaved;
use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::http::TIMEOUT;
use crate::refresh::{Fetch, is_same_key};
use crate::reply::text;
use crate::thread::drive;

/// The access token is refreshed this many seconds before it expires.
const AHEAD: u64 = 1200;
/// For all exchanges together. Other programs wait a little longer for the file.
const TIME: Duration = Duration::from_secs(2 * TIMEOUT.as_secs());
/// A program that has the file for longer has been stopped.
const LONGEST: Duration = Duration::from_secs(TIME.as_secs() + 5);

/// A profile whose tokens are read anew for each refresh, because other programs refresh them too.
#[derive(Clone)]
pub(super) struct OAuth {
    config: ProviderConfig,
    file: ConfigFile,
    profile: String,
    memory: Arc<Mutex<Memory>>,
}

/// What this provider knows of its credentials and the file does not.
#[derive(Default)]
struct Memory {
    /// What a service refused last. The file may still have it.
    refused: Option<Credentials>,
    /// What a call returned last.
    last: Option<Fetched>,
}

/// Tokens that can be exchanged.
struct Login {
    tokens: Tokens,
    /// The refresh token that the file has. An older one if these could not be saved.
    in_file: String,
    /// Whether this call brought the tokens.
    is_new: bool,
}

impl Fetch for OAuth {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let fetched = match self.kept(&self.login().await?) {
                Some(kept) => kept,
                None => {
                    let clock = self.config.time();
                    let lock = Lock::of(self.file.path(), clock, LONGEST).await;
                    // Without the lock, both would use the same tokens up.
                    let lock = lock.ok_or_else(|| self.busy())?;
                    // Nothing is waited for between these two: see the head of this file.
                    let login = self.clone();
                    let renewal = async move {
                        let _lock = lock;
                        login.renewed().await
                    };
                    drive("login", clock, renewal).await?
                }
            };
            self.memory().last = Some(fetched.clone());
            Ok(fetched)
        })
    }

    fn refused(&self, credentials: &Credentials) {
        self.memory().refused = Some(credentials.clone());
    }
}

/// What is in a profile as long as nobody has logged in again or changed its mode.
fn unless_replaced<'a>(profile: &'a Json, refresh: &'a str) -> [(&'static str, &'a str); 2] {
    [("mode", text(profile, "mode").unwrap_or_default()), ("oauth_refresh_token", refresh)]
}

impl OAuth {
    pub(super) fn new(config: ProviderConfig, file: ConfigFile, profile: &str) -> Self {
        Self { config, file, profile: profile.to_owned(), memory: Arc::default() }
    }

    /// The profile as it is in the file now.
    async fn login(&self) -> Result<Json, CredentialsError> {
        let profile = self.file.profile(&self.profile).await?;
        if text(&profile, "mode").is_some_and(|mode| mode.eq_ignore_ascii_case("OAuth")) {
            return Ok(profile);
        }
        let name = short(&self.profile);
        Err(CredentialsError(format!("profile {name:?} has another mode than OAuth by now")))
    }

    fn busy(&self) -> CredentialsError {
        let path = self.file.path().display();
        CredentialsError(format!(
            "another program is refreshing this login in {path}; help: try again, and end that \
             program if it hangs"
        ))
    }

    fn unsavable(&self, CredentialsError(why): &CredentialsError) -> CredentialsError {
        let name = short(&self.profile);
        CredentialsError(format!(
            "new tokens of the login in profile {name:?} cannot be saved: {why}"
        ))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refreshes the tokens if they are about to expire, and exchanges them, unless another program
    /// has done so meanwhile.
    async fn renewed(&self) -> Result<Fetched, CredentialsError> {
        let end = self.config.time().now() + TIME;
        let mut refused = None;
        loop {
            let profile = self.login().await?;
            if let Some(kept) = self.kept(&profile) {
                return Ok(kept);
            }
            let service = Service::of(&self.config, &self.profile, &profile, end)?;
            let current = self.current(&service, &profile, refused.as_deref()).await?;
            let Some(login) = current else { continue };
            match service.exchanged(&login.tokens).await {
                Ok(credentials) => {
                    self.save(&profile, &login, &credentials).await;
                    let now = Moment::now(&self.config);
                    return Ok(Fetched::ahead(credentials, now, Duration::ZERO));
                }
                // A program that takes no lock has refreshed them, or somebody has logged in again.
                Err(_) if self.is_replaced(&login.in_file).await => {}
                Err(Failed { status: Some(401), .. }) if refused.is_none() && !login.is_new => {
                    refused = Some(login.tokens.access);
                }
                Err(failed) => return Err(failed.error),
            }
        }
    }

    /// The tokens to use: those in the file, newer ones that could not be saved there, or new ones
    /// if these are about to expire or were refused. `None` if the file has another login by now.
    async fn current(
        &self,
        service: &Service<'_>,
        profile: &Json,
        refused: Option<&str>,
    ) -> Result<Option<Login>, CredentialsError> {
        let old = Tokens::of(&self.profile, profile)?;
        let in_file = old.refresh.clone();
        let unsaved = unsaved::get(self.file.path(), &in_file);
        let (is_unsaved, mut is_new) = (unsaved.is_some(), false);
        let mut tokens = unsaved.unwrap_or(old);
        let is_old = tokens.expire <= self.config.unix().saturating_add(AHEAD);
        if is_old || refused == Some(&*tokens.access) {
            // Before the old tokens are used up. If they are already, there is nothing to lose.
            if !is_unsaved {
                let checked = self.file.check_writable().await;
                checked.map_err(|error| self.unsavable(&error))?;
            }
            tokens = match service.refreshed(&tokens).await {
                Ok(newer) => newer,
                // A program that takes no lock has used them up, and the file has others.
                Err(_) if self.is_replaced(&in_file).await => return Ok(None),
                Err(error) => return Err(error),
            };
            is_new = true;
        }
        let login = Login { tokens, in_file, is_new };
        if is_unsaved || is_new { self.save_tokens(profile, login).await } else { Ok(Some(login)) }
    }

    /// Saves new tokens. They stay in memory until that works. `None` if the file has another login
    /// by now, or the profile another mode.
    async fn save_tokens(
        &self,
        profile: &Json,
        mut login: Login,
    ) -> Result<Option<Login>, CredentialsError> {
        let path = self.file.path();
        unsaved::keep(path, &login.in_file, &login.tokens);
        let same = unless_replaced(profile, &login.in_file);
        match self.file.save(&self.profile, &same, &login.tokens.members()).await {
            Ok(true) => {
                unsaved::forget(path, &login.in_file);
                login.in_file = login.tokens.refresh.clone();
                Ok(Some(login))
            }
            Ok(false) => Ok(None),
            Err(error) => {
                if self.login().await.is_err() {
                    let CredentialsError(why) = self.unsavable(&error);
                    return Err(CredentialsError(format!(
                        "{why}; help: restore the profile while this program runs, or log in again \
                         with the command line tool"
                    )));
                }
                let why = long(&error.0);
                tracing::warn!(target: "aliyun_credentials", %why,
                    "new tokens of a login could not be saved; they are lost if this program ends");
                Ok(Some(login))
            }
        }
    }

    /// Saves what an exchange brought, for other programs, and new tokens if that failed before.
    /// Credentials serve this program also where they cannot be saved.
    async fn save(&self, profile: &Json, login: &Login, credentials: &Credentials) {
        let mut members = members_of(credentials).to_vec();
        let path = self.file.path();
        if unsaved::get(path, &login.in_file).is_some() {
            members.extend(login.tokens.members());
        }
        let same = unless_replaced(profile, &login.in_file);
        let saved = self.file.save(&self.profile, &same, &members).await;
        if matches!(saved, Ok(true)) {
            unsaved::forget(path, &login.in_file);
        }
    }

    /// Whether the file has another login than with this refresh token, or newer tokens of it.
    async fn is_replaced(&self, refresh: &str) -> bool {
        let profile = self.file.profile(&self.profile).await;
        let now = profile.as_ref().ok().and_then(|profile| text(profile, "oauth_refresh_token"));
        now.is_some_and(|now| now != refresh)
    }

    /// The credentials that an earlier exchange left in the file, while they are valid and unless
    /// they were refused.
    fn kept(&self, profile: &Json) -> Option<Fetched> {
        let end = profile["sts_expiration"].as_u64().filter(|end| *end > self.config.unix())?;
        let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(end))?;
        let text = |name| text(profile, name);
        let credentials = Credentials::with_token(
            text("access_key_id")?,
            text("access_key_secret")?,
            text("sts_token")?,
        );
        let kept = credentials.from_provider("oauth").expiring(end);
        let memory = self.memory();
        if memory.refused.as_ref().is_some_and(|refused| is_same_key(refused, &kept)) {
            return None;
        }
        let now = Moment::now(&self.config);
        match memory.last.as_ref().filter(|last| is_same_key(last.credentials(), &kept)) {
            // The clock of the day may have been set since, which makes nothing valid for longer.
            Some(last) => Some(last.clone()).filter(|last| !last.is_over(now)),
            None => Some(Fetched::ahead(kept, now, Duration::ZERO)),
        }
    }
}
