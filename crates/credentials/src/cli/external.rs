//! The mode External: what a process prints is also written into its profile, where the vendor's
//! tools and SDKs write it. It is not read from there, by them or here.

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::shown::long;
use aliyun_rpc::{BoxFuture, CredentialsError, Json};

use super::config_file::{ConfigFile, members_of};
use super::lock::Lock;
use crate::config::ProviderConfig;
use crate::fetched::Fetched;
use crate::process::Process;
use crate::refresh::Fetch;
use crate::thread::drive;

/// How long a call waits until it can write to the file. A program that refreshes a login has it
/// for longer, and then nothing is written: nobody depends on it.
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
            let clock = &self.config().time().clone();
            let fetched = Arc::new(self.process.clone()).fetch().await?;
            let members = members_of(fetched.credentials());
            let save = async move { self.save(&members).await };
            // On a thread, because it waits for the disk.
            if let Err(CredentialsError(why)) = drive("profile", clock, save).await {
                let why = long(&why);
                tracing::debug!(target: "aliyun_credentials", %why,
                    "the output of a process was not written into its profile");
            }
            Ok(fetched)
        })
    }
}

impl External {
    /// Writes into the profile, unless it has another mode or process by now. The credentials serve
    /// this program also where they cannot be written.
    async fn save(&self, members: &[(&str, Json)]) -> Result<(), CredentialsError> {
        if self.file.has(&self.profile, members).await {
            return Ok(());
        }
        let failed = |why: &str| CredentialsError(format!("{}: {why}", self.file.path().display()));
        let lock = Lock::of(self.file.path(), self.config().time(), PATIENCE).await;
        let _lock = lock.ok_or_else(|| failed("another program has the file"))?;
        // It may have had no secrets so far.
        if !self.file.is_private() {
            return Err(failed("others than its owner have access; help: set the mode 0600"));
        }
        let same = [("mode", &*self.mode), ("process_command", self.process.command())];
        self.file.save(&self.profile, &same, members).await.map(drop)
    }
}
