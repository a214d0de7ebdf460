//! What assuming a role by key and by token have in common: which role, for how long, and which
//! host of STS is asked.

use std::time::Duration;

use aliyun_rpc::CredentialsError;
use aliyun_rpc::endpoint::Endpoint;
use aliyun_rpc::shown::short;

use crate::config::ProviderConfig;
use crate::environment::ROLE_ARN;

/// The shortest time that STS assumes a role for.
const SHORTEST: Duration = Duration::from_secs(900);
const USUAL: Duration = Duration::from_secs(3600);

/// A role and how to assume it.
#[derive(Clone, Default)]
pub(crate) struct Role {
    pub(crate) arn: Option<String>,
    pub(crate) session_name: Option<String>,
    pub(crate) duration: Option<Duration>,
    pub(crate) policy: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) vpc: Option<bool>,
}

impl Role {
    /// The ARN, or what is in `ALIBABA_CLOUD_ROLE_ARN`.
    pub(crate) fn arn(&self, config: &ProviderConfig) -> Result<String, CredentialsError> {
        let arn = self.arn.as_deref().or_else(|| config.env().text(ROLE_ARN));
        let none = || CredentialsError(format!("no role is named; help: set {ROLE_ARN}"));
        arn.map(str::to_owned).ok_or_else(none)
    }

    /// The session name, or what is in `ALIBABA_CLOUD_ROLE_SESSION_NAME`, or one with the time in
    /// it.
    pub(crate) fn session_name(&self, config: &ProviderConfig) -> String {
        let given = self.session_name.as_deref();
        let given = given.or_else(|| config.env().text("ALIBABA_CLOUD_ROLE_SESSION_NAME"));
        given.map_or_else(|| format!("aliyun-rust-{}", config.unix()), str::to_owned)
    }

    pub(crate) fn seconds(&self) -> Result<u64, CredentialsError> {
        let duration = self.duration.unwrap_or(USUAL);
        if duration < SHORTEST {
            return Err(CredentialsError(format!(
                "a role cannot be assumed for {duration:?}; help: give at least 900 seconds"
            )));
        }
        Ok(duration.as_secs())
    }

    /// The host that is given, or `sts.aliyuncs.com`, or the host of a region, or that inside its
    /// VPCs.
    pub(crate) fn host(&self, config: &ProviderConfig) -> Result<Endpoint, CredentialsError> {
        if let Some(given) = &self.endpoint {
            // Not quoted: it can hold a password.
            let message = "sts_endpoint is not a host, or would be called without TLS";
            return Endpoint::parse(given).map_err(|_| CredentialsError(message.to_owned()));
        }
        let env = config.env();
        let region = self.region.as_deref().or_else(|| env.text("ALIBABA_CLOUD_STS_REGION"));
        let vpc = self.vpc.unwrap_or_else(|| env.is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"));
        let host = match region {
            // Without a region there is no host inside a VPC.
            None => "sts.aliyuncs.com".to_owned(),
            Some(region) if vpc => format!("sts-vpc.{region}.aliyuncs.com"),
            Some(region) => format!("sts.{region}.aliyuncs.com"),
        };
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let endpoint = Endpoint::parse(&host);
        match endpoint {
            Ok(endpoint) if region.is_none_or(|region| region.bytes().all(word)) => Ok(endpoint),
            _ => {
                let region = short(region.unwrap_or_default());
                Err(CredentialsError(format!("{region:?} is not a region of STS")))
            }
        }
    }
}

/// The setters that both ways to assume a role have.
macro_rules! role_setters {
    () => {
        /// Names the session in the logs of the account. Default:
        /// `ALIBABA_CLOUD_ROLE_SESSION_NAME`, or a name with the time in it. An empty name counts
        /// as none.
        #[must_use]
        pub fn session_name(self, name: impl Into<String>) -> Self {
            let name = Some(name.into()).filter(|name| !name.is_empty());
            Self(self.0.with(|source| source.role.session_name = name))
        }

        /// Sets how long the credentials are valid, at least 900 seconds. Default: an hour.
        #[must_use]
        pub fn duration(self, duration: std::time::Duration) -> Self {
            Self(self.0.with(|source| source.role.duration = Some(duration)))
        }

        /// Narrows what the role may do by a policy in JSON. An empty one counts as none.
        #[must_use]
        pub fn policy(self, policy: impl Into<String>) -> Self {
            let policy = Some(policy.into()).filter(|policy| !policy.is_empty());
            Self(self.0.with(|source| source.role.policy = policy))
        }

        /// Asks STS at this host instead, whatever the region is. An empty one counts as none.
        #[must_use]
        pub fn sts_endpoint(self, host: impl Into<String>) -> Self {
            let host = Some(host.into()).filter(|host| !host.is_empty());
            Self(self.0.with(|source| source.role.endpoint = host))
        }

        /// Asks STS in this region. Default: `ALIBABA_CLOUD_STS_REGION`, or the central host.
        #[must_use]
        pub fn sts_region(self, region: impl Into<String>) -> Self {
            let region = Some(region.into()).filter(|region| !region.is_empty());
            Self(self.0.with(|source| source.role.region = region))
        }

        /// Asks STS on the host inside the VPCs of the region; without a region this changes
        /// nothing. Default: `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED`.
        #[must_use]
        pub fn vpc(self, vpc: bool) -> Self {
            Self(self.0.with(|source| source.role.vpc = Some(vpc)))
        }
    };
}
pub(crate) use role_setters;
