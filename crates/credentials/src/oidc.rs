//! A role that is assumed with a token of an identity provider, as programs in Kubernetes do. The
//! request is not signed: the token proves who asks.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use aliyun_rpc::clock::Skew;
use aliyun_rpc::sign::canonical_query;
use aliyun_rpc::time::timestamp;
use aliyun_rpc::wire::flatten;
use aliyun_rpc::{BoxFuture, CredentialsError, Request};
use aliyun_sts::AssumeRoleWithOIDC;

use crate::config::ProviderConfig;
use crate::environment::{OIDC_PROVIDER_ARN, OIDC_TOKEN_FILE};
use crate::fetched::{Fetched, Moment};
use crate::file;
use crate::http::{self, Exchange, Reply, TIMEOUT, Url};
use crate::refresh::{AHEAD, Fetch, Refreshing, provides};
use crate::reply::temporary;
use crate::sts::{Role, role_setters};

/// A role that is assumed with an OIDC token from a file, which is read anew for each refresh.
///
/// What is not set comes from `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
/// `ALIBABA_CLOUD_OIDC_TOKEN_FILE`.
///
/// Refreshes 15 minutes before the credentials expire, or after half of their time if less than 30
/// minutes of it are left.
pub struct OidcRole(Refreshing<Oidc>);

#[derive(Clone)]
struct Oidc {
    config: ProviderConfig,
    role: Role,
    provider_arn: Option<String>,
    token_file: Option<PathBuf>,
    /// The request is not signed, but STS refuses one whose time is off.
    skew: Arc<Skew>,
}

impl OidcRole {
    /// Takes everything from the environment.
    #[must_use]
    pub fn new(config: ProviderConfig) -> Self {
        Self(Refreshing::new(Oidc {
            config,
            role: Role::default(),
            provider_arn: None,
            token_file: None,
            skew: Arc::default(),
        }))
    }

    /// Sets the ARN of the role.
    #[must_use]
    pub fn role_arn(self, arn: impl Into<String>) -> Self {
        let arn = Some(arn.into()).filter(|arn| !arn.is_empty());
        Self(self.0.with(|source| source.role.arn = arn))
    }

    /// Sets the ARN of the identity provider.
    #[must_use]
    pub fn provider_arn(self, arn: impl Into<String>) -> Self {
        let arn = Some(arn.into()).filter(|arn| !arn.is_empty());
        Self(self.0.with(|source| source.provider_arn = arn))
    }

    /// Sets the file with the token.
    #[must_use]
    pub fn token_file(self, path: impl Into<PathBuf>) -> Self {
        let path = Some(path.into()).filter(|path| !path.as_os_str().is_empty());
        Self(self.0.with(|source| source.token_file = path))
    }

    role_setters!();
}

provides!(OidcRole);

impl Oidc {
    /// The parameters of the call, with the time that it is now for STS. The token is sent as it is
    /// in the file.
    fn parameters(&self, time: SystemTime) -> Result<Vec<(String, String)>, CredentialsError> {
        let env = self.config.env();
        let missing = |what: &str, name: &str| {
            CredentialsError(format!("no {what} is given; help: set {name}"))
        };
        let arn = self.role.arn(&self.config)?;
        let given = self.provider_arn.as_deref();
        let provider = given.or_else(|| env.text(OIDC_PROVIDER_ARN));
        let provider = provider.ok_or_else(|| missing("identity provider", OIDC_PROVIDER_ARN))?;
        let file = self.token_file.clone();
        let file = file.or_else(|| env.raw(OIDC_TOKEN_FILE).map(PathBuf::from));
        let file = file.ok_or_else(|| missing("file with a token", OIDC_TOKEN_FILE))?;
        let missing_file = || format!("there is no file {}", file.display());
        let token = file::read(&file).map_err(|error| error.into_error(missing_file))?;
        let seconds = i64::try_from(self.role.seconds()?).unwrap_or(i64::MAX);
        let mut request = AssumeRoleWithOIDC::new(self.role.session_name(&self.config))
            .duration_seconds(seconds)
            .role_arn(arn)
            .oidc_provider_arn(provider)
            .oidc_token(token);
        if let Some(policy) = &self.role.policy {
            request = request.policy(policy);
        }
        let mut parameters = flatten(&request);
        let meta = <AssumeRoleWithOIDC as Request>::META;
        for (name, value) in [
            ("Action", meta.name),
            ("Format", "JSON"),
            ("Version", meta.product.version),
            ("Timestamp", &timestamp(time)),
        ] {
            parameters.push((name.to_owned(), value.to_owned()));
        }
        Ok(parameters)
    }

    /// Asks STS, and once more if it refuses the time and its reply says which time it is.
    async fn ask(&self) -> Result<Reply, CredentialsError> {
        let clock = self.config.time();
        let end = clock.now() + TIMEOUT;
        let mut corrected = false;
        loop {
            let skew = self.skew.seconds();
            let time = Skew::correct(skew, self.config.now());
            let request = Exchange {
                to: "STS",
                method: "POST",
                url: &Url::parse(&self.role.host(&self.config)?.url())?,
                headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
                // In the body, because addresses end up in logs.
                body: canonical_query(&self.parameters(time)?).into_bytes(),
                timeout: end.saturating_duration_since(clock.now()),
                repeatable: true,
            };
            let reply = http::send(&self.config, request).await?;
            let code = http::code(&reply).filter(|_| reply.response.status != 200);
            let is_other = self.skew.learn(code.as_deref(), skew, reply.answered.ahead());
            if corrected || !is_other {
                return Ok(reply);
            }
            corrected = true;
        }
    }
}

impl Fetch for Oidc {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let reply = http::good("STS", self.ask().await?)?;
            let json = http::json("STS", &reply)?;
            let credentials =
                temporary("STS", reply.answered, &json["Credentials"], "oidc_role_arn")?;
            Ok(Fetched::ahead(credentials, Moment::now(&self.config), AHEAD))
        })
    }
}
