//! `~/.aliyun/config.json`, the file of the vendor's command line tool: which profile is used, and
//! what its mode makes of it.

mod config_file;
mod edit;
mod external;
mod lock;
mod oauth;
mod oauth_service;
mod profile;
mod sso;
mod unsaved;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aliyun_rpc::{CredentialsError, ProvideCredentials};

use self::config_file::ConfigFile;
use crate::config::ProviderConfig;
use crate::file::FileError;
use crate::opened::{Open, Opened, opens};

/// Forbids reading the file, by whatever way the program came to it.
pub(crate) const OFF: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

/// A profile of the configuration file of `aliyun`, the vendor's command line tool.
///
/// The file is `~/.aliyun/config.json`. The profile is the one that [`CliProfile::profile`] names,
/// or `ALIBABA_CLOUD_PROFILE`, or the `current` one of the file. The modes are AK, StsToken,
/// RamRoleArn, EcsRamRole, OIDC, ChainableRamRoleArn, CloudSSO, OAuth, External and CredentialsURI,
/// in upper or lower case. The first call opens the file. If that fails, the next call tries again.
/// A file that somebody is writing is read again for a second. Every call fails if
/// `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is `true`.
///
/// A login by OAuth is refreshed in the file, for all programs that use it. What a process of the
/// mode External prints is written into its profile as well, as the vendor's SDKs do, if the file
/// can be written and only its owner can read it (mode 0600); like them, this reads it from the
/// process alone. In both cases a new file takes the place of the old one in one step, and
/// everything but these members stays byte for byte. A program that ends while a login is refreshed
/// can lose it, because each refresh uses a token up; a call that is dropped meanwhile cannot. New
/// tokens that cannot be saved stay in the memory of the process, for all who use the same file
/// there, a warning says so through `tracing`, and the next refresh saves them.
///
/// A role, its session name, and for OIDC the identity provider and the file with the token can be
/// left out where the variables of [`OidcRole`](crate::OidcRole) name them.
pub struct CliProfile(Opened<Cli>);

#[derive(Clone)]
pub(crate) struct Cli {
    pub(crate) config: ProviderConfig,
    pub(crate) path: Option<PathBuf>,
    pub(crate) profile: Option<String>,
}

impl CliProfile {
    /// Uses the file in the home folder.
    #[must_use]
    pub fn new(config: ProviderConfig) -> Self {
        Self(Opened::new(Cli { config, path: None, profile: None }))
    }

    /// Names the profile. An empty name counts as none.
    #[must_use]
    pub fn profile(self, name: impl Into<String>) -> Self {
        let name = Some(name.into()).filter(|name| !name.is_empty());
        Self(self.0.with(|cli| cli.profile = name))
    }

    /// Uses another file.
    #[must_use]
    pub fn file(self, path: impl AsRef<Path>) -> Self {
        Self(self.0.with(|cli| cli.path = Some(path.as_ref().to_owned())))
    }
}

opens!(CliProfile);

impl Open for Cli {
    const PREFIX: &'static str = "cli_profile";

    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn open(&self) -> Result<Arc<dyn ProvideCredentials>, FileError> {
        self.config.env().allows(OFF).map_err(FileError::Unreadable)?;
        let path =
            self.path.clone().or_else(|| self.config.env().under_home(".aliyun/config.json"));
        let path = path.ok_or(FileError::Missing)?;
        let file = ConfigFile::at(path, self.config.time().clone());
        let json = file.read()?;
        let wanted = self.profile.as_deref();
        let wanted = wanted.or_else(|| self.config.env().text("ALIBABA_CLOUD_PROFILE"));
        let name = wanted.or(json["current"].as_str()).unwrap_or_default();
        profile::provider(&self.config, &file, &json, name, &mut Vec::new()).map_err(
            |CredentialsError(why)| {
                FileError::Unreadable(CredentialsError(format!("{}: {why}", file.path().display())))
            },
        )
    }

    fn nothing(&self) -> String {
        match &self.path {
            Some(path) => format!("there is no file {}", path.display()),
            None => "there is no ~/.aliyun/config.json".to_owned(),
        }
    }
}
