//! Finds the instances, disks and security groups that a flattened request names.
//!
//! A parameter is recognised by the last part of its name that is not a number. So `InstanceId.2`,
//! `Disk.1.DiskId` and `NetworkInterface.1.SecurityGroupIds.2` are found at any depth:
//!
//! | kind | names |
//! | --- | --- |
//! | instance | `InstanceId`, `InstanceIds` |
//! | disk | `DiskId`, `DiskIds`, `diskIds`, `SourceDiskId` |
//! | security group | `SecurityGroupId`, `SecurityGroupIds` |
//! | by `ResourceType`, else by the prefix of the id (`i-`, `d-`, `sg-`) | `ResourceId`, `ResourceIds` |
//!
//! A JSON list counts as its items, and a value with commas as its parts. Space around each of them
//! is ignored. Anything that is then not an id is [`Unclear`]. The groups at the other end of a
//! rule (`SourceGroupId`, `DestGroupId`) and disks that are left out (`ExcludeDiskId`) are not
//! targets. What a request does not name is not found: the instance of a network interface, the
//! groups an instance is in, the disk of a snapshot.

use std::fmt;

use aliyun_rpc::Id;
use aliyun_rpc::wire::Json;
use aliyun_rpc_vocabulary::kind;

/// The kind of a [`Target`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ResourceKind {
    /// An instance.
    Instance,
    /// A disk.
    Disk,
    /// A security group.
    SecurityGroup,
}

impl fmt::Display for ResourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Instance => "instance",
            Self::Disk => "disk",
            Self::SecurityGroup => "security group",
        })
    }
}

/// A resource that a request names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The kind of the resource.
    pub kind: ResourceKind,
    /// The id of the resource.
    pub id: String,
}

impl Target {
    /// Creates a target from its kind and id.
    #[must_use]
    pub fn new(kind: ResourceKind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }
}

/// Id of an instance.
pub type InstanceId = Id<kind::Instance>;
/// Id of a disk.
pub type DiskId = Id<kind::Disk>;
/// Id of a security group.
pub type SecurityGroupId = Id<kind::SecurityGroup>;

macro_rules! targets {
    ($($kind:ident),*) => {
        $(impl From<&Id<kind::$kind>> for Target {
            fn from(id: &Id<kind::$kind>) -> Self {
                Self::new(ResourceKind::$kind, id.as_str())
            }
        })*
    };
}

targets!(Instance, Disk, SecurityGroup);

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", aliyun_rpc::shown::short(&self.id))
    }
}

/// What a request names, as far as it can be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Named {
    /// Every target, once, in the order in which the request names them.
    pub targets: Vec<Target>,
    /// Parameters that stand for targets and hold something that is not an id.
    pub unclear: Vec<Unclear>,
    /// The request is about a network interface (`NetworkInterfaceId`), and so about the instance
    /// that it is attached to, whatever else it names.
    pub by_interface: bool,
}

/// A parameter whose targets cannot be understood: empty text, a JSON list with an item that is not
/// text, other JSON, or an id with characters that no id has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Unclear {
    /// Name of the parameter. Its value is not repeated.
    pub parameter: String,
    /// The kind that it names. `None` if only the id could say.
    pub kind: Option<ResourceKind>,
}

/// What a flattened request names, and which of its parameters cannot be understood.
#[must_use]
pub fn targets_of(query: &[(String, String)]) -> Named {
    let mut named = Named::default();
    for (name, value) in query {
        let first = name.split('.').next();
        named.by_interface |= matches!(first, Some("NetworkInterfaceId" | "NetworkInterfaceIds"));
        let Some(kinds) = kinds_of(name, query) else { continue };
        let mut is_clear = true;
        for id in ids(value) {
            let Some(id) = id else {
                is_clear = false;
                continue;
            };
            let target = kinds.of(&id).map(|kind| Target { kind, id });
            if let Some(target) = target.filter(|target| !named.targets.contains(target)) {
                named.targets.push(target);
            }
        }
        if !is_clear {
            named.unclear.push(Unclear { parameter: name.clone(), kind: kinds.known() });
        }
    }
    named
}

/// The region that a flattened request names.
#[must_use]
pub fn region_of(query: &[(String, String)]) -> Option<&str> {
    let named = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("RegionId"));
    named.map(|(_, region)| region.as_str()).filter(|region| !region.is_empty())
}

/// What the ids of one parameter are.
#[derive(Clone, Copy)]
enum Meant {
    All(ResourceKind),
    ByPrefix,
}

impl Meant {
    fn known(self) -> Option<ResourceKind> {
        match self {
            Self::All(kind) => Some(kind),
            Self::ByPrefix => None,
        }
    }

    fn of(self, id: &str) -> Option<ResourceKind> {
        self.known().or_else(|| by_prefix(id))
    }
}

fn by_prefix(id: &str) -> Option<ResourceKind> {
    match id.split_once('-')?.0.to_ascii_lowercase().as_str() {
        "i" => Some(ResourceKind::Instance),
        "d" => Some(ResourceKind::Disk),
        "sg" => Some(ResourceKind::SecurityGroup),
        _ => None,
    }
}

fn kinds_of(name: &str, query: &[(String, String)]) -> Option<Meant> {
    let last = name.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))?;
    match last {
        "InstanceId" | "InstanceIds" => Some(Meant::All(ResourceKind::Instance)),
        "DiskId" | "DiskIds" | "diskIds" | "SourceDiskId" => Some(Meant::All(ResourceKind::Disk)),
        "SecurityGroupId" | "SecurityGroupIds" => Some(Meant::All(ResourceKind::SecurityGroup)),
        "ResourceId" | "ResourceIds" => {
            let Some((_, kind)) = query.iter().find(|(name, _)| name == "ResourceType") else {
                return Some(Meant::ByPrefix);
            };
            match kind.to_ascii_lowercase().as_str() {
                "instance" => Some(Meant::All(ResourceKind::Instance)),
                "disk" => Some(Meant::All(ResourceKind::Disk)),
                "securitygroup" => Some(Meant::All(ResourceKind::SecurityGroup)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The ids of a value, with `None` for each part that is not an id.
fn ids(value: &str) -> Vec<Option<String>> {
    match value.parse::<Json>() {
        Ok(Json::Array(items)) => items.iter().map(|item| id(item.as_str()?)).collect(),
        _ => value.split(',').map(id).collect(),
    }
}

/// An id without the space around it. Letters keep their case, because only the service knows
/// whether it matters.
fn id(text: &str) -> Option<String> {
    let id = text.trim();
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (!id.is_empty() && id.bytes().all(is_sign)).then(|| id.to_owned())
}

#[cfg(test)]
#[path = "tests_target.rs"]
mod tests;
