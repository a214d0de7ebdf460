//! Every operation that any source names -> what it does, its group, which kinds of resource it
//! concerns, and what the vendor offers in its place.

use std::collections::BTreeMap;

use aliyun_rpc_spec::capture::Schema;
use aliyun_rpc_spec::operations::{OperationFacts, OperationKind, ResourceType};

use super::kind;
use super::model::{Operation, Product};

/// Schemas may contain themselves. No parameter of the API is nested deeper than this.
const DEEPEST: u32 = 12;

/// Parameters and members that hold the id or the unique name of a resource, in lower case. The
/// names that `crates/decision/src/target.rs` looks for are among them.
const IDS: &[(ResourceType, &[&str])] = &[
    (ResourceType::Instance, &["instanceid", "instanceids", "instanceidset", "instanceidsets"]),
    (ResourceType::Disk, &["diskid", "diskids", "sourcediskid"]),
    (ResourceType::SecurityGroup, &["securitygroupid", "securitygroupids"]),
    (ResourceType::NetworkInterface, &["networkinterfaceid", "networkinterfaceids", "eniid"]),
    (ResourceType::Snapshot, &["snapshotid", "snapshotids"]),
    (ResourceType::SnapshotGroup, &["snapshotgroupid"]),
    (ResourceType::AutoSnapshotPolicy, &["autosnapshotpolicyid"]),
    (ResourceType::Image, &["imageid", "imageids"]),
    (ResourceType::KeyPair, &["keypairname", "keypairnames"]),
    (
        ResourceType::LaunchTemplate,
        &["launchtemplateid", "launchtemplateids", "launchtemplatename"],
    ),
    (ResourceType::Vpc, &["vpcid"]),
    (ResourceType::VSwitch, &["vswitchid", "vswitchids"]),
    (ResourceType::Eip, &["allocationid", "allocationids", "eipaddress"]),
    (ResourceType::DedicatedHost, &["dedicatedhostid", "dedicatedhostids", "dedicatedhostidsets"]),
    (ResourceType::DedicatedHostCluster, &["dedicatedhostclusterid", "dedicatedhostclusterids"]),
    (ResourceType::DeploymentSet, &["deploymentsetid", "deploymentsetids"]),
    (ResourceType::PrivatePool, &["privatepooloptions", "privatepoolids", "privatepooloptionsid"]),
    (ResourceType::ReservedInstance, &["reservedinstanceid", "reservedinstanceidsets"]),
    (ResourceType::StorageCapacityUnit, &["storagecapacityunitid", "storagecapacityunitids"]),
    (ResourceType::AutoProvisioningGroup, &["autoprovisioninggroupid"]),
    (ResourceType::PrefixList, &["prefixlistid", "prefixlistids"]),
    (ResourceType::PortRangeList, &["portrangelistid", "portrangelistids"]),
    (ResourceType::StorageSet, &["storagesetid", "storagesetids"]),
    (ResourceType::HpcCluster, &["hpcclusterid", "hpcclusterids"]),
    (ResourceType::Command, &["commandid", "commandids"]),
    (ResourceType::Invocation, &["invokeid"]),
    (ResourceType::SystemEvent, &["eventid", "eventids"]),
];

/// A request that names resources of any kind by id: tags, resource groups.
const ANY: &[&str] = &["resourceid", "resourceids"];

/// The facts of all operations, in byte order of their names. `group_of` has the group of each
/// operation with a request type.
pub(crate) fn facts(product: &Product, group_of: &BTreeMap<String, String>) -> Vec<OperationFacts> {
    let facts = product.operations.iter().map(|(name, operation)| {
        let (kind, origin) = kind::of(name, operation);
        OperationFacts {
            name: name.clone(),
            kind,
            origin,
            group: group_of.get(name).cloned(),
            concerns: concerns(product, kind, operation),
            deprecated: operation.deprecated,
            replaced_by: operation.replaced_by.clone(),
            withdrawn: !operation.current,
        }
    });
    facts.collect()
}

/// The kinds of resource whose ids the request takes at any depth, and those whose id an operation
/// that makes something returns.
fn concerns(product: &Product, kind: OperationKind, operation: &Operation) -> Vec<ResourceType> {
    let mut names = Vec::new();
    operation.parameters.iter().for_each(|schema| collect(product, schema, 0, &mut names));
    let body = operation.response.as_ref().filter(|_| kind == OperationKind::Create);
    let body = body.map(|root| {
        root.reference.as_ref().and_then(|name| product.schemas.get(name)).unwrap_or(root)
    });
    names.extend(body.iter().flat_map(|body| &body.members).map(|member| plain(&member.name)));
    let any = names.iter().any(|name| ANY.contains(&name.as_str()));
    let named = |ids: &[&str]| names.iter().any(|name| ids.contains(&name.as_str()));
    let concerned = IDS.iter().filter(|(kind, ids)| named(ids) || (any && is_tagged(*kind)));
    concerned.map(|(kind, _)| *kind).collect()
}

/// Whether requests that name a resource of any kind by `ResourceId` can name this kind.
fn is_tagged(kind: ResourceType) -> bool {
    use ResourceType as Kind;
    matches!(
        kind,
        Kind::Instance
            | Kind::Disk
            | Kind::SecurityGroup
            | Kind::NetworkInterface
            | Kind::Snapshot
            | Kind::Image
            | Kind::KeyPair
            | Kind::LaunchTemplate
            | Kind::DedicatedHost
    )
}

fn collect(product: &Product, schema: &Schema, depth: u32, names: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    names.push(plain(&schema.name));
    let target = schema.reference.as_ref().and_then(|name| product.schemas.get(name));
    let inner = schema.members.iter().chain(schema.items.as_deref()).chain(target);
    inner.for_each(|inner| collect(product, inner, depth + 1, names));
}

/// The last part of a dotted name that is not a number, in lower case.
fn plain(name: &str) -> String {
    let last = name.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
    last.unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(name: &str, members: Vec<Schema>) -> Schema {
        Schema { name: name.to_owned(), members, ..Schema::default() }
    }

    fn concerned(name: &str, parameters: Vec<Schema>, response: Vec<Schema>) -> Vec<ResourceType> {
        let response = Some(schema("", response));
        let operation = Operation { parameters, response, ..Operation::default() };
        let mut product = Product::default();
        product.operations.insert(name.to_owned(), operation);
        facts(&product, &BTreeMap::new()).remove(0).concerns
    }

    #[test]
    fn an_operation_concerns_what_its_request_names_at_any_depth() {
        use ResourceType as Kind;
        let nested = vec![schema("Interface", vec![schema("SecurityGroupIds", vec![])])];
        assert_eq!(concerned("ModifyThing", nested, vec![]), [Kind::SecurityGroup]);
        let dotted = vec![schema("DataDisk.1.SnapshotId", vec![]), schema("InstanceId", vec![])];
        assert_eq!(concerned("ModifyThing", dotted, vec![]), [Kind::Instance, Kind::Snapshot]);
        let other = vec![schema("InstanceType", vec![]), schema("ResourceGroupId", vec![])];
        assert!(concerned("AllocateDedicatedHosts", other, vec![]).is_empty());
    }

    #[test]
    fn an_operation_that_makes_something_concerns_what_its_reply_names() {
        let reply = || vec![schema("InstanceIdSets", vec![])];
        assert_eq!(concerned("RunInstances", vec![], reply()), [ResourceType::Instance]);
        assert!(concerned("DescribeThings", vec![], reply()).is_empty());
    }

    #[test]
    fn a_resource_of_any_kind_can_be_each_kind_that_has_tags() {
        let found = concerned("TagResources", vec![schema("ResourceId", vec![])], vec![]);
        assert!(found.contains(&ResourceType::Instance) && found.contains(&ResourceType::Snapshot));
        assert!(!found.contains(&ResourceType::Command));
    }
}
