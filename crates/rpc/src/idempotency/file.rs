//! Tokens in a folder, a file for each, so that they outlive the program.
//!
//! A file is complete or not there: it is written under another name, synced and renamed. The
//! folder belongs to one program at a time, which holds a lock on it until it ends, however it
//! ends. So what another program left in the folder is open.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::memory::Table;
use super::{CallKey, OpenToken, TokenStore, TokenStoreError};
use crate::time::{parse_timestamp, timestamp};
use crate::transport::BoxFuture;

const LOCK: &str = "lock";
const ENDING: &str = "token";
/// A file that is being written.
const STAGED: &str = "new";

/// Remembers tokens in a folder. Clones are the same store.
///
/// A file has the token and when its call began; its name is the hash of the call. Only the owner
/// can read it. Writing blocks for as long as the file system takes, a few milliseconds.
#[derive(Clone)]
pub struct FileTokenStore(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    table: Mutex<Table>,
    /// Locked as long as it is open.
    _lock: File,
}

/// Why a folder cannot be a token store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenStoreError {
    /// A file or the folder could not be read or written.
    #[error("{path}: {error}", path = path.display())]
    Io {
        /// The file or the folder.
        path: PathBuf,
        /// What went wrong.
        error: io::Error,
    },
    /// Another program uses the folder.
    #[error("{path} is in use by another program; help: give each its own folder", path = .0.display())]
    InUse(PathBuf),
    /// Files that do not hold a token, all of them.
    #[error(
        "not a token: {}; help: find out what became of the calls, then remove the files",
        .0.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
    )]
    NotAToken(Vec<PathBuf>),
}

impl FileTokenStore {
    /// Opens a folder, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// [`OpenStoreError`] if another program uses it or it cannot be read. Nothing is changed then.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, OpenStoreError> {
        let folder = folder.into();
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| OpenStoreError::Io { path, error }
        };
        fs::create_dir_all(&folder).map_err(io(&folder))?;
        let path = folder.join(LOCK);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(io(&path))?;
        match fs4::FileExt::try_lock(&lock) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => return Err(OpenStoreError::InUse(folder)),
            Err(fs4::TryLockError::Error(error)) => return Err(io(&path)(error)),
        }
        let mut table = Table::default();
        let (mut wrong, mut staged) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&folder).map_err(io(&folder))? {
            let path = entry.map_err(io(&folder))?.path();
            if is_named(&path, STAGED) {
                staged.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != ENDING) {
                continue;
            }
            match read(&path).map_err(io(&path))? {
                Some((hash, token)) => table.insert(hash, token),
                None => wrong.push(path),
            }
        }
        if !wrong.is_empty() {
            wrong.sort();
            return Err(OpenStoreError::NotAToken(wrong));
        }
        // Left by a program that died while writing; the calls were never sent.
        for path in staged {
            fs::remove_file(&path).map_err(io(&path))?;
        }
        Ok(Self(Arc::new(Inner { folder, table: Mutex::new(table), _lock: lock })))
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, key: &CallKey, token: &str) -> PathBuf {
        // The token may be any text of the caller.
        let name = crate::sign::acs3::hash(token.as_bytes());
        self.0.folder.join(format!("{}-{}.{ENDING}", key.hash(), &name[..16]))
    }

    fn write(&self, key: &CallKey, token: &OpenToken) -> io::Result<()> {
        let path = self.path(key, &token.token);
        let staged = path.with_extension(STAGED);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&staged)?;
        let begun = timestamp(token.begun);
        writeln!(file, "{}\n{begun}\n{}", key.operation(), token.token)?;
        file.sync_all()?;
        fs::rename(&staged, &path)?;
        self.sync_folder()
    }

    fn remove(&self, path: &Path) -> Result<(), TokenStoreError> {
        let removed = match fs::remove_file(path) {
            // By an earlier attempt that could not sync the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
        removed.and_then(|()| self.sync_folder()).map_err(|error| {
            let message = format!("{} could not be removed", path.display());
            TokenStoreError::new(message, Some(error.into()))
        })
    }

    /// Makes a new name last. Not every system lets a folder be opened, and there a name lasts
    /// without.
    fn sync_folder(&self) -> io::Result<()> {
        #[cfg(unix)]
        File::open(&self.0.folder)?.sync_all()?;
        Ok(())
    }
}

/// The hash in the name of a file of this store.
fn hash_of(path: &Path) -> Option<&str> {
    let (hash, _) = path.file_stem()?.to_str()?.split_once('-')?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some(hash)
}

fn is_named(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension == ending) && hash_of(path).is_some()
}

/// The hash of a call and its token. `None` if the file holds something else.
fn read(path: &Path) -> io::Result<Option<(String, OpenToken)>> {
    let text = fs::read(path)?;
    let parse = || {
        let hash = hash_of(path)?;
        let mut lines = std::str::from_utf8(&text).ok()?.splitn(3, '\n');
        let (_operation, begun, token) = (lines.next()?, lines.next()?, lines.next()?);
        let begun = parse_timestamp(begun)?;
        let token = token.strip_suffix('\n').filter(|token| !token.is_empty())?;
        Some((hash.to_owned(), OpenToken::new(token, begun)))
    };
    Ok(parse())
}

impl TokenStore for FileTokenStore {
    fn begin<'a>(
        &'a self,
        key: &'a CallKey,
        fresh: &'a OpenToken,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        Box::pin(async move {
            if let Some(open) = self.table().reuse(key.hash()) {
                return Ok(Some(open));
            }
            self.write(key, fresh).map_err(|error| {
                let message = format!("no token could be written to {}", self.0.folder.display());
                TokenStoreError::new(message, Some(error.into()))
            })?;
            self.table().add(key.hash(), fresh);
            Ok(None)
        })
    }

    fn end<'a>(
        &'a self,
        key: &'a CallKey,
        token: &'a str,
    ) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        Box::pin(async move {
            // First, so that this program does not use it again even if the file stays.
            self.table().remove(key.hash(), token);
            self.remove(&self.path(key, token))
        })
    }

    fn take_open<'a>(
        &'a self,
        key: &'a CallKey,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        Box::pin(async move {
            let Some(open) = self.table().reuse(key.hash()) else { return Ok(None) };
            let removed = self.remove(&self.path(key, &open.token));
            match removed {
                Ok(()) => self.table().remove(key.hash(), &open.token),
                // Still open, as its file says.
                Err(_) => self.table().abandon(key.hash(), &open.token),
            }
            removed.map(|()| Some(open))
        })
    }

    fn abandon(&self, key: &CallKey, token: &str) {
        self.table().abandon(key.hash(), token);
    }
}

impl fmt::Debug for FileTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileTokenStore")
            .field("folder", &self.0.folder)
            .field("tokens", &self.table().len())
            .finish_non_exhaustive()
    }
}
