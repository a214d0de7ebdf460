//! The vendor's own list, which is not part of the repository.

use aliyun_rpc_spec::capture::{Capture, ListedAction};

use crate::import::operation::Lexicon;
use crate::import::original::Original;
use crate::import::{OriginalKind, import};

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_list_for_ram_has_its_known_counts_and_gives_the_committed_capture() {
    let folder = std::env::var_os("SOURCES_DIR").expect("SOURCES_DIR names the folder");
    let path = std::path::Path::new(&folder).join("upstream/pages/ram-authorization-en.md");
    let original = Original::read(&path).unwrap();
    let text = original.text.clone();
    let nothing = Lexicon::default();
    let (imported, _) = import(original, OriginalKind::Auto, || &nothing).unwrap();
    let Capture::RamList(list) = &imported.capture else { panic!("another kind") };
    assert_eq!(list.actions.len(), 273);
    let named = |level: &str| list.actions.iter().filter(|one| one.level == level).count();
    let levels = ["update", "get", "create", "delete", "list", "none"].map(named);
    assert_eq!(levels, [107, 77, 41, 31, 13, 4]);
    let everything = |one: &&ListedAction| one.resources.iter().any(|own| own.resource == "*");
    assert_eq!(list.actions.iter().filter(everything).count(), 52);
    let patterns = list.resource_types.iter().map(|one| one.patterns.len()).sum::<usize>();
    assert_eq!((list.resource_types.len(), patterns), (51, 96));
    assert_eq!(list.condition_keys.len(), 23);
    // Every line that looks like an action or a key of this product is one of the two.
    let section = text.split("## Resource").next().unwrap();
    let lines = section.lines().filter(|line| {
        let name = line.trim().strip_prefix("ecs:");
        name.is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric()))
    });
    let keys = list.actions.iter().flat_map(|one| &one.condition_keys);
    let keys = keys.filter(|key| key.starts_with("ecs:")).count();
    assert_eq!(lines.count(), 273 + keys);
    let root = crate::files::root().join("spec");
    let sources = crate::sources::Sources::load(&root).unwrap();
    let newest = sources.source.iter().rfind(|one| one.kind == "ram-list").unwrap();
    assert_eq!(newest.capture(&root).unwrap(), imported.capture);
}
