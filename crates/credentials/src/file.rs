//! Small files that a person or an agent wrote. Never waits for a pipe and never reads without end.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::CredentialsError;
use aliyun_rpc::clock::Clock;

const MAX_BYTES: u64 = 1 << 20;
/// How often to look again at a file that has only the beginning of its text, and how long to wait
/// before each of them. The command line tool empties the file before it writes, and takes no lock.
const LOOKS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// Why a file could not be read.
pub(crate) enum FileError {
    /// The file does not exist.
    Missing,
    /// The file exists, but could not be read.
    Unreadable(CredentialsError),
    /// The file ends before its text does. Somebody may be writing it.
    Unfinished(CredentialsError),
}

impl FileError {
    /// The error, which says this if there is no file.
    pub(crate) fn into_error(self, missing: impl FnOnce() -> String) -> CredentialsError {
        match self {
            Self::Missing => CredentialsError(missing()),
            Self::Unreadable(error) | Self::Unfinished(error) => error,
        }
    }
}

/// What reading a file brings once it is complete, or when it did not become so for a while.
pub(crate) async fn complete<T>(
    clock: &Arc<dyn Clock>,
    read: impl Fn() -> Result<T, FileError>,
) -> Result<T, FileError> {
    for _ in 0..LOOKS {
        match read() {
            Err(FileError::Unfinished(_)) => clock.sleep(PAUSE).await,
            done => return done,
        }
    }
    read()
}

/// The text of a regular file of at most a megabyte.
pub(crate) fn read(path: &Path) -> Result<String, FileError> {
    let error = |why: &str| CredentialsError(format!("{}: {why}", path.display()));
    let unreadable = |why: &str| FileError::Unreadable(error(why));
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileError::Missing,
        kind => unreadable(&kind.to_string()),
    };
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(unreadable("not a regular file"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(unreadable("longer than a megabyte"));
    }
    String::from_utf8(bytes).map_err(|wrong| match wrong.utf8_error().error_len() {
        Some(_) => unreadable("not UTF-8"),
        None => FileError::Unfinished(error("ends inside a character of UTF-8")),
    })
}
