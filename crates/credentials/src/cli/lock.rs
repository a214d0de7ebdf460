//! One program at a time refreshes the logins in a folder: a refresh uses the old tokens up.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::clock::Clock;

use super::oauth::TIME;

/// How often to look whether the other program is done.
const LOOK: Duration = Duration::from_millis(100);
/// A program that takes longer has been stopped.
const LONGEST: Duration = Duration::from_secs(TIME.as_secs() + 5);

/// Locked until it is dropped, or until the program ends. A future that holds it must be driven by a
/// thread, because one that nobody polls holds it for ever.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits until no other program refreshes logins of this file, or until that takes too long.
    /// `None` if it took too long or the file system has no locks: the file then is not protected,
    /// but what is in it decides in any case.
    pub(super) async fn of(path: &Path, clock: &Arc<dyn Clock>) -> Option<Self> {
        let file = open(path).ok()?;
        let end = clock.now() + LONGEST;
        loop {
            match fs4::FileExt::try_lock(&file) {
                Ok(()) => return Some(Self { _file: file }),
                Err(fs4::TryLockError::WouldBlock) if clock.now() < end => clock.sleep(LOOK).await,
                Err(_) => return None,
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
