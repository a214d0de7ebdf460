//! A request, flattened as it will be sent, in; the instances, disks and security groups that it
//! names out.
//!
//! A parameter counts by the last part of its name that is not a number, so that `InstanceId.2`,
//! `Disk.1.DiskId` and `NetworkInterface.1.SecurityGroupIds.2` are found wherever they stand:
//!
//! | kind | names |
//! | --- | --- |
//! | instance | `InstanceId`, `InstanceIds` |
//! | disk | `DiskId`, `DiskIds`, `diskIds`, `SourceDiskId` |
//! | security group | `SecurityGroupId`, `SecurityGroupIds` |
//! | by `ResourceType`, else by the prefix of the id (`i-`, `d-`, `sg-`) | `ResourceId`, `ResourceIds` |
//!
//! A value that is a JSON list counts as its items, one with commas as its parts. Not targets are the groups at the other end of
//! a rule (`SourceGroupId`, `DestGroupId`) and disks that are left out (`ExcludeDiskId`). What a
//! request does not name is not found: the instance of a network interface, the groups an instance
//! is in, the disk of a snapshot.

use std::fmt;

use crate::wire::Json;

/// Kind of a [`Target`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An instance.
    Instance,
    /// A disk.
    Disk,
    /// A security group.
    SecurityGroup,
}

/// A resource that a request names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// Kind.
    pub kind: Kind,
    /// Id.
    pub id: String,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// Every target of a flattened request, once, in the order in which it names them.
#[must_use]
pub fn of(query: &[(String, String)]) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for (name, value) in query {
        let Some(kinds) = kinds_of(name, query) else { continue };
        for id in ids(value) {
            let kind = match kinds {
                Kinds::All(kind) => Some(kind),
                Kinds::ByPrefix => by_prefix(&id),
            };
            let Some(kind) = kind else { continue };
            let target = Target { kind, id };
            if !target.id.is_empty() && !targets.contains(&target) {
                targets.push(target);
            }
        }
    }
    targets
}

/// The region that the request itself names.
#[must_use]
pub fn region(query: &[(String, String)]) -> Option<&str> {
    let named = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("RegionId"));
    named.map(|(_, region)| region.as_str()).filter(|region| !region.is_empty())
}

/// What the ids of one parameter are.
#[derive(Clone, Copy)]
enum Kinds {
    All(Kind),
    ByPrefix,
}

fn by_prefix(id: &str) -> Option<Kind> {
    match id.split_once('-')? {
        ("i", _) => Some(Kind::Instance),
        ("d", _) => Some(Kind::Disk),
        ("sg", _) => Some(Kind::SecurityGroup),
        _ => None,
    }
}

fn kinds_of(name: &str, query: &[(String, String)]) -> Option<Kinds> {
    let last = name.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))?;
    match last {
        "InstanceId" | "InstanceIds" => Some(Kinds::All(Kind::Instance)),
        "DiskId" | "DiskIds" | "diskIds" | "SourceDiskId" => Some(Kinds::All(Kind::Disk)),
        "SecurityGroupId" | "SecurityGroupIds" => Some(Kinds::All(Kind::SecurityGroup)),
        "ResourceId" | "ResourceIds" => {
            let Some((_, kind)) = query.iter().find(|(name, _)| name == "ResourceType") else {
                return Some(Kinds::ByPrefix);
            };
            match kind.to_ascii_lowercase().as_str() {
                "instance" => Some(Kinds::All(Kind::Instance)),
                "disk" => Some(Kinds::All(Kind::Disk)),
                "securitygroup" => Some(Kinds::All(Kind::SecurityGroup)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn ids(value: &str) -> Vec<String> {
    match value.parse::<Json>() {
        Ok(Json::Array(items)) if items.iter().all(Json::is_string) => {
            items.iter().filter_map(Json::as_str).map(str::to_owned).collect()
        }
        _ => value.split(',').map(|id| id.trim().to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(query: &[(&str, &str)]) -> Vec<String> {
        let query: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        of(&query).iter().map(|target| format!("{:?} {target}", target.kind)).collect()
    }

    #[test]
    fn targets_are_found_in_every_style_and_depth() {
        let found = named(&[
            ("InstanceId.1", "i-1"),
            ("InstanceIds", r#"["i-2","i-1"]"#),
            ("InstanceId", "i-1, i-2,"),
            ("Disk.1.DiskId", "d-1"),
            ("diskIds", r#"["d-2"]"#),
            ("NetworkInterface.1.SecurityGroupIds.2", "sg-1"),
            ("LaunchConfiguration.SecurityGroupId", "sg-2"),
        ]);
        let all = ["Instance i-1", "Instance i-2", "Disk d-1", "Disk d-2"];
        assert_eq!(found[..4], all);
        assert_eq!(found[4..], ["SecurityGroup sg-1", "SecurityGroup sg-2"]);
    }

    #[test]
    fn a_resource_id_is_what_the_resource_type_says() {
        assert_eq!(
            named(&[("ResourceType", "securitygroup"), ("ResourceId.1", "sg-1")]),
            ["SecurityGroup sg-1"]
        );
        assert!(named(&[("ResourceType", "eni"), ("ResourceId.1", "eni-1")]).is_empty());
        let all = named(&[("ResourceId.1", "i-1"), ("ResourceIds", r#"["d-1","sg-1","eni-1"]"#)]);
        assert_eq!(all, ["Instance i-1", "Disk d-1", "SecurityGroup sg-1"]);
    }

    #[test]
    fn what_only_looks_like_a_target_is_none() {
        assert!(
            named(&[
                ("SourceGroupId", "sg-1"),
                ("Permissions.1.DestGroupId", "sg-2"),
                ("ExcludeDiskId.1", "d-1"),
                ("ReservedInstanceId", "ri-1"),
                ("ResourceGroupId", "rg-1"),
                ("InstanceIds", "[]"),
                ("InstanceId", ""),
                ("1.2", "i-1"),
            ])
            .is_empty()
        );
    }
}
