//! The file itself: read whole, and written back with new tokens of a login, all of it or nothing.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aliyun_rpc::shown::short;
use aliyun_rpc::{CredentialsError, Json};

use crate::file::{self, FileError};

/// The configuration file of the command line tool. Cheap to clone.
#[derive(Clone)]
pub(super) struct ConfigFile(Arc<PathBuf>);

impl ConfigFile {
    pub(super) fn at(path: PathBuf) -> Self {
        Self(Arc::new(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn read(&self) -> Result<Json, FileError> {
        let text = file::read(&self.0)?;
        serde_json::from_str(&text).map_err(|error| {
            let (path, line) = (self.0.display(), error.line());
            FileError::Unreadable(CredentialsError(format!("{path}: line {line} is not JSON")))
        })
    }

    /// A profile as it is in the file now.
    pub(super) fn profile(&self, name: &str) -> Result<Json, CredentialsError> {
        let json = self.read().map_err(|error| error.into_error(&self.0))?;
        find(&json, name).cloned()
    }

    /// Makes sure that a new version could be written.
    pub(super) fn check_writable(&self) -> Result<(), CredentialsError> {
        NewFile::beside(&self.0).map(drop).map_err(|error| self.unwritable(&error))
    }

    /// Sets members of a profile, in the file as it is now, and leaves everything else as it is.
    /// Returns `false` and writes nothing if a member of the profile is not what it was any more.
    /// Fails if the file has no such profile any more.
    pub(super) fn save(
        &self,
        profile: &str,
        (member, was): (&str, &str),
        members: &[(&str, Json)],
    ) -> Result<bool, CredentialsError> {
        let mut json = self.read().map_err(|error| error.into_error(&self.0))?;
        let profiles = json.get_mut("profiles").and_then(Json::as_array_mut);
        let mut named = profiles.into_iter().flatten();
        let named = named.find(|known| known["name"].as_str() == Some(profile));
        let named = named.and_then(Json::as_object_mut).ok_or_else(|| {
            let (path, profile) = (self.0.display(), short(profile));
            CredentialsError(format!(
                "{path} has no profile {profile:?} any more, so new tokens of its login cannot be \
                 saved; help: log in again with the command line tool"
            ))
        })?;
        if named.get(member).and_then(Json::as_str) != Some(was) {
            return Ok(false);
        }
        for (name, value) in members {
            named.insert((*name).to_owned(), value.clone());
        }
        let text = format!("{json:#}\n");
        let written = NewFile::beside(&self.0).and_then(|new| new.replace(text.as_bytes()));
        written.map(|()| true).map_err(|error| self.unwritable(&error))
    }

    fn unwritable(&self, error: &io::Error) -> CredentialsError {
        let path = self.0.display();
        CredentialsError(format!(
            "{path} cannot be written, and the login needs to be saved there: {error}"
        ))
    }
}

/// A profile by its name.
pub(super) fn find<'a>(json: &'a Json, name: &str) -> Result<&'a Json, CredentialsError> {
    let profiles = json["profiles"].as_array().map(Vec::as_slice).unwrap_or_default();
    profiles.iter().find(|profile| profile["name"].as_str() == Some(name)).ok_or_else(|| {
        let known: Vec<_> =
            profiles.iter().filter_map(|profile| profile["name"].as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let (name, known) = (short(name), short(&known));
        CredentialsError(format!("there is no profile {name:?}; profiles: {known}"))
    })
}

/// A file that takes the place of another one, or leaves nothing behind when it is dropped.
struct NewFile {
    path: PathBuf,
    target: PathBuf,
    file: File,
}

impl NewFile {
    fn beside(old: &Path) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // If the path is a link, the file behind it is replaced.
        let target = fs::canonicalize(old)?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut name = target.file_name().map(OsString::from).unwrap_or_default();
        name.push(format!(".{}.{count}.new", std::process::id()));
        let path = target.with_file_name(name);
        let file = create(&path)?;
        Ok(Self { path, target, file })
    }

    fn replace(mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.set_permissions(fs::metadata(&self.target)?.permissions())?;
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        sync_folder_of(&self.target);
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Does nothing after the new file was renamed.
        _ = fs::remove_file(&self.path);
    }
}

/// Makes a new name last. Best effort: the file has its new content already, and not every file
/// system can sync a folder.
#[cfg(unix)]
fn sync_folder_of(path: &Path) {
    if let Some(folder) = path.parent() {
        _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Folders cannot be opened here.
#[cfg(not(unix))]
fn sync_folder_of(_path: &Path) {}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // The file holds keys, so only its owner can read it from the start.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
