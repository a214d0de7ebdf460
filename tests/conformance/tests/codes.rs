//! Class and reaction of every code: the client classifies as spec/ecs/errors.json says, and where
//! that says something else for one operation, the client does too.

mod support;

use std::collections::HashSet;

use aliyun_ecs::runtime::ErrorSet;
use aliyun_ecs::runtime::product::CodeRow;
use aliyun_ecs::{AttachDiskError, Class, CommonError, DeleteDiskError, PRODUCT, Reaction};
use aliyun_rpc_spec::codes::Codes;
use aliyun_rpc_spec::load::from_json;
use support::workspace;

fn errors() -> Codes {
    let path = workspace().join("spec/ecs/errors.json");
    let text = std::fs::read_to_string(path).expect("the table is there");
    from_json("errors.json", &text).expect("the table is whole")
}

/// As both sides write them: the variants have the same names.
fn shown(code: &str, class: impl std::fmt::Debug, reaction: impl std::fmt::Debug) -> String {
    format!("{code} {class:?} {reaction:?}")
}

fn row(row: &CodeRow) -> String {
    shown(row.code, row.class, row.reaction)
}

#[test]
fn every_code_has_the_class_and_reaction_of_the_specification() {
    let expected = errors().codes;
    let expected = expected.iter().map(|one| shown(&one.code, one.class, one.reaction));
    let expected: Vec<String> = expected.collect();
    assert!(expected.len() > 1000, "{}", expected.len());
    assert_eq!(PRODUCT.codes.iter().map(row).collect::<Vec<_>>(), expected);
}

#[test]
fn what_holds_for_one_operation_only_is_known_too() {
    let errors = errors();
    let expected = errors.overrides.iter();
    let expected = expected
        .map(|one| format!("{} {}", one.operation, shown(&one.code, one.class, one.reaction)));
    let expected: Vec<String> = expected.collect();
    assert!(!expected.is_empty());
    let known = PRODUCT.overrides.iter().map(|(name, one)| format!("{name} {}", row(one)));
    assert_eq!(known.collect::<Vec<_>>(), expected);
    for (operation, one) in PRODUCT.overrides {
        let usual = PRODUCT.codes.iter().find(|usual| usual.code == one.code);
        let usual = usual.unwrap_or_else(|| panic!("{operation} {} is no code", one.code));
        assert_ne!(row(usual), row(one), "{operation}: nothing is overridden");
    }
}

#[test]
fn the_variants_of_an_operation_have_its_class_and_reaction() {
    let gone = DeleteDiskError::from_code("InvalidDiskId.NotFound").expect("a documented code");
    assert_eq!((gone.class(), gone.reaction()), (Class::NotFound, Reaction::AlreadyDone));
    let attached = AttachDiskError::InvalidDiskIdNotFound;
    assert_eq!((attached.class(), attached.reaction()), (Class::NotFound, Reaction::FixRequest));
    assert_eq!(attached.to_string(), "InvalidDiskId.NotFound");
    assert_eq!(CommonError::Throttling.class(), Class::Throttled);
    let distinct = HashSet::from([attached, AttachDiskError::InvalidDiskIdNotFound]);
    assert_eq!(distinct.len(), 1);
}
