//! The modules of this crate import in the direction that the documentation of the crate states.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// The list in `lib.rs`.
fn layers(src: &Path) -> Vec<String> {
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let (_, rest) = lib.split_once("# Layers").unwrap();
    let (docs, _) = rest.split_once("\n\n").unwrap();
    docs.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The first word of every `crate::` path outside of comments and tests.
fn imported(text: &str) -> Vec<String> {
    let code = text.split("[cfg(test)]").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = lines.flat_map(|line| line.split("crate::").skip(1));
    let word = |path: &str| path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    paths.map(word).collect()
}

/// The modules that are compiled for tests only, in files of their own.
fn test_modules(files: &[PathBuf]) -> Vec<String> {
    let declared = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        let parts = text.split("#[cfg(test)]").skip(1).filter_map(|part| {
            let (_, rest) = part.lines().find(|line| !line.is_empty())?.split_once("mod ")?;
            Some(rest.strip_suffix(';')?.to_owned())
        });
        parts.collect::<Vec<_>>()
    };
    files.iter().flat_map(declared).collect()
}

#[test]
fn modules_import_only_from_modules_before_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layers = layers(&src);
    let place = |name: &str| layers.iter().position(|layer| layer == name);
    let mut imports = 0;
    let files = rust_files(&src);
    let for_tests = test_modules(&files);
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let module = inside.file_stem().unwrap().to_str().unwrap();
        if module == "lib" || module.ends_with("tests") || for_tests.iter().any(|m| m == module) {
            continue;
        }
        let own = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        let own_place = place(own).unwrap_or_else(|| panic!("{own} is not in the list"));
        for name in imported(&fs::read_to_string(&file).unwrap()) {
            let target = place(&name);
            let target =
                target.unwrap_or_else(|| panic!("{}: crate::{name} is no layer", file.display()));
            assert!(target <= own_place, "{} imports {name}, a later layer", file.display());
            imports += 1;
        }
    }
    assert!(imports > 50, "only {imports} imports were found");
}
