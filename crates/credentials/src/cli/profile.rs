//! What the mode of a profile makes of its members.

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::shown::short;
use aliyun_rpc::{Credentials, CredentialsError, Json, ProvideCredentials, StaticCredentials};

use super::config_file::{ConfigFile, find};
use super::external::External;
use super::oauth::OAuth;
use super::sso::CloudSso;
use crate::config::ProviderConfig;
use crate::environment::CREDENTIALS_URI;
use crate::metadata::EcsRamRole;
use crate::oidc::OidcRole;
use crate::process::Process;
use crate::refresh::Refreshing;
use crate::reply::text;
use crate::role::AssumedRole;
use crate::uri::CredentialsUri;

const MODES: &str = "AK, StsToken, RamRoleArn, EcsRamRole, OIDC, ChainableRamRoleArn, CloudSSO, OAuth, \
                     External, CredentialsURI";

type Provider = Arc<dyn ProvideCredentials>;

/// More profiles in a row than anybody has, and few enough for the stack.
const MOST: usize = 32;

/// The provider of a profile. `trail` has the profiles that lead to it by `source_profile`.
pub(super) fn provider(
    config: &ProviderConfig,
    file: &ConfigFile,
    json: &Json,
    name: &str,
    trail: &mut Vec<String>,
) -> Result<Provider, CredentialsError> {
    if name.is_empty() {
        let message =
            "no profile is named; help: set ALIBABA_CLOUD_PROFILE, or `current` in the file";
        return Err(CredentialsError(message.to_owned()));
    }
    let looped = trail.iter().any(|known| known == name);
    trail.push(name.to_owned());
    if trail.len() > MOST {
        let message = format!("more than {MOST} profiles take their source from each other");
        return Err(CredentialsError(message));
    }
    if looped {
        let trail = trail.join(" -> ");
        let trail = short(&trail);
        return Err(CredentialsError(format!(
            "profiles take their source from each other: {trail}"
        )));
    }
    let profile = Profile { name, json: find(json, name)?, config };
    let mode = text(profile.json, "mode").unwrap_or_default();
    match mode.to_ascii_lowercase().as_str() {
        "ak" => profile.key(&[]),
        "ststoken" => profile.key(&["sts_token"]),
        "ramrolearn" => profile.role(|| profile.source_key()),
        "chainableramrolearn" => {
            profile.needs(mode, &["source_profile", "ram_role_arn"])?;
            profile.role(|| provider(config, file, json, profile.get("source_profile"), trail))
        }
        "ecsramrole" => {
            let role = EcsRamRole::new(config.clone()).role_name(profile.get("ram_role_name"));
            Ok(Arc::new(role))
        }
        "oidc" => profile.oidc(mode),
        "cloudsso" => Ok(Arc::new(Refreshing::new(CloudSso {
            config: config.clone(),
            file: file.clone(),
            profile: name.to_owned(),
        }))),
        "oauth" => Ok(Arc::new(Refreshing::new(OAuth::new(config.clone(), file.clone(), name)))),
        "external" => {
            profile.needs(mode, &["process_command"])?;
            Ok(Arc::new(Refreshing::new(External {
                process: Process::new(config.clone(), profile.get("process_command")),
                file: file.clone(),
                profile: name.to_owned(),
                mode: mode.to_owned(),
            })))
        }
        "credentialsuri" => {
            profile.needs(mode, &["credentials_uri"])?;
            let given = Some(profile.get("credentials_uri")).filter(|given| !given.is_empty());
            let uri = given.or_else(|| config.env().text(CREDENTIALS_URI)).unwrap_or_default();
            Ok(Arc::new(CredentialsUri::new(config.clone(), uri)))
        }
        _ => {
            let (name, mode) = (short(name), short(mode));
            Err(CredentialsError(format!(
                "profile {name:?} has the mode {mode:?}, which is not supported; modes: {MODES}"
            )))
        }
    }
}

struct Profile<'a> {
    name: &'a str,
    json: &'a Json,
    config: &'a ProviderConfig,
}

impl Profile<'_> {
    /// A member that is a text; empty if there is none.
    fn get(&self, member: &str) -> &str {
        text(self.json, member).unwrap_or_default()
    }

    fn needs(&self, mode: &str, members: &[&str]) -> Result<(), CredentialsError> {
        let env = self.config.env();
        let members = members.iter().copied().filter(|member| !env.stands_in_for(member));
        needs(self.name, self.json, mode, &members.collect::<Vec<_>>())
    }

    /// The access key in the profile, with a token if one is demanded.
    fn key(&self, more: &[&str]) -> Result<Provider, CredentialsError> {
        let mode = self.get("mode");
        self.needs(mode, &[&["access_key_id", "access_key_secret"], more].concat())?;
        let token = if more.is_empty() { "" } else { self.get("sts_token") };
        let (id, secret) = (self.get("access_key_id"), self.get("access_key_secret"));
        Ok(Arc::new(StaticCredentials::from(Credentials::with_token(id, secret, token))))
    }

    /// The key that assumes a role: with its token if it is a temporary one, as the command line
    /// tool does. The tool may leave the token of an earlier mode behind, which the SDKs do not
    /// read and a long-lived key does not need.
    fn source_key(&self) -> Result<Provider, CredentialsError> {
        let is_temporary = self.get("access_key_id").starts_with("STS.");
        self.key(if is_temporary { &["sts_token"] } else { &[] })
    }

    /// The role in the profile, assumed with what `source` opens.
    fn role(
        &self,
        source: impl FnOnce() -> Result<Provider, CredentialsError>,
    ) -> Result<Provider, CredentialsError> {
        self.needs(self.get("mode"), &["ram_role_arn"])?;
        let role = AssumedRole::new(self.config.clone(), self.get("ram_role_arn"), source()?)
            .session_name(self.get("ram_session_name"))
            .policy(self.get("policy"))
            .external_id(self.get("external_id"))
            .sts_region(self.get("sts_region"))
            .sts_endpoint(self.get("sts_endpoint"));
        let role = match self.json["enable_vpc"].as_bool() {
            Some(vpc) => role.vpc(vpc),
            None => role,
        };
        Ok(match self.duration()? {
            Some(duration) => Arc::new(role.duration(duration)),
            None => Arc::new(role),
        })
    }

    fn oidc(&self, mode: &str) -> Result<Provider, CredentialsError> {
        self.needs(mode, &["ram_role_arn", "oidc_provider_arn", "oidc_token_file"])?;
        // The vendor's SDKs do not agree on the name of this member.
        let session = [self.get("role_session_name"), self.get("ram_session_name")];
        let session = session.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        let role = OidcRole::new(self.config.clone())
            .role_arn(self.get("ram_role_arn"))
            .provider_arn(self.get("oidc_provider_arn"))
            .token_file(self.get("oidc_token_file"))
            .session_name(session)
            .policy(self.get("policy"))
            .sts_region(self.get("sts_region"))
            .sts_endpoint(self.get("sts_endpoint"));
        let role = match self.json["enable_vpc"].as_bool() {
            Some(vpc) => role.vpc(vpc),
            None => role,
        };
        Ok(match self.duration()? {
            Some(duration) => Arc::new(role.duration(duration)),
            None => Arc::new(role),
        })
    }

    /// `expired_seconds`. Zero is what the tool writes for an unset one.
    fn duration(&self) -> Result<Option<Duration>, CredentialsError> {
        match &self.json["expired_seconds"] {
            Json::Null => Ok(None),
            number => match number.as_u64() {
                Some(seconds) => Ok(Some(seconds).filter(|s| *s > 0).map(Duration::from_secs)),
                None => Err(CredentialsError(format!(
                    "profile {:?}: expired_seconds is not a number of seconds",
                    short(self.name)
                ))),
            },
        }
    }
}

/// Names every member that a mode needs and a profile has not.
pub(super) fn needs(
    profile: &str,
    json: &Json,
    mode: &str,
    members: &[&str],
) -> Result<(), CredentialsError> {
    let missing: Vec<_> =
        members.iter().copied().filter(|member| text(json, member).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (profile, mode, missing) = (short(profile), short(mode), missing.join(", "));
    Err(CredentialsError(format!("profile {profile:?}: the mode {mode} needs {missing}")))
}
