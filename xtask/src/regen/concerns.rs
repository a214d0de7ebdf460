//! Which kinds of resource each operation concerns: told by the ids that its request takes, by the
//! ids of what it makes, by the kinds that it lists for an id of several kinds, by the resources
//! that its permission is about, and by its name. `[[concerns]]` in `requests.toml` decides where
//! none of these tells, or where they tell too much.

use std::collections::BTreeSet;

use aliyun_rpc_spec::authorization::Authorizations;
use aliyun_rpc_spec::capture::Schema;
use aliyun_rpc_spec::operations::{OperationKind, ResourceType};
use aliyun_rpc_vocabulary::Word as _;

use super::kind;
use super::model::{Operation, Product};
use crate::curated::{CuratedConcerns, File, Requests};
use crate::problems::Problems;

/// Schemas may contain themselves. No parameter of the API is nested deeper than this.
const DEEPEST: u32 = 12;

/// How a kind of resource is recognised.
struct Signs {
    kind: ResourceType,
    /// Parameters and members that hold its id or its unique name, in lower case. The names that
    /// `crates/decision/src/target.rs` looks for are among them.
    ids: &'static [&'static str],
    /// What its ARNs have before the slash.
    arns: &'static [&'static str],
}

macro_rules! signs {
    ($($kind:ident: [$($id:literal),*], [$($arn:literal),*];)*) => {
        &[$(Signs { kind: ResourceType::$kind, ids: &[$($id),*], arns: &[$($arn),*] }),*]
    };
}

#[rustfmt::skip]
const SIGNS: &[Signs] = signs! {
    Instance: ["instanceid", "instanceids", "instanceidset", "instanceidsets", "associatedinstanceid"],
        ["instance"];
    Disk: ["diskid", "diskids", "sourcediskid", "excludediskid"], ["disk", "volume"];
    SecurityGroup: ["securitygroupid", "securitygroupids", "sourcegroupid", "destgroupid"],
        ["securitygroup"];
    NetworkInterface: ["networkinterfaceid", "networkinterfaceids", "eniid", "trunknetworkinstanceid"],
        ["eni"];
    Snapshot: ["snapshotid", "snapshotids"], ["snapshot"];
    SnapshotGroup: ["snapshotgroupid"], ["snapshotgroup"];
    AutoSnapshotPolicy: ["autosnapshotpolicyid"], ["autosnapshotpolicy", "snapshotpolicy"];
    Image: ["imageid", "imageids"], ["image"];
    KeyPair: ["keypairname", "keypairnames"], ["keypair"];
    LaunchTemplate: ["launchtemplateid", "launchtemplateids", "launchtemplatename"], ["launchtemplate"];
    Vpc: ["vpcid"], ["vpc"];
    VSwitch: ["vswitchid", "vswitchids"], ["vswitch"];
    Eip: ["allocationid", "allocationids", "eipaddress"], ["eip"];
    DedicatedHost: ["dedicatedhostid", "dedicatedhostids", "dedicatedhostidsets"], ["ddh"];
    DedicatedHostCluster: ["dedicatedhostclusterid", "dedicatedhostclusterids"], ["ddhcluster"];
    DeploymentSet: ["deploymentsetid", "deploymentsetids"], ["deploymentset"];
    PrivatePool: ["privatepooloptions", "privatepoolids", "privatepooloptionsid"],
        ["capacityreservation", "elasticityassurance"];
    ReservedInstance: ["reservedinstanceid", "reservedinstanceidsets"], ["reservedinstance"];
    StorageCapacityUnit: ["storagecapacityunitid", "storagecapacityunitids"], ["scu"];
    AutoProvisioningGroup: ["autoprovisioninggroupid"], ["autoprovisioninggroup"];
    PrefixList: ["prefixlistid", "prefixlistids", "sourceprefixlistid", "destprefixlistid"],
        ["prefixlist"];
    PortRangeList: ["portrangelistid", "portrangelistids"], ["portrangelist"];
    StorageSet: ["storagesetid", "storagesetids"], ["storageset"];
    HpcCluster: ["hpcclusterid", "hpcclusterids"], ["hpc"];
    Command: ["commandid", "commandids"], ["command"];
    Invocation: ["invokeid"], ["invocation"];
    SystemEvent: ["eventid", "eventids"], [];
    Activation: ["activationid"], ["activation"];
    TerminalSession: ["sessionid"], [];
    ImageComponent: ["imagecomponentid"], ["imagecomponent"];
    ImagePipeline: ["imagepipelineid"], ["imagepipeline"];
    ImagePipelineExecution: ["executionid"], ["imagepipelineexecution"];
    Task: ["taskid", "taskids"], [];
    DiagnosticReport: ["reportid", "reportids"], [];
    DiagnosticMetricSet: ["metricsetid", "metricsetids"], [];
    MaintenanceWindow: ["planwindowid"], [];
    Vsc: ["vscid", "vscids"], [];
    SavingsPlan: ["savingsplanid"], [];
    NetworkInterfacePermission: ["networkinterfacepermissionid"], [];
    Demand: [], ["ecsdemand"];
    HaVip: ["havipid"], ["havip"];
    NatGateway: ["natgatewayid"], ["natgateway"];
    BandwidthPackage: ["bandwidthpackageid"], ["bandwidthpackage"];
    ForwardTable: ["forwardtableid"], ["forwardtable"];
    VRouter: ["vrouterid"], ["vrouter"];
    RouteTable: ["routetableid"], ["routetable"];
    RouterInterface: ["routerinterfaceid", "oppositeinterfaceid"], ["routerinterface"];
    PhysicalConnection: ["physicalconnectionid", "redundantphysicalconnectionid"],
        ["physicalconnection"];
    VirtualBorderRouter: ["vbrid"], ["virtualborderrouter"];
};

/// The parameter that holds the id of the resource whose ARNs have this word before the slash, in
/// lower case.
pub(crate) fn id_of(arn: &str) -> Option<&'static str> {
    let signs = SIGNS.iter().find(|signs| signs.arns.contains(&arn))?;
    signs.ids.iter().copied().find(|id| id.ends_with("id"))
}

/// What may follow the noun in the name of an operation that is about it.
const ENDS: &[&str] = &["", "s", "Attribute", "Attributes", "Spec"];

/// A request that names resources of one of several kinds by id: tags, resource groups. Another
/// parameter says which kind it is.
const ANY: &[&str] = &["resourceid", "resourceids"];

/// Decides for the operations of a product.
pub(crate) struct Concerns<'a> {
    product: &'a Product,
    authorization: Option<&'a Authorizations>,
    requests: &'a File<Requests>,
}

impl<'a> Concerns<'a> {
    pub(crate) fn new(
        product: &'a Product,
        authorization: Option<&'a Authorizations>,
        requests: &'a File<Requests>,
    ) -> Self {
        Self { product, authorization, requests }
    }

    /// The kinds that an operation concerns, in order of declaration.
    pub(crate) fn of(
        &self,
        name: &str,
        kind: OperationKind,
        operation: &Operation,
        problems: &mut Problems,
    ) -> Vec<ResourceType> {
        let mut found = self.by_ids(name, kind, operation);
        found.extend(self.by_permission(name));
        found.extend(by_name(name));
        let mut entries =
            self.entries().filter(|entry| entry.operations.iter().any(|it| it == name));
        let Some(entry) = entries.next() else { return found.into_iter().collect() };
        let stated: BTreeSet<ResourceType> = entry.concerns.iter().copied().collect();
        if entries.next().is_some() {
            let message = "another entry decides about the operation, too";
            problems.report(self.requests.problem(place(name), message));
        }
        if stated == found && !stated.is_empty() {
            problems.report(self.requests.stale(place(name), "the sources tell the same"));
        }
        stated.into_iter().collect()
    }

    /// Reports curated entries about operations that there are not.
    pub(crate) fn unused(&self, problems: &mut Problems) {
        let names = self.entries().flat_map(|entry| &entry.operations);
        for name in names.filter(|name| !self.product.operations.contains_key(*name)) {
            problems.report(self.requests.stale(place(name), "no source names the operation"));
        }
    }

    fn entries(&self) -> impl Iterator<Item = &'a CuratedConcerns> {
        self.requests.concerns.iter()
    }

    /// The kinds whose ids the request takes at any depth, and those whose id an operation that
    /// makes something returns. A promised member is the id of something that the operation makes.
    fn by_ids(
        &self,
        name: &str,
        kind: OperationKind,
        operation: &Operation,
    ) -> BTreeSet<ResourceType> {
        let mut names = Vec::new();
        operation.parameters.iter().for_each(|one| self.collect(one, 0, &mut names));
        let makes = kind == OperationKind::Create || kind::has_making_verb(name);
        let body = operation.response.as_ref().filter(|_| makes);
        let body = body.map(|root| {
            root.reference.as_ref().and_then(|name| self.product.schemas.get(name)).unwrap_or(root)
        });
        names.extend(body.iter().flat_map(|body| &body.members).map(|one| plain(&one.name)));
        let promised = self.requests.promised.iter().filter(|one| one.operation == name);
        names.extend(promised.map(|one| plain(&one.member)));
        let any = names.iter().any(|name| ANY.contains(&name.as_str()));
        let kinds = operation.parameters.iter().filter(|_| any).flat_map(kinds_of_any);
        let kinds: BTreeSet<String> = kinds.map(|kind| kind.to_ascii_lowercase()).collect();
        let named = |ids: &[&str]| names.iter().any(|name| ids.contains(&name.as_str()));
        let is_meant =
            |one: &&Signs| named(one.ids) || one.arns.iter().any(|arn| kinds.contains(*arn));
        SIGNS.iter().filter(is_meant).map(|one| one.kind).collect()
    }

    fn collect(&self, schema: &Schema, depth: u32, names: &mut Vec<String>) {
        if depth > DEEPEST {
            return;
        }
        names.push(plain(&schema.name));
        let target = schema.reference.as_ref().and_then(|name| self.product.schemas.get(name));
        let inner = schema.members.iter().chain(schema.items.as_deref()).chain(target);
        inner.for_each(|inner| self.collect(inner, depth + 1, names));
    }

    /// The kinds of the resources that the permission for the operation is about.
    fn by_permission(&self, name: &str) -> impl Iterator<Item = ResourceType> {
        let actions = self.authorization.into_iter().flat_map(|all| &all.actions);
        let resources =
            actions.filter(move |action| action.operation == name).flat_map(|one| &one.resources);
        resources.filter_map(|resource| {
            let noun = resource.pattern.rsplit(':').next()?.split('/').next()?;
            let is_meant = |one: &&Signs| one.arns.iter().any(|arn| noun.eq_ignore_ascii_case(arn));
            SIGNS.iter().find(is_meant).map(|one| one.kind)
        })
    }
}

/// The kind that the name is about: `HaVip` in `DescribeHaVips` and in `ModifyHaVipAttribute`.
fn by_name(name: &str) -> Option<ResourceType> {
    let next = name.char_indices().skip(1).find(|(_, one)| one.is_ascii_uppercase());
    let target = next.and_then(|(at, _)| name.get(at..))?;
    let is_meant = |kind: &ResourceType| {
        target.strip_prefix(kind.variant()).is_some_and(|rest| ENDS.contains(&rest))
    };
    ResourceType::ALL.iter().copied().find(is_meant)
}

/// The kinds of resource that a request which names one by `ResourceId` can name: the listed values
/// of the parameter that says which kind it is.
fn kinds_of_any(parameter: &Schema) -> &[String] {
    match (parameter.name.as_str(), parameter.values.as_slice()) {
        ("ResourceType", []) => &parameter.mined,
        ("ResourceType", stated) => stated,
        _ => &[],
    }
}

/// The last part of a dotted name that is not a number, in lower case.
fn plain(name: &str) -> String {
    let last = name.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
    last.unwrap_or(name).to_ascii_lowercase()
}

fn place(operation: &str) -> String {
    format!("concerns of {operation}")
}

#[cfg(test)]
mod tests;
