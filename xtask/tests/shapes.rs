//! The specifications in `tests/shapes`, compared with what their metadata and curated facts give.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of a specification by name.
fn generated(folder: &Path) -> BTreeMap<String, String> {
    let metadata = fs::read(folder.join("metadata.json")).unwrap();
    let curated = fs::read_to_string(folder.join("curated.toml")).unwrap();
    let facts =
        xtask::facts("metadata.json", Some(xtask::OriginalKind::Metadata), &metadata).unwrap();
    let mut texts = xtask::specification(&[&facts], &curated).unwrap();
    let product = texts.pop().unwrap();
    let errors = texts.pop().unwrap();
    let groups = texts.into_iter().map(|text| {
        let group: aliyun_rpc_spec::ir::Group = serde_json::from_str(&text).unwrap();
        (group.group, text)
    });
    groups.chain([("errors".to_owned(), errors), ("product".to_owned(), product)]).collect()
}

/// With `OVERWRITE` set, writes the files again.
#[test]
fn the_shapes_are_what_their_metadata_and_curated_facts_give() {
    let shapes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/shapes");
    for name in ["grouped", "plain"] {
        let folder = shapes.join(name);
        let generated = generated(&folder);
        let spec = folder.join("spec");
        if std::env::var_os("OVERWRITE").is_some() {
            fs::create_dir_all(&spec).unwrap();
            for (file, text) in &generated {
                fs::write(spec.join(format!("{file}.json")), text).unwrap();
            }
        }
        let committed: BTreeMap<String, String> = fs::read_dir(&spec)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                let file = path.file_stem().unwrap().to_string_lossy().into_owned();
                (file, fs::read_to_string(path).unwrap())
            })
            .collect();
        assert!(committed == generated, "{name}: run the test with OVERWRITE=1 and read the diff");
    }
}
