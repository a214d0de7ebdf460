//! The INI file of the vendor's SDKs: sections of `key = value`, of which one describes a provider.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aliyun_rpc::shown::short;
use aliyun_rpc::{CredentialsError, ProvideCredentials, StaticCredentials};

use crate::config::ProviderConfig;
use crate::file::{self, FileError};
use crate::metadata::EcsRamRole;
use crate::oidc::OidcRole;
use crate::opened::{Open, Opened, opens};
use crate::role::AssumedRole;

/// The vendor's SDKs do not agree on the name. The first that is there is read.
const NAMES: [&str; 2] = [".alibabacloud/credentials.ini", ".alibabacloud/credentials"];
const FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";
const TYPES: &str = "access_key, ram_role_arn, oidc_role_arn, ecs_ram_role";

/// A section of the INI file of the vendor's SDKs.
///
/// The file is the one that [`IniProfile::file`] or `ALIBABA_CLOUD_CREDENTIALS_FILE` names, or
/// `~/.alibabacloud/credentials.ini`, or `~/.alibabacloud/credentials`. The section is the one that
/// [`IniProfile::profile`] names, or `ALIBABA_CLOUD_PROFILE`, or `default`. The types are
/// access_key, ram_role_arn, oidc_role_arn and ecs_ram_role. The vendor's type rsa_key_pair is
/// refused. A `#` at the start of a value or after a blank begins a comment. The first call opens
/// the file. If that fails, the next call tries again.
///
/// A role, its session name, and for OIDC the identity provider and the file with the token can be
/// left out where the variables of [`OidcRole`] name them.
pub struct IniProfile(Opened<Ini>);

#[derive(Clone)]
pub(crate) struct Ini {
    config: ProviderConfig,
    path: Option<PathBuf>,
    profile: Option<String>,
}

impl IniProfile {
    /// Uses the file that the environment names, or one in the home folder.
    #[must_use]
    pub fn new(config: ProviderConfig) -> Self {
        Self(Opened::new(Ini { config, path: None, profile: None }))
    }

    /// Names the section. An empty name counts as none.
    #[must_use]
    pub fn profile(self, name: impl Into<String>) -> Self {
        let name = Some(name.into()).filter(|name| !name.is_empty());
        Self(self.0.with(|ini| ini.profile = name))
    }

    /// Uses another file.
    #[must_use]
    pub fn file(self, path: impl AsRef<Path>) -> Self {
        Self(self.0.with(|ini| ini.path = Some(path.as_ref().to_owned())))
    }
}

opens!(IniProfile);

impl Ini {
    fn named(&self) -> Option<PathBuf> {
        self.path.clone().or_else(|| self.config.env().raw(FILE).map(PathBuf::from))
    }

    /// The file to read. The second of two names only if there is nothing under the first.
    fn path(&self) -> Option<PathBuf> {
        let at_home = || {
            let paths = NAMES.iter().filter_map(|name| self.config.env().under_home(name));
            paths.into_iter().find(|path| path.exists())
        };
        self.named().or_else(at_home)
    }
}

impl Open for Ini {
    const PREFIX: &'static str = "profile";

    fn config(&self) -> &ProviderConfig {
        &self.config
    }

    fn open(&self) -> Result<Arc<dyn ProvideCredentials>, FileError> {
        let path = self.path().ok_or(FileError::Missing)?;
        let text = file::read(&path)?;
        let env = self.config.env();
        let name = self.profile.as_deref().or_else(|| env.text("ALIBABA_CLOUD_PROFILE"));
        let provider = sections(&text)
            .and_then(|sections| self.provider(&sections, name.unwrap_or("default")));
        provider.map_err(|why| {
            FileError::Unreadable(CredentialsError(format!("{}: {why}", path.display())))
        })
    }

    fn nothing(&self) -> String {
        match self.named() {
            Some(path) => format!("there is no file {}", path.display()),
            None => format!("there is neither ~/{} nor ~/{}", NAMES[0], NAMES[1]),
        }
    }
}

type Section = BTreeMap<String, String>;

impl Ini {
    fn provider(
        &self,
        sections: &BTreeMap<String, Section>,
        name: &str,
    ) -> Result<Arc<dyn ProvideCredentials>, String> {
        let section = sections.get(name).ok_or_else(|| {
            let known = sections.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            format!("there is no section {:?}; sections: {}", short(name), short(&known))
        })?;
        let get = |key: &str| section.get(key).map(String::as_str).unwrap_or_default();
        let (env, r#type) = (self.config.env(), get("type"));
        let needs = |keys: &[&str]| {
            let is_missing = |key: &&str| get(key).is_empty() && !env.stands_in_for(key);
            let missing: Vec<_> = keys.iter().copied().filter(is_missing).collect();
            let (name, missing) = (short(name), missing.join(", "));
            let said = || format!("section {name:?}: the type {type} needs {missing}");
            if missing.is_empty() { Ok(()) } else { Err(said()) }
        };
        let key = || StaticCredentials::new(get("access_key_id"), get("access_key_secret"));
        let config = self.config.clone();
        Ok(match r#type {
            "access_key" => {
                needs(&["access_key_id", "access_key_secret"])?;
                Arc::new(key())
            }
            "ram_role_arn" => {
                needs(&["access_key_id", "access_key_secret", "role_arn"])?;
                Arc::new(
                    AssumedRole::new(config, get("role_arn"), key())
                        .session_name(get("role_session_name"))
                        .policy(get("policy")),
                )
            }
            "oidc_role_arn" => {
                needs(&["role_arn", "oidc_provider_arn", "oidc_token_file_path"])?;
                Arc::new(
                    OidcRole::new(config)
                        .role_arn(get("role_arn"))
                        .provider_arn(get("oidc_provider_arn"))
                        .token_file(get("oidc_token_file_path"))
                        .session_name(get("role_session_name"))
                        .policy(get("policy")),
                )
            }
            "ecs_ram_role" => Arc::new(EcsRamRole::new(config).role_name(get("role_name"))),
            _ => {
                let (name, r#type) = (short(name), short(r#type));
                return Err(format!(
                    "section {name:?} has the type {type:?}, which is not supported; types: {TYPES}"
                ));
            }
        })
    }
}

/// Sections by name. Keys are in lower case, as the vendor's reader takes them in any.
///
/// Written here, because no reader of INI files has the vendor's rule for comments, which can
/// follow values.
fn sections(text: &str) -> Result<BTreeMap<String, Section>, String> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    let mut current = None;
    let mut wrong = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let name = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some((name, _)) = name {
            current = Some(sections.entry(name.trim().to_owned()).or_default());
            continue;
        }
        // Python's reader takes a colon too.
        let pair = line.find(['=', ':']).map(|at| (&line[..at], &line[at + 1..]));
        match (&mut current, pair) {
            (Some(section), Some((key, value))) => {
                section.insert(key.trim().to_ascii_lowercase(), uncommented(value));
            }
            _ => wrong.push((number + 1).to_string()),
        }
    }
    if wrong.is_empty() {
        return Ok(sections);
    }
    // Without the lines themselves, which may be secrets.
    Err(format!("neither a section nor `key = value` in line {}", wrong.join(", ")))
}

fn uncommented(value: &str) -> String {
    let comment = value.char_indices().find(|(at, character)| {
        *character == '#' && value[..*at].chars().next_back().is_none_or(char::is_whitespace)
    });
    comment.map_or(value, |(at, _)| &value[..at]).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_sign_begins_a_comment_at_the_start_of_a_value_or_after_a_blank() {
        let text = "\u{feff}[a]\nx = 1 # one\nY=a#b\nz=#\n; no\n[ b ]\nx: 2\n";
        let sections = sections(text).expect("it is right");
        let value = |section: &str, key: &str| sections[section][key].as_str();
        assert_eq!((value("a", "x"), value("a", "y"), value("a", "z")), ("1", "a#b", ""));
        assert_eq!(value("b", "x"), "2");
    }

    #[test]
    fn lines_that_are_neither_are_named_by_their_numbers_all_at_once() {
        let error = sections("theSecret\n[a]\nx=1\ntheSecret\n").expect_err("two lines are wrong");
        assert!(error.ends_with("line 1, 4") && !error.contains("theSecret"), "{error}");
    }
}
