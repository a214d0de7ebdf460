//! Where the vectors and the specification lie.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aliyun_ecs::runtime::Json;
use aliyun_tests_conformance::{OPERATIONS, Typed};

/// The folder with the whole workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A JSON file of the workspace.
pub(crate) fn json(path: &str) -> Json {
    read(&workspace().join(path))
}

/// The cases of a file of vectors, never none: of VECTORS_DIR, else of the committed subset.
///
/// A relative VECTORS_DIR is meant from where cargo was called, but cargo runs tests in the
/// package's folder: so it is looked up from there and from every folder above.
pub(crate) fn cases(file: &str, key: &str) -> Vec<Json> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match std::env::var_os("VECTORS_DIR").map(PathBuf::from) {
        None => workspace().join("crates/rpc/tests/vectors"),
        Some(given) => {
            let found = package.ancestors().map(|above| above.join(&given)).find(|p| p.is_dir());
            found.unwrap_or_else(|| {
                panic!("VECTORS_DIR={} is no folder here or above", given.display())
            })
        }
    };
    let cases = read(&folder.join(file))[key].as_array().cloned().unwrap_or_default();
    assert!(!cases.is_empty(), "{file} has no {key}");
    cases
}

/// Text of a member; the empty text when it is not there.
pub(crate) fn text<'a>(case: &'a Json, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_default()
}

/// The typed operations by name.
pub(crate) fn typed() -> BTreeMap<&'static str, &'static Typed> {
    OPERATIONS.iter().map(|typed| (typed.meta.name, typed)).collect()
}

fn read(path: &Path) -> Json {
    let text = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
