//! The vendor's own documents, which are not part of the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aliyun_rpc_spec::capture::{Metadata, Says, Schema, SchemaKind};

use super::every_form::Whole;
use super::*;

/// The folder with `seeds/` and `upstream/`.
pub(super) fn folder() -> PathBuf {
    let folder = std::env::var_os("SOURCES_DIR");
    PathBuf::from(folder.expect("SOURCES_DIR names the folder with seeds/ and upstream/"))
}

pub(super) fn seed(number: &str) -> Capture {
    let files = std::fs::read_dir(folder().join("seeds")).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(number);
    read(&files.find(is_it).unwrap())
}

pub(super) fn upstream(name: &str) -> Capture {
    read(&folder().join("upstream").join(name))
}

pub(super) fn read(path: &Path) -> Capture {
    let nothing = Lexicon::default();
    let original = Original::read(path).unwrap();
    import(original, OriginalKind::Auto, || &nothing).unwrap().0.capture
}

pub(super) fn metadata(name: &str) -> Metadata {
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
    assert_eq!(noting(Says::Denied), 16);
    assert_eq!(noting(Says::ReleasesDisks), 4);
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
    assert_eq!((newest.rows.len(), newest.default), (76, Some(Says::Unaffected)));
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
        (6218, 10, 228)
    );
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_operation_pages_state_the_same_in_every_form() {
    let pages = pages(&["2021"]);
    assert!(pages.len() >= 111, "{}", pages.len());
    let (bad, counts) = every_form::count(&pages, |_, _| None);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    // Where an item and what follows it are one line, nobody can tell where 19 lists end. Where
    // cells are glued, the codes of some errors and the types of some members could be divided in
    // several ways.
    assert_eq!((counts["tabs, a line per row"], counts["glued"]), ((112, 19), (91, 0)));
    assert!(counts.iter().all(|(form, (_, fewer))| *fewer == 0 || *form == "tabs, a line per row"));
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_pages_state_the_same_with_nothing_below_them() {
    let mut bad = Vec::new();
    for page in pages(&["2021"]) {
        for form in every_form::FORMS.iter().filter(|form| !form.glued) {
            let Some(text) = every_form::bare(&page, form) else { continue };
            match every_form::check(&page, form, &text) {
                Ok(None) => {}
                Ok(Some(what)) => bad.push(format!("{}, {}: {what}", page.name, form.name)),
                Err(what) => bad.push(format!("{}, {}: refused: {what}", page.name, form.name)),
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_pages_of_today_state_the_same_in_every_form() {
    let pages = pages(&["new", ""]);
    assert_eq!(pages.len(), 11 + 6);
    let (bad, counts) = every_form::count(&pages, |_, _| None);
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert_eq!((counts["tabs, a line per row"], counts["glued"]), ((17, 1), (11, 0)));
}

/// The pages in some folders of `upstream/pages`.
fn pages(folders: &[&str]) -> Vec<Whole> {
    let pages = folder().join("upstream/pages");
    let files = folders.iter().flat_map(|part| std::fs::read_dir(pages.join(part)).unwrap());
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    // Folders, facts, a note, a part of a page, and the list whose rows have no marks.
    let other = ["README.md", "lock-reasons.md", "ram-authorization-en.md"];
    files.retain(|file| {
        let is_page = file.extension().is_some_and(|kind| kind == "md" || kind == "txt");
        is_page && !other.iter().any(|name| file.ends_with(name))
    });
    files.sort();
    let read = |file: PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        Whole::read(name, std::fs::read_to_string(file).unwrap())
    };
    files.into_iter().map(read).collect()
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_pages_that_were_mutilated_are_refused_or_state_nothing_wrong() {
    // `EVERY_NTH=1` damages all pages, which takes a quarter of an hour.
    let every = std::env::var("EVERY_NTH").map_or(16, |nth| nth.parse().unwrap());
    let old = pages(&["2021"]).into_iter().step_by(every);
    let all: Vec<Whole> = old.chain(pages(&["new"])).collect();
    let bad = damage::damage_every_form(&all);
    assert!(bad.is_empty(), "{} wrong:\n{}", bad.len(), bad.join("\n"));
}

/// A parameter of the metadata under the name that a page gives it: `Tag.N.Key`.
fn flatten(prefix: &str, schema: &Schema, found: &mut BTreeMap<String, (SchemaKind, bool)>) {
    let name = format!("{prefix}{}", schema.name);
    match (&schema.items, schema.style.as_deref()) {
        (Some(items), Some("repeatList")) => {
            found.insert(format!("{name}.N"), (SchemaKind::Array, schema.required));
            for member in &items.members {
                flatten(&format!("{name}.N."), member, found);
            }
        }
        _ => {
            found.insert(name.clone(), (schema.kind, schema.required));
            for member in &schema.members {
                flatten(&format!("{name}."), member, found);
            }
        }
    }
}

pub(super) fn is_same_kind(page: &str, metadata: SchemaKind) -> bool {
    match metadata {
        SchemaKind::String => matches!(page, "string" | "date"),
        SchemaKind::Integer => matches!(page, "integer" | "long" | "int"),
        SchemaKind::Number => matches!(page, "float" | "double" | "number"),
        SchemaKind::Boolean => page == "boolean",
        SchemaKind::Array => {
            matches!(page, "repeatlist" | "array" | "string") || page.contains(" of ")
        }
        SchemaKind::Object | SchemaKind::Any => true,
    }
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_operation_pages_agree_with_the_metadata_of_2024() {
    let metadata = metadata("ecs/api-docs.2024-06-24.json");
    let mut pages = 0;
    let (mut parameters, mut pairs) = (0, 0);
    let mut differences: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in std::fs::read_dir(folder().join("upstream/pages/2021")).unwrap() {
        let Capture::OperationPage(page) = read(&file.unwrap().path()) else {
            panic!("another kind")
        };
        let Some(operation) = metadata.operations.get(&page.operation) else {
            differences.entry("operation is gone").or_default().push(page.operation);
            continue;
        };
        pages += 1;
        let mut known = BTreeMap::new();
        for schema in &operation.parameters {
            flatten("", schema, &mut known);
        }
        // Old pages number the members of lists: `DataDisk.1.Size`.
        let numbered = |name: &str| {
            let parts = name.split('.').map(|part| match part.parse::<u8>() {
                Ok(_) => "N",
                Err(_) => part,
            });
            parts.collect::<Vec<_>>().join(".")
        };
        for one in &page.parameters {
            parameters += 1;
            let mut note = |what, text: String| differences.entry(what).or_default().push(text);
            let is = |what: &str| format!("{} {} {what}", page.operation, one.name);
            match known.get(&numbered(&one.name)) {
                None => note("parameter is gone", is("")),
                Some((kind, _)) if !is_same_kind(&one.kind, *kind) => {
                    note("another type", is(&format!("{} {kind:?}", one.kind)));
                }
                Some((_, required)) if *required != one.required => {
                    note("another answer under required", is(&one.required.to_string()));
                }
                Some(_) => {}
            }
        }
        for row in &page.errors {
            pairs += 1;
            let rows = operation.errors.iter().flatten();
            let mut codes = rows.filter(|known| known.code == row.code).peekable();
            let text = format!("{} {} {}", page.operation, row.status, row.code);
            if codes.peek().is_none() {
                differences.entry("error is gone").or_default().push(text);
            } else if !codes.any(|known| known.status == row.status) {
                differences.entry("another status").or_default().push(text);
            }
        }
    }
    println!("{pages} pages, {parameters} parameters, {pairs} error rows");
    for (what, all) in &differences {
        println!("{what}: {}\n  {}", all.len(), all.join("\n  "));
    }
    let counts: Vec<(&str, usize)> =
        differences.iter().map(|(what, all)| (*what, all.len())).collect();
    // Three years lie between the pages and the metadata; each of these was looked at.
    let expected = [
        ("another answer under required", 19),
        ("another status", 21),
        ("another type", 2),
        ("error is gone", 11),
        ("operation is gone", 4),
        ("parameter is gone", 11),
    ];
    assert_eq!((pages, parameters, pairs), (108, 887, 1407));
    assert_eq!(counts, expected);
}

/// Reads the pages of any folder, with those below it, in every form: what is refused is printed,
/// and nothing may state anything else than the page does as it is.
#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; PAGES_DIR names another folder"]
fn the_originals_pages_of_a_folder_state_the_same_in_every_form_that_is_read() {
    let folder = std::env::var_os("PAGES_DIR").map(PathBuf::from);
    let mut folders = vec![folder.unwrap_or_else(|| self::folder().join("upstream/pages/2021"))];
    let mut pages = Vec::new();
    let mut refused = 0;
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            match import_text(&text) {
                Ok(_) => pages.push(Whole::read(file.display().to_string(), text)),
                Err(problems) => {
                    refused += 1;
                    println!("{}: {}", file.display(), problems[0]);
                }
            }
        }
    }
    println!("{} read, {refused} refused", pages.len());
    let bad = every_form::compare(&pages, |_, _| Some("a form may be refused"));
    assert!(!pages.is_empty() && bad.is_empty(), "{}", bad.join("\n"));
}
