//! Facts that are one text: a case for each of their rules, and what they are compared with.

use serde_json::json;

use super::rules::{Case, of_kind, operation, rules};
use super::view_of;
use crate::drift::diff::diff;
use crate::drift::terms::Part;
use crate::drift::view::View;

fn fact(part: Part, text: Option<&str>) -> View {
    let mut view = View::default();
    if let Some(text) = text {
        view.fact(part, "", "x", text.to_owned());
    }
    view
}

fn facts(part: Part, old: Option<&str>, new: Option<&str>) -> Vec<&'static str> {
    rules(&fact(part, old), &fact(part, new))
}

/// Parts whose facts are one text, with the names of what is added, changed and removed.
const FACTS: &[(Part, [Option<&str>; 3])] = {
    const fn only_changed(name: &'static str) -> [Option<&'static str>; 3] {
        [None, Some(name), None]
    }
    const fn all(
        added: &'static str,
        changed: &'static str,
        removed: &'static str,
    ) -> [Option<&'static str>; 3] {
        [Some(added), Some(changed), Some(removed)]
    }
    const fn mark(added: &'static str, removed: &'static str) -> [Option<&'static str>; 3] {
        [Some(added), None, Some(removed)]
    }
    &[
        (
            Part::ObservedCode,
            all("observed-code-added", "observed-code-changed", "observed-code-removed"),
        ),
        (Part::ErrorVariant, [None, Some("error-variant-renamed"), Some("error-variant-removed")]),
        (Part::EnumVariant, all("known-value-added", "known-value-renamed", "known-value-removed")),
        (Part::Conversion, all("conversion-added", "conversion-changed", "conversion-removed")),
        (Part::Successor, all("successor-named", "successor-changed", "successor-dropped")),
        (Part::Reaction, only_changed("reaction-changed")),
        (
            Part::Precondition,
            all("precondition-added", "precondition-changed", "precondition-removed"),
        ),
        (Part::Endpoint, all("endpoint-added", "endpoint-changed", "endpoint-removed")),
        (Part::Timeout, all("timeout-added", "timeout-changed", "timeout-removed")),
        (Part::Retry, all("retry-added", "retry-changed", "retry-removed")),
        (
            Part::Authorization,
            all("authorization-added", "authorization-changed", "authorization-removed"),
        ),
        (
            Part::Withdrawn,
            all(
                "operation-without-request-added",
                "operation-without-request-changed",
                "operation-without-request-removed",
            ),
        ),
        (Part::ReadOnly, mark("became-read-only", "no-longer-read-only")),
        (Part::ClientToken, mark("client-token-added", "client-token-removed")),
        (Part::DryRun, mark("dry-run-added", "dry-run-removed")),
        (Part::Region, mark("region-filled-in", "region-no-longer-filled-in")),
        (Part::Paging, all("paging-added", "paging-changed", "paging-removed")),
        (Part::PageItems, all("page-items-added", "page-items-changed", "page-items-removed")),
        (Part::Concerns, all("concerns-added", "concerns-changed", "concerns-removed")),
        (Part::Page, only_changed("page-moved")),
        (Part::Secret, only_changed("secret-changed")),
        (Part::Promised, only_changed("promised-changed")),
        (Part::Check, all("check-added", "check-changed", "check-removed")),
        (Part::Condition, all("condition-added", "condition-changed", "condition-removed")),
        (Part::CommonCode, all("common-code-added", "common-code-changed", "common-code-removed")),
        (
            Part::ResourceType,
            all("resource-type-added", "resource-type-changed", "resource-type-removed"),
        ),
        (
            Part::ConditionKey,
            all("condition-key-added", "condition-key-changed", "condition-key-removed"),
        ),
        (Part::Waiter, all("waiter-added", "waiter-changed", "waiter-removed")),
        (Part::WaiterStates, only_changed("waiter-states-changed")),
        (Part::WaiterPace, only_changed("waiter-pace-changed")),
        (Part::WaiterAfter, only_changed("waiter-after-changed")),
        (Part::Lookup, all("lookup-added", "lookup-changed", "lookup-removed")),
        (Part::IdType, mark("id-type-added", "id-type-removed")),
        (Part::Version, only_changed("api-version-changed")),
        (Part::Title, all("title-added", "title-changed", "title-removed")),
        (Part::Source, only_changed("source-changed")),
        (Part::Group, only_changed("group-changed")),
        (Part::RustName, only_changed("rust-name-changed")),
    ]
};

pub(super) fn cases() -> Vec<Case> {
    let (a, b) = (Some("a"), Some("b"));
    let cases = FACTS.iter().flat_map(|(part, names)| {
        let found = [facts(*part, None, a), facts(*part, a, b), facts(*part, a, None)];
        names.iter().zip(found).filter_map(move |(name, found)| match name {
            Some(name) => Some((*name, found)),
            None => {
                assert!(found.is_empty(), "{part:?}: {found:?}");
                None
            }
        })
    });
    cases.collect()
}

#[test]
fn a_kind_that_was_lost_between_two_editions_is_compared_with_the_last_that_had_it() {
    let mut between = view_of(&json!({
        "kind": "metadata", "product": "Ecs", "version": "v",
        "operations": {"Op": {"parameters": []}, "Everything": {"parameters": []}},
    }));
    between.inherit(&of_kind("get"));
    let found = diff(&between, &of_kind("update"));
    let kinds = found.changes.iter().filter(|change| change.part == Part::OperationKind);
    let kinds: Vec<_> = kinds.map(|one| (one.from.as_deref(), one.to.as_deref())).collect();
    assert_eq!(kinds, [(Some("get"), Some("update"))]);
}

#[test]
fn an_operation_that_begins_to_mean_something_else_by_a_code_changes_its_reaction() {
    let view = |own: Option<&str>| {
        let mut view = operation(json!({"errors": [{"status": "400", "code": "C"}]}));
        view.fact(Part::Reaction, "", "C", "not-found, fix-request".to_owned());
        if let Some(own) = own {
            view.fact(Part::Reaction, "Op", "C", own.to_owned());
        }
        view
    };
    let (usual, own) = (view(None), view(Some("not-found, already-done")));
    assert_eq!(rules(&usual, &own), ["reaction-changed"]);
    assert_eq!(rules(&own, &usual), ["reaction-changed"]);
    assert_eq!(rules(&usual, &view(Some("not-found, fix-request"))), Vec::<&str>::new());
}
