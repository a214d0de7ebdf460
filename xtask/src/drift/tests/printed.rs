//! Markdown for pull requests, and the history of a product.

use serde_json::json;

use super::{EDITIONS, metadata_edition, one_operation, source, view_of};
use crate::drift::diff::diff;
use crate::drift::history;
use crate::drift::markdown::pull_request;
use crate::regen::merge::Captured;
use crate::sources::Source;

fn captured(id: &str, published: &str) -> Captured {
    let capture = serde_json::from_value(source(id)).expect("a capture");
    let source = Source {
        id: id.to_owned(),
        kind: String::new(),
        product: "ecs".to_owned(),
        published: published.to_owned(),
        dated_by: None,
        title: String::new(),
        url: String::new(),
        sha256: String::new(),
    };
    Captured { source, capture }
}

fn editions() -> Vec<Captured> {
    let dated = |date: &&str| captured(&format!("ecs-metadata-{date}"), date);
    EDITIONS.iter().map(dated).collect()
}

#[test]
fn a_pull_request_says_counts_first_and_worst_first() {
    let old = one_operation(&json!({"parameters": [
        {"name": "Gone", "type": "string"},
        {"name": "Size", "type": "integer", "maximum": "5"},
    ]}));
    let new = one_operation(&json!({"parameters": [
        {"name": "Size", "type": "integer", "maximum": "4"},
        {"name": "New", "type": "object", "members": [{"name": "Part", "type": "string"}]},
    ]}));
    let text = pull_request("A", "B", &diff(&view_of(&old), &view_of(&new)));
    let expected = "\
# Drift from `A` to `B`

1 breaking, 1 behaviour, 2 additive, 0 documentation-only; suggested semver step: **major**.

## Breaking (1)

parameter removed (1): code that sets it does not compile, and the service may refuse it

- `Op`: `Gone`

## Behaviour (1)

limit changed (1): values that were accepted may be refused

- `Op`: `Size` `maximum 5` → `maximum 4`

## Additive (2)

parameter added (2): calls without it stay valid

- `Op`: `New`, `.Part`
";
    assert_eq!(text, expected);
}

#[test]
fn a_mark_that_many_operations_got_names_them_and_nothing_else() {
    let edition = |https_only: bool| {
        let operation = json!({"parameters": [], "https_only": https_only});
        let mut edition = one_operation(&operation);
        for number in 0..5 {
            edition["operations"][format!("Op{number}")] = operation.clone();
        }
        view_of(&edition)
    };
    let text = pull_request("A", "B", &diff(&edition(false), &edition(true)));
    let line = "\n\n- `Op`, `Op0`, `Op1`, `Op2`, `Op3`, `Op4`\n";
    assert!(text.ends_with(line), "{text}");
}

#[test]
fn a_pull_request_stays_short_however_much_changed() {
    let old = view_of(&metadata_edition("2025-12-03"));
    let new = view_of(&metadata_edition("2026-10-26"));
    let text = pull_request("old", "new", &diff(&old, &new));
    assert!(text.len() < 20_000, "{}", text.len());
    assert!(text.contains("limit: not carried by NEW (stated by OLD 428 times)"), "{text}");
    assert!(text.contains("in 291 operations: "), "{text}");
}

#[test]
fn history_lists_newest_first_and_does_not_depend_on_the_order_of_the_sources() {
    let mut captures = editions();
    let text = history("ecs", &captures);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
    let expected: Vec<String> =
        EDITIONS.iter().rev().map(|date| format!("## {date} `ecs-metadata-{date}`")).collect();
    assert_eq!(headings, expected);
    captures.reverse();
    assert_eq!(history("ecs", &captures), text);
    assert!(!history("sts", &captures).contains("## "));
}

#[test]
fn history_names_every_changed_operation_and_parameter() {
    let captures = editions();
    let text = history("ecs", &captures);
    for pair in EDITIONS.windows(2) {
        let old = view_of(&metadata_edition(pair[0]));
        let new = view_of(&metadata_edition(pair[1]));
        for change in diff(&old, &new).changes {
            assert!(text.contains(&format!("`{}`", change.operation)), "{change:?}");
            let last = change.path.rsplit('.').next().unwrap_or_default();
            assert!(text.contains(&format!("{last}`")), "{change:?}");
        }
    }
}

#[test]
fn an_import_adds_a_section_and_leaves_the_older_ones_alone() {
    let mut captures = editions();
    let after = history("ecs", &captures);
    captures.pop();
    let before = history("ecs", &captures);
    let (_, older) = before.split_once("\n## ").expect("sections");
    assert!(after.ends_with(older));
    assert!(after.len() > before.len());
}
