//! The same page in English and in Chinese: what both state is equal but for what the vendor's
//! pages themselves differ in, and each difference is named here.

use aliyun_rpc_spec::capture::{ErrorRow, ImpactPage, OperationPage, Says};

use super::originals::{seed, upstream};
use super::*;

fn operation(capture: Capture) -> OperationPage {
    match capture {
        Capture::OperationPage(page) => page,
        _ => panic!("another kind"),
    }
}

fn impact(capture: Capture) -> ImpactPage {
    match capture {
        Capture::ImpactPage(page) => page,
        _ => panic!("another kind"),
    }
}

/// Everything that one language has and the other has not. Both list the errors in an order of
/// their own, and some of them twice.
fn differences(english: &OperationPage, chinese: &OperationPage) -> Vec<String> {
    let mut found = Vec::new();
    let mut same = |what: &str, same: bool| {
        if !same {
            found.push(format!("other {what}"));
        }
    };
    same("operation", english.operation == chinese.operation);
    same("parameters", english.parameters == chinese.parameters);
    same("response", english.response == chinese.response);
    same("authorization", english.authorization == chinese.authorization);
    same("changes", english.changes == chinese.changes);
    same("day", english.updated == chinese.updated);
    same("section on errors", english.errors_unstated == chinese.errors_unstated);
    let count =
        |page: &OperationPage, row: &ErrorRow| page.errors.iter().filter(|one| *one == row).count();
    let mut rows: Vec<&ErrorRow> = english.errors.iter().chain(&chinese.errors).collect();
    rows.sort();
    rows.dedup();
    for row in rows {
        let (one, other) = (count(english, row), count(chinese, row));
        if one != other {
            found.push(format!("{} {}: {one} and {other}", row.status, row.code));
        }
    }
    found
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_both_languages_of_a_page_state_the_same_but_for_what_the_pages_differ_in() {
    let new = |name: &str| operation(upstream(&format!("pages/new/{name}.md")));
    let pairs: [(OperationPage, OperationPage, &[&str]); 3] = [
        (
            new("join-security-group-en"),
            new("join-security-group-zh"),
            &[
                // The Chinese pages end with a link to their history.
                "other changes",
                // Listed twice in English, each time with another message.
                "403 SecurityGroupInstanceLimitExceeded: 2 and 1",
                "404 InvalidInstanceId.NotFound: 2 and 1",
                // The Chinese edition is the newer one.
                "409 InvalidOperation.Conflict: 0 and 1",
            ],
        ),
        (
            new("leave-security-group-en"),
            new("leave-security-group-zh"),
            &[
                "other changes",
                // Likewise listed twice.
                "404 InvalidInstanceId.NotFound: 2 and 1",
                // Both are of the newer edition.
                "404 InvalidVSwitchId.NotFound: 0 and 1",
                "409 InvalidOperation.Conflict: 0 and 1",
            ],
        ),
        (
            operation(seed("004")),
            new("modify-security-group-policy-zh"),
            // The English capture of 2024-03-19 has an empty table of permissions, and a day.
            &["other authorization", "other day"],
        ),
    ];
    for (english, chinese, expected) in pairs {
        assert_eq!(differences(&english, &chinese), expected, "{}", english.operation);
        assert!(chinese.parameters.len() == 4 && !chinese.authorization.is_empty());
    }
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_lock_pages_state_the_same_in_both_languages() {
    let chinese = impact(upstream("pages/new/lock-zh.txt"));
    // A part of the older edition: four of the 39 rows of the English one, and no rule.
    assert_eq!((chinese.rows.len(), chinese.default), (4, None));
    let english = impact(seed("000"));
    for row in &chinese.rows {
        let same = english.rows.iter().find(|one| one.operation == row.operation).unwrap();
        let facts = |row: &aliyun_rpc_spec::capture::ImpactRow| {
            (row.subject, row.effect, row.code.clone(), row.quality)
        };
        assert_eq!(facts(row), facts(same), "{}", row.operation);
    }
    assert_eq!((english.condition, english.default), (chinese.condition, chinese.default));
    // The first rows of the edition of 2025-04-27, which states a rule.
    let newer = impact(upstream("pages/new/lock-2025-04-27-cell-per-line.txt"));
    assert_eq!((newer.rows.len(), newer.default), (8, Some(Says::Unaffected)));
    assert_eq!(newer.condition, chinese.condition);
    let older = impact(upstream("pages/new/overdue-payments-older.md"));
    // Two tables of 39 operations with two columns each.
    assert_eq!((older.rows.len(), older.crossed.len()), (0, 2 * 2 * 39));
}

#[test]
#[ignore = "needs SOURCES_DIR=<folder with seeds/ and upstream/>; CI runs it with --ignored"]
fn the_originals_a_difference_between_languages_is_found() {
    let read = |text: &str| operation(capture(text));
    let path = originals::folder().join("upstream/pages/new/leave-security-group-zh.md");
    let text = std::fs::read_to_string(path).unwrap();
    let whole = read(&text);
    let without = |code: &str| {
        let lines = text.lines().filter(|line| !line.contains(code));
        read(&(lines.collect::<Vec<_>>().join("\n") + "\n"))
    };
    assert_eq!(
        differences(&whole, &without("409 | InvalidOperation.Conflict")),
        ["409 InvalidOperation.Conflict: 1 and 0"]
    );
}
