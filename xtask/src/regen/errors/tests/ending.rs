//! Operations that end something: what the rules make of codes that say it is gone.

use aliyun_rpc_spec::codes::{Class, Reaction};

use super::inline::{codes, curated, operation, product, reaction};
use crate::regen::errors::build;

#[test]
fn the_reaction_of_a_rule_to_what_an_operation_would_end_is_kept_beside_the_rules() {
    let rows = [("404", "Id.NotFound"), ("403", "IncorrectStatus")];
    let product =
        product(vec![("DeleteAlpha", operation(&rows, &[])), ("StopAlpha", operation(&rows, &[]))]);
    let mut curated = curated("");
    curated.codes.entries_mut().rule[1].ending = Some(Reaction::AlreadyDone);
    let (found, problems) = codes(&product, &curated);
    assert_eq!(problems, "");
    assert_eq!(found.codes[0].reaction, Reaction::FixRequest);
    let [only] = found.overrides.as_slice() else { panic!("{:?}", found.overrides) };
    assert_eq!(
        (&*only.operation, &*only.code, &*only.rule),
        ("DeleteAlpha", "Id.NotFound", "gone")
    );
    assert_eq!((only.class, only.reaction), (Class::NotFound, Reaction::AlreadyDone));
}

#[test]
fn an_operation_knows_what_it_ends_by_every_spelling_and_nothing_else_by_any() {
    let product = product(vec![
        ("DeleteAlpha", operation(&[("404", "InvalidAlpha.NotFound")], &[])),
        ("DeleteBeta", operation(&[("404", "InvalidBeta.NotFound")], &[])),
        ("StartAlpha", operation(&[("404", "InvalidAlphaId.NotFound")], &[])),
    ]);
    let mut curated = curated("");
    curated.codes.entries_mut().rule[1].ending = Some(Reaction::AlreadyDone);
    let (found, problems) = codes(&product, &curated);
    assert_eq!(problems, "");
    let pairs = found.overrides.iter().map(|one| (&*one.operation, &*one.code));
    let expected = [
        ("DeleteAlpha", "InvalidAlpha.NotFound"),
        ("DeleteAlpha", "InvalidAlphaId.NotFound"),
        ("DeleteBeta", "InvalidBeta.NotFound"),
    ];
    assert_eq!(pairs.collect::<Vec<_>>(), expected);
}

#[test]
fn what_exists_is_done_where_the_operation_makes_it() {
    let rows = [("404", "Id.NotFound")];
    let names = ["CreateAlpha", "DescribeAlphas", "JoinAlpha", "DeleteAlpha"];
    let product = product(names.iter().map(|name| (*name, operation(&rows, &[]))).collect());
    let mut curated = curated("");
    curated.codes.entries_mut().rule[1].making = Some(Reaction::AlreadyDone);
    let (found, problems) = codes(&product, &curated);
    assert_eq!(problems, "");
    let operations = found.overrides.iter().map(|one| &*one.operation);
    assert_eq!(operations.collect::<Vec<_>>(), ["CreateAlpha", "JoinAlpha"]);
}

#[test]
fn an_entry_for_an_operation_beats_the_rule_for_what_it_would_end() {
    let product = product(vec![("DeleteAlpha", operation(&[("404", "Id.NotFound")], &[]))]);
    let mut curated = curated(&reaction("DeleteAlpha", "Id.NotFound", "not-found"));
    curated.codes.entries_mut().rule[1].ending = Some(Reaction::AlreadyDone);
    let (found, problems) = codes(&product, &curated);
    assert_eq!(problems, "");
    // The entry takes back what the rule says, so the code means here what it means anywhere.
    assert_eq!(found.overrides, []);
    assert_eq!(
        found.means("DeleteAlpha", "Id.NotFound"),
        Some((Class::NotFound, Reaction::FixRequest))
    );
    curated.codes.entries_mut().rule[1].ending = None;
    assert!(codes(&product, &curated).1.contains("the same class and reaction"));
}

#[test]
fn operations_share_an_enum_only_if_they_mean_the_same_by_each_code() {
    let rows = [("404", "Id.NotFound")];
    let product = product(vec![
        ("DeleteAlpha", operation(&rows, &[])),
        ("StartAlpha", operation(&rows, &[])),
        ("StopAlpha", operation(&rows, &[])),
    ]);
    let groups = product.operations.keys().map(|name| (name.clone(), "one".to_owned())).collect();
    let mut curated = curated("");
    curated.codes.entries_mut().rule[1].ending = Some(Reaction::AlreadyDone);
    let (table, _) = codes(&product, &curated);
    let sets = build(&product, &groups, &table).of_operation;
    assert_eq!(sets["DeleteAlpha"], "DeleteAlphaError");
    assert_eq!(sets["StartAlpha"], "StartAlphaError");
    assert_eq!(sets["StopAlpha"], "StartAlphaError");
}
