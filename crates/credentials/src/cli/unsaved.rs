//! New tokens of logins while the file does not have them. Each refresh uses the old tokens up, so
//! these are the only ones that are good. A provider may be dropped before it can save them, and
//! others read the same file, so they belong to the process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::oauth_service::Tokens;

/// Tokens by the file of their login and by the refresh token in it, which they used up.
static UNSAVED: Mutex<BTreeMap<(PathBuf, String), Tokens>> = Mutex::new(BTreeMap::new());

/// The tokens that are newer than those in the file.
pub(super) fn get(file: &Path, used_up: &str) -> Option<Tokens> {
    unsaved().get(&key(file, used_up)).cloned()
}

pub(super) fn keep(file: &Path, used_up: &str, newer: &Tokens) {
    unsaved().insert(key(file, used_up), newer.clone());
}

/// After they were saved.
pub(super) fn forget(file: &Path, used_up: &str) {
    unsaved().remove(&key(file, used_up));
}

fn key(file: &Path, used_up: &str) -> (PathBuf, String) {
    (file.to_owned(), used_up.to_owned())
}

fn unsaved() -> MutexGuard<'static, BTreeMap<(PathBuf, String), Tokens>> {
    UNSAVED.lock().unwrap_or_else(PoisonError::into_inner)
}
