//! Opens the sources of the chain, and separates those that are not set up from those that fail.

use std::sync::Arc;

use aliyun_rpc::{Credentials, CredentialsError, ProvideCredentials, StaticCredentials};

use crate::chain::Settings;
use crate::cli::{self, CliProfile};
use crate::environment::{
    CREDENTIALS_URI, Environment, OIDC_PROVIDER_ARN, OIDC_TOKEN_FILE, ROLE_ARN,
};
use crate::explain::Source;
use crate::file::FileError;
use crate::ini::IniProfile;
use crate::metadata::{self, EcsRamRole};
use crate::oidc::OidcRole;
use crate::uri::CredentialsUri;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";
const OIDC: [&str; 3] = [OIDC_TOKEN_FILE, OIDC_PROVIDER_ARN, ROLE_ARN];

type Provider = Arc<dyn ProvideCredentials>;

/// Why a source is not asked.
pub(crate) enum Unused {
    /// Nothing says that it should be.
    NotSet(String),
    /// What says so is wrong.
    Failed(CredentialsError),
}

/// The provider of a source, before its first call.
pub(crate) async fn open(source: Source, settings: &Settings) -> Result<Provider, Unused> {
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
            on(env, cli::OFF)?;
            let cli = CliProfile::new(config).profile(profile);
            cli.opened().await.map_err(|error| unused(error, cli.nothing()))?;
            Ok(Arc::new(cli))
        }
        Source::IniProfile => {
            let ini = IniProfile::new(config).profile(profile);
            ini.opened().await.map_err(|error| unused(error, ini.nothing()))?;
            Ok(Arc::new(ini))
        }
        Source::EcsMetadata => {
            on(env, metadata::OFF)?;
            Ok(Arc::new(EcsRamRole::new(config)))
        }
        Source::CredentialsUri => {
            set(env, &[CREDENTIALS_URI])?;
            Ok(Arc::new(CredentialsUri::new(config, env.text(CREDENTIALS_URI).unwrap_or_default())))
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
        error => Unused::Failed(error.into_error(|| nothing)),
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
    env.allows(switch).map_err(|CredentialsError(why)| Unused::NotSet(why))
}
