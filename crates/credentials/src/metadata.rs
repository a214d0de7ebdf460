//! The role of the instance that the program runs on, from the metadata service: with a session
//! token (version 2), and without where that fails and is allowed (version 1).

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::{BoxFuture, CredentialsError};

use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::http::{self, Exchange, METADATA, Reply, Url, exchange};
use crate::refresh::{AHEAD, Fetch, Refreshing, provides};
use crate::reply::{successful, temporary};

const SERVICE: &str = "the metadata service";
/// Forbids asking it, by whatever way the program came to it.
pub(crate) const OFF: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const ROLES: &str = "/latest/meta-data/ram/security-credentials/";
/// A second to connect and one to read: the service is on the same host or not there at all.
const TIMEOUT: Duration = Duration::from_secs(2);
/// Six hours, in seconds. Each token is used once.
const TOKEN_LIFE: &str = "21600";
/// The service has new credentials long before the old ones expire.
const EVERY: Duration = Duration::from_secs(3600);

/// The RAM role of the instance that the program runs on.
///
/// Asks the metadata service at `100.100.100.200` with a session token, and without one where that
/// fails, unless `ALIBABA_CLOUD_IMDSV1_DISABLED` is `true` or [`EcsRamRole::require_token`] was
/// called. Asks nobody and fails if `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is `true`.
///
/// Refreshes every hour, and 15 minutes before the credentials expire at the latest, or after half
/// of their time if less than 30 minutes of it are left.
pub struct EcsRamRole(Refreshing<Role>);

#[derive(Clone)]
struct Role {
    config: ProviderConfig,
    name: Option<String>,
    token_required: bool,
}

impl EcsRamRole {
    /// Uses the role that `ALIBABA_CLOUD_ECS_METADATA` names, or the one that the service names.
    #[must_use]
    pub fn new(config: ProviderConfig) -> Self {
        let token_required = config.env().is_true("ALIBABA_CLOUD_IMDSV1_DISABLED");
        let name = config.env().text("ALIBABA_CLOUD_ECS_METADATA").map(str::to_owned);
        Self(Refreshing::new(Role { config, name, token_required }))
    }

    /// Names the role, which saves two requests. An empty name changes nothing.
    #[must_use]
    pub fn role_name(self, name: impl Into<String>) -> Self {
        let name = Some(name.into()).filter(|name| !name.is_empty());
        Self(self.0.with(|role| role.name = name.or(role.name.take())))
    }

    /// Never asks without a session token (version 1 of the service).
    #[must_use]
    pub fn require_token(self) -> Self {
        Self(self.0.with(|role| role.token_required = true))
    }
}

provides!(EcsRamRole);

impl Fetch for Role {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            self.config.env().allows(OFF)?;
            let name = match &self.name {
                Some(name) => name.clone(),
                None => self.get(ROLES, |reply| http::line(SERVICE, reply)).await?,
            };
            let word = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
            if !name.bytes().all(word) {
                // It becomes a part of an address. Not quoted, because it can be any reply.
                let message = "the name of the role has a character that no such name has";
                return Err(CredentialsError(message.to_owned()));
            }
            let credentials = self
                .get(&format!("{ROLES}{name}"), |reply| {
                    let json = http::json(SERVICE, reply)?;
                    successful(SERVICE, &json)?;
                    temporary(SERVICE, reply.answered, &json, "ecs_ram_role")
                })
                .await?;
            let now = Moment::now(&self.config);
            Ok(Fetched::ahead(credentials, now, AHEAD).at_least_every(now, EVERY))
        })
    }
}

impl Role {
    /// Asks for something with a token, or without one if there is none or if the reply to the
    /// token was unusable.
    async fn get<T>(
        &self,
        path: &str,
        read: impl Fn(&Reply) -> Result<T, CredentialsError>,
    ) -> Result<T, CredentialsError> {
        match self.token().await {
            Ok(token) => match self.ask(path, Some(token)).await.and_then(|reply| read(&reply)) {
                Err(_) if !self.token_required => read(&self.ask(path, None).await?),
                result => result,
            },
            Err(error) if self.token_required => Err(error),
            Err(_) => read(&self.ask(path, None).await?),
        }
    }

    async fn token(&self) -> Result<String, CredentialsError> {
        let life = ("x-aliyun-ecs-metadata-token-ttl-seconds", TOKEN_LIFE.to_owned());
        let reply = self.exchange("PUT", "/latest/api/token", vec![life]).await?;
        http::line(SERVICE, &reply)
    }

    async fn ask(&self, path: &str, token: Option<String>) -> Result<Reply, CredentialsError> {
        let token = token.map(|token| ("x-aliyun-ecs-metadata-token", token));
        self.exchange("GET", path, token.into_iter().collect()).await
    }

    async fn exchange(
        &self,
        method: &'static str,
        path: &str,
        headers: Vec<(&'static str, String)>,
    ) -> Result<Reply, CredentialsError> {
        let url = &Url::parse(METADATA)?.at(path);
        let body = Vec::new();
        let request = Exchange {
            to: SERVICE,
            method,
            url,
            headers,
            body,
            timeout: TIMEOUT,
            repeatable: true,
        };
        exchange(&self.config, request).await
    }
}
