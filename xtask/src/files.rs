//! Reading and writing of single files: every write is atomic and happens only on change. All of
//! `spec/` is written through the [journal](crate::journal) instead.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::load::Problem;

/// What every command returns: an exit code, or everything that is wrong with the input.
pub(crate) type Outcome<T> = Result<T, Vec<Problem>>;

/// The workspace root: the folder above this package.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| vec![Problem::new(show(path), "", error.to_string())])
}

/// Writes `text` through a temporary file and a rename, only if it differs; true if it wrote.
pub(crate) fn write_if_changed(path: &Path, text: &str) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    replace(path, text).map_err(|error| vec![Problem::new(show(path), "", error.to_string())])?;
    Ok(true)
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        // The original error matters more than a leftover we could not remove.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A path as the user should read it: relative to the workspace where possible.
pub(crate) fn show(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
