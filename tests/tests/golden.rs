//! What the printers print for a small product that has one of everything, word for word. The same
//! files are compiled in `src/lib.rs` and used in `golden_use.rs`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p aliyun-tests --test golden` writes them again.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use aliyun_rpc_codegen::source::Folder;
use aliyun_rpc_codegen::{group, product};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn spec() -> Folder {
    Folder::open(&golden().join("spec")).unwrap()
}

fn compare(name: &str, tokens: impl ToString) {
    let file = syn::parse_file(&tokens.to_string()).unwrap();
    let text = format!("// @generated from spec/{name}.json\n{}", prettyplease::unparse(&file));
    let path = golden().join(format!("{name}.rs"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == expected,
        "golden/{name}.rs is stale: UPDATE_GOLDEN=1 cargo test -p aliyun-tests --test golden"
    );
}

fn printed(group: &str) -> impl ToString {
    let folder = spec();
    let codes = folder.codes().unwrap();
    group::print(&folder.group(group).unwrap(), &codes, folder.matrix().unwrap().as_deref())
}

#[test]
fn the_shared_types_are_printed_as_agreed() {
    compare("common", printed("common"));
}

#[test]
fn an_operation_group_is_printed_as_agreed() {
    compare("things", printed("things"));
}

#[test]
fn a_product_is_printed_as_agreed() {
    let folder = spec();
    let (facts, codes) = (folder.product().unwrap(), folder.codes().unwrap());
    compare("product", product::print(&facts, &codes, folder.matrix().unwrap().as_deref()));
}
