//! Whether the parameters of an operation reach the resource that an aspect is about. The answer
//! is "yes" when in doubt: a wrong "yes" leaves a verdict unstated, a wrong "no" would permit.
//!
//! `crates/decision/src/target.rs` also asks which parameters name a resource, for another purpose:
//! it reads ids out of a request that is about to be sent, to look their state up. There a
//! parameter counts only if its value is the id of the resource itself, so its list is shorter on
//! purpose.

use aliyun_rpc_spec::capture::Schema;
use aliyun_rpc_spec::matrix::Aspect;

use crate::regen::model::{Operation, Product};

/// Schemas may contain themselves. No parameter of the API is nested deeper than this.
const DEEPEST: u32 = 12;

/// How parameters that reach a resource are named, in lower case and without signs.
struct Names {
    /// Parts of names.
    parts: &'static [&'static str],
    /// Whole names; as parts they would find others too (`ResourceGroupId`).
    whole: &'static [&'static str],
}

/// An instance or what hangs on one: its disks, their snapshots, its network interfaces, addresses
/// and groups; and what stands for instances without naming them: events, sessions, tasks, hosts.
const INSTANCE: Names = Names {
    parts: &[
        "instanceid",
        "instancename",
        "diskid",
        "diskname",
        "snapshotid",
        "snapshotgroupid",
        "networkinterfaceid",
        "allocationid",
        "eipaddress",
        "resourceid",
        "resourcearn",
        "securitygroupid",
        "hostname",
        "launchtemplate",
        "eventid",
        "sessionid",
        "taskid",
        "dedicatedhost",
        "autoprovisioninggroup",
    ],
    whole: &[],
};

/// A security group or what carries one.
const GROUP: Names = Names {
    parts: &["securitygroup", "networkinterfaceid", "resourceid", "resourcearn", "launchtemplate"],
    whole: &["groupid", "groupids", "sourcegroupid", "destgroupid"],
};

/// Whether any parameter, at any depth, reaches the resource of an aspect.
pub(super) fn reaches(product: &Product, operation: &Operation, aspect: Aspect) -> bool {
    // Nothing is known about the parameters of an operation that only pages name.
    if operation.parameters.is_empty() && !operation.current {
        return true;
    }
    let names = match aspect {
        Aspect::ManagedGroup | Aspect::ManagedGroupService | Aspect::SecurityGroupType => &GROUP,
        _ => &INSTANCE,
    };
    operation.parameters.iter().any(|schema| mentions(product, schema, names, 0))
}

fn mentions(product: &Product, schema: &Schema, names: &Names, depth: u32) -> bool {
    if depth > DEEPEST || names.has(&schema.name) {
        return true;
    }
    let target = schema.reference.as_ref().and_then(|name| product.schemas.get(name));
    schema
        .members
        .iter()
        .chain(schema.items.as_deref())
        .chain(schema.map.as_deref())
        .chain(target)
        .any(|inner| mentions(product, inner, names, depth + 1))
}

impl Names {
    fn has(&self, name: &str) -> bool {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        let name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        self.whole.contains(&name.as_str()) || self.parts.iter().any(|part| name.contains(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(names: &[&str]) -> Operation {
        let parameters = names
            .iter()
            .map(|name| Schema { name: (*name).to_owned(), ..Schema::default() })
            .collect();
        Operation { current: true, parameters, ..Operation::default() }
    }

    fn found(names: &[&str], aspect: Aspect) -> bool {
        reaches(&Product::default(), &operation(names), aspect)
    }

    #[test]
    fn an_instance_a_disk_and_a_snapshot_are_in_reach_by_their_parameters() {
        for name in ["InstanceId", "InstanceIds", "DiskId", "SnapshotId", "Instance.1.InstanceId"] {
            assert!(found(&["RegionId", name], Aspect::FinancialLock), "{name}");
        }
        assert!(!found(&["RegionId", "ResourceGroupId", "InstanceType"], Aspect::FinancialLock));
    }

    #[test]
    fn a_resource_group_is_no_security_group() {
        assert!(!found(&["ResourceGroupId", "InstanceId"], Aspect::ManagedGroup));
        assert!(found(&["SecurityGroupIds"], Aspect::ManagedGroup));
        assert!(found(&["GroupId"], Aspect::ManagedGroup));
    }

    #[test]
    fn members_and_named_schemas_are_looked_into_and_recursion_ends() {
        let mut product = Product::default();
        let node = Schema {
            name: "Node".to_owned(),
            reference: Some("Node".to_owned()),
            ..Schema::default()
        };
        product.schemas.insert("Node".to_owned(), node.clone());
        let endless = Operation { current: true, parameters: vec![node], ..Operation::default() };
        assert!(reaches(&product, &endless, Aspect::FinancialLock));
        let mut nested = operation(&["SystemDisk"]);
        nested.parameters[0].members =
            vec![Schema { name: "SnapshotId".to_owned(), ..Schema::default() }];
        assert!(reaches(&product, &nested, Aspect::FinancialLock));
    }

    #[test]
    fn nothing_is_known_about_an_operation_that_only_pages_name() {
        let unknown = Operation::default();
        assert!(reaches(&Product::default(), &unknown, Aspect::FinancialLock));
    }
}
