//! Tokens in a folder, a file for each, so that they outlive the program.
//!
//! A file is complete or not there: it is written under another name, synced and renamed. One that
//! cannot be removed when its call is over is marked, so that nobody takes it for open. The folder
//! belongs to one program at a time, which holds a lock on it until it ends, however it
//! ends. So what another program left in the folder is open.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::memory::Table;
use super::{CallKey, OpenToken, StoredToken, TokenStore, TokenStoreError};
use crate::time::{parse_timestamp, timestamp};
use crate::transport::BoxFuture;

const LOCK: &str = "lock";
const ENDING: &str = "token";
/// A file that is being written.
const STAGED: &str = "new";
/// Begins a file whose call is over. No operation begins with it, and one byte is never half
/// written.
const OVER: u8 = b'#';

/// Remembers tokens in a folder. Clones are the same store.
///
/// A file has the token and when its call began; its name is the hash of the call. Only the owner
/// can read it. Writing blocks for as long as the file system takes, a few milliseconds.
#[derive(Clone)]
pub struct FileTokenStore(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    system: FileSystem,
    table: Mutex<Table>,
    /// Locked as long as it is open.
    _lock: File,
}

/// What can fail at the end of a call.
#[derive(Clone, Copy)]
struct FileSystem {
    /// Makes a change of the names in a folder last.
    sync: fn(&Path) -> io::Result<()>,
    remove: fn(&Path) -> io::Result<()>,
}

impl FileSystem {
    const REAL: Self = Self { sync: sync_folder, remove: |path| fs::remove_file(path) };
}

/// What a file of the store holds.
enum Content {
    Open(StoredToken),
    /// The call is over, and the file could not be removed then.
    Over,
    Other,
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
    /// Opens a folder, and makes it if it is not there. On Unix, only its owner can look into one
    /// that is made here; one that is there keeps its permissions. The names in it are hashes of
    /// arguments, which tell nobody the arguments, but confirm a guess of all of them.
    ///
    /// # Errors
    ///
    /// [`OpenStoreError`] if another program uses it or it cannot be read. Nothing is changed then.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, OpenStoreError> {
        Self::open_with(folder.into(), FileSystem::REAL)
    }

    fn open_with(folder: PathBuf, system: FileSystem) -> Result<Self, OpenStoreError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| OpenStoreError::Io { path, error }
        };
        make_folder(&folder).map_err(io(&folder))?;
        let path = folder.join(LOCK);
        let lock = owned().truncate(false).open(&path).map_err(io(&path))?;
        match fs4::FileExt::try_lock(&lock) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => return Err(OpenStoreError::InUse(folder)),
            Err(fs4::TryLockError::Error(error)) => return Err(io(&path)(error)),
        }
        let mut table = Table::default();
        let (mut wrong, mut staged, mut over) = (Vec::new(), Vec::new(), Vec::new());
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
                Content::Open(token) => table.insert(token),
                Content::Over => over.push(path),
                Content::Other => wrong.push(path),
            }
        }
        if !wrong.is_empty() {
            wrong.sort();
            return Err(OpenStoreError::NotAToken(wrong));
        }
        // If one still cannot be removed, the mark stays and says the same.
        over.iter().for_each(|path| _ = (system.remove)(path));
        // Left by a program that died while writing; the calls were never sent.
        for path in staged {
            fs::remove_file(&path).map_err(io(&path))?;
        }
        Ok(Self(Arc::new(Inner { folder, system, table: Mutex::new(table), _lock: lock })))
    }

    /// All tokens of the folder, the oldest first: those in use, and those whose calls are of
    /// unknown outcome.
    #[must_use]
    pub fn tokens(&self) -> Vec<StoredToken> {
        self.table().list()
    }

    /// Removes the tokens of calls that began before a time and returns them, without those in use:
    /// for calls that nobody will repeat. Find out what became of each, because a later call with
    /// the same arguments will be another one.
    ///
    /// # Errors
    ///
    /// If a file cannot be removed. Those before it are.
    pub fn forget_before(&self, time: SystemTime) -> Result<Vec<StoredToken>, TokenStoreError> {
        let mut table = self.table();
        let old = table.begun_before(time);
        for StoredToken { hash, open, .. } in &old {
            self.remove(&self.path(hash, &open.token))?;
            table.remove(hash, &open.token);
        }
        Ok(old)
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file of a token, by the hash of its call.
    fn path(&self, hash: &str, token: &str) -> PathBuf {
        // The token may be any text of the caller.
        let name = crate::sign::acs3::hash(token.as_bytes());
        self.0.folder.join(format!("{hash}-{}.{ENDING}", &name[..16]))
    }

    fn write(&self, key: &CallKey, token: &OpenToken) -> io::Result<()> {
        let path = self.path(key.hash(), &token.token);
        let staged = path.with_extension(STAGED);
        let mut file = owned().truncate(true).open(&staged)?;
        let begun = timestamp(token.begun);
        writeln!(file, "{}\n{begun}\n{}", key.operation(), token.token)?;
        file.sync_all()?;
        fs::rename(&staged, &path)?;
        (self.0.system.sync)(&self.0.folder).inspect_err(|_| {
            // The call is not sent, so the next program must not take it for one of unknown
            // outcome.
            _ = fs::remove_file(&path);
        })
    }

    /// Removes a file, or else marks it as that of a call that is over.
    fn remove(&self, path: &Path) -> Result<(), TokenStoreError> {
        let removed = match (self.0.system.remove)(path) {
            // By an earlier attempt that could not sync the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
        let removed = removed.and_then(|()| (self.0.system.sync)(&self.0.folder));
        removed.or_else(|error| mark(path).map_err(|_| error)).map_err(|error| {
            let path = path.display();
            let message = format!(
                "{path} could not be removed for good; help: remove it if it is there, or the next \
                 program takes its call for one of unknown outcome"
            );
            TokenStoreError::new(message, Some(error.into()))
        })
    }
}

/// Marks a file as that of a call that is over.
fn mark(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&[OVER])?;
    file.sync_all()
}

/// Makes a folder that only its owner can look into, and those above it as the system makes
/// folders.
fn make_folder(folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        // Not every system says of such a folder that it exists.
        Err(_) if folder.is_dir() => Ok(()),
        made => made,
    }
}

/// Opens a file to write, and makes one that only its owner can read.
fn owned() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a new name last. Not every system lets a folder be opened, and there a name lasts without.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
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

fn read(path: &Path) -> io::Result<Content> {
    let text = fs::read(path)?;
    if text.first() == Some(&OVER) && hash_of(path).is_some() {
        return Ok(Content::Over);
    }
    let parse = || {
        let hash = hash_of(path)?;
        let mut lines = std::str::from_utf8(&text).ok()?.splitn(3, '\n');
        let (operation, begun, token) = (lines.next()?, lines.next()?, lines.next()?);
        let begun = parse_timestamp(begun)?;
        let token = token.strip_suffix('\n').filter(|token| !token.is_empty())?;
        let (operation, hash) = (operation.to_owned(), hash.to_owned());
        let open = OpenToken::new(token, begun);
        Some(Content::Open(StoredToken { operation, hash, open, in_use: false }))
    };
    Ok(parse().unwrap_or(Content::Other))
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
            self.table().add(key, fresh);
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
            self.remove(&self.path(key.hash(), token))
        })
    }

    fn take_open<'a>(
        &'a self,
        key: &'a CallKey,
    ) -> BoxFuture<'a, Result<Option<OpenToken>, TokenStoreError>> {
        Box::pin(async move {
            let Some(open) = self.table().reuse(key.hash()) else { return Ok(None) };
            let removed = self.remove(&self.path(key.hash(), &open.token));
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

#[cfg(test)]
mod tests;
