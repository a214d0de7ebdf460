//! The file itself: read whole, and written back with new members of a profile, all of it or
//! nothing.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use aliyun_rpc::shown::short;
use aliyun_rpc::{Credentials, CredentialsError, Json};

use super::edit::with_members;
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
        self.parse(&file::read(&self.0)?)
    }

    fn parse(&self, text: &str) -> Result<Json, FileError> {
        serde_json::from_str(text).map_err(|error| {
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

    /// Whether a profile has these members, with these values.
    pub(super) fn has(&self, profile: &str, members: &[(&str, Json)]) -> bool {
        let known = self.profile(profile);
        known.is_ok_and(|known| members.iter().all(|(name, value)| known[*name] == *value))
    }

    /// Sets members of a profile, in the file as it is now, and leaves everything else as it is.
    /// Returns `false` and writes nothing if the profile is not the `same` any more: if one of these
    /// members is not what it was. Fails if the file has no such profile any more.
    pub(super) fn save(
        &self,
        profile: &str,
        same: &[(&str, &str)],
        members: &[(&str, Json)],
    ) -> Result<bool, CredentialsError> {
        let text = file::read(&self.0).map_err(|error| error.into_error(&self.0))?;
        let json = self.parse(&text).map_err(|error| error.into_error(&self.0))?;
        let gone = || {
            let (path, profile) = (self.0.display(), short(profile));
            CredentialsError(format!(
                "{path} has no profile {profile:?} any more, so new tokens of its login cannot be \
                 saved; help: log in again with the command line tool"
            ))
        };
        let known = find(&json, profile).map_err(|_| gone())?;
        if same.iter().any(|(name, was)| known[*name].as_str() != Some(was)) {
            return Ok(false);
        }
        let text = with_members(&text, profile, members).ok_or_else(gone)?;
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

/// The members of a profile that hold temporary credentials beside what they came from.
pub(super) fn members_of(credentials: &Credentials) -> [(&'static str, Json); 4] {
    // As the vendor's SDKs write an end that nobody knows.
    let end = credentials.expires_at().unwrap_or(SystemTime::UNIX_EPOCH);
    let end = end.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    [
        ("access_key_id", credentials.access_key_id().into()),
        ("access_key_secret", credentials.access_key_secret().into()),
        ("sts_token", credentials.security_token().unwrap_or_default().into()),
        ("sts_expiration", end.into()),
    ]
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
        let name = target.file_name().map(OsString::from).unwrap_or_default();
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let mut name = name.clone();
            name.push(format!(".{}.{count}.new", std::process::id()));
            let path = target.with_file_name(name);
            match create(&path) {
                // In a container, every program has the same number. One that was killed left this.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    let new = Self { path, target, file };
                    hand_over(&new.file, &fs::metadata(&new.target)?)?;
                    return Ok(new);
                }
            }
        }
    }

    fn replace(mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
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

/// Gives a new file the owner and the permissions of the old one.
#[cfg(unix)]
fn hand_over(new: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let made = new.metadata()?;
    if made.uid() != old.uid() {
        // Otherwise a program that the superuser runs would lock the owner out.
        fchown(new, Some(old.uid()), Some(old.gid()))?;
    } else if made.gid() != old.gid() {
        // Not everybody may give files to this group.
        _ = fchown(new, None, Some(old.gid()));
    }
    new.set_permissions(old.permissions())
}

/// A file that may not be written cannot be replaced here.
#[cfg(not(unix))]
fn hand_over(_new: &File, old: &Metadata) -> io::Result<()> {
    if old.permissions().readonly() { Err(ErrorKind::PermissionDenied.into()) } else { Ok(()) }
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
