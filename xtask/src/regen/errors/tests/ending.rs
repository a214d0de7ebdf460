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
fn an_entry_for_an_operation_beats_the_rule_for_what_it_would_end() {
    let product = product(vec![("DeleteAlpha", operation(&[("404", "Id.NotFound")], &[]))]);
    let mut curated = curated(&reaction("DeleteAlpha", "Id.NotFound", "not-found"));
    curated.codes.entries_mut().rule[1].ending = Some(Reaction::AlreadyDone);
    let (found, problems) = codes(&product, &curated);
    assert_eq!(problems, "");
    assert_eq!(found.overrides[0].reaction, Reaction::FixRequest);
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
