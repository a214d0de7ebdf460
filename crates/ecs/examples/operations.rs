//! What there is to call: the operations that concern a kind of resource, what each does, what
//! replaces it, and what a security lock does to it. Sends nothing.
//!
//! `cargo run --example operations -- disk delete`

use aliyun_ecs::operation::ResourceType;
use aliyun_ecs::{Lock, Operation, OperationKind, Situation, decide};

/// A line for each operation that concerns this kind of resource and does this.
pub(crate) fn lines(resource: ResourceType, kind: OperationKind) -> Vec<String> {
    let locked = Situation::new().with_instance_lock(Lock::Security);
    let concern = |one: &Operation| one.concerns().contains(resource) && one.kind() == kind;
    let line = |operation: Operation| match operation.replaced_by() {
        Some(by) => format!("{operation}: deprecated, use {by}"),
        None => format!("{operation}: {}", decide(operation, locked)),
    };
    Operation::all().filter(concern).map(line).collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, resource, kind] = &args[..] else {
        return Err("usage: operations RESOURCE KIND".into());
    };
    // Texts that are neither are told the words.
    for line in lines(resource.parse()?, kind.parse()?) {
        println!("{line}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleting_a_disk_is_among_what_deletes_and_concerns_a_disk() {
        let lines = lines(ResourceType::Disk, OperationKind::Delete);
        assert!(lines.iter().any(|line| line.starts_with("DeleteDisk: ")), "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with("DeleteVpc: ")), "{lines:?}");
    }

    #[test]
    fn a_replaced_operation_names_what_replaces_it() {
        let lines = lines(ResourceType::Vpc, OperationKind::Delete);
        assert!(
            lines.contains(&"DeleteVpc: deprecated, use Vpc 2016-04-28 DeleteVpc".to_owned()),
            "{lines:?}"
        );
    }
}
