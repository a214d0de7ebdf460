//! The real editions in their order.

use super::set_difference::{differences, reported};
use super::{EDITIONS, metadata_edition, source, view_of};
use crate::drift::change::{Aspect, Drift, Impact, What};
use crate::drift::diff::diff;

fn drift(old: &str, new: &str) -> Drift {
    diff(&view_of(&metadata_edition(old)), &view_of(&metadata_edition(new)))
}

#[test]
fn replaying_the_metadata_editions_reports_every_change_and_invents_none() {
    let editions: Vec<_> = EDITIONS.iter().map(|date| metadata_edition(date)).collect();
    let mut pairs: Vec<_> = editions.windows(2).map(|pair| (&pair[0], &pair[1])).collect();
    // Only these two carry responses.
    pairs.push((&editions[0], &editions[4]));
    pairs.push((&editions[4], &editions[0]));
    for (old, new) in pairs {
        let expected = differences(old, new);
        let found = reported(&diff(&view_of(old), &view_of(new)).changes);
        assert!(!expected.is_empty());
        for (key, difference) in &expected {
            assert_eq!(found.get(key), Some(difference), "{key:?} is not reported");
        }
        for key in found.keys() {
            assert!(expected.contains_key(key), "{key:?} is invented: {:?}", found[key]);
        }
    }
}

#[test]
fn an_edition_without_limits_or_errors_loses_none() {
    let drift = drift("2025-12-03", "2026-10-26");
    for aspect in [Aspect::Limits, Aspect::Values, Aspect::ErrorCode, Aspect::Type] {
        let found = drift.changes.iter().filter(|change| change.aspect == aspect);
        let outright = found.filter(|change| change.what != What::Added).count();
        assert_eq!(outright, 0, "{aspect:?}");
    }
    let limits = drift.gaps.iter().find(|gap| gap.aspect == Aspect::Limits).expect("a gap");
    assert!(limits.stated > 400, "{}", limits.stated);
}

#[test]
fn the_withdrawn_operation_and_the_new_ones_are_named() {
    let drift = drift("2025-12-03", "2026-10-26");
    let operations = |what: What| {
        let changes = drift.changes.iter();
        changes.filter(move |one| one.aspect == Aspect::Operation && one.what == what).count()
    };
    assert_eq!((operations(What::Removed), operations(What::Added)), (1, 25));
    assert!(drift.count(Impact::Breaking) > 0);
}

#[test]
fn lock_pages_that_disagree_are_behaviour_changes() {
    let old = view_of(&source("ecs-lock-2021-07-19"));
    let new = view_of(&source("ecs-lock-2026-06-20"));
    let drift = diff(&old, &new);
    let changed: Vec<&str> = drift
        .changes
        .iter()
        .filter(|change| change.rule == "effect-changed")
        .map(|change| change.operation.as_str())
        .collect();
    // CreateInstance has lost its row, so the page's rule for unlisted operations holds.
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
    assert_eq!(changed, expected);
}

#[test]
fn a_partial_page_neither_drops_rows_nor_hides_what_changed_around_it() {
    let old = view_of(&source("ecs-lock-2021-07-19"));
    let mut partial = view_of(&source("ecs-lock-2025-04-16"));
    let withdrawn = diff(&old, &partial).changes;
    assert!(withdrawn.iter().all(|change| change.rule != "effect-withdrawn"), "{withdrawn:?}");
    partial.inherit(&old);
    let new = view_of(&source("ecs-lock-2026-06-20"));
    let changes = diff(&partial, &new).changes;
    let join = changes.iter().find(|change| change.operation == "JoinSecurityGroup");
    assert_eq!(join.map(|change| change.rule), Some("effect-changed"));
}
