use std::collections::BTreeMap;

use super::super::operations::facts;
use super::*;
use crate::curated::Curated;

fn schema(name: &str, members: Vec<Schema>) -> Schema {
    Schema { name: name.to_owned(), members, ..Schema::default() }
}

fn product(name: &str, parameters: Vec<Schema>, response: Vec<Schema>) -> Product {
    let response = Some(schema("", response));
    let operation = Operation { parameters, response, ..Operation::default() };
    let mut product = Product::default();
    product.operations.insert(name.to_owned(), operation);
    product
}

/// What a product of one operation concerns, and the problems of its curated entries.
fn decided(
    product: &Product,
    authorization: Option<&Authorizations>,
    curated: &str,
) -> (Vec<ResourceType>, String) {
    let curated = Curated::parse("product", "file", curated).expect("entries");
    let requests = &curated.of("product").requests;
    let mut problems = Problems::default();
    let (none, groups) = (BTreeMap::new(), BTreeMap::new());
    let found = facts(product, &none, authorization, requests, &groups, &mut problems).remove(0);
    let problems = problems.finish(()).err().unwrap_or_default();
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    (found.concerns, texts.join("; "))
}

fn concerned(name: &str, parameters: Vec<Schema>, response: Vec<Schema>) -> Vec<ResourceType> {
    decided(&product(name, parameters, response), None, "").0
}

#[test]
fn an_operation_concerns_what_its_request_names_at_any_depth() {
    let nested = vec![schema("Interface", vec![schema("SecurityGroupIds", vec![])])];
    assert_eq!(concerned("ModifyThing", nested, vec![]), [ResourceType::SecurityGroup]);
    let dotted = vec![schema("DataDisk.1.SnapshotId", vec![]), schema("InstanceId", vec![])];
    assert_eq!(
        concerned("ModifyThing", dotted, vec![]),
        [ResourceType::Instance, ResourceType::Snapshot]
    );
    let other = vec![schema("InstanceType", vec![]), schema("ResourceGroupId", vec![])];
    assert!(concerned("AllocateThings", other, vec![]).is_empty());
}

#[test]
fn an_operation_that_makes_something_concerns_what_its_reply_names() {
    let reply = || vec![schema("InstanceIdSets", vec![])];
    assert_eq!(concerned("RunThings", vec![], reply()), [ResourceType::Instance]);
    assert!(concerned("DescribeThings", vec![], reply()).is_empty());
    let promised =
        "[[promised]]\noperation = \"SendThing\"\nmember = \"InvokeId\"\nreason = \"Why.\"";
    let (found, _) = decided(&product("SendThing", vec![], vec![]), None, promised);
    assert_eq!(found, [ResourceType::Invocation]);
}

#[test]
fn a_resource_of_several_kinds_is_of_those_that_the_parameter_beside_it_lists() {
    let texts = |values: &[&str]| -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    };
    let kinds = |values: Vec<String>, mined: Vec<String>| Schema {
        values,
        mined,
        ..schema("ResourceType", vec![])
    };
    let (none, two) = (Vec::new(), texts(&["instance", "Command", "unheard-of"]));
    for kinds in [kinds(two.clone(), texts(&["disk"])), kinds(none.clone(), two)] {
        let found = concerned("TagThings", vec![schema("ResourceId", vec![]), kinds], vec![]);
        assert_eq!(found, [ResourceType::Instance, ResourceType::Command]);
    }
    // A list without an id is a filter of something else, and an id without a list tells nothing.
    assert!(concerned("BuyThings", vec![kinds(texts(&["disk"]), none)], vec![]).is_empty());
    assert!(concerned("BuyThings", vec![schema("ResourceId", vec![])], vec![]).is_empty());
}

#[test]
fn an_operation_concerns_what_it_is_called_after_and_no_type_of_it() {
    for (name, kind) in [
        ("DescribeHaVips", ResourceType::HaVip),
        ("ModifyVRouterAttribute", ResourceType::VRouter),
        ("DescribeSnapshotAttribute", ResourceType::Snapshot),
        ("RefundInstance", ResourceType::Instance),
        ("StartImagePipelineExecution", ResourceType::ImagePipelineExecution),
    ] {
        assert_eq!(by_name(name), Some(kind), "{name}");
    }
    for name in ["DescribeInstanceTypes", "OpenSnapshotService", "Instances", "Describe", "", "é"]
    {
        assert_eq!(by_name(name), None, "{name}");
    }
}

#[test]
fn an_operation_concerns_the_resources_of_its_permission() {
    let resource = |pattern: &str| {
        format!(r#"{{"resource": "X", "pattern": "{pattern}", "mandatory": true}}"#)
    };
    let patterns = [
        "acs:ecs:{#regionId}:{#accountId}:volume/*",
        "acs:ecs:{#regionId}:{#accountId}:SnapshotPolicy/{#id}",
        "acs:ram:{#regionId}:{#accountId}:role/{#roleName}",
        "acs:ecs:*:{#accountId}:*",
        "*",
    ];
    let resources = patterns.map(resource).join(",");
    let text = format!(
        r#"{{"format": 2, "product": "p", "sources": [], "resource_types": [],
        "condition_keys": [], "contradictions": [], "actions": [{{"operation": "Do", "action":
        "p:Do", "level": "update", "resources": [{resources}], "evidence": []}}]}}"#
    );
    let authorization: Authorizations =
        aliyun_rpc_spec::load::from_json("authorization", &text).expect("the file");
    let (found, _) = decided(&product("Do", vec![], vec![]), Some(&authorization), "");
    assert_eq!(found, [ResourceType::Disk, ResourceType::AutoSnapshotPolicy]);
    let (other, _) = decided(&product("Other", vec![], vec![]), Some(&authorization), "");
    assert!(other.is_empty());
}

#[test]
fn an_entry_replaces_what_the_sources_tell_and_is_stale_if_they_tell_the_same() {
    let disks = product("DescribeDisks", vec![], vec![]);
    let entry = |operation: &str, kinds: &str| {
        format!(
            "[[concerns]]\noperations = [\"{operation}\"]\nconcerns = [{kinds}]\nreason = \"Why.\"\n"
        )
    };
    let (found, problems) = decided(&disks, None, &entry("DescribeDisks", ""));
    assert_eq!((found.len(), problems.as_str()), (0, ""));
    let (found, problems) = decided(&disks, None, &entry("DescribeDisks", "\"snapshot\""));
    assert_eq!((found.as_slice(), problems.as_str()), (&[ResourceType::Snapshot][..], ""));
    let (_, problems) = decided(&disks, None, &entry("DescribeDisks", "\"disk\""));
    assert!(problems.contains("the sources tell the same"), "{problems}");
    let (_, problems) = decided(&disks, None, &entry("DescribeDiscs", ""));
    assert!(problems.contains("no source names the operation"), "{problems}");
    let twice = entry("DescribeDisks", "").repeat(2);
    let (_, problems) = decided(&disks, None, &twice);
    assert!(problems.contains("another entry"), "{problems}");
}

#[test]
fn every_kind_has_signs_in_the_order_of_the_vocabulary() {
    let kinds: Vec<ResourceType> = SIGNS.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, ResourceType::ALL);
}
