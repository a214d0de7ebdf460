//! One program at a time writes to the configuration file, or refreshes a login in it, which uses
//! the old tokens up.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::clock::Clock;

/// How often to look whether the other program is done.
const LOOK: Duration = Duration::from_millis(100);

/// Locked until it is dropped, or until the program ends. A future that holds it must be driven by
/// a thread, because one that nobody polls holds it for ever.
pub(super) struct Lock {
    /// `None` where the file system has no locks. Then only what is in the file decides.
    file: Option<File>,
}

impl Lock {
    /// Waits until no other program writes to this file. `None` if that takes longer. Time in which
    /// nobody polls this does not count: by then, it can be another program than before.
    pub(super) async fn of(path: &Path, clock: &Arc<dyn Clock>, longest: Duration) -> Option<Self> {
        let end = clock.now() + longest;
        let mut looks = longest.as_millis() / LOOK.as_millis();
        let Ok(file) = open(path) else { return Some(Self { file: None }) };
        loop {
            match fs4::FileExt::try_lock(&file) {
                Ok(()) => return Some(Self { file: Some(file) }),
                Err(fs4::TryLockError::Error(_)) => return Some(Self { file: None }),
                Err(fs4::TryLockError::WouldBlock) if looks == 0 && clock.now() >= end => {
                    return None;
                }
                Err(fs4::TryLockError::WouldBlock) => clock.sleep(LOOK).await,
            }
            looks = looks.saturating_sub(1);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A process that was started meanwhile has a copy of the file, which would stay locked
        // until that is closed as well.
        if let Some(file) = &self.file {
            _ = fs4::FileExt::unlock(file);
        }
    }
}

/// The folder of the file: the file itself is replaced by each refresh.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    let target = std::fs::canonicalize(path)?;
    File::open(target.parent().ok_or(io::ErrorKind::NotFound)?)
}

/// A file beside it, where folders cannot be opened.
#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false).open(path.with_file_name(name))
}

#[cfg(test)]
mod tests {
    use aliyun_rpc::clock::VirtualClock;

    use super::*;

    #[test]
    fn a_lock_is_released_although_a_copy_of_its_file_is_open() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        std::fs::write(&path, "").expect("a file");
        let virtual_clock = VirtualClock::new();
        let clock: Arc<dyn Clock> = Arc::new(virtual_clock.clone());
        let take = || virtual_clock.run(Lock::of(&path, &clock, LOOK));
        let lock = take().expect("nobody has it");
        let copy = lock.file.as_ref().map(|file| file.try_clone().expect("a copy"));
        assert!(take().is_none());
        drop(lock);
        assert!(take().is_some());
        drop(copy);
    }
}
