//! The rows of the three pages the project began with (the older and the newer edition of the lock
//! page, the managed-groups page) read once more, and dumber: as plain JSON, row by row, the last
//! word stands. Where the matrix says otherwise, a rule of precedence says why, by name below.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use support::{json, text, workspace};

const OLDER: &str = "ecs-lock-2021-07-19-web";
const NEWER: &str = "ecs-lock-2026-06-20";
const MANAGED: &str = "ecs-managed-2021-07-19-web";

const LOCKED: &str = "InstanceLockedForSecurity";
const STATUS: &str = "IncorrectInstanceStatus";

/// What the dumb reading makes of a cell: a verdict and a code.
type Reading = (String, Option<String>);

fn page(id: &str) -> Json {
    json(&format!("spec/sources/{id}.json"))
}

fn rows(page: &Json) -> &Vec<Json> {
    page["rows"].as_array().expect("a page has rows")
}

fn matrix() -> BTreeMap<String, Json> {
    let matrix = json("spec/ecs/matrix.json");
    let operations = matrix["operations"].as_array().expect("operations").clone();
    operations.into_iter().map(|row| (text(&row, "name").to_owned(), row)).collect()
}

fn reading(row: &Json) -> Reading {
    let verdict = match text(row, "effect") {
        "unaffected" => "permitted",
        // A cell whose words were lost says nothing.
        "" => "unstated",
        "denied-when-disk-in-use" => "depends-on-disk",
        refusal => refusal,
    };
    (verdict.to_owned(), row["code"].as_str().map(str::to_owned))
}

/// Every operation under a security lock: the older page, over it the newer page with its rule that
/// what it does not list is unaffected.
fn read_lock_pages(operations: &BTreeMap<String, Json>) -> BTreeMap<String, Reading> {
    let (older, newer) = (page(OLDER), page(NEWER));
    let mut found = BTreeMap::new();
    for row in rows(&older) {
        found.insert(text(row, "operation").to_owned(), reading(row));
    }
    assert_eq!(newer["default"], "unaffected");
    for name in operations.keys() {
        found.insert(name.clone(), ("permitted".to_owned(), None));
    }
    for row in rows(&newer) {
        found.insert(text(row, "operation").to_owned(), reading(row));
    }
    found
}

/// Why the matrix may say something else than the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    /// The row was cut, or does not name a code: it comes from another edition or the operation's
    /// error table.
    CodeFromElsewhere,
    /// The words of the cell were lost: the maintainers restored them, with their evidence.
    Restored,
    /// A curated effect stands over every page.
    CuratedEffect,
    /// The operation's own description or error table stands over the newer page's rule for what it
    /// does not list.
    OwnWordsOverDefault,
}

use Rule::{CodeFromElsewhere, CuratedEffect, OwnWordsOverDefault, Restored};

/// Operation, rule, and what the matrix says instead.
const DIFFERENCES: &[(&str, Rule, &str, Option<&str>)] = &[
    ("AllocatePublicIpAddress", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ConvertNatPublicIpToEip", CodeFromElsewhere, "denied", Some(STATUS)),
    ("CreateImage", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("CreateSnapshot", CodeFromElsewhere, "depends-on-disk", Some(LOCKED)),
    ("CreateSnapshotGroup", OwnWordsOverDefault, "denied", Some(LOCKED)),
    ("DeleteInstance", CuratedEffect, "permitted-with-hazard", None),
    ("DeleteInstances", CuratedEffect, "permitted-with-hazard", None),
    ("DescribeInstanceVncUrl", CodeFromElsewhere, "denied", Some(STATUS)),
    ("DetachDisk", CodeFromElsewhere, "depends-on-disk", Some(LOCKED)),
    ("GetInstanceConsoleOutput", CodeFromElsewhere, "denied", Some(STATUS)),
    ("GetInstanceScreenshot", CodeFromElsewhere, "denied", Some(STATUS)),
    ("ModifyDiskSpec", Restored, "depends-on-disk", None),
    ("ModifyInstanceAttribute", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ModifyInstanceAutoReleaseTime", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ModifyInstanceChargeType", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ModifyInstanceNetworkSpec", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ModifyInstanceSpec", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ModifyPrepayInstanceSpec", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ReActivateInstances", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ReInitDisk", CodeFromElsewhere, "depends-on-disk", Some(LOCKED)),
    ("RebootInstance", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("RebootInstances", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("RedeployInstance", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("ReleasePublicIpAddress", OwnWordsOverDefault, "denied", Some(LOCKED)),
    ("ReplaceSystemDisk", CodeFromElsewhere, "depends-on-disk", Some(LOCKED)),
    ("ResetDisk", CodeFromElsewhere, "depends-on-disk", Some(LOCKED)),
    ("ResizeDisk", CodeFromElsewhere, "depends-on-disk", Some(LOCKED)),
    ("StartInstance", CodeFromElsewhere, "denied", Some(LOCKED)),
    ("StartInstances", OwnWordsOverDefault, "denied", Some(LOCKED)),
    ("StopInstances", OwnWordsOverDefault, "denied", Some(LOCKED)),
];

#[test]
fn the_lock_pages_read_row_by_row_differ_from_the_matrix_only_where_a_rule_says_so() {
    let matrix = matrix();
    let mut found = Vec::new();
    for (name, (verdict, code)) in read_lock_pages(&matrix) {
        let cell = &matrix[&name]["cells"]["security-lock"];
        if cell["verdict"] != *verdict || cell["code"].as_str() != code.as_deref() {
            found.push((name, text(cell, "verdict").to_owned(), cell["code"].as_str()));
        }
    }
    let expected = DIFFERENCES
        .iter()
        .map(|(name, _, verdict, code)| ((*name).to_owned(), (*verdict).to_owned(), *code));
    assert_eq!(found, expected.collect::<Vec<_>>());
}

#[test]
fn every_difference_rests_on_the_evidence_that_its_rule_demands() {
    let matrix = matrix();
    let dumb = read_lock_pages(&matrix);
    for (name, rule, verdict, code) in DIFFERENCES {
        let cell = &matrix[*name]["cells"]["security-lock"];
        let evidence = cell["evidence"].as_array().expect("evidence");
        let says = |kinds: &[&str], wanted: &str| {
            evidence.iter().any(|one| kinds.contains(&text(one, "kind")) && one["says"] == *wanted)
        };
        let first = &evidence[0];
        match rule {
            CodeFromElsewhere => {
                assert_eq!(dumb[*name].0, *verdict, "{name}: the verdict is that of the row");
                assert!(evidence.iter().any(|one| one["code"].as_str() == *code), "{name}");
            }
            Restored => {
                assert_eq!(dumb[*name].0, "unstated", "{name}");
                assert_eq!((text(first, "kind"), text(first, "source")), ("curated", NEWER));
                assert!(first["reason"].is_string(), "{name}");
            }
            CuratedEffect => {
                assert_eq!((text(first, "kind"), text(first, "source")), ("curated", "curated"));
                assert!(first["reason"].is_string(), "{name}");
                assert!(says(&["operation-prose"], "releases-disks"), "{name}");
            }
            OwnWordsOverDefault => {
                let own = ["operation-prose", "error-table"];
                assert!(own.contains(&text(first, "kind")), "{name}");
                assert!(says(&["page-default"], "unaffected"), "{name}");
            }
        }
        // Whoever loses against a rule is still heard.
        let silent = matches!(rule, CodeFromElsewhere | Restored);
        assert!(silent || cell["agreement"] != "agreed", "{name}");
    }
}

#[test]
fn where_the_two_editions_of_the_lock_page_disagree_the_matrix_does_not_say_agreed() {
    let matrix = matrix();
    let (older, newer) = (page(OLDER), page(NEWER));
    let mut disputed = BTreeSet::new();
    for row in rows(&older) {
        let name = text(row, "operation");
        let other = rows(&newer).iter().find(|other| text(other, "operation") == name);
        let now = other.map_or("unaffected", |other| text(other, "effect"));
        if !text(row, "effect").is_empty() && text(row, "effect") != now {
            assert_ne!(matrix[name]["cells"]["security-lock"]["agreement"], "agreed", "{name}");
            disputed.insert(name);
        }
    }
    let expected = [
        "AttachDisk",
        "CreateImage",
        "CreateInstance",
        "DeleteDisk",
        "DetachDisk",
        "JoinSecurityGroup",
        "LeaveSecurityGroup",
        "ReplaceSystemDisk",
        "ResetDisk",
        "StopInstance",
    ];
    assert_eq!(disputed, BTreeSet::from(expected));
}

#[test]
fn the_managed_groups_page_read_row_by_row_is_what_the_matrix_says() {
    let (matrix, page) = (matrix(), page(MANAGED));
    for row in rows(&page) {
        let name = text(row, "operation");
        for (caller, column) in [("account", "managed-group"), ("service", "managed-group-service")]
        {
            let allowed = row[caller].as_bool().expect("yes or no");
            let (verdict, code) =
                if allowed { ("permitted", None) } else { ("denied", page["code"].as_str()) };
            let cell = &matrix[name]["cells"][column];
            assert_eq!(cell["verdict"], verdict, "{name} {caller}");
            assert_eq!(cell["code"].as_str(), code, "{name} {caller}");
        }
    }
}

#[test]
fn every_row_of_the_three_pages_is_in_the_matrix_with_source_and_date() {
    let matrix = matrix();
    let all = json("spec/ecs/matrix.json");
    let columns: [(&str, usize, &[&str]); 3] = [
        (OLDER, 39, &["security-lock"]),
        (NEWER, 76, &["security-lock"]),
        (MANAGED, 19, &["managed-group", "managed-group-service"]),
    ];
    for (id, count, columns) in columns {
        let mut sources = all["sources"].as_array().expect("sources").iter();
        let source = sources.find(|source| source["id"] == id).expect("the matrix names the page");
        assert_eq!(text(source, "published"), published(id));
        assert!(text(source, "url").starts_with("https://"), "{id}");
        let page = page(id);
        assert_eq!(rows(&page).len(), count, "{id}");
        for row in rows(&page) {
            for column in columns {
                let cell = &matrix[text(row, "operation")]["cells"][*column];
                let mut evidence = cell["evidence"].as_array().expect("evidence").iter();
                let found = evidence.find(|one| {
                    one["source"] == id && one["kind"] == "page-row" && one["line"] == row["line"]
                });
                let found = found.unwrap_or_else(|| panic!("{id}: {row} is not in {column}"));
                assert_eq!(text(found, "says"), said(row, column), "{id} {row}");
                let cut = row["quality"] == "truncated";
                assert_eq!(found["quality"] == "truncated", cut, "{id} {row}");
            }
        }
    }
}

/// What a row says about a column.
fn said<'a>(row: &'a Json, column: &str) -> &'a str {
    let caller = match column {
        "managed-group" => "account",
        "managed-group-service" => "service",
        _ => return text(row, "effect"),
    };
    if row[caller] == true { "unaffected" } else { "denied" }
}

/// The date of a source, from the list of sources, line by line.
fn published(id: &str) -> String {
    let path = workspace().join("spec/sources.toml");
    let list = std::fs::read_to_string(path).expect("the list of sources");
    let mut lines = list.lines().skip_while(|line| *line != format!("id = \"{id}\""));
    let line = lines.find_map(|line| line.strip_prefix("published = "));
    line.expect("a source has a date").trim_matches('"').to_owned()
}
