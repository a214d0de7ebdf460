//! A role that is assumed with other credentials, over the typed client of STS.

use std::sync::{Arc, Mutex, PoisonError};

use aliyun_rpc::shown::short;
use aliyun_rpc::wire::read_to_json;
use aliyun_rpc::{
    BoxFuture, Class, Client, CredentialsError, HttpRequest, HttpResponse, ProvideCredentials,
    StaticCredentials, Transport, TransportError,
};
use aliyun_sts::{AssumeRole, AssumeRoleRequired};

use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::http::{MAX_BYTES, TIMEOUT};
use crate::refresh::{AHEAD, Fetch, Refreshing, provides};
use crate::reply::{Answered, temporary};
use crate::sts::{Role, role_setters};

/// A role that is assumed with the credentials of another provider, which can be a role itself.
///
/// Refreshes 15 minutes before the credentials expire, or after half of their time if less than 30
/// minutes of it are left, with what the other provider returns then.
///
/// ```no_run
/// use aliyun_credentials::{AssumedRole, DefaultChain, ProviderConfig};
///
/// let role = AssumedRole::new(ProviderConfig::default(), "acs:ram::1:role/reader", DefaultChain::new())
///     .session_name("nightly");
/// ```
pub struct AssumedRole(Refreshing<Assume>);

#[derive(Clone)]
struct Assume {
    config: ProviderConfig,
    source: Arc<dyn ProvideCredentials>,
    role: Role,
    external_id: Option<String>,
}

impl AssumedRole {
    /// Assumes a role, named by its ARN, with the credentials of `source`.
    #[must_use]
    pub fn new(
        config: ProviderConfig,
        role_arn: impl Into<String>,
        source: impl ProvideCredentials + 'static,
    ) -> Self {
        let arn = Some(role_arn.into()).filter(|arn| !arn.is_empty());
        let role = Role { arn, ..Role::default() };
        Self(Refreshing::new(Assume { config, source: Arc::new(source), role, external_id: None }))
    }

    role_setters!();

    /// Sends the id that the owner of the role agreed on with others. An empty one counts as none.
    #[must_use]
    pub fn external_id(self, id: impl Into<String>) -> Self {
        let id = Some(id.into()).filter(|id| !id.is_empty());
        Self(self.0.with(|source| source.external_id = id))
    }
}

provides!(AssumedRole);

impl Fetch for Assume {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let required = AssumeRoleRequired {
                role_arn: self.role.arn(&self.config)?,
                role_session_name: self.role.session_name(&self.config),
            };
            let seconds = self.role.seconds()?;
            let mut request = AssumeRole::new(required)
                .duration_seconds(i64::try_from(seconds).unwrap_or(i64::MAX));
            if let Some(policy) = &self.role.policy {
                request = request.policy(policy);
            }
            if let Some(id) = &self.external_id {
                request = request.external_id(id);
            }
            let source = self.source.provide().await?;
            let provider = format!("ram_role_arn/{}", source.provider());
            let wire = Arc::new(Dating::over(&self.config));
            let client = Client::builder()
                .endpoint(self.role.host(&self.config)?.url())
                .credentials(StaticCredentials::from(source.clone()))
                .transport(wire.clone())
                .clock(self.config.time().clone())
                .timeout(TIMEOUT)
                .max_response_bytes(MAX_BYTES)
                // For all attempts together, because a caller is waiting for the role.
                .deadline(TIMEOUT)
                .build()
                .map_err(|error| CredentialsError(error.to_string()))?;
            let mut reply = client.send(request).await.map_err(|error| {
                if error.class() == Class::Unauthenticated {
                    self.source.refused(&source);
                }
                failed(&error)
            })?;
            let json = read_to_json(&mut reply);
            let credentials = temporary("STS", wire.answered(), &json["Credentials"], provider)?;
            Ok(Fetched::ahead(credentials, Moment::now(&self.config), AHEAD))
        })
    }
}

/// A transport that remembers when the last reply came. The client does not show its headers.
struct Dating {
    config: ProviderConfig,
    last: Mutex<Option<Answered>>,
}

impl Dating {
    fn over(config: &ProviderConfig) -> Self {
        Self { config: config.clone(), last: Mutex::default() }
    }

    fn answered(&self) -> Answered {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.unwrap_or_else(|| Answered::undated(self.config.now()))
    }
}

impl Transport for Dating {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let wire = self.config.wire();
            let reply = wire.send(request).await?;
            let answered = Answered::by(&reply, self.config.now());
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
            Ok(reply)
        })
    }
}

/// Names what identifies a refusal, and quotes nothing of the reply: its message can be about
/// anything.
fn failed<C>(error: &aliyun_rpc::Error<C>) -> CredentialsError {
    let Some(status) = error.status() else { return CredentialsError(error.to_string()) };
    let mut text = format!("STS answered with status {status}");
    match error.code() {
        Some(code) => text.push_str(&format!(", code {}", short(code))),
        None if status == 200 => text.push_str(", but the reply could not be read"),
        None => {}
    }
    if let Some(id) = error.request_id() {
        text.push_str(&format!(", request {}", short(id)));
    }
    CredentialsError(text)
}
