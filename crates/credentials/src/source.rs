//! Opens the sources of the chain, and separates those that are not set up from those that fail.

use std::sync::Arc;

use aliyun_rpc::{Credentials, CredentialsError, ProvideCredentials, StaticCredentials};

use crate::chain::Settings;
use crate::cli::CliProfile;
use crate::environment::Environment;
use crate::explain::Source;
use crate::file::FileError;
use crate::ini::IniProfile;
use crate::metadata::EcsRamRole;
use crate::oidc::OidcRole;
use crate::uri::CredentialsUri;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";
const OIDC: [&str; 3] =
    ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_ROLE_ARN"];
const CLI_OFF: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
const METADATA_OFF: &str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
const ROLE_NAME: &str = "ALIBABA_CLOUD_ECS_METADATA";
const URI: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

type Provider = Arc<dyn ProvideCredentials>;

/// Why a source is not asked.
pub(crate) enum Unused {
    /// Nothing says that it should be.
    NotSet(String),
    /// What says so is wrong.
    Failed(CredentialsError),
}

/// The provider of a source, before its first call.
pub(crate) fn open(source: Source, settings: &Settings) -> Result<Provider, Unused> {
    let config = settings.config.clone();
    let env = settings.config.env();
    let profile = settings.profile.as_deref().unwrap_or_default();
    match source {
        Source::Environment => {
            set(env, &[ID, SECRET])?;
            Ok(Arc::new(StaticCredentials::from(of_environment(env))))
        }
        Source::Oidc => {
            set(env, &OIDC)?;
            Ok(Arc::new(OidcRole::new(config)))
        }
        Source::CliProfile => {
            on(env, CLI_OFF)?;
            let cli = CliProfile::new(config).profile(profile);
            cli.opened().map_err(|error| unused(error, cli.nothing()))?;
            Ok(Arc::new(cli))
        }
        Source::IniProfile => {
            let ini = IniProfile::new(config).profile(profile);
            ini.opened().map_err(|error| unused(error, ini.nothing()))?;
            Ok(Arc::new(ini))
        }
        Source::EcsMetadata => {
            on(env, METADATA_OFF)?;
            let name = env.text(ROLE_NAME).unwrap_or_default();
            Ok(Arc::new(EcsRamRole::new(config).role_name(name)))
        }
        Source::CredentialsUri => {
            set(env, &[URI])?;
            Ok(Arc::new(CredentialsUri::new(config, env.text(URI).unwrap_or_default())))
        }
    }
}

fn of_environment(env: &Environment) -> Credentials {
    let get = |name| env.text(name).unwrap_or_default();
    Credentials::with_token(get(ID), get(SECRET), get(TOKEN)).from_provider("env")
}

fn unused(error: FileError, nothing: String) -> Unused {
    match error {
        FileError::Missing => Unused::NotSet(nothing),
        FileError::Unreadable(error) => Unused::Failed(error),
    }
}

/// Names every variable that is not set.
fn set(env: &Environment, names: &[&str]) -> Result<(), Unused> {
    let missing: Vec<_> = names.iter().copied().filter(|name| env.text(name).is_none()).collect();
    match missing.as_slice() {
        [] => Ok(()),
        [one] => Err(Unused::NotSet(format!("{one} is not set"))),
        _ => Err(Unused::NotSet(format!("{} are not set", missing.join(", ")))),
    }
}

fn on(env: &Environment, switch: &str) -> Result<(), Unused> {
    if env.is_true(switch) {
        return Err(Unused::NotSet(format!("{switch} is true")));
    }
    Ok(())
}
