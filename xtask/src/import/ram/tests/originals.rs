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

/// What stands below one action in the original, found by the shape of its lines alone.
#[derive(Debug, PartialEq)]
struct Raw {
    action: String,
    level: String,
    /// Resource types, those a policy has to name with `*` before, each with its patterns behind
    /// it.
    resources: Vec<String>,
    /// Condition keys, and behind them the further actions.
    needs: Vec<String>,
}

fn raw(text: &str) -> Vec<Raw> {
    let (_, section) = text.split_once("\n## Action\n").unwrap();
    let (section, _) = section.split_once("\n## Resource\n").unwrap();
    let lines: Vec<&str> = section.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // The name of each action stands above a link to its operation.
    let begins = |at: &usize| {
        lines[*at].starts_with("ecs:")
            && lines.get(at + 1).is_some_and(|next| next.starts_with('['))
    };
    let starts: Vec<usize> = (0..lines.len()).filter(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let plain = |line: &&str| line.replace(['\\', '`'], "");
    let rows = starts.iter().zip(ends).map(|(start, end)| {
        let (level, rest) = lines[start + 2..end].split_first().unwrap();
        // Patterns are code.
        let patterns = rest.iter().rposition(|line| line.starts_with('`')).unwrap() + 1;
        let needs = rest[patterns..].iter().filter(|line| **line != "None");
        Raw {
            action: lines[*start].to_owned(),
            level: (*level).to_owned(),
            resources: rest[..patterns].iter().map(plain).collect(),
            needs: needs.map(plain).collect(),
        }
    });
    rows.collect()
}

/// The same from what was read.
fn of_list(one: &ListedAction) -> Raw {
    let mut resources = Vec::new();
    for own in &one.resources {
        let name = if own.resource == "*" { "All Resources" } else { &own.resource };
        let star = if own.mandatory == Some(true) { "*" } else { "" };
        resources.push(format!("{star}{name}"));
        resources.extend(own.patterns.iter().cloned());
    }
    Raw {
        action: one.action.clone(),
        level: one.level.clone(),
        resources,
        needs: one.condition_keys.iter().chain(&one.associated).cloned().collect(),
    }
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_actions_are_those_that_the_lines_of_the_page_have() {
    let folder = std::env::var_os("SOURCES_DIR").expect("SOURCES_DIR names the folder");
    let path = std::path::Path::new(&folder).join("upstream/pages/ram-authorization-en.md");
    let original = Original::read(&path).unwrap();
    let expected = raw(&original.text);
    let nothing = Lexicon::default();
    let (imported, _) = import(original, OriginalKind::Auto, || &nothing).unwrap();
    let Capture::RamList(list) = &imported.capture else { panic!("another kind") };
    let found: Vec<Raw> = list.actions.iter().map(of_list).collect();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    let patterns =
        |row: &Raw| row.resources.iter().filter(|one| one.contains("acs:") || *one == "*").count();
    let counts = (
        expected.len(),
        expected.iter().map(patterns).sum::<usize>(),
        expected.iter().map(|row| row.needs.len()).sum::<usize>(),
    );
    assert_eq!(counts, (273, 363, 99));
}
