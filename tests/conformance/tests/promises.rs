//! Every id in the reply of an operation that changes something is decided: every reply of success
//! has it, or it may lack it, and an entry says why.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_ecs::{Operation, OperationKind};
use aliyun_rpc_spec::ir::{Field, Group, Operation as Described, ProductFile, Type};
use aliyun_rpc_spec::load::from_json;
use serde::Deserialize;
use support::workspace;

#[derive(Deserialize)]
struct Curated {
    promised: Vec<Entry>,
    unpromised: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    operation: String,
    member: String,
    reason: String,
}

fn text(path: &str) -> String {
    std::fs::read_to_string(workspace().join(path)).expect("the file is there")
}

fn operations() -> Vec<Described> {
    let product: ProductFile =
        from_json("product", &text("spec/ecs/product.json")).expect("the file is whole");
    let groups = product.groups.iter().map(|name| {
        let text = text(&format!("spec/ecs/{name}.json"));
        from_json::<Group>(name, &text).expect("the file is whole")
    });
    groups.flat_map(|group| group.operations).collect()
}

/// The single ids of a reply that can be of something that the call made: what the request itself
/// named is not, and an order exists only where something is paid in advance.
fn new_ids(operation: &Described) -> impl Iterator<Item = &Field> {
    let named: BTreeSet<&str> = operation.fields.iter().map(|field| field.wire.as_str()).collect();
    let reply = operation.response_struct.iter().flat_map(|reply| &reply.fields);
    reply.filter(move |field| {
        let is_new = matches!(&field.ty, Type::Id(kind) if kind != "OrderId");
        is_new && (field.promised || !named.contains(field.wire.as_str()))
    })
}

#[test]
fn every_id_that_an_operation_may_have_made_is_promised_or_an_entry_says_why_not() {
    let curated: Curated =
        toml::from_str(&text("spec/curated/ecs/requests.toml")).expect("entries");
    let entries = |entries: &[Entry]| -> BTreeMap<(String, String), String> {
        let entries = entries.iter();
        entries
            .map(|one| ((one.operation.clone(), one.member.clone()), one.reason.clone()))
            .collect()
    };
    let (promised, unpromised) = (entries(&curated.promised), entries(&curated.unpromised));
    let (mut undecided, mut sure, mut unsure) = (Vec::new(), 0, 0);
    for operation in operations() {
        let known = Operation::from_name(&operation.name).expect("a listed operation");
        if known.is_read_only() || known.kind() == OperationKind::Delete {
            continue;
        }
        for field in new_ids(&operation) {
            let at = (operation.name.clone(), field.wire.clone());
            match (field.promised, unpromised.get(&at)) {
                (true, _) => sure += 1,
                (false, Some(reason)) if !reason.is_empty() => unsure += 1,
                (false, _) => undecided.push(at),
            }
        }
    }
    assert!(
        undecided.is_empty(),
        "decide these in [[promised]] or [[unpromised]] of spec/curated/ecs/requests.toml: \
         {undecided:?}"
    );
    assert!(sure > 40 && unsure > 10, "{sure} promised, {unsure} not");
    assert!(promised.keys().all(|at| !unpromised.contains_key(at)));
}

#[test]
fn what_is_promised_is_no_option() {
    use aliyun_ecs::{CloneDisksResponse, ReplaceSystemDiskResponse, StartTerminalSessionResponse};
    fn of_disk(reply: &ReplaceSystemDiskResponse) -> &aliyun_ecs::DiskId {
        &reply.disk_id
    }
    fn of_tasks(reply: &CloneDisksResponse) -> &aliyun_ecs::TaskGroupId {
        &reply.task_group_id
    }
    fn of_session(reply: &StartTerminalSessionResponse) -> &aliyun_ecs::SessionId {
        &reply.session_id
    }
    let reply = r#"{"RequestId": "r", "DiskId": "d-1", "TaskGroupId": "g-1", "SessionId": "s-1"}"#;
    let (disk, tasks, session) = (
        serde_json::from_str(reply).expect("a reply"),
        serde_json::from_str(reply).expect("a reply"),
        serde_json::from_str(reply).expect("a reply"),
    );
    assert_eq!(of_disk(&disk), &"d-1");
    assert_eq!(of_tasks(&tasks), &"g-1");
    assert_eq!(of_session(&session), &"s-1");
}
