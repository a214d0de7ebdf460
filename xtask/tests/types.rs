//! One type per set of values and neutral names, in what was generated: the rules of `regen` are
//! tested where they are, and here on the whole product.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use aliyun_rpc_codegen::source::Folder;
use aliyun_rpc_spec::ir::{Direction, Field, Group, Struct, Type};
use serde::Deserialize;

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

struct Product {
    groups: Vec<Group>,
}

/// A text or an open enum: the names of the members around it and its own, and the enum.
struct Seen<'a> {
    operation: &'a str,
    direction: Direction,
    path: String,
    wire: &'a str,
    list: Option<&'a str>,
}

impl Product {
    fn read() -> Self {
        let folder = Folder::open(&spec().join("ecs")).unwrap();
        let names = folder.product().unwrap().groups;
        Self { groups: names.iter().map(|name| folder.group(name).unwrap()).collect() }
    }

    fn shapes(&self) -> BTreeMap<&str, &Struct> {
        let shapes = self.groups.iter().flat_map(|group| &group.structs);
        shapes.map(|shape| (shape.name.as_str(), shape)).collect()
    }

    fn values(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let lists = self.groups.iter().flat_map(|group| &group.enums);
        let values = lists.map(|list| {
            let values = list.variants.iter().map(|variant| variant.wire.to_ascii_lowercase());
            (list.name.as_str(), values.collect())
        });
        values.collect()
    }

    /// Every text and open enum at every place, and every type that an operation reaches.
    fn walk(&self) -> (Vec<Seen<'_>>, BTreeMap<&str, BTreeSet<&str>>) {
        let shapes = self.shapes();
        let (mut seen, mut users) = (Vec::new(), BTreeMap::<&str, BTreeSet<&str>>::new());
        for operation in self.groups.iter().flat_map(|group| &group.operations) {
            let body = operation.response_struct.iter().flat_map(|body| &body.fields);
            let sent = operation.fields.iter().map(|field| (Direction::Request, field));
            let both = sent.chain(body.map(|field| (Direction::Response, field)));
            let mut rest: Vec<(Direction, String, &Field)> =
                both.map(|(direction, field)| (direction, String::new(), field)).collect();
            while let Some((direction, above, field)) = rest.pop() {
                let path = format!("{above}.{}", field.wire);
                let innermost = field.ty.innermost();
                match innermost {
                    Type::Struct(name) | Type::Boxed(name) | Type::Enum(name) => {
                        users.entry(name).or_default().insert(&operation.name);
                    }
                    _ => {}
                }
                if let Type::Struct(name) = innermost {
                    let members = shapes[name.as_str()].fields.iter();
                    rest.extend(members.map(|member| (direction, path.clone(), member)));
                }
                let list = match innermost {
                    Type::Enum(name) => Some(name.as_str()),
                    Type::String => None,
                    _ => continue,
                };
                let (operation, wire) = (operation.name.as_str(), field.wire.as_str());
                seen.push(Seen { operation, direction, path, wire, list });
            }
        }
        (seen, users)
    }
}

/// What an operation is about, by its name: `Disk` of `DescribeDisks`.
fn resource(operation: &str) -> &str {
    let word = operation.char_indices().skip(1).find(|(_, one)| one.is_ascii_uppercase());
    let rest = word.map_or(operation, |(at, _)| &operation[at..]);
    rest.strip_suffix('s').unwrap_or(rest)
}

#[derive(Deserialize)]
struct Curated {
    apart: Vec<Apart>,
}

#[derive(Deserialize)]
struct Apart {
    at: Vec<String>,
    reason: String,
}

#[test]
fn a_name_that_a_request_and_a_reply_of_one_resource_share_has_one_enum_or_a_reason_not_to() {
    let product = Product::read();
    let values = product.values();
    let (seen, _) = product.walk();
    let text = fs::read_to_string(spec().join("curated/ecs/requests.toml")).unwrap();
    let curated: Curated = toml::from_str(&text).unwrap();
    assert!(curated.apart.iter().all(|entry| entry.at.len() > 1 && entry.reason.len() > 20));
    // Places of entries have marks for lists and the names that wrap them; paths have the members.
    let names_both = |entry: &Apart, one: &Seen<'_>, other: &Seen<'_>| {
        [one, other].iter().all(|seen| {
            let begin = format!("{}.", seen.operation);
            let end = format!(".{}", seen.wire);
            entry.at.iter().any(|at| at.starts_with(&begin) && at.ends_with(&end))
        })
    };
    let (mut pairs, mut apart) = (0, Vec::new());
    for request in seen.iter().filter(|one| one.direction == Direction::Request) {
        for reply in seen.iter().filter(|one| one.direction == Direction::Response) {
            let same_name = request.wire.eq_ignore_ascii_case(reply.wire);
            if !same_name || resource(request.operation) != resource(reply.operation) {
                continue;
            }
            let (Some(one), Some(other)) = (request.list, reply.list) else { continue };
            pairs += 1;
            let overlap = !values[one].is_disjoint(&values[other]);
            let decided = curated.apart.iter().any(|entry| names_both(entry, request, reply));
            if one != other && overlap && !decided {
                let at = |seen: &Seen<'_>| format!("{}{}", seen.operation, seen.path);
                apart.push(format!("{} is {one}, {} is {other}", at(request), at(reply)));
            }
        }
    }
    assert!(pairs > 100, "only {pairs} pairs were compared");
    assert_eq!(apart, [""; 0]);
}

#[test]
fn a_type_that_two_operations_reach_does_not_begin_with_the_name_of_one() {
    let product = Product::read();
    let (_, users) = product.walk();
    let operations = product.groups.iter().flat_map(|group| &group.operations);
    let operations: Vec<&str> = operations.map(|operation| operation.name.as_str()).collect();
    let shared = users.iter().filter(|(_, users)| users.len() > 1).map(|(name, _)| *name);
    let shared: Vec<&str> = shared.collect();
    assert!(shared.len() > 100, "{shared:?}");
    let named = |name: &&str| operations.iter().any(|operation| name.starts_with(operation));
    let named: Vec<&str> = shared.into_iter().filter(named).collect();
    assert_eq!(named, [""; 0]);
}

#[test]
fn reasons_of_locks_are_one_type_and_a_tag_is_a_tag() {
    let product = Product::read();
    let (seen, users) = product.walk();
    let reasons: Vec<&Seen<'_>> = seen.iter().filter(|one| one.wire == "LockReason").collect();
    assert!(reasons.len() > 5);
    for one in reasons {
        assert_eq!(one.list, Some("LockReason"), "{}{}", one.operation, one.path);
    }
    assert!(users["Tag"].contains("TagResources") && users["Tag"].contains("RunInstances"));
    assert!(users["Filter"].contains("DescribeInstances"));
}

/// Texts whose namesakes elsewhere are open enums, by operation and wire name, with the reason to
/// leave them texts. `*` stands for every operation.
const TEXTS: &[(&str, &str, &str)] = &[
    ("*", "Category", "says nothing without what has it"),
    ("*", "ErrorCode", "a code of any operation; only runs of commands list theirs"),
    ("*", "GPUSpec", "the name of hardware"),
    ("*", "ISP", "a provider of lines; only prices list some"),
    ("*", "InstanceType", "new ones come every month; that of an interface is another thing"),
    ("*", "Key", "says nothing without what has it"),
    ("*", "Name", "says nothing without what has it"),
    ("*", "Status", "says nothing without what has it"),
    ("*", "Type", "says nothing without what has it"),
    ("*", "Value", "says nothing without what has it"),
    ("AttachInstanceRamRole", "Policy", "the text of a policy"),
    ("CopyImage", "EncryptAlgorithm", "open to nobody yet"),
    ("CreateAutoProvisioningGroup", "Strategy", "about private pools; no document lists values"),
    ("CreateForwardEntry", "IpProtocol", "no document lists values"),
    ("CreatePlanMaintenanceWindow", "PeriodUnit", "how often a window opens, not what is paid for"),
    ("CreatePlanMaintenanceWindow", "Scope", "what is maintained; no document lists values"),
    ("CreateSavingsPlan", "ChargeType", "no document lists values"),
    ("CreateSavingsPlan", "OfferingType", "that of a plan; no document lists values"),
    ("DescribeBandwidthPackages", "InternetChargeType", "no document lists values"),
    ("DescribeDedicatedHostTypes", "LocalStorageCategory", "its example is no category of disks"),
    ("DescribeDedicatedHosts", "LocalStorageCategory", "its example is no category of disks"),
    ("DescribeDeploymentSets", "NetworkType", "deprecated"),
    ("DescribeDisks", "AdditionalAttributes", "attributes of disks"),
    ("DescribeEipAddresses", "ChargeType", "no document lists values"),
    ("DescribeElasticityAssurances", "Platform", "deprecated"),
    ("DescribeForwardTableEntries", "IpProtocol", "no document lists values"),
    ("DescribeInstanceHistoryEvents", "Reason", "a sentence of the service"),
    ("DescribeInstancesFullStatus", "Reason", "a sentence of the service"),
    ("DescribePlanMaintenanceWindows", "PeriodUnit", "how often, not what is paid for"),
    ("DescribePlanMaintenanceWindows", "Scope", "what is maintained; no document lists values"),
    ("DescribeRouterInterfaces", "ChargeType", "no document lists values"),
    ("DescribeSavingsPlanEstimation", "OfferingType", "that of a plan; no document lists values"),
    ("DescribeSavingsPlanPrice", "OfferingType", "that of a plan; no document lists values"),
    ("DescribeSnapshotGroups", "AdditionalAttributes", "attributes of groups of snapshots"),
    ("ModifyForwardEntry", "IpProtocol", "no document lists values"),
    ("ModifyPlanMaintenanceWindow", "PeriodUnit", "how often, not what is paid for"),
    ("ModifyPlanMaintenanceWindow", "Scope", "what is maintained; no document lists values"),
];

#[test]
fn a_text_whose_namesake_elsewhere_is_an_open_enum_is_one_too_or_has_a_reason_not_to() {
    let product = Product::read();
    let (seen, _) = product.walk();
    let is_list = |one: &&Seen<'_>| one.list.is_some();
    let listed: BTreeSet<String> =
        seen.iter().filter(is_list).map(|one| one.wire.to_ascii_lowercase()).collect();
    let row = |one: &Seen<'_>| {
        TEXTS.iter().position(|(operation, wire, _)| {
            (*operation == "*" || *operation == one.operation)
                && wire.eq_ignore_ascii_case(one.wire)
        })
    };
    let (mut used, mut undecided) = (BTreeSet::new(), BTreeSet::new());
    for one in seen.iter().filter(|one| one.list.is_none()) {
        if !listed.contains(&one.wire.to_ascii_lowercase()) {
            continue;
        }
        match row(one) {
            Some(row) => _ = used.insert(row),
            None => _ = undecided.insert(format!("{}{}", one.operation, one.path)),
        }
    }
    assert_eq!(undecided, BTreeSet::new(), "name the enum in requests.toml, or say why not");
    let unused: Vec<_> =
        (0..TEXTS.len()).filter(|row| !used.contains(row)).map(|row| TEXTS[row]).collect();
    assert_eq!(unused, [], "these are decided without a reason");
    assert!(listed.len() > 100, "only {} names of enums were met", listed.len());
}
