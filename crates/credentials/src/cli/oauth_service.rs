//! The service behind logins by OAuth: it refreshes tokens and exchanges them for credentials.

use std::time::{Duration, Instant};

use aliyun_rpc::shown::short;
use aliyun_rpc::sign::canonical_query;
use aliyun_rpc::time::timestamp;
use aliyun_rpc::{Credentials, CredentialsError, Json};

use super::profile::needs;
use crate::config::ProviderConfig;
use crate::http::{self, Exchange, Reply, TIMEOUT, Url, send};
use crate::reply::{temporary, text};

const SERVICE: &str = "the OAuth service";
/// A refresh that has less time than this is not begun: it could use the tokens up and bring no
/// others.
const LEAST: Duration = Duration::from_secs(5);
/// How long an access token lasts if the service does not say, in seconds.
const USUAL: u64 = 3600;

/// Sites by `oauth_site_type`, each with the id of the command line tool there.
const SITES: [(&str, &str, &str); 2] = [
    ("CN", "https://oauth.aliyun.com", "4038181954557748008"),
    ("INTL", "https://oauth.alibabacloud.com", "4103531455503354461"),
];

/// The tokens of a login.
#[derive(Clone)]
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: String,
    /// When the access token expires, in seconds since 1970.
    pub(super) expire: u64,
}

impl Tokens {
    /// The tokens in a profile of this name.
    pub(super) fn of(name: &str, profile: &Json) -> Result<Self, CredentialsError> {
        needs(name, profile, "OAuth", &["oauth_refresh_token"])?;
        let text = |name| text(profile, name).unwrap_or_default().to_owned();
        let (access, refresh) = (text("oauth_access_token"), text("oauth_refresh_token"));
        // Without an access token, get one.
        let expire = profile["oauth_access_token_expire"].as_u64().filter(|_| !access.is_empty());
        Ok(Self { access, refresh, expire: expire.unwrap_or_default() })
    }

    /// As they are in a profile.
    pub(super) fn members(&self) -> [(&'static str, Json); 3] {
        [
            ("oauth_access_token", self.access.as_str().into()),
            ("oauth_refresh_token", self.refresh.as_str().into()),
            ("oauth_access_token_expire", self.expire.into()),
        ]
    }
}

/// An exchange that brought nothing.
pub(super) struct Failed {
    /// `None` if there was no answer.
    pub(super) status: Option<u16>,
    pub(super) error: CredentialsError,
}

impl From<CredentialsError> for Failed {
    fn from(error: CredentialsError) -> Self {
        Self { status: None, error }
    }
}

/// The service of a site, for a limited time.
pub(super) struct Service<'a> {
    config: &'a ProviderConfig,
    url: Url,
    client: &'static str,
    end: Instant,
}

impl<'a> Service<'a> {
    /// The service of the site in a profile of this name, until this time.
    pub(super) fn of(
        config: &'a ProviderConfig,
        name: &str,
        profile: &Json,
        end: Instant,
    ) -> Result<Self, CredentialsError> {
        let wanted = text(profile, "oauth_site_type").unwrap_or("CN");
        let site = SITES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(wanted));
        let (_, url, client) = site.ok_or_else(|| {
            let name = short(name);
            CredentialsError(format!(
                "profile {name:?}: oauth_site_type is neither CN nor INTL; help: log in again with \
                 the command line tool, which sets it"
            ))
        })?;
        Ok(Self { config, url: Url::parse(url)?, client, end })
    }

    /// How long an exchange may take.
    fn timeout(&self) -> Duration {
        TIMEOUT.min(self.end.saturating_duration_since(self.config.time().now()))
    }

    /// Newer tokens. Uses the old ones up.
    pub(super) async fn refreshed(&self, old: &Tokens) -> Result<Tokens, CredentialsError> {
        let timeout = self.timeout();
        if timeout < LEAST {
            let message = format!("too little time was left for {SERVICE} to refresh the login");
            return Err(CredentialsError(message));
        }
        let now = timestamp(self.config.now());
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &old.refresh),
            ("client_id", self.client),
            ("Timestamp", &now),
        ];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let request = Exchange {
            to: SERVICE,
            method: "POST",
            url: &self.url.at("/v1/token"),
            headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
            body: canonical_query(&form).into_bytes(),
            timeout,
            repeatable: false,
        };
        // 408 and 429 say that the service has no time now.
        let is_refusal = |status| matches!(status, 400..=407 | 409..=428 | 430..=499);
        let reply = good(send(self.config, request).await?, is_refusal);
        let reply = reply.map_err(|failed| failed.error)?;
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

    /// Credentials.
    pub(super) async fn exchanged(&self, tokens: &Tokens) -> Result<Credentials, Failed> {
        let request = Exchange {
            to: SERVICE,
            method: "POST",
            url: &self.url.at("/v1/exchange"),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("authorization", format!("Bearer {}", tokens.access)),
            ],
            body: Vec::new(),
            timeout: self.timeout(),
            repeatable: false,
        };
        let reply = good(send(self.config, request).await?, |status| status == 401)?;
        Ok(temporary(SERVICE, reply.answered, &http::json(SERVICE, &reply)?, "oauth")?)
    }
}

/// Refuses a reply with any status but 200. One that says that a login is no good asks for another.
fn good(reply: Reply, is_refusal: impl Fn(u16) -> bool) -> Result<Reply, Failed> {
    let status = reply.response.status;
    http::good(SERVICE, reply).map_err(|CredentialsError(why)| {
        let help = "; help: log in again with the command line tool";
        let help = if is_refusal(status) { help } else { "" };
        Failed { status: Some(status), error: CredentialsError(format!("{why}{help}")) }
    })
}
