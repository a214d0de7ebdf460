//! The mode External: what a process prints is also written into its profile, where the vendor's
//! tools and SDKs write it. It is not read from there, by them or here.

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::shown::long;
use aliyun_rpc::{BoxFuture, Credentials, CredentialsError};

use super::config_file::{ConfigFile, members_of};
use super::lock::Lock;
use crate::config::ProviderConfig;
use crate::fetched::Fetched;
use crate::process::Process;
use crate::refresh::Fetch;

/// How long a call waits until it can write to the file. A program that refreshes a login has it for
/// longer, and then nothing is written: nobody depends on it.
const PATIENCE: Duration = Duration::from_secs(1);

/// A profile with a process.
#[derive(Clone)]
pub(super) struct External {
    pub(super) process: Process,
    pub(super) file: ConfigFile,
    pub(super) profile: String,
    /// The mode as it is written in the profile.
    pub(super) mode: String,
}

impl Fetch for External {
    fn config(&self) -> &ProviderConfig {
        self.process.config()
    }

    fn fetch(self: Arc<Self>) -> BoxFuture<'static, Result<Fetched, CredentialsError>> {
        Box::pin(async move {
            let fetched = Arc::new(self.process.clone()).fetch().await?;
            self.save(fetched.credentials()).await;
            Ok(fetched)
        })
    }
}

impl External {
    /// Writes into the profile, unless it has another mode or process by now. The credentials serve
    /// this program also where they cannot be written.
    async fn save(&self, credentials: &Credentials) {
        let members = members_of(credentials);
        if self.file.has(&self.profile, &members) {
            return;
        }
        let clock = self.config().time();
        let Some(_lock) = Lock::of(self.file.path(), clock, PATIENCE).await else { return };
        let same = [("mode", &*self.mode), ("process_command", self.process.command())];
        // Nothing is waited for while the file is locked.
        if let Err(CredentialsError(why)) = self.file.save(&self.profile, &same, &members) {
            let why = long(&why);
            tracing::debug!(target: "aliyun_credentials", %why,
                "the output of a process could not be written into its profile");
        }
    }
}
