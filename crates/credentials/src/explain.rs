//! What a chain tried, what it found and why not, without secrets.

use std::fmt;
use std::time::SystemTime;

use aliyun_rpc::Credentials;
use aliyun_rpc::shown::{long, short};
use aliyun_rpc::time::timestamp;

/// A source of the default chain, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for a temporary key,
    /// `ALIBABA_CLOUD_SECURITY_TOKEN`.
    Environment,
    /// [`OidcRole`](crate::OidcRole), if the variables that name the role, the identity provider
    /// and the file with the token are set.
    Oidc,
    /// [`CliProfile`](crate::CliProfile), unless `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is `true`.
    CliProfile,
    /// [`IniProfile`](crate::IniProfile).
    IniProfile,
    /// [`EcsRamRole`](crate::EcsRamRole), unless `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is `true`.
    /// `ALIBABA_CLOUD_ECS_METADATA` names the role.
    EcsMetadata,
    /// [`CredentialsUri`](crate::CredentialsUri), if `ALIBABA_CLOUD_CREDENTIALS_URI` is set.
    CredentialsUri,
}

impl Source {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Environment,
        Self::Oidc,
        Self::CliProfile,
        Self::IniProfile,
        Self::EcsMetadata,
        Self::CredentialsUri,
    ];
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "environment",
            Self::Oidc => "OIDC role",
            Self::CliProfile => "CLI profile",
            Self::IniProfile => "INI profile",
            Self::EcsMetadata => "ECS metadata",
            Self::CredentialsUri => "credentials URI",
        })
    }
}

/// What a source answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It has credentials.
    Found {
        /// The name of the provider, `cli_profile/static_ak` for example.
        provider: String,
        /// Whether the key has a session token.
        temporary: bool,
        /// When it expires, if the source says so.
        expires_at: Option<SystemTime>,
    },
    /// Nothing says that it should be used, or something says that it should not.
    NotSet(String),
    /// It has none, although it is set up.
    Failed(String),
    /// A source before it has credentials.
    NotAsked,
}

impl Outcome {
    pub(crate) fn found(credentials: &Credentials) -> Self {
        Self::Found {
            provider: credentials.provider().to_owned(),
            temporary: credentials.security_token().is_some(),
            expires_at: credentials.expires_at(),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found { provider, temporary, expires_at } => {
                let kind = if *temporary { "temporary" } else { "long-lived" };
                write!(f, "found a {kind} key ({})", short(provider))?;
                match expires_at {
                    Some(at) => write!(f, ", which expires at {}", timestamp(*at)),
                    None => Ok(()),
                }
            }
            Self::NotSet(why) => write!(f, "not set up: {}", long(why)),
            Self::Failed(why) => write!(f, "failed: {}", long(why)),
            Self::NotAsked => f.write_str("not asked"),
        }
    }
}

/// One source and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Which source was asked, in the order of the chain.
    pub source: Source,
    /// Its answer.
    pub outcome: Outcome,
}

/// What a chain tried, in order. `Display` gives a line for each source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// A step for each source.
    pub steps: Vec<Step>,
}

impl Explanation {
    /// What was found, if anything was.
    #[must_use]
    pub fn found(&self) -> Option<&Step> {
        self.steps.iter().find(|step| matches!(step.outcome, Outcome::Found { .. }))
    }

    pub(crate) fn in_a_line(&self) -> String {
        let steps = self.steps.iter();
        let steps = steps.map(|step| format!("{} ({})", step.source, step.outcome));
        format!("tried {}", steps.collect::<Vec<_>>().join(", "))
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}. {}: {}", number + 1, step.source, step.outcome)?;
        }
        Ok(())
    }
}
