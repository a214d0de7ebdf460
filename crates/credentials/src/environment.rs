//! The environment variables and the home folder that the sources look at, taken once, so that a
//! program can pass others and a test never reads those of its own process.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use aliyun_rpc::CredentialsError;

/// Every variable that this crate reads begins so, but for those of the home folder.
const PREFIX: &str = "ALIBABA_CLOUD_";
/// The first that is set is the home folder. `HOMEPATH` is what the vendor's SDKs use on Windows.
const HOME: [&str; 3] = ["HOME", "USERPROFILE", "HOMEPATH"];

pub(crate) const ROLE_ARN: &str = "ALIBABA_CLOUD_ROLE_ARN";
pub(crate) const OIDC_PROVIDER_ARN: &str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
pub(crate) const OIDC_TOKEN_FILE: &str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
pub(crate) const CREDENTIALS_URI: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// Environment variables. `Debug` shows their names only.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, OsString>,
}

impl Environment {
    /// Takes the variables of this process whose names begin with `ALIBABA_CLOUD_`, and the home
    /// folder: that of the user if no variable names one. Later changes are not seen.
    #[must_use]
    pub fn of_process() -> Self {
        let mut all = Self::new(std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            (name.starts_with(PREFIX) || HOME.contains(&&*name)).then_some((name, value))
        }));
        if all.home().is_none() {
            // What was wrong with it on Windows is behind the variables, and was mended in Rust
            // 1.85.
            #[allow(deprecated)]
            let home = std::env::home_dir();
            all.variables.extend(home.map(|home| (HOME[0].to_owned(), home.into())));
        }
        all
    }

    /// Takes these variables and no others. The home folder is `HOME`.
    #[must_use]
    pub fn new<N: Into<String>, V: Into<OsString>>(
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self { variables: variables.collect() }
    }

    /// A variable. An empty one counts as not set.
    pub(crate) fn raw(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(name).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// A variable as text. A value that is not Unicode counts as not set: no key, name or address
    /// can have one.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.raw(name)?.to_str()
    }

    /// Whether a variable says `true`, in upper or lower case.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Fails, and names the variable, if it says `true`: it turns a source off.
    pub(crate) fn allows(&self, switch: &str) -> Result<(), CredentialsError> {
        if self.is_true(switch) {
            return Err(CredentialsError(format!(
                "{switch} is true, which turns this source off; help: unset it"
            )));
        }
        Ok(())
    }

    /// Whether a variable says what a profile or a section leaves out.
    pub(crate) fn stands_in_for(&self, member: &str) -> bool {
        let variable = match member {
            "ram_role_arn" | "role_arn" => ROLE_ARN,
            "oidc_provider_arn" => OIDC_PROVIDER_ARN,
            "oidc_token_file" | "oidc_token_file_path" => OIDC_TOKEN_FILE,
            "credentials_uri" => CREDENTIALS_URI,
            _ => return false,
        };
        self.raw(variable).is_some()
    }

    /// A path under the home folder.
    pub(crate) fn under_home(&self, path: &str) -> Option<PathBuf> {
        Some(PathBuf::from(self.home()?).join(path))
    }

    fn home(&self) -> Option<&OsStr> {
        HOME.iter().find_map(|name| self.raw(name))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}
