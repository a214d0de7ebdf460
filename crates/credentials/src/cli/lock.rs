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
/// Locked until it is dropped, or until the program ends. A future that holds it must be driven by a
/// thread, because one that nobody polls holds it for ever.
pub(super) struct Lock {
    /// `None` where the file system has no locks. What is in the file decides in any case.
    _file: Option<File>,
}

impl Lock {
    /// Waits until no other program writes to this file. `None` if that takes longer.
    pub(super) async fn of(path: &Path, clock: &Arc<dyn Clock>, longest: Duration) -> Option<Self> {
        let end = clock.now() + longest;
        let Ok(file) = open(path) else { return Some(Self { _file: None }) };
        loop {
            match fs4::FileExt::try_lock(&file) {
                Ok(()) => return Some(Self { _file: Some(file) }),
                Err(fs4::TryLockError::WouldBlock) if clock.now() < end => clock.sleep(LOOK).await,
                Err(fs4::TryLockError::WouldBlock) => return None,
                Err(fs4::TryLockError::Error(_)) => return Some(Self { _file: None }),
            }
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
