//! Finds group files whose group no longer exists. Only a file that says it is the group it is
//! named after was written by `regen` and may be removed. A person has to decide about any other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::load::Problem;
use serde::Deserialize;

use crate::files::show;

/// What every group file begins with.
#[derive(Deserialize)]
struct Written {
    product: String,
    group: String,
}

/// The JSON files in the folder of a product that are not wanted: those that `regen` wrote, and a
/// problem for each of the others.
pub(crate) fn leftovers(
    folder: &Path,
    wanted: &BTreeMap<PathBuf, String>,
) -> (Vec<PathBuf>, Vec<Problem>) {
    let (mut own, mut problems) = (Vec::new(), Vec::new());
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()) {
        let json = path.extension().is_some_and(|extension| extension == "json");
        if !json || wanted.contains_key(&path) {
            continue;
        }
        if is_own(folder, &path) {
            own.push(path);
        } else {
            let message = "`cargo xtask regen` did not write this file and leaves it alone";
            problems.push(
                Problem::new(show(&path), "", message)
                    .help("move it to another folder, or delete it"),
            );
        }
    }
    own.sort();
    problems.sort();
    (own, problems)
}

fn is_own(folder: &Path, path: &Path) -> bool {
    let regular = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    let text = if regular { fs::read_to_string(path).ok() } else { None };
    let written = text.and_then(|text| serde_json::from_str::<Written>(&text).ok());
    written.is_some_and(|written| {
        folder.file_name().is_some_and(|name| name == written.product.as_str())
            && path.file_stem().is_some_and(|name| name == written.group.as_str())
    })
}
