//! A product of a few operations and rules, small enough to see why a result is right.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::{ErrorRow, ObservedCode};
use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::ir::ErrorSet;

use crate::curated::Curated;
use crate::problems::Problems;
use crate::regen::errors::{self, ErrorSets};
use crate::regen::model::{Operation, Product};

const RULES: &str = r#"
[[rule]]
name = "state"
prefix = ["Incorrect"]
class = "state-conflict"
reaction = "wait-for-state"
reason = "test"

[[rule]]
name = "gone"
suffix = ["NotFound"]
class = "not-found"
reaction = "fix-request"
reason = "test"

[[rule]]
name = "rest"
fallback = true
class = "invalid-argument"
reaction = "fix-request"
reason = "test"
"#;

pub(super) fn curated(more: &str) -> Curated {
    Curated::parse("ecs", "test.toml", &format!("{RULES}\n{more}"))
        .expect("the rules of the test parse")
}

pub(super) fn operation(rows: &[(&str, &str)], seen: &[(&str, &str)]) -> Operation {
    let row = |(status, code): &(&str, &str)| ErrorRow {
        status: (*status).to_owned(),
        code: (*code).to_owned(),
    };
    let observed = |(code, treated): &(&str, &str)| ObservedCode {
        code: (*code).to_owned(),
        treated_as: vec![(*treated).to_owned()],
        documented: false,
    };
    Operation {
        current: true,
        errors: rows.iter().map(row).collect(),
        observed: seen.iter().map(observed).collect(),
        ..Operation::default()
    }
}

pub(super) fn product(operations: Vec<(&str, Operation)>) -> Product {
    let operations = operations.into_iter().map(|(name, one)| (name.to_owned(), one)).collect();
    Product { name: "ecs".to_owned(), operations, ..Product::default() }
}

fn groups(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, group)| ((*name).to_owned(), (*group).to_owned())).collect()
}

fn built(product: &Product, groups: &BTreeMap<String, String>) -> ErrorSets {
    errors::build(product, groups, &Codes::default())
}

fn set<'a>(sets: &'a ErrorSets, operation: &str) -> &'a ErrorSet {
    let name = &sets.of_operation[operation];
    let mut all = sets.sets.values().flatten();
    all.find(|set| set.name == *name).expect("the set an operation points to exists")
}

fn messages(problems: Problems) -> String {
    let problems = problems.finish(()).err().unwrap_or_default();
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

pub(super) fn classified(product: &Product, more: &str) -> (Codes, String) {
    codes(product, &curated(more))
}

pub(super) fn codes(product: &Product, curated: &Curated) -> (Codes, String) {
    let mut problems = Problems::default();
    let own = &curated.of("ecs").codes;
    let codes = errors::codes(product, &curated.codes, own, &mut problems);
    (codes, messages(problems))
}

pub(super) fn unused<'a>(curated: &Curated, codes: impl IntoIterator<Item = &'a Codes>) -> String {
    let mut problems = Problems::default();
    errors::unused(curated, codes, &mut problems);
    messages(problems)
}

fn correct(product: &mut Product, curated: &Curated) -> String {
    let mut problems = Problems::default();
    errors::correct(product, &curated.of("ecs").codes, &mut problems);
    messages(problems)
}

#[test]
fn rows_of_one_code_become_one_variant_with_all_its_statuses() {
    let product = product(vec![(
        "StartInstance",
        operation(&[("404", "Id.NotFound"), ("403", "Id.NotFound"), ("403", "Id.NotFound")], &[]),
    )]);
    let sets = built(&product, &groups(&[("StartInstance", "instances")]));
    let codes = &set(&sets, "StartInstance").codes;
    assert_eq!(codes.len(), 1);
    assert_eq!(codes[0].name, "IdNotFound");
    assert_eq!(codes[0].statuses, ["403", "404"]);
}

#[test]
fn an_observed_code_is_marked_unless_the_table_lists_it() {
    let seen = [("Id.NotFound", "gone"), ("IncorrectStatus", "retryable")];
    let product = product(vec![("StopInstance", operation(&[("404", "Id.NotFound")], &seen))]);
    let sets = built(&product, &groups(&[("StopInstance", "instances")]));
    let marks: Vec<(&str, bool)> = set(&sets, "StopInstance")
        .codes
        .iter()
        .map(|code| (code.code.as_str(), code.observed))
        .collect();
    assert_eq!(marks, [("Id.NotFound", false), ("IncorrectStatus", true)]);
}

#[test]
fn operations_with_the_same_codes_share_one_enum_within_their_group_only() {
    let rows = [("404", "Id.NotFound")];
    let product = product(vec![
        ("Beta", operation(&[("400", "Id.NotFound")], &[])),
        ("Alpha", operation(&rows, &[])),
        ("Gamma", operation(&rows, &[])),
        ("Delta", operation(&[], &[("Id.NotFound", "gone")])),
        ("Epsilon", operation(&[], &[])),
        ("Withdrawn", operation(&rows, &[])),
    ]);
    let groups = groups(&[
        ("Alpha", "one"),
        ("Beta", "one"),
        ("Delta", "one"),
        ("Epsilon", "one"),
        ("Gamma", "two"),
    ]);
    let sets = built(&product, &groups);
    assert_eq!(sets.of_operation["Alpha"], "AlphaError");
    assert_eq!(sets.of_operation["Beta"], "AlphaError");
    assert_eq!(sets.of_operation["Gamma"], "GammaError", "another group");
    assert_eq!(sets.of_operation["Delta"], "DeltaError", "observed, not documented");
    assert!(!sets.of_operation.contains_key("Epsilon"), "no codes, no enum");
    assert!(!sets.of_operation.contains_key("Withdrawn"), "not typed");
    assert_eq!(set(&sets, "Beta").codes[0].statuses, ["400", "404"]);
}

#[test]
fn one_code_has_one_name_in_every_operation_although_only_one_sees_its_rival() {
    let product = product(vec![
        ("Alpha", operation(&[("400", "Invalid.Param"), ("400", "InvalidParam")], &[])),
        ("Beta", operation(&[("400", "Invalid.Param")], &[])),
    ]);
    let sets = built(&product, &groups(&[("Alpha", "one"), ("Beta", "one")]));
    assert_eq!(set(&sets, "Beta").codes[0].name, "InvalidDotParam");
    let names: Vec<&str> = set(&sets, "Alpha").codes.iter().map(|code| &*code.name).collect();
    assert_eq!(names, ["InvalidDotParam", "InvalidParam"]);
}

#[test]
fn templates_keep_their_text_and_count_their_holes() {
    let rows = [("400", "DuplicatedParam.%s"), ("400", "ExclusiveParam.%sAnd%s")];
    let product = product(vec![("Alpha", operation(&rows, &[]))]);
    let sets = built(&product, &groups(&[("Alpha", "one")]));
    let codes = &set(&sets, "Alpha").codes;
    assert_eq!((codes[0].name.as_str(), codes[0].captures), ("DuplicatedParam", 1));
    assert_eq!((codes[1].name.as_str(), codes[1].captures), ("ExclusiveParam", 2));
    assert_eq!(codes[1].code, "ExclusiveParam.%sAnd%s");
}

#[test]
fn the_first_rule_that_fits_decides_and_withdrawn_operations_count() {
    let mut withdrawn = operation(&[("403", "IncorrectId.NotFound")], &[]);
    withdrawn.current = false;
    let product = product(vec![
        ("Alpha", operation(&[("404", "Id.NotFound"), ("400", "Odd")], &[])),
        ("Beta", withdrawn),
        ("Gamma", operation(&[("400", "Id.NotFound")], &[("Seen.NotFound", "gone")])),
    ]);
    let (codes, problems) = classified(&product, "");
    assert_eq!(problems, "");
    let found: Vec<(&str, &str, Class, u32)> =
        codes.codes.iter().map(|one| (&*one.code, &*one.rule, one.class, one.operations)).collect();
    assert_eq!(
        found,
        [
            ("Id.NotFound", "gone", Class::NotFound, 2),
            ("IncorrectId.NotFound", "state", Class::StateConflict, 1),
            ("Odd", "rest", Class::InvalidArgument, 1),
            ("Seen.NotFound", "gone", Class::NotFound, 0),
        ]
    );
    assert_eq!(codes.codes[0].statuses, ["400", "404"]);
}

#[test]
fn a_code_that_no_rule_decides_is_a_problem_that_names_it() {
    let product = product(vec![("Alpha", operation(&[("418", "Teapot")], &[]))]);
    let mut curated = curated("");
    curated.codes.entries_mut().rule.retain(|rule| !rule.fallback);
    let (codes, problems) = codes(&product, &curated);
    assert!(codes.codes.is_empty());
    assert!(problems.contains("no rule decides the code `Teapot` (HTTP 418)"));
}

#[test]
fn a_fallback_looks_at_statuses_and_an_ordinary_rule_must_name_codes() {
    let product =
        product(vec![("Alpha", operation(&[("429", "A"), ("400", "B")], &[("C", "other")]))]);
    let mut curated = curated("");
    curated.codes.entries_mut().rule.retain(|rule| rule.fallback);
    curated.codes.entries_mut().rule[0].statuses = vec!["429".to_owned()];
    let (found, problems) = codes(&product, &curated);
    assert_eq!(found.codes.len(), 1);
    assert_eq!(found.codes[0].code, "A");
    assert!(problems.contains("`B`") && problems.contains("`C`"), "{problems}");
    curated.codes.entries_mut().rule[0].fallback = false;
    assert!(codes(&product, &curated).1.contains("the rule names no code"));
}

#[test]
fn rules_with_one_name_or_behind_a_fallback_are_problems() {
    let more = r#"
        [[rule]]
        name = "gone"
        codes = ["X"]
        class = "not-found"
        reaction = "fix-request"
        reason = "test"
    "#;
    let (_, problems) = classified(&product(vec![]), more);
    assert!(problems.contains("two rules have this name"), "{problems}");
    assert!(problems.contains("after a fallback"), "{problems}");
}

#[test]
fn patterns_that_decide_nothing_are_found_and_say_who_took_their_code() {
    let product = product(vec![(
        "Alpha",
        operation(&[("404", "Id.NotFound"), ("403", "IncorrectStatus"), ("400", "Odd")], &[]),
    )]);
    let mut curated = curated("");
    let (found, _) = codes(&product, &curated);
    assert!(unused(&curated, [&found]).is_empty());
    curated.codes.entries_mut().rule[1].codes = vec!["IncorrectStatus".to_owned()];
    curated.codes.entries_mut().rule[1].prefix = vec!["Gone".to_owned()];
    let problems = unused(&curated, [&found]);
    assert!(
        problems.contains("code `IncorrectStatus` decides nothing: rule `state`"),
        "{problems}"
    );
    assert!(problems.contains("prefix `Gone` decides nothing"), "{problems}");
}

#[test]
fn a_rule_that_only_another_product_needs_is_not_unused() {
    let ecs = product(vec![("Alpha", operation(&[("403", "IncorrectStatus")], &[]))]);
    let mut sts = product(vec![("AssumeRole", operation(&[("404", "Role.NotFound")], &[]))]);
    sts.name = "sts".to_owned();
    let curated = curated("");
    let (ecs, _) = codes(&ecs, &curated);
    let (sts, _) = codes(&sts, &curated);
    assert_eq!(unused(&curated, [&ecs]).lines().count(), 2, "a problem and what to do");
    assert!(unused(&curated, [&ecs, &sts]).is_empty());
}

pub(super) fn reaction(operation: &str, code: &str, class: &str) -> String {
    format!(
        "[[reaction]]\noperation = \"{operation}\"\ncode = \"{code}\"\nclass = \"{class}\"\n\
         reaction = \"fix-request\"\nreason = \"test\"\n"
    )
}

#[test]
fn a_reaction_of_one_operation_is_kept_beside_the_rules() {
    let product = product(vec![("Alpha", operation(&[("403", "IncorrectStatus")], &[]))]);
    let (codes, problems) =
        classified(&product, &reaction("Alpha", "IncorrectStatus", "not-found"));
    assert_eq!(problems, "");
    assert_eq!(codes.codes[0].class, Class::StateConflict);
    assert_eq!(codes.overrides.len(), 1);
    assert_eq!(codes.overrides[0].class, Class::NotFound);
    assert_eq!(codes.overrides[0].reaction, Reaction::FixRequest);
}

#[test]
fn a_reaction_that_changes_nothing_is_a_problem() {
    let product = product(vec![("Alpha", operation(&[("404", "Id.NotFound")], &[]))]);
    let problems =
        |operation, code| classified(&product, &reaction(operation, code, "not-found")).1;
    assert!(problems("Alpha", "Id.NotFound").contains("the same class and reaction"));
    assert!(problems("Alpha", "IncorrectStatus").contains("no source lists this code"));
    assert!(problems("Omega", "Id.NotFound").contains("no source has such an operation"));
    let twice = reaction("Alpha", "Id.NotFound", "quota-exceeded").repeat(2);
    assert!(classified(&product, &twice).1.contains("listed twice"));
}

const DIFFERENCE: &str = r#"
[[difference]]
codes.Alpha = ["Id.NotFound"]
reason = "test"
"#;

#[test]
fn a_disagreement_with_the_observed_tool_has_to_be_listed() {
    let tool = |treated| product(vec![("Alpha", operation(&[], &[("Id.NotFound", treated)]))]);
    assert_eq!(classified(&tool("gone"), "").1, "");
    assert_eq!(classified(&tool("other"), "").1, "");
    let problems = classified(&tool("retryable"), "").1;
    assert!(problems.contains("Alpha Id.NotFound: the observed tool treats it as `retryable`"));
    assert_eq!(classified(&tool("retryable"), DIFFERENCE).1, "");
}

#[test]
fn a_listed_difference_that_is_none_any_more_is_a_problem() {
    let agreeing = product(vec![("Alpha", operation(&[], &[("Id.NotFound", "gone")]))]);
    assert!(classified(&agreeing, DIFFERENCE).1.contains("does not differ"));
    assert!(classified(&product(vec![]), DIFFERENCE).1.contains("does not differ"));
}

#[test]
fn waiting_for_a_state_agrees_with_a_tool_that_retries_and_an_override_counts() {
    let seen = [("IncorrectStatus", "retryable")];
    let product = product(vec![("Alpha", operation(&[("403", "IncorrectStatus")], &seen))]);
    assert_eq!(classified(&product, "").1, "");
    let overridden = classified(&product, &reaction("Alpha", "IncorrectStatus", "not-found")).1;
    assert!(overridden.contains("treats it as `retryable`"), "{overridden}");
}

const MISREAD: &str = r#"
[[misread]]
code = "$Throttled"
means = "Throttled"
reason = "test"

[[misread]]
code = "unexpected end"
reason = "test"
"#;

#[test]
fn misread_texts_are_put_right_or_dropped_before_anything_is_named() {
    let seen = [("$Throttled", "retryable"), ("unexpected end", "retryable")];
    let mut product = product(vec![("Alpha", operation(&[("400", "Throttled")], &seen))]);
    assert!(correct(&mut product, &curated(MISREAD)).is_empty());
    let observed: Vec<&str> =
        product.operations["Alpha"].observed.iter().map(|code| &*code.code).collect();
    assert_eq!(observed, ["Throttled"]);
    let sets = built(&product, &groups(&[("Alpha", "one")]));
    assert!(!set(&sets, "Alpha").codes[0].observed, "the table lists what it stands for");
    let again = correct(&mut product, &curated(MISREAD));
    assert_eq!(again.matches("no source of observed codes has this text").count(), 2);
}

#[test]
fn an_observed_text_that_cannot_be_a_code_is_a_problem_and_no_variant() {
    let product = product(vec![("Alpha", operation(&[], &[("unexpected end", "retryable")]))]);
    assert!(built(&product, &groups(&[("Alpha", "one")])).of_operation.is_empty());
    assert!(classified(&product, "").1.contains("cannot be an error code"));
}

#[test]
fn common_codes_are_classified_named_and_listed_apart() {
    let more = "[[common]]\nreason = \"test\"\ncodes.IncorrectClock = [\"400\"]\n\
                codes.\"Id.NotFound\" = [\"404\"]\n";
    let product = product(vec![("Alpha", operation(&[("403", "Id.NotFound")], &[]))]);
    let (codes, problems) = classified(&product, more);
    assert_eq!(problems, "");
    let names: Vec<&str> = codes.common.iter().map(|code| &*code.name).collect();
    assert_eq!(names, ["IdNotFound", "IncorrectClock"]);
    let operations: Vec<u32> = codes.codes.iter().map(|code| code.operations).collect();
    assert_eq!(operations, [1, 0]);
    assert_eq!(codes.codes[0].statuses, ["403", "404"]);
    let twice = format!("{more}[[common]]\nreason = \"test\"\ncodes.\"Id.NotFound\" = []\n");
    assert!(classified(&product, &twice).1.contains("listed twice"));
}
