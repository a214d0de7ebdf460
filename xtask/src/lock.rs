//! One run at a time: a run that writes to a folder of specification files holds `.lock` in it, and
//! runs that only compare share it. The operating system releases the lock when the process ends,
//! however it ends, so the file stays and is never removed.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use aliyun_rpc_spec::load::Problem;

use crate::files::{Outcome, is_regular, show};
use crate::journal;

/// How often a run that waits looks again.
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write to a folder, until it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    spec: PathBuf,
    _file: File,
}

impl Held {
    pub(crate) fn folder(&self) -> &Path {
        &self.spec
    }
}

/// Waits for the right to write, then repairs what an interrupted run left and says so.
///
/// # Errors
/// Another run had the folder for longer than `wait`, or the folder cannot be repaired.
pub(crate) fn exclusive(spec: &Path, wait: Duration) -> Outcome<Held> {
    if !spec.is_dir() {
        return Err(vec![Problem::new(show(spec), "", "there is no such folder")]);
    }
    let path = spec.join(".lock");
    is_regular(&path).map_err(|problem| vec![problem])?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| vec![Problem::new(show(&path), "", error.to_string())])?;
    acquire(&path, wait, || file.try_lock())?;
    for line in journal::recover(spec)? {
        eprintln!("note: {line}");
    }
    Ok(Held { spec: spec.to_path_buf(), _file: file })
}

/// Waits until no run writes, and keeps writers out while the result lives. A folder in which
/// nobody has written yet has no lock file, and a reader makes none.
///
/// # Errors
/// Another run had the folder for longer than `wait`.
pub(crate) fn shared(spec: &Path, wait: Duration) -> Outcome<Option<File>> {
    let path = spec.join(".lock");
    if !is_regular(&path).map_err(|problem| vec![problem])? {
        return Ok(None);
    }
    let Ok(file) = File::open(&path) else { return Ok(None) };
    acquire(&path, wait, || file.try_lock_shared())?;
    Ok(Some(file))
}

fn acquire(
    path: &Path,
    wait: Duration,
    mut attempt: impl FnMut() -> Result<(), TryLockError>,
) -> Outcome<()> {
    let deadline = Instant::now() + wait;
    loop {
        match attempt() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                let message = format!(
                    "another run of this tool has used the folder for more than {} s",
                    wait.as_secs()
                );
                let help = "wait until it ends, or give --lock-timeout SECONDS; the lock is \
                            released when its process ends, so there is no need to delete the file";
                return Err(vec![Problem::new(show(path), "", message).help(help)]);
            }
            Err(TryLockError::Error(error)) => {
                return Err(vec![Problem::new(show(path), "", error.to_string())]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRIEFLY: Duration = Duration::from_millis(50);

    #[test]
    fn a_folder_in_use_is_refused_after_the_wait_and_free_once_the_other_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let first = exclusive(folder.path(), BRIEFLY).unwrap();
        let problem = exclusive(folder.path(), BRIEFLY).unwrap_err().remove(0).to_string();
        assert!(problem.contains("another run of this tool has used the folder"), "{problem}");
        assert!(problem.contains("--lock-timeout"), "{problem}");
        assert!(shared(folder.path(), BRIEFLY).is_err());
        drop(first);
        let readers = [(); 2].map(|()| shared(folder.path(), BRIEFLY).unwrap());
        assert!(readers.iter().all(Option::is_some));
        assert!(exclusive(folder.path(), BRIEFLY).is_err());
        drop(readers);
        assert!(exclusive(folder.path(), BRIEFLY).is_ok());
    }

    #[test]
    fn a_reader_needs_no_lock_file_and_makes_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(shared(folder.path(), BRIEFLY).unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let missing = folder.path().join("missing");
        assert!(exclusive(&missing, BRIEFLY).is_err() && !missing.exists());
    }
}
