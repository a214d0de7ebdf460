//! Reading and writing of single files: every write is atomic and happens only on change. All of
//! `spec/` is written through the [journal](crate::journal) instead.

use std::fs::{self, FileType};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::load::Problem;

/// What every command returns: an exit code, or everything that is wrong with the input.
pub(crate) type Outcome<T> = Result<T, Vec<Problem>>;

/// The workspace root: the folder above this package.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Reads a text file below `spec/`: a regular file, for a link may lead anywhere and a pipe never
/// ends.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    let broken = |error: io::Error| vec![Problem::new(show(path), "", error.to_string())];
    // Before it is opened: opening a pipe without a writer would block for ever.
    let kind = fs::symlink_metadata(path).map_err(broken)?.file_type();
    if !kind.is_file() {
        return Err(vec![not_a_file(path, kind)]);
    }
    fs::read_to_string(path).map_err(broken)
}

/// Whether a regular file has this text. What is anything else does not have it.
pub(crate) fn holds(path: &Path, text: &str) -> bool {
    let regular = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    regular && fs::read(path).is_ok_and(|old| old == text.as_bytes())
}

/// Checks that there is a regular file or nothing; true if there is a file.
pub(crate) fn is_regular(path: &Path) -> Result<bool, Problem> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(metadata) => Err(not_a_file(path, metadata.file_type())),
        Err(error) => absent(path, &error),
    }
}

/// Checks that a file can be written by replacing what is there: a regular file, a link or nothing.
pub(crate) fn replaceable(path: &Path) -> Result<(), Problem> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Ok(()),
        _ => is_regular(path).map(drop),
    }
}

/// Checks that there is a folder or nothing; true if there is a folder. A link to a folder is
/// neither, for it may lead out of `spec/`.
pub(crate) fn is_folder(path: &Path) -> Result<bool, Problem> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(metadata) => {
            let message = match metadata.is_symlink() {
                true => "this is a link, not a folder",
                false => "this is not a folder",
            };
            Err(Problem::new(show(path), "", message).help("put a folder in its place"))
        }
        Err(error) => absent(path, &error),
    }
}

fn absent(path: &Path, error: &io::Error) -> Result<bool, Problem> {
    // Where a file stands on the way to it, there is nothing either.
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(false),
        _ => Err(Problem::new(show(path), "", error.to_string())),
    }
}

fn not_a_file(path: &Path, kind: FileType) -> Problem {
    Problem::new(show(path), "", special(kind)).help("put a regular file in its place")
}

/// Says what stands where a file should.
pub(crate) fn special(kind: FileType) -> &'static str {
    if kind.is_symlink() {
        return "this is a link, not a file";
    }
    if kind.is_dir() {
        return "this is a folder, not a file";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "this is a pipe, not a file";
        }
        if kind.is_socket() {
            return "this is a socket, not a file";
        }
    }
    "this is a device, not a file"
}

/// Writes `text` through a temporary file and a rename, only if it differs; true if it wrote.
pub(crate) fn write_if_changed(path: &Path, text: &str) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    replace(path, text).map_err(|error| vec![Problem::new(show(path), "", error.to_string())])?;
    Ok(true)
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
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
