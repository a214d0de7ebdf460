//! An invented list with every irregularity that the vendor's has.

use aliyun_rpc_spec::capture::{ListedConditionKey, ListedResourceType, Schema, SchemaKind};

use super::*;
use crate::curated::Curated;
use crate::regen::load::Input;
use crate::regen::merge::Captured;
use crate::regen::model::Operation;

fn pattern(name: &str) -> String {
    format!("acs:ecs:{{#regionId}}:{{#accountId}}:{name}")
}

fn action(operation: &str, level: &str, resource: &str, name: &str, keys: &[&str]) -> ListedAction {
    ListedAction {
        action: format!("ecs:{operation}"),
        operation: operation.to_owned(),
        level: level.to_owned(),
        resources: vec![ListedResource {
            resource: resource.to_owned(),
            patterns: vec![pattern(name)],
            mandatory: Some(true),
            line: 7,
        }],
        condition_keys: keys.iter().map(|&key| key.to_owned()).collect(),
        associated: Vec::new(),
        line: 5,
    }
}

fn of_type(resource: &str, names: &[&str]) -> ListedResourceType {
    let patterns = names.iter().map(|name| pattern(name)).collect();
    ListedResourceType { resource: resource.to_owned(), patterns, line: 90 }
}

fn key(key: &str, value_type: &str) -> ListedConditionKey {
    ListedConditionKey { key: key.to_owned(), value_type: value_type.to_owned(), line: 95 }
}

fn list() -> RamList {
    RamList {
        actions: vec![
            action("PaintFence", "update", "fence", "fence/{#FenceId}", &["ecs:tag", "ecs:tag"]),
            action("ListFences", "list", "Fence", "fence/{#fenceId}", &[]),
            action("MoveGate", "update", "Gate", "gate/{#other}", &[]),
            action("BuyShed", "create", "Shed", "shed/*", &[]),
        ],
        resource_types: vec![
            of_type("Fence", &["fence/{#fenceId}", "fence/*"]),
            of_type("Gate", &["gate/{#gateId}"]),
            of_type("fence", &["fence/{#FenceId}"]),
        ],
        condition_keys: vec![key("ecs:IsOpen", "string"), key("ecs:Colour", "string")],
    }
}

fn schema(name: &str, items: Option<Schema>) -> Schema {
    let kind = if items.is_some() { SchemaKind::Array } else { SchemaKind::String };
    Schema { name: name.to_owned(), kind, items: items.map(Box::new), ..Schema::default() }
}

fn built(list: RamList) -> (Authorizations, Vec<Problem>) {
    let mut product = Product { name: "garden".to_owned(), ..Product::default() };
    for name in ["PaintFence", "ListFences", "MoveGate"] {
        let parameters = vec![
            schema("FenceIds", Some(Schema::default())),
            schema(
                "Gate",
                Some(Schema { members: vec![schema("GateId", None)], ..Schema::default() }),
            ),
            schema("GateTemplateName", None),
        ];
        let operation_type = Some("get".to_owned()).filter(|_| name == "ListFences");
        let operation =
            Operation { current: true, parameters, operation_type, ..Operation::default() };
        product.operations.insert(name.to_owned(), operation);
    }
    let source = Source {
        id: "garden-ram-2025-01-01".to_owned(),
        kind: "ram-list".to_owned(),
        product: "garden".to_owned(),
        published: "2025-01-01".to_owned(),
        dated_by: None,
        title: "RAM list".to_owned(),
        url: "https://example.com".to_owned(),
        sha256: String::new(),
    };
    let older =
        Source { id: "old".to_owned(), published: "2024-01-01".to_owned(), ..source.clone() };
    let captures = vec![
        Captured { source, capture: Capture::RamList(list) },
        Captured { source: older, capture: Capture::RamList(RamList::default()) },
    ];
    let mut problems = Problems::default();
    let input = Input { captures, curated: Curated::default() };
    let built = build(&product, &input, &mut problems);
    let problems = problems.finish(()).err().unwrap_or_default();
    (built.expect("the product has a list"), problems)
}

fn told(list: &Authorizations) -> Vec<String> {
    list.contradictions.iter().map(ToString::to_string).collect()
}

#[test]
fn spellings_are_those_of_the_table_of_types_and_the_others_are_recorded() {
    let (list, problems) = built(list());
    assert!(problems.is_empty(), "{problems:?}");
    let names: Vec<&str> = list.actions.iter().map(|one| one.operation.as_str()).collect();
    assert_eq!(names, ["BuyShed", "ListFences", "MoveGate", "PaintFence"]);
    let paint = &list.actions[3].resources[0];
    assert_eq!((paint.resource.as_str(), &paint.pattern), ("Fence", &pattern("fence/{#fenceId}")));
    let stated = paint.stated.as_ref().expect("what the page says");
    assert_eq!(
        (stated.resource.as_str(), &stated.pattern),
        ("fence", &pattern("fence/{#FenceId}"))
    );
    assert_eq!(list.actions[1].resources[0].stated, None);
    assert_eq!(list.resource_types.len(), 2);
    let told = told(&list).join("\n");
    assert!(
        told.contains("PaintFence (line 7): two names of a resource type: fence against Fence"),
        "{told}"
    );
    assert!(told.contains("PaintFence (line 7): pattern differs in letter case"), "{told}");
}

#[test]
fn what_no_table_corrects_stays_as_it_is_and_is_told() {
    let (list, _) = built(list());
    assert_eq!(list.actions[2].resources[0].pattern, pattern("gate/{#other}"));
    assert_eq!(list.actions[3].condition_keys, ["ecs:tag"]);
    let told = told(&list).join("\n");
    for expected in [
        "MoveGate (line 7): pattern is not in the table of resource types",
        "BuyShed (line 7): resource type is not in the table of resource types: Shed",
        "BuyShed (line 5): operation is not in the newest metadata",
        "PaintFence (line 5): condition key listed several times: ecs:tag",
        "ecs:tag (line 5): condition key is not defined: ecs:tag against PaintFence",
        "ecs:IsOpen (line 95): key of a yes-or-no question is declared as text",
        "ListFences (line 5): access level differs from the metadata: list against get",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let undefined = list.condition_keys.iter().find(|one| one.key == "ecs:tag");
    assert_eq!(undefined.and_then(|one| one.value_type), None);
}

#[test]
fn parameters_are_found_by_the_name_of_the_variable_or_of_the_type() {
    let (list, _) = built(list());
    assert_eq!(list.actions[3].resources[0].parameters, ["FenceIds"]);
    assert_eq!(list.actions[3].templates, ["GateTemplateName"]);
    let paths = ["Gate.GateId", "RamRoleName", "NetworkInterfaceId"].map(str::to_owned);
    let naming = |resource, pattern| parameters::naming(resource, pattern, &paths);
    assert_eq!(naming("Gate", "acs:ecs:*:*:gate/{#gateId}"), ["Gate.GateId"]);
    assert_eq!(naming("Role", "acs:ram:*:*:role/{#roleName}"), ["RamRoleName"]);
    assert_eq!(naming("NetworkInterface", "acs:ecs:*:*:eni/{#eniId}"), ["NetworkInterfaceId"]);
    assert!(naming("Gate", "acs:ecs:*:*:gate/*").is_empty());
    let nested = |names: &[&str]| {
        let paths: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        parameters::only_id(&paths).cloned()
    };
    assert_eq!(nested(&["Pool.Id", "Pool.Name"]).as_deref(), Some("Pool.Id"));
    assert_eq!(nested(&["Pool.Id", "Shed.Id"]), None);
    assert_eq!(nested(&["Id", "GateId"]), None);
}

#[test]
fn a_level_or_a_type_that_nobody_knows_is_a_problem() {
    let mut strange = list();
    strange.actions[0].level = "paint".to_owned();
    strange.condition_keys[0].value_type = "colour".to_owned();
    let (_, problems) = built(strange);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let problems = problems.join("\n");
    assert!(
        problems.contains("`paint` is not known") && problems.contains("`colour` is not known")
    );
    assert!(problems.contains("4 actions in, 3 out"), "{problems}");
}
