//! A login of CloudSSO: the access token that the command line tool got in a browser becomes
//! credentials.

use std::sync::Arc;

use aliyun_rpc::{BoxFuture, CredentialsError, Json};

use super::config_file::ConfigFile;
use super::profile::needs;
use crate::config::ProviderConfig;
use crate::fetched::{Fetched, Moment};
use crate::http::{self, Exchange, TIMEOUT, Url, exchange};
use crate::refresh::{AHEAD, Fetch};
use crate::reply::{temporary, text};

const SERVICE: &str = "CloudSSO";

/// A profile whose token is read anew for each refresh, because a new login changes it.
#[derive(Clone)]
pub(super) struct CloudSso {
    pub(super) config: ProviderConfig,
    pub(super) file: ConfigFile,
    pub(super) profile: String,
}

impl Fetch for CloudSso {
    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let profile = self.file.profile(&self.profile).await?;
            let members =
                ["cloud_sso_sign_in_url", "cloud_sso_account_id", "cloud_sso_access_config"];
            needs(&self.profile, &profile, "CloudSSO", &members)?;
            let [sign_in, account, access] =
                members.map(|member| text(&profile, member).unwrap_or_default());
            let end = profile["cloud_sso_access_token_expire"].as_u64().unwrap_or_default();
            let token = text(&profile, "access_token").filter(|_| self.config.unix() < end);
            let token = token.ok_or_else(|| {
                let message = "the login of CloudSSO has expired; help: log in again with the \
                               command line tool";
                CredentialsError(message.to_owned())
            })?;
            let body = Json::from_iter([("AccountId", account), ("AccessConfigurationId", access)]);
            let request = Exchange {
                to: SERVICE,
                method: "POST",
                url: &Url::parse(sign_in)?.at("/cloud-credentials"),
                headers: vec![
                    ("accept", "application/json".to_owned()),
                    ("content-type", "application/json".to_owned()),
                    ("authorization", format!("Bearer {token}")),
                ],
                body: body.to_string().into_bytes(),
                timeout: TIMEOUT,
                repeatable: true,
            };
            let reply = exchange(&self.config, request).await?;
            let json = http::json(SERVICE, &reply)?;
            let credentials =
                temporary(SERVICE, reply.answered, &json["CloudCredential"], "cloud_sso")?;
            Ok(Fetched::ahead(credentials, Moment::now(&self.config), AHEAD))
        })
    }
}
