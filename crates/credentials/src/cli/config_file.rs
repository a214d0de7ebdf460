//! The file itself: read whole, and written back with new members of a profile, all of it or
//! nothing.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use aliyun_rpc::clock::Clock;
use aliyun_rpc::shown::short;
use aliyun_rpc::{Credentials, CredentialsError, Json};

use super::edit::with_members;
use crate::file::{self, FileError};

/// How often to write the file anew while others write to it at the same time.
const ATTEMPTS: u32 = 10;

/// The configuration file of the command line tool. Cheap to clone.
#[derive(Clone)]
pub(super) struct ConfigFile {
    path: Arc<PathBuf>,
    clock: Arc<dyn Clock>,
}

impl ConfigFile {
    pub(super) fn at(path: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self { path: Arc::new(path), clock }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn read(&self) -> Result<Json, FileError> {
        self.text_and_json().map(|(_, json)| json)
    }

    fn text_and_json(&self) -> Result<(String, Json), FileError> {
        let text = file::read(&self.path)?;
        match serde_json::from_str(&text) {
            Ok(json) => Ok((text, json)),
            Err(error) => {
                let (path, line) = (self.path.display(), error.line());
                let why = CredentialsError(format!("{path}: line {line} is not JSON"));
                let is_half = error.is_eof();
                Err(if is_half { FileError::Unfinished(why) } else { FileError::Unreadable(why) })
            }
        }
    }

    /// The file once it is complete.
    async fn complete(&self) -> Result<(String, Json), CredentialsError> {
        let read = file::complete(&self.clock, || self.text_and_json()).await;
        let missing = || format!("there is no file {}", self.path.display());
        read.map_err(|error| error.into_error(missing))
    }

    /// A profile as it is in the file now.
    pub(super) async fn profile(&self, name: &str) -> Result<Json, CredentialsError> {
        find(&self.complete().await?.1, name).cloned()
    }

    /// Makes sure that a new version can be written: replaces the file with its own bytes. Only
    /// that finds out whether there is room for it, and whether the file is a mount, which cannot
    /// be replaced.
    pub(super) async fn check_writable(&self) -> Result<(), CredentialsError> {
        for _ in 0..ATTEMPTS {
            let (text, _) = self.complete().await?;
            if self.replace(&text, &text)? {
                return Ok(());
            }
        }
        Err(self.busy())
    }

    /// Whether a profile has these members, with these values.
    pub(super) async fn has(&self, profile: &str, members: &[(&str, Json)]) -> bool {
        let known = self.profile(profile).await;
        known.is_ok_and(|known| members.iter().all(|(name, value)| known[*name] == *value))
    }

    /// Whether nobody but its owner can read or write the file, as far as its mode says.
    #[cfg(unix)]
    pub(super) fn is_private(&self) -> bool {
        use std::os::unix::fs::PermissionsExt;
        let metadata = fs::metadata(&*self.path);
        metadata.is_ok_and(|metadata| metadata.permissions().mode() & 0o077 == 0)
    }

    /// Files in a home folder have the access list of that folder here.
    #[cfg(not(unix))]
    pub(super) fn is_private(&self) -> bool {
        true
    }

    /// Sets members of a profile, in the file as it is now, and leaves everything else as it is.
    /// Returns `false` and writes nothing if the profile is not the `same` any more: if one of
    /// these members is not what it was. Fails if the file has no such profile any more.
    pub(super) async fn save(
        &self,
        profile: &str,
        same: &[(&str, &str)],
        members: &[(&str, Json)],
    ) -> Result<bool, CredentialsError> {
        let gone = || {
            let (path, profile) = (self.path.display(), short(profile));
            CredentialsError(format!("{path} has no profile {profile:?} any more"))
        };
        for _ in 0..ATTEMPTS {
            let (old, json) = self.complete().await?;
            let known = find(&json, profile).map_err(|_| gone())?;
            if same.iter().any(|(name, was)| known[*name].as_str() != Some(was)) {
                return Ok(false);
            }
            let new = with_members(&old, profile, members).ok_or_else(gone)?;
            if self.replace(&old, &new)? {
                return Ok(true);
            }
        }
        Err(self.busy())
    }

    /// Replaces the text of the file. `false` if it is not the old one any more.
    fn replace(&self, old: &str, new: &str) -> Result<bool, CredentialsError> {
        let replaced = NewFile::beside(&self.path).and_then(|file| file.replace(old, new));
        replaced.map_err(|error| {
            let path = self.path.display();
            CredentialsError(format!(
                "{path} cannot be written: {error}; help: make the file and its folder writable; a \
                 mounted file cannot be replaced"
            ))
        })
    }

    fn busy(&self) -> CredentialsError {
        let path = self.path.display();
        CredentialsError(format!(
            "{path} cannot be written: other programs write to it all the time; help: try again"
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
    is_renamed: bool,
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
                    let new = Self { path, target, file, is_renamed: false };
                    hand_over(&new.file, &fs::metadata(&new.target)?)?;
                    return Ok(new);
                }
            }
        }
    }

    /// Takes the place of the target, unless that has another text than this by now.
    fn replace(mut self, old: &str, new: &str) -> io::Result<bool> {
        self.file.write_all(new.as_bytes())?;
        self.file.sync_all()?;
        // Programs that take no lock may have written while this one did.
        if fs::read(&self.target)? != old.as_bytes() {
            return Ok(false);
        }
        fs::rename(&self.path, &self.target)?;
        self.is_renamed = true;
        sync_folder_of(&self.target);
        Ok(true)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Once it was renamed, another program can have a file of this name.
        if !self.is_renamed {
            _ = fs::remove_file(&self.path);
        }
    }
}

/// Gives a new file the owner and the permissions of the old one.
#[cfg(unix)]
fn hand_over(new: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let made = new.metadata()?;
    let mut mode = old.mode() & 0o7777;
    if made.uid() != old.uid() {
        // Otherwise a program that the superuser runs would lock the owner out.
        fchown(new, Some(old.uid()), Some(old.gid()))?;
    } else if made.gid() != old.gid() && fchown(new, None, Some(old.gid())).is_err() {
        // Not everybody may give files to this group, and another one gets no rights.
        mode &= !0o070;
    }
    new.set_permissions(fs::Permissions::from_mode(mode))
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
