//! The rules of `spec/curated/` checked against the committed captures, through a reading of them
//! that is independent of the merge: every table of every edition counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use aliyun_rpc_spec::capture::Capture;
use aliyun_rpc_spec::codes::{Class, Codes, Reaction};
use aliyun_rpc_spec::load::from_json;

use crate::curated::Curated;
use crate::files::root;
use crate::problems::Problems;
use crate::regen::errors::{build, codes, correct, unused};
use crate::regen::model::Product;

struct Real {
    curated: Curated,
    products: Vec<Product>,
}

/// All products of `spec/sources`, observed codes put right.
fn real() -> Real {
    let spec = root().join("spec");
    let mut problems = Problems::default();
    let curated = Curated::load(&spec.join("curated"), None, &mut problems);
    let mut products: BTreeMap<String, Product> = BTreeMap::new();
    for entry in fs::read_dir(spec.join("sources")).expect("the captures are committed") {
        let path = entry.expect("the folder can be listed").path();
        let text = fs::read_to_string(&path).expect("a capture can be read");
        let capture = from_json(&path.display().to_string(), &text).expect("a capture parses");
        take(&mut products, capture);
    }
    let mut products: Vec<Product> = products.into_values().collect();
    for product in &mut products {
        let own = &curated.of(&product.name).codes;
        correct(product, own, &mut problems);
    }
    problems.finish(()).expect("no problems");
    Real { curated, products }
}

fn take(products: &mut BTreeMap<String, Product>, capture: Capture) {
    match capture {
        Capture::Metadata(metadata) => {
            let product = entry(products, &metadata.product);
            for (name, facts) in metadata.operations {
                let operation = product.operations.entry(name).or_default();
                operation.errors.extend(facts.errors.unwrap_or_default());
                operation.parameters.extend(facts.parameters);
            }
        }
        Capture::OperationPage(page) => {
            let product = entry(products, "ecs");
            product.operations.entry(page.operation).or_default().errors.extend(page.errors);
        }
        Capture::ObservedCodes(observed) => {
            let product = entry(products, "ecs");
            for (name, seen) in observed.operations {
                product.operations.entry(name).or_default().observed.extend(seen);
            }
        }
        _ => {}
    }
}

fn entry<'a>(products: &'a mut BTreeMap<String, Product>, name: &str) -> &'a mut Product {
    let name = name.to_lowercase();
    let product = products.entry(name.clone()).or_default();
    product.name = name;
    product
}

fn classified(real: &Real) -> Vec<Codes> {
    let mut all = Vec::new();
    for product in &real.products {
        let mut problems = Problems::default();
        let own = &real.curated.of(&product.name).codes;
        all.push(codes(product, &real.curated.codes, own, &mut problems));
        problems.finish(()).expect("no problems");
    }
    all
}

fn ecs(real: &Real) -> (&Product, Codes) {
    let product = real.products.iter().find(|product| product.name == "ecs");
    let product = product.expect("ECS is among the captures");
    let own = &real.curated.of("ecs").codes;
    (product, codes(product, &real.curated.codes, own, &mut Problems::default()))
}

#[test]
fn no_pattern_reaction_difference_or_misread_entry_of_the_curated_files_is_stale() {
    let real = real();
    let all = classified(&real);
    let mut problems = Problems::default();
    unused(&real.curated, &all, &mut problems);
    problems.finish(()).expect("no problems");
}

#[test]
fn every_documented_pair_is_a_named_variant_of_its_operation() {
    let real = real();
    let (product, _) = ecs(&real);
    let groups = product.operations.keys().map(|name| (name.clone(), "all".to_owned())).collect();
    let sets = build(product, &groups, &Codes::default());
    let by_name: BTreeMap<&str, _> =
        sets.sets["all"].iter().map(|set| (set.name.as_str(), set)).collect();
    let mut pairs = BTreeSet::new();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, operation) in &product.operations {
        let Some(set) = sets.of_operation.get(name) else {
            assert!(operation.errors.is_empty() && operation.observed.is_empty(), "{name}");
            continue;
        };
        let set = by_name[set.as_str()];
        let variants: BTreeSet<&str> = set.codes.iter().map(|code| code.name.as_str()).collect();
        assert_eq!(variants.len(), set.codes.len(), "a name twice in {}", set.name);
        for row in &operation.errors {
            let code = set.codes.iter().find(|code| code.code == row.code);
            let code = code.unwrap_or_else(|| panic!("{name} has no variant for {}", row.code));
            assert!(!code.observed && code.statuses.contains(&row.status), "{name} {}", row.code);
            assert_eq!(*names.entry(&code.code).or_insert(&code.name), code.name);
            pairs.insert((name, &row.code));
        }
        for seen in &operation.observed {
            assert!(set.codes.iter().any(|code| code.code == seen.code), "{name} {}", seen.code);
        }
    }
    assert!(pairs.len() >= 6_067, "{} pairs", pairs.len());
    let unique: BTreeSet<&&str> = names.values().collect();
    assert_eq!(unique.len(), names.len(), "two codes share a name");
}

#[test]
fn every_name_is_an_identifier_and_a_common_code_has_the_name_the_enums_give_it() {
    let real = real();
    let (product, codes) = ecs(&real);
    let groups = product.operations.keys().map(|name| (name.clone(), "all".to_owned())).collect();
    let sets = build(product, &groups, &Codes::default());
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for code in sets.sets["all"].iter().flat_map(|set| &set.codes) {
        let first = code.name.chars().next().unwrap_or_default();
        assert!(first.is_ascii_uppercase(), "{}", code.name);
        assert!(code.name.chars().all(|c| c.is_ascii_alphanumeric()), "{}", code.name);
        assert_ne!(code.name, "Self");
        names.insert(&code.code, &code.name);
    }
    for common in &codes.common {
        if let Some(name) = names.get(common.code.as_str()) {
            assert_eq!(*name, common.name);
        }
    }
}

#[test]
fn codes_that_are_easily_mistaken_get_the_reaction_that_the_documents_ask_for() {
    let real = real();
    let (_, codes) = ecs(&real);
    let expected = [
        ("Throttling.User", Class::Throttled, Reaction::RetrySameToken),
        ("LastTokenProcessing", Class::IdempotencyPending, Reaction::RetrySameToken),
        ("IdempotentProcessing", Class::IdempotencyPending, Reaction::RetrySameToken),
        ("IdempotentFailed", Class::IdempotencyFailed, Reaction::RetryNewToken),
        ("IdempotentParameterMismatch", Class::IdempotencyMismatch, Reaction::FixRequest),
        ("IncorrectInstanceStatus", Class::StateConflict, Reaction::WaitForState),
        ("InvalidInstanceId.NotFound", Class::NotFound, Reaction::FixRequest),
        ("InvalidRegionId.NotFound", Class::InvalidArgument, Reaction::FixRequest),
        ("InvalidStatus.NotFound", Class::InvalidArgument, Reaction::FixRequest),
        ("Account.Arrearage", Class::Billing, Reaction::AskOwner),
        ("InvalidAccountStatus.NotEnoughBalance", Class::Billing, Reaction::AskOwner),
        ("Forbidden.RAM", Class::PermissionDenied, Reaction::AskOwner),
        ("InstanceLockedForSecurity", Class::Locked, Reaction::AskOwner),
        ("DependencyViolation.RouteEntry", Class::StateConflict, Reaction::FixState),
        ("DependencyViolation.WindowsInstance", Class::InvalidArgument, Reaction::FixRequest),
        ("QuotaExceed.Tags", Class::QuotaExceeded, Reaction::AskOwner),
        ("InstanceDiskLimitExceeded", Class::QuotaExceeded, Reaction::AskOwner),
        ("CmdName.ExceedLimit", Class::InvalidArgument, Reaction::FixRequest),
        ("InvalidOperation.ResourceManagedByCloudProduct", Class::Managed, Reaction::AskOwner),
        ("InvalidOperation.EniServiceManaged", Class::Managed, Reaction::AskOwner),
        ("InvalidTimeStamp.Expired", Class::Unauthenticated, Reaction::RefreshCredentials),
        ("DryRunOperation", Class::DryRunPassed, Reaction::None),
        ("ServiceUnavailable", Class::Transient, Reaction::RetrySameToken),
    ];
    for (code, class, reaction) in expected {
        let found = codes.codes.iter().find(|one| one.code == code);
        let found = found.unwrap_or_else(|| panic!("{code} is missing"));
        assert_eq!((found.class, found.reaction), (class, reaction), "{code}");
    }
}

#[test]
fn the_fallback_rules_decide_next_to_nothing() {
    let real = real();
    let fallbacks: BTreeSet<&str> = real
        .curated
        .codes
        .rule
        .iter()
        .filter(|rule| rule.fallback)
        .map(|rule| rule.name.as_str())
        .collect();
    for codes in classified(&real) {
        let guessed = codes.codes.iter().filter(|code| fallbacks.contains(code.rule.as_str()));
        let guessed: Vec<&str> = guessed.map(|code| code.code.as_str()).collect();
        assert!(guessed.len() * 100 <= codes.codes.len(), "{guessed:?}");
    }
}
