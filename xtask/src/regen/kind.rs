//! What each operation does: its kind, from a verb that leaves no doubt, else from the metadata,
//! else from any verb; and whether it ends something.

use aliyun_rpc_spec::capture::{Schema, SchemaKind};
use aliyun_rpc_spec::operations::{KindOrigin, OperationKind};

use super::model::Operation;

/// Verbs of operations that change nothing.
const READING: &[&str] = &["Describe", "Get", "List", "Query"];

/// Verbs of operations that make something.
const MAKING: &[&str] = &[
    "Add",
    "Allocate",
    "Assign",
    "Assume",
    "Authorize",
    "Clone",
    "Copy",
    "Create",
    "Export",
    "Import",
    "Purchase",
    "Run",
    "Tag",
];

/// Verbs of operations that remove something.
const REMOVING: &[&str] =
    &["Delete", "Release", "Remove", "Revoke", "Unassign", "Untag", "Deregister"];

/// Verbs of operations that end a relation. The metadata calls most of them updates.
const PARTING: &[&str] = &["Detach", "Leave", "Unassociate"];

/// Verbs of operations that make a relation between things that exist. The metadata calls most of
/// them updates.
const JOINING: &[&str] = &["Associate", "Attach", "Join"];

/// What an operation does, and who says so.
///
/// The metadata calls a few operations reading that are not (`AssumeRole` makes credentials,
/// `ReportInstancesStatus` files a report), so its word for reading counts only with a verb that
/// says the same: a call that changes something must never be taken for harmless. It does not tell
/// lists from single reads; an operation that returns pages is a list.
///
/// It also contradicts itself about what the same verb does: `CopySnapshot` creates and `CopyImage`
/// updates, `ReleaseDedicatedHost` deletes and `ReleaseEipAddress` updates. So a verb that leaves
/// no doubt decides. `cargo xtask report` lists where that makes a difference.
pub(crate) fn of(name: &str, operation: &Operation) -> (OperationKind, KindOrigin) {
    if let Some(kind) = operation.curated_kind {
        return (kind, KindOrigin::Curated);
    }
    let reads = has_verb(name, READING);
    let told = stated(operation);
    match (told, plain(name)) {
        (Some(stated), Some(kind)) if stated != kind => return (kind, KindOrigin::Name),
        (Some(stated), _) => return (stated, KindOrigin::Metadata),
        (None, _) => {}
    }
    match operation.operation_type.as_deref() {
        Some("list") if reads => (OperationKind::List, KindOrigin::Metadata),
        Some("read" | "get") if reads && !is_paged(operation) => {
            (OperationKind::Read, KindOrigin::Metadata)
        }
        _ if reads && is_paged(operation) => (OperationKind::List, KindOrigin::Paging),
        _ => (by_verb(name), KindOrigin::Name),
    }
}

/// What the metadata says that an operation changes.
pub(crate) fn stated(operation: &Operation) -> Option<OperationKind> {
    Some(match operation.operation_type.as_deref()? {
        "create" => OperationKind::Create,
        "delete" => OperationKind::Delete,
        "update" | "write" | "readAndWrite" => OperationKind::Update,
        _ => return None,
    })
}

/// What a verb that leaves no doubt says. `Run` makes instances, and it also runs commands.
fn plain(name: &str) -> Option<OperationKind> {
    match name {
        _ if has_verb(name, &["Run"]) => None,
        _ if has_verb(name, MAKING) => Some(OperationKind::Create),
        _ if has_verb(name, REMOVING) => Some(OperationKind::Delete),
        _ if has_verb(name, PARTING) || has_verb(name, JOINING) => Some(OperationKind::Update),
        _ => None,
    }
}

/// Whether the operation deletes, releases or detaches one thing. Then an answer that this thing is
/// not there means that nothing is left to do. Where a request names several, the others may still
/// be there.
pub(crate) fn ends_one(name: &str, operation: &Operation) -> bool {
    (has_verb(name, REMOVING) || has_verb(name, PARTING)) && lists(operation).next().is_none()
}

/// Whether the operation makes or joins one thing. Then an answer that just this exists means that
/// nothing is left to do. Tags are given to what is made; other lists name several.
pub(crate) fn makes_one(name: &str, operation: &Operation) -> bool {
    let makes = of(name, operation).0 == OperationKind::Create || has_verb(name, JOINING);
    makes && lists(operation).all(|parameter| parameter.name == "Tag")
}

/// Whether the verb says that the operation makes something, whatever the metadata calls it.
pub(crate) fn has_making_verb(name: &str) -> bool {
    has_verb(name, MAKING)
}

/// What an operation that ends something is about, by its name: `SecurityGroup` for
/// `DeleteSecurityGroup`.
pub(crate) fn ended(name: &str) -> Option<&str> {
    let verb = REMOVING.iter().chain(PARTING).find(|verb| has_verb(name, &[verb]))?;
    name.strip_prefix(verb).filter(|target| !target.is_empty())
}

fn lists(operation: &Operation) -> impl Iterator<Item = &Schema> {
    let parameters = operation.parameters.iter();
    parameters.filter(|parameter| parameter.kind == SchemaKind::Array || parameter.json_list)
}

fn by_verb(name: &str) -> OperationKind {
    match name {
        _ if has_verb(name, READING) => OperationKind::Read,
        _ if has_verb(name, MAKING) => OperationKind::Create,
        _ if has_verb(name, REMOVING) => OperationKind::Delete,
        _ => OperationKind::Update,
    }
}

/// Whether the first word of a name is one of these.
fn has_verb(name: &str, verbs: &[&str]) -> bool {
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_lowercase());
    verbs.iter().any(|verb| name.strip_prefix(verb).is_some_and(ends))
}

fn is_paged(operation: &Operation) -> bool {
    operation.parameters.iter().any(|one| matches!(&*one.name, "PageNumber" | "NextToken"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(stated: Option<&str>, parameters: &[&str]) -> Operation {
        let parameter = |name: &&str| Schema { name: (*name).to_owned(), ..Schema::default() };
        Operation {
            operation_type: stated.map(str::to_owned),
            parameters: parameters.iter().map(parameter).collect(),
            ..Operation::default()
        }
    }

    #[test]
    fn the_metadata_says_what_an_operation_does_and_its_verb_where_that_is_silent() {
        let table = [
            ("CreateDisk", Some("create"), &[][..], OperationKind::Create, KindOrigin::Metadata),
            ("RunCommand", Some("update"), &[], OperationKind::Update, KindOrigin::Metadata),
            ("DetachDisk", Some("update"), &[], OperationKind::Update, KindOrigin::Metadata),
            ("DescribeUserData", Some("get"), &[], OperationKind::Read, KindOrigin::Metadata),
            (
                "DescribeDisks",
                Some("list"),
                &["NextToken"],
                OperationKind::List,
                KindOrigin::Metadata,
            ),
            (
                "DescribeImages",
                Some("get"),
                &["PageNumber"],
                OperationKind::List,
                KindOrigin::Paging,
            ),
            ("DescribeVscs", None, &["NextToken"], OperationKind::List, KindOrigin::Paging),
            ("GetCallerIdentity", None, &[], OperationKind::Read, KindOrigin::Name),
            ("CloneDisks", None, &[], OperationKind::Create, KindOrigin::Name),
            ("UntagResources", None, &[], OperationKind::Delete, KindOrigin::Name),
            ("LockSnapshot", None, &[], OperationKind::Update, KindOrigin::Name),
            ("AssumeRole", Some("get"), &[], OperationKind::Create, KindOrigin::Name),
            ("ReportInstancesStatus", Some("get"), &[], OperationKind::Update, KindOrigin::Name),
            ("CopyImage", Some("update"), &[], OperationKind::Create, KindOrigin::Name),
            ("ExportImage", Some("update"), &[], OperationKind::Create, KindOrigin::Name),
            ("ReleaseEipAddress", Some("update"), &[], OperationKind::Delete, KindOrigin::Name),
            ("UnassociateHaVip", Some("delete"), &[], OperationKind::Update, KindOrigin::Name),
            ("RunInstances", Some("create"), &[], OperationKind::Create, KindOrigin::Metadata),
            ("TerminateLine", Some("update"), &[], OperationKind::Update, KindOrigin::Metadata),
            ("Getaway", Some("get"), &[], OperationKind::Update, KindOrigin::Name),
        ];
        for (name, stated, parameters, kind, origin) in table {
            assert_eq!(of(name, &operation(stated, parameters)), (kind, origin), "{name}");
        }
    }

    #[test]
    fn an_operation_ends_one_thing_by_its_verb_and_without_a_list() {
        for name in ["DeleteDisk", "DetachDisk", "LeaveSecurityGroup", "ReleaseEipAddress"] {
            assert!(ends_one(name, &operation(None, &["RegionId"])), "{name}");
        }
        for name in ["StopInstance", "CancelTask", "ModifyDisk", "DescribeDisks", "Deleteable"] {
            assert!(!ends_one(name, &operation(None, &[])), "{name}");
        }
        let mut several = operation(None, &["InstanceId"]);
        several.parameters[0].kind = SchemaKind::Array;
        assert!(!ends_one("DeleteInstances", &several));
        several.parameters[0] = Schema { json_list: true, ..Schema::default() };
        assert!(!ends_one("DetachKeyPair", &several));
    }

    #[test]
    fn an_operation_makes_one_thing_by_its_kind_or_verb_and_without_a_list_of_others() {
        for name in ["CreateDisk", "AllocateEipAddress", "JoinSecurityGroup", "AttachDisk"] {
            assert!(makes_one(name, &operation(None, &["RegionId"])), "{name}");
        }
        for name in ["StartInstance", "DescribeDisks", "DeleteDisk", "Joiner"] {
            assert!(!makes_one(name, &operation(None, &[])), "{name}");
        }
        let mut several = operation(None, &["Tag"]);
        several.parameters[0].kind = SchemaKind::Array;
        assert!(makes_one("CreateDisk", &several));
        several.parameters[0].name = "InstanceId".to_owned();
        assert!(!makes_one("AttachKeyPair", &several));
    }

    #[test]
    fn what_an_operation_ends_follows_its_verb() {
        assert_eq!(ended("DeleteSecurityGroup"), Some("SecurityGroup"));
        assert_eq!(ended("UnassociateHaVip"), Some("HaVip"));
        for other in ["StopInstance", "Delete", "Deleteable", "Detachment"] {
            assert_eq!(ended(other), None, "{other}");
        }
    }
}
