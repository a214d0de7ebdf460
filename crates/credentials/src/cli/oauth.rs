//! A login by OAuth: the access token that the command line tool got in a browser is refreshed when
//! it is about to expire, and exchanged for credentials. New tokens go back into the file, because
//! each refresh uses the old ones up, unless the file has those of another login by then. So do the
//! credentials, for the programs that start before they expire. One program at a time does that, on
//! a thread of its own: a call can be dropped, or not be polled for hours, and neither the tokens
//! that an exchange brought may get lost by that nor the file stay locked.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use aliyun_rpc::shown::short;
use aliyun_rpc::sign::canonical_query;
use aliyun_rpc::time::timestamp;
use aliyun_rpc::{BoxFuture, Credentials, CredentialsError, Json};

use super::config_file::{ConfigFile, members_of};
use super::lock::Lock;
use super::profile::needs;
use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::http::{self, Exchange, TIMEOUT, Url, exchange, send};
use crate::refresh::{Fetch, is_same_key};
use crate::reply::{temporary, text};
use crate::thread::drive;

const SERVICE: &str = "the OAuth service";
/// The access token is refreshed this many seconds before it expires.
const AHEAD: u64 = 1200;
/// For all exchanges together. Other programs wait a little longer for the file.
const TIME: Duration = Duration::from_secs(2 * TIMEOUT.as_secs());
/// A program that has the file for longer has been stopped.
const LONGEST: Duration = Duration::from_secs(TIME.as_secs() + 5);
/// How long an access token lasts if the service does not say, in seconds.
const USUAL: u64 = 3600;

/// Sites by `oauth_site_type`, each with the id of the command line tool there.
const SITES: [(&str, &str, &str); 2] = [
    ("CN", "https://oauth.aliyun.com", "4038181954557748008"),
    ("INTL", "https://oauth.alibabacloud.com", "4103531455503354461"),
];

/// A profile whose tokens are read anew for each refresh, because other programs refresh them too.
#[derive(Clone)]
pub(super) struct OAuth {
    config: ProviderConfig,
    file: ConfigFile,
    profile: String,
    /// What a service refused last. The file may still have it.
    refused: Arc<Mutex<Option<Credentials>>>,
}

/// The tokens of a login.
struct Tokens {
    access: String,
    refresh: String,
    expire: u64,
}

impl Fetch for OAuth {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let credentials = match self.kept(&self.login()?) {
                Some(kept) => kept,
                None => {
                    let lock = Lock::of(self.file.path(), self.config.time(), LONGEST).await;
                    // Nothing is waited for between these two: see the head of this file.
                    let login = self.clone();
                    let renewal = async move {
                        let _lock = lock;
                        login.renewed().await
                    };
                    drive("login", renewal).await?
                }
            };
            Ok(Fetched::ahead(credentials, Moment::now(&self.config), Duration::ZERO))
        })
    }

    fn refused(&self, credentials: &Credentials) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        *refused = Some(credentials.clone());
    }
}

impl Tokens {
    fn members(&self) -> [(&'static str, Json); 3] {
        [
            ("oauth_access_token", self.access.as_str().into()),
            ("oauth_refresh_token", self.refresh.as_str().into()),
            ("oauth_access_token_expire", self.expire.into()),
        ]
    }
}

/// What is in a profile as long as nobody has logged in again or changed its mode.
fn unless_replaced<'a>(profile: &'a Json, tokens: &'a Tokens) -> [(&'static str, &'a str); 2] {
    [("mode", text(profile, "mode").unwrap_or_default()), ("oauth_refresh_token", &tokens.refresh)]
}

fn site(profile: &Json) -> Result<(Url, &'static str), CredentialsError> {
    let wanted = text(profile, "oauth_site_type").unwrap_or("CN");
    let site = SITES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(wanted));
    let (_, url, client) =
        site.ok_or_else(|| CredentialsError("oauth_site_type is neither CN nor INTL".to_owned()))?;
    Ok((Url::parse(url)?, client))
}

impl OAuth {
    pub(super) fn new(config: ProviderConfig, file: ConfigFile, profile: &str) -> Self {
        Self { config, file, profile: profile.to_owned(), refused: Arc::default() }
    }

    /// The profile as it is in the file now.
    fn login(&self) -> Result<Json, CredentialsError> {
        let profile = self.file.profile(&self.profile)?;
        if text(&profile, "mode").is_some_and(|mode| mode.eq_ignore_ascii_case("OAuth")) {
            return Ok(profile);
        }
        let name = short(&self.profile);
        Err(CredentialsError(format!("profile {name:?} has another mode than OAuth by now")))
    }

    /// Refreshes the tokens if they are about to expire, and exchanges them, unless another program
    /// has done so meanwhile.
    async fn renewed(&self) -> Result<Credentials, CredentialsError> {
        let end = self.config.time().now() + TIME;
        loop {
            let profile = self.login()?;
            if let Some(kept) = self.kept(&profile) {
                return Ok(kept);
            }
            let (url, client) = site(&profile)?;
            let mut tokens = self.tokens(&profile)?;
            if tokens.expire <= self.config.unix().saturating_add(AHEAD) {
                // Before the old tokens are used up.
                self.file.check_writable()?;
                let newer = match self.refreshed(&url, client, &tokens, end).await {
                    Ok(newer) => newer,
                    // A program that takes no lock has used them up, and the file has others.
                    Err(_) if self.is_replaced(&tokens) => continue,
                    Err(error) => return Err(error),
                };
                let same = unless_replaced(&profile, &tokens);
                if !self.file.save(&self.profile, &same, &newer.members())? {
                    // Somebody has logged in again since, and the file has those tokens.
                    continue;
                }
                tokens = newer;
            }
            let credentials = self.exchanged(&url, &tokens, end).await?;
            let same = unless_replaced(&profile, &tokens);
            // They serve this program also where they cannot be saved for others.
            _ = self.file.save(&self.profile, &same, &members_of(&credentials));
            return Ok(credentials);
        }
    }

    /// Whether the file has another login, or newer tokens of this one.
    fn is_replaced(&self, tokens: &Tokens) -> bool {
        let profile = self.file.profile(&self.profile);
        let now = profile.as_ref().ok().and_then(|profile| text(profile, "oauth_refresh_token"));
        now.is_some_and(|now| now != tokens.refresh)
    }

    /// The credentials that an earlier exchange left in the file, while they are valid and unless
    /// they were refused.
    fn kept(&self, profile: &Json) -> Option<Credentials> {
        let end = profile["sts_expiration"].as_u64().filter(|end| *end > self.config.unix())?;
        let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(end))?;
        let text = |name| text(profile, name);
        let credentials = Credentials::with_token(
            text("access_key_id")?,
            text("access_key_secret")?,
            text("sts_token")?,
        );
        let kept = credentials.from_provider("oauth").expiring(end);
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        Some(kept)
            .filter(|kept| !refused.as_ref().is_some_and(|refused| is_same_key(refused, kept)))
    }

    /// How long an exchange may take.
    fn timeout(&self, end: Instant) -> Duration {
        TIMEOUT.min(end.saturating_duration_since(self.config.time().now()))
    }

    fn tokens(&self, profile: &Json) -> Result<Tokens, CredentialsError> {
        needs(&self.profile, profile, "OAuth", &["oauth_refresh_token"])?;
        let text = |name| text(profile, name).unwrap_or_default().to_owned();
        let (access, refresh) = (text("oauth_access_token"), text("oauth_refresh_token"));
        // Without an access token, get one.
        let expire = profile["oauth_access_token_expire"].as_u64().filter(|_| !access.is_empty());
        Ok(Tokens { access, refresh, expire: expire.unwrap_or_default() })
    }

    async fn refreshed(
        &self,
        url: &Url,
        client: &str,
        old: &Tokens,
        end: Instant,
    ) -> Result<Tokens, CredentialsError> {
        let now = self.config.now();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &old.refresh),
            ("client_id", client),
            ("Timestamp", &timestamp(now)),
        ];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = Exchange {
            to: SERVICE,
            method: "POST",
            url: &url.at("/v1/token"),
            headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
            body: canonical_query(&form).into_bytes(),
            timeout: self.timeout(end),
            repeatable: false,
        };
        let reply = send(&self.config, request).await?;
        let is_refused = (400..500).contains(&reply.response.status);
        let reply = http::good(SERVICE, reply).map_err(|error| match error {
            CredentialsError(why) if is_refused => {
                CredentialsError(format!("{why}; help: log in again with the command line tool"))
            }
            error => error,
        })?;
        let json = http::json(SERVICE, &reply)?;
        let (access, refresh) = (text(&json, "access_token"), text(&json, "refresh_token"));
        let (Some(access), Some(refresh)) = (access, refresh) else {
            let message = format!("{SERVICE} gave no access_token or no refresh_token");
            return Err(CredentialsError(message));
        };
        let lasts = json["expires_in"].as_u64().unwrap_or(USUAL);
        let expire = self.config.unix().saturating_add(lasts);
        Ok(Tokens { access: access.to_owned(), refresh: refresh.to_owned(), expire })
    }

    async fn exchanged(
        &self,
        url: &Url,
        tokens: &Tokens,
        end: Instant,
    ) -> Result<Credentials, CredentialsError> {
        let request = Exchange {
            to: SERVICE,
            method: "POST",
            url: &url.at("/v1/exchange"),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("authorization", format!("Bearer {}", tokens.access)),
            ],
            body: Vec::new(),
            timeout: self.timeout(end),
            repeatable: false,
        };
        let reply = exchange(&self.config, request).await?;
        temporary(SERVICE, reply.answered, &http::json(SERVICE, &reply)?, "oauth")
    }
}
