//! Which files below a folder of specification files this tool writes, by their names.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::path::{Component, Path, PathBuf};

use aliyun_rpc_spec::text::{is_file_name, is_product};

use crate::sources::Sources;

/// Whether `regen` or `import` may have written the file, given relative to the folder:
/// `sources.toml`, `sources/<id>.json`, and in the folder of a product `<name>.json` and
/// `CHANGES.md`.
pub(super) fn is_written(path: &Path) -> bool {
    let normal = |part: Component<'_>| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    };
    let Some(parts) = path.components().map(normal).collect::<Option<Vec<String>>>() else {
        return false;
    };
    match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sources.toml"] => true,
        ["sources", file] => is_json(file),
        [product, file] => is_product(product) && (is_json(file) || file == "CHANGES.md"),
        _ => false,
    }
}

fn is_json(file: &str) -> bool {
    file.strip_suffix(".json").is_some_and(is_file_name)
}

/// Temporary files of versions that had no journal, `NAME.PROCESS.tmp` beside NAME: those of files
/// that this tool writes, and those that only look like them.
pub(super) fn leftovers(spec: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let is_folder = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let folders = entries(spec).filter(is_folder).map(|entry| entry.path());
    let mut found: Vec<DirEntry> = std::iter::once(spec.to_path_buf())
        .chain(folders)
        .flat_map(|folder| entries(&folder).collect::<Vec<_>>())
        .filter(|entry| !is_folder(entry) && target(&entry.path()).is_some())
        .collect();
    if found.is_empty() {
        return (Vec::new(), Vec::new());
    }
    found.sort_by_key(DirEntry::path);
    // A list that cannot be read names no product, so nothing in such a folder is ours.
    let sources = Sources::load(spec).unwrap_or_default().source;
    let products: BTreeSet<String> = sources.into_iter().map(|source| source.product).collect();
    let is_own = |entry: &DirEntry| {
        let target = target(&entry.path());
        let inside = target.as_deref().and_then(|target| target.strip_prefix(spec).ok());
        let folder = |path: &Path| match path.parent().and_then(Path::to_str) {
            Some("" | "sources") => true,
            folder => folder.is_some_and(|folder| products.contains(folder)),
        };
        let regular = entry.file_type().is_ok_and(|kind| kind.is_file());
        regular && inside.is_some_and(|path| is_written(path) && folder(path))
    };
    let (own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_own);
    let paths = |entries: Vec<DirEntry>| entries.iter().map(DirEntry::path).collect();
    (paths(own), paths(others))
}

/// What a temporary file was to become, if its name is that of one.
fn target(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let (file, process) = name.strip_suffix(".tmp")?.rsplit_once('.')?;
    let number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
    let ours = [".json", ".toml", ".md"].iter().any(|ending| file.ends_with(ending));
    (number && ours).then(|| path.with_file_name(file))
}
