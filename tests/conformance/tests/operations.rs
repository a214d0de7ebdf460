//! Operations as data: what `Operation` says is what spec/ecs/product.json says, and what a request
//! names is among the kinds that its operation concerns.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_ecs::decision::target::{ResourceKind, targets_of};
use aliyun_ecs::runtime::operation::ResourceType;
use aliyun_ecs::{Operation, OperationKind};
use aliyun_rpc_spec::ir::{Field, Group, ProductFile, Type};
use aliyun_rpc_spec::load::from_json;
use aliyun_tests_conformance::OPERATIONS;
use support::workspace;

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = workspace().join(format!("spec/ecs/{name}.json"));
    let text = std::fs::read_to_string(path).expect("the file is there");
    from_json(name, &text).expect("the file is whole")
}

#[test]
fn every_operation_says_what_the_specification_says() {
    let facts = read::<ProductFile>("product").operations;
    assert_eq!(Operation::all().count(), facts.len());
    for (operation, facts) in Operation::all().zip(&facts) {
        assert_eq!(operation.name(), facts.name);
        assert_eq!(operation.kind().name(), facts.kind.name(), "{operation}");
        assert_eq!(operation.is_deprecated(), facts.deprecated, "{operation}");
        assert_eq!(operation.is_withdrawn(), facts.withdrawn, "{operation}");
        let concerns: Vec<&str> = operation.concerns().iter().map(ResourceType::name).collect();
        let expected: Vec<&str> = facts.concerns.iter().map(|kind| kind.name()).collect();
        assert_eq!(concerns, expected, "{operation}");
        let replaced = operation.replaced_by().map(|by| (by.product, by.version, by.operation));
        let expected = facts.replaced_by.as_ref();
        let expected = expected.map(|by| (&*by.product, &*by.version, &*by.operation));
        assert_eq!(replaced, expected, "{operation}");
    }
    let mut replaced = Operation::all().filter(|one| one.replaced_by().is_some());
    assert_eq!(replaced.clone().count(), 64);
    assert!(replaced.all(Operation::is_deprecated));
}

#[test]
fn what_takes_the_place_of_an_operation_does_no_more_than_that() {
    let by = |operation: Operation| operation.replaced_by().map(ToString::to_string);
    // The metadata names the deletion of the whole interface.
    assert_eq!(by(Operation::DeleteNetworkInterfacePermission), None);
    assert_eq!(by(Operation::AddTags).as_deref(), Some("Ecs 2014-05-26 TagResources"));
    assert_eq!(by(Operation::RemoveTags).as_deref(), Some("Ecs 2014-05-26 UntagResources"));
    for operation in [Operation::DescribeTags, Operation::DescribeResourceByTags] {
        assert_eq!(by(operation).as_deref(), Some("Ecs 2014-05-26 ListTagResources"));
    }
    assert_eq!(by(Operation::CreateHaVip).as_deref(), Some("Vpc 2016-04-28 CreateHaVip"));
}

#[test]
fn operations_of_one_verb_are_of_one_kind() {
    let kinds_of = |verb: &str| {
        let named = Operation::all().filter(|one| one.name().starts_with(verb));
        named.map(Operation::kind).collect::<Vec<_>>()
    };
    for verb in ["Release", "Delete", "Deregister", "Remove", "Revoke", "Unassign", "Untag"] {
        let kinds = kinds_of(verb);
        assert!(
            !kinds.is_empty() && kinds.iter().all(|kind| *kind == OperationKind::Delete),
            "{verb}"
        );
    }
    for verb in ["Allocate", "Copy", "Import", "Export", "Create"] {
        let kinds = kinds_of(verb);
        assert!(
            !kinds.is_empty() && kinds.iter().all(|kind| *kind == OperationKind::Create),
            "{verb}"
        );
    }
    for verb in ["Renew", "Unassociate", "Associate", "Attach", "Detach", "Join", "Leave"] {
        let kinds = kinds_of(verb);
        assert!(
            !kinds.is_empty() && kinds.iter().all(|kind| *kind == OperationKind::Update),
            "{verb}"
        );
    }
}

#[test]
fn a_name_is_read_back_and_any_other_text_is_an_error_that_shows_it() {
    for operation in Operation::all() {
        assert_eq!(operation.to_string().parse(), Ok(operation));
        assert_eq!(Operation::from_name(operation.name()), Some(operation));
    }
    for text in ["", "startinstance", "StartInstance ", "StartInstancesX"] {
        let error = text.parse::<Operation>().expect_err("no such operation").to_string();
        assert!(error.contains(text) && error.contains("not an operation"), "{error}");
    }
}

#[test]
fn what_requests_tell_the_runtime_agrees_with_the_kind() {
    for typed in OPERATIONS {
        let operation: Operation = typed.meta.name.parse().expect("typed operations are listed");
        assert_eq!(operation.is_read_only(), typed.meta.read_only, "{operation}");
        assert!(!operation.is_withdrawn(), "{operation}");
    }
    let typed: BTreeSet<&str> = OPERATIONS.iter().map(|typed| typed.meta.name).collect();
    let without = Operation::all().filter(|one| !typed.contains(one.name()));
    assert!(without.clone().all(Operation::is_withdrawn) && without.count() > 0);
}

#[test]
fn what_concerns_an_instance_can_be_told_from_the_rest() {
    let concerns = |operation: Operation| operation.concerns().contains(ResourceType::Instance);
    for operation in [
        Operation::StartInstance,
        Operation::RunInstances,
        Operation::AttachDisk,
        Operation::DescribeInstances,
        Operation::JoinSecurityGroup,
        Operation::TagResources,
    ] {
        assert!(concerns(operation), "{operation}");
    }
    for operation in [
        Operation::AllocateDedicatedHosts,
        Operation::CreateSecurityGroup,
        Operation::DescribeRegions,
        Operation::ResizeDisk,
    ] {
        assert!(!concerns(operation), "{operation}");
    }
    assert!(Operation::AttachDisk.concerns().contains(ResourceType::Disk));
    for kind in [ResourceType::Command, ResourceType::Invocation, ResourceType::ReservedInstance] {
        assert!(Operation::TagResources.concerns().contains(kind), "{kind:?}");
    }
    let of = |operation: Operation| operation.concerns().iter().collect::<Vec<_>>();
    assert_eq!(of(Operation::DescribeTasks), [ResourceType::Task]);
    assert_eq!(of(Operation::CreateSavingsPlan), [ResourceType::SavingsPlan]);
    assert_eq!(Operation::AttachDisk.kind(), OperationKind::Update);
    assert_eq!(Operation::DescribeInstances.kind(), OperationKind::List);
    const { assert!(matches!(Operation::CreateDisk.kind(), OperationKind::Create)) };
}

/// Why operations concern no kind of resource, by the entries that say so.
fn concerning_nothing() -> BTreeMap<String, String> {
    #[derive(serde::Deserialize)]
    struct Curated {
        concerns: Vec<Entry>,
    }
    #[derive(serde::Deserialize)]
    struct Entry {
        operations: Vec<String>,
        concerns: Vec<String>,
        reason: String,
    }
    let path = workspace().join("spec/curated/ecs/requests.toml");
    let text = std::fs::read_to_string(path).expect("the file is there");
    let curated: Curated = toml::from_str(&text).expect("entries");
    let entries = curated.concerns.into_iter().filter(|entry| entry.concerns.is_empty());
    let reasons = entries.flat_map(|Entry { operations, reason, .. }| {
        operations.into_iter().map(move |operation| (operation, reason.clone()))
    });
    reasons.collect()
}

#[test]
fn an_operation_that_concerns_no_kind_of_resource_says_why() {
    let reasons = concerning_nothing();
    let concerning = |one: Operation| one.concerns().iter().next().is_some();
    let without: BTreeSet<&str> =
        Operation::all().filter(|one| !concerning(*one)).map(Operation::name).collect();
    let decided: BTreeSet<&str> = reasons.keys().map(String::as_str).collect();
    let undecided: Vec<&&str> = without.difference(&decided).collect();
    assert!(
        undecided.is_empty(),
        "say in [[concerns]] of spec/curated/ecs/requests.toml what these concern, or why they \
         concern nothing: {undecided:?}"
    );
    assert_eq!(without, decided);
    assert!(reasons.values().all(|reason| !reason.is_empty()));
    for operation in [Operation::DescribeRegions, Operation::EnableDiskEncryptionByDefault] {
        assert!(without.contains(operation.name()), "{operation}");
    }
    assert!(without.len() < 30, "{} operations", without.len());
}

/// The parameters of a request by wire name, at any depth.
fn walk<'a>(fields: &'a [Field], groups: &'a [Group], depth: u32, found: &mut Vec<&'a str>) {
    for field in fields.iter().filter(|_| depth < 8) {
        found.push(&field.wire);
        let mut ty = &field.ty;
        while let Type::List(inner) | Type::Json(inner) | Type::JsonList(inner) = ty {
            ty = inner;
        }
        if let Type::Struct(name) = ty {
            let shapes = groups.iter().flat_map(|group| &group.structs);
            for shape in shapes.filter(|shape| shape.name == *name) {
                walk(&shape.fields, groups, depth + 1, found);
            }
        }
    }
}

/// Kinds that the lists of these operations do not have.
const NOT_LISTED: [(&str, ResourceType); 4] = [
    ("DescribeInstanceHistoryEvents", ResourceType::Disk),
    ("DescribeInstanceHistoryEvents", ResourceType::SecurityGroup),
    ("DescribeRenewalPrice", ResourceType::Disk),
    ("DescribeRenewalPrice", ResourceType::SecurityGroup),
];

/// Both answers to "which parameters name a resource" agree: what the guard would look up is among
/// what the operation concerns.
#[test]
fn a_target_of_a_request_is_of_a_kind_that_its_operation_concerns() {
    let names = read::<ProductFile>("product").groups;
    let groups: Vec<Group> = names.iter().map(|name| read(name)).collect();
    let mut seen = 0;
    for operation in groups.iter().flat_map(|group| &group.operations) {
        let concerns =
            Operation::from_name(&operation.name).expect("a listed operation").concerns();
        let mut parameters = Vec::new();
        walk(&operation.fields, &groups, 0, &mut parameters);
        // An id of one of several kinds: the parameter beside it lists them. Where none does, the
        // operation takes fewer kinds than a guard can tell by the id.
        if !parameters.contains(&"ResourceType") {
            parameters.retain(|name| !["ResourceId", "ResourceIds"].contains(name));
        }
        for (name, id) in
            parameters.iter().flat_map(|name| ["i-1", "d-1", "sg-1"].map(|id| (name, id)))
        {
            for target in targets_of(&[((*name).to_owned(), id.to_owned())]).targets {
                let kind = match target.kind {
                    ResourceKind::Instance => ResourceType::Instance,
                    ResourceKind::Disk => ResourceType::Disk,
                    ResourceKind::SecurityGroup => ResourceType::SecurityGroup,
                    other => panic!("{other} is not in this test"),
                };
                let unlisted = NOT_LISTED.contains(&(operation.name.as_str(), kind));
                assert!(
                    concerns.contains(kind) != unlisted,
                    "{}: {name} is {kind}",
                    operation.name
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen} targets");
}
