//! The vendor's own documents, which are not part of the repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::capture::{Effect, ListedAction, LockNote, Metadata};

use super::*;

/// The folder with `seeds/` and `upstream/`.
fn folder() -> PathBuf {
    let folder = std::env::var_os("SOURCES_DIR");
    PathBuf::from(folder.expect("SOURCES_DIR names the folder with seeds/ and upstream/"))
}

fn seed(number: &str) -> Capture {
    let files = std::fs::read_dir(folder().join("seeds")).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(number);
    read(&files.find(is_it).unwrap())
}

fn upstream(name: &str) -> Capture {
    read(&folder().join("upstream").join(name))
}

fn read(path: &Path) -> Capture {
    let nothing = Lexicon::default();
    let original = Original::read(path).unwrap();
    import(original, Kind::Auto, || &nothing).unwrap().0.capture
}

fn metadata(name: &str) -> Metadata {
    match upstream(name) {
        Capture::Metadata(metadata) => metadata,
        _ => panic!("{name} is of another kind"),
    }
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_metadata_has_its_known_counts() {
    let facts = metadata("ecs/api-docs.2024-06-24.json");
    let operations = facts.operations.values();
    assert_eq!(facts.operations.len(), 347);
    assert_eq!(operations.clone().map(|one| one.parameters.len()).sum::<usize>(), 2766);
    let pairs: BTreeSet<_> = facts
        .operations
        .iter()
        .flat_map(|(name, one)| one.errors.iter().flatten().map(move |row| (name, &row.code)))
        .collect();
    assert_eq!(pairs.len(), 6067);
    assert_eq!(operations.clone().flat_map(|one| &one.errors).flatten().count(), 6218);
    let noting = |note| operations.clone().filter(|one| one.lock_notes.contains(&note)).count();
    assert_eq!(noting(LockNote::Denied), 16);
    assert_eq!(noting(LockNote::DeleteWithInstanceIgnored), 4);
    let lists = operations.flat_map(|one| &one.parameters).filter(|one| one.json_list).count();
    assert_eq!(lists, 38);
    for (name, count) in [("2024-08-31", 348), ("2025-03-08", 350), ("2025-12-03", 356)] {
        let facts = metadata(&format!("ecs/api-docs.{name}.json"));
        assert_eq!(facts.operations.len(), count);
        assert!(facts.operations.values().all(|one| one.errors.is_none()));
    }
    assert_eq!(metadata("ecs/api-docs.2026-10-26.json").operations.len(), 380);
    assert_eq!(metadata("sts/api-docs.2024-06-24.json").operations.len(), 4);
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_pages_have_their_known_rows() {
    let impact = |capture| match capture {
        Capture::ImpactPage(page) => page,
        _ => panic!("another kind"),
    };
    let pages = "pages/API-behavior-";
    let lock = impact(seed("000"));
    assert_eq!((lock.rows.len(), lock.default), (39, None));
    assert_eq!(
        impact(upstream(&format!("{pages}when-an-instance-is-locked-for-security-reasons.md")))
            .rows
            .len(),
        39
    );
    assert_eq!(
        impact(upstream(&format!("{pages}for-accounts-that-have-overdue-payments.md"))).rows.len(),
        78
    );
    let newest = impact(seed("001"));
    assert_eq!((newest.rows.len(), newest.default), (76, Some(Effect::Unaffected)));
    assert_eq!(newest.rows.iter().filter(|row| row.effect.is_none()).count(), 1);
    let noted = impact(upstream("pages/security-lock-other-editions.facts.json"));
    assert_eq!((noted.rows.len(), noted.partial), (29, true));
    for capture in [seed("003"), upstream("pages/Managed-security-groups.md")] {
        let Capture::ManagedPage(page) = capture else { panic!("another kind") };
        assert_eq!(page.rows.len(), 19);
        assert_eq!(page.rows.iter().filter(|row| row.account).count(), 3);
        assert!(page.code.is_some());
    }
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_operation_pages_have_their_known_rows() {
    let counts = |capture| match capture {
        Capture::OperationPage(page) => (page.parameters.len(), page.errors.len()),
        _ => panic!("another kind"),
    };
    assert_eq!(counts(seed("002")), (4, 29));
    assert_eq!(counts(seed("004")), (4, 6));
    assert_eq!(counts(upstream("pages/JoinSecurityGroup.md")), (4, 20));
    assert_eq!(counts(upstream("pages/LeaveSecurityGroup.md")), (4, 13));
    assert_eq!(counts(upstream("pages/ModifySecurityGroupPolicy.md")), (4, 3));
    let Capture::ObservedCodes(seen) = upstream("field-observed.terraform-provider-alicloud.json")
    else {
        panic!("another kind")
    };
    assert_eq!(seen.operations.values().map(Vec::len).sum::<usize>(), 159);
    let Capture::Endpoints(map) = upstream("protocol/ecs_endpoints.json") else {
        panic!("another kind")
    };
    assert_eq!(map.map.len(), 35);
    let Capture::Timeouts(times) = upstream("protocol/ecs_legacy_retry_and_timeouts.json") else {
        panic!("another kind")
    };
    assert_eq!(times.read_timeout_seconds.len(), 221);
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_error_tables_come_out_exact_when_their_columns_are_glued() {
    let path = folder().join("upstream/ecs/api-docs.2024-06-24.json");
    let document: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let rows: Vec<(&str, &str)> = document["apis"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(|operation| operation["errorCodes"].as_object())
        .flat_map(|statuses| statuses.values().filter_map(|rows| rows.as_array()).flatten())
        .map(|row| {
            (row["errorCode"].as_str().unwrap().trim(), row["errorMessage"].as_str().unwrap())
        })
        .collect();
    let wrong = |lexicon: &Lexicon| {
        let glued = rows.iter().map(|(code, message)| (code, format!("{code}{message}-")));
        glued.filter(|(code, text)| lexicon.cut(text) != Some(**code)).collect::<Vec<_>>()
    };
    let known: Lexicon = rows.iter().map(|(code, _)| (*code).to_owned()).collect();
    // Some messages begin in mixed case, and without a lexicon some in a way that no rule can tell.
    assert_eq!(
        (rows.len(), wrong(&known).len(), wrong(&Lexicon::default()).len()),
        (6218, 10, 229)
    );
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_list_for_ram_has_its_known_counts_and_gives_the_committed_capture() {
    let path = folder().join("upstream/pages/ram-authorization-en.md");
    let original = Original::read(&path).unwrap();
    let text = original.text.clone();
    let nothing = Lexicon::default();
    let (imported, _) = import(original, Kind::Auto, || &nothing).unwrap();
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
