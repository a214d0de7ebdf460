//! One bad file of a specification is one message, and everything else is still printed.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use aliyun_rpc_codegen::source::Folder;
use aliyun_rpc_codegen::{group, product};

/// A copy of the small product with one file overwritten.
fn broken(name: &str, file: &str, text: &str) -> Folder {
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&copy).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/spec")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    fs::write(copy.join(file), text).unwrap();
    Folder::open(&copy).unwrap()
}

#[test]
fn a_bad_error_table_is_reported_once_and_the_groups_are_still_printed() {
    let folder = broken("errors", "errors.json", "{\"format\": 1,");
    let (printed, failures) = product::expand(&folder);
    assert_eq!(failures.len(), 1);
    let message = failures[0].to_string();
    assert!(
        message.contains("errors.json:1:") && message.contains("cargo xtask regen"),
        "{message}"
    );
    assert!(printed.to_string().contains("enum Operation"));
    assert!(!group::expand(&folder, "things").unwrap().is_empty());
}

#[test]
fn a_bad_matrix_is_reported_by_the_product_and_by_no_group() {
    let folder = broken("matrix", "matrix.json", "[]");
    let (printed, failures) = product::expand(&folder);
    assert!(printed.is_empty() && failures.len() == 1);
    assert!(group::expand(&folder, "things").unwrap().is_empty());
}

#[test]
fn a_bad_group_is_reported_with_its_place() {
    let folder = broken("group", "things.json", "{\"format\": 7}");
    let message = group::expand(&folder, "things").unwrap_err().to_string();
    assert!(message.contains("things.json"), "{message}");
    assert!(product::expand(&folder).1.is_empty());
}

#[test]
fn a_file_of_another_format_is_refused() {
    let text = fs::read_to_string("golden/spec/things.json").unwrap();
    let folder =
        broken("format", "things.json", &text.replacen("\"format\": 1", "\"format\": 2", 1));
    let message = group::expand(&folder, "things").unwrap_err().to_string();
    assert!(message.contains("/format") && message.contains("format 2"), "{message}");
}

#[test]
fn the_files_beside_the_groups_are_no_groups() {
    let folder = broken("names", "product.json", "{}");
    assert_eq!(folder.groups(), ["common", "things"]);
    let message = group::expand(&folder, "thing").unwrap_err().to_string();
    assert!(message.contains("did you mean `things`, `common`?"), "{message}");
    assert!(group::expand(&folder, "matrix").is_err());
}

#[test]
fn a_matrix_that_was_changed_is_read_again() {
    let folder = broken("changed", "CHANGES.md", "");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("changed/matrix.json");
    let titles = |folder: &Folder| folder.matrix().unwrap().sources[0].title.clone();
    assert_eq!(titles(&folder), "lock page");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("lock page", "other page", 1)).unwrap();
    assert_eq!(titles(&folder), "other page");
    fs::write(&file, text).unwrap();
    assert_eq!(titles(&folder), "lock page");
}
