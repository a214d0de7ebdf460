//! An invented list with every irregularity that the vendor's has, and pages beside it.

use aliyun_rpc_spec::capture::{
    Authorization, AuthorizedResource, Capture, ListedAction, ListedConditionKey, ListedResource,
    ListedResourceType, OperationPage, Schema, SchemaKind,
};

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
    built_with(Some(list), Vec::new())
}

/// A page of an operation, with the day of its edition.
type Edition = (&'static str, OperationPage);

fn built_with(list: Option<RamList>, pages: Vec<Edition>) -> (Authorizations, Vec<Problem>) {
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
    let edition = |(published, page): Edition| {
        let id = format!("{}-{published}", page.operation.to_lowercase());
        let title = format!("{} page", page.operation);
        let published = published.to_owned();
        let kind = "operation-page".to_owned();
        let source = Source { id, title, published, kind, ..source.clone() };
        Captured { source, capture: Capture::OperationPage(page) }
    };
    let mut captures: Vec<Captured> = pages.into_iter().map(edition).collect();
    if let Some(list) = list {
        captures.push(Captured { source: older, capture: Capture::RamList(RamList::default()) });
        captures.push(Captured { source: source.clone(), capture: Capture::RamList(list) });
    }
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
        told.contains("PaintFence (garden-ram-2025-01-01:7): two names of a resource type: fence against Fence"),
        "{told}"
    );
    assert!(
        told.contains("PaintFence (garden-ram-2025-01-01:7): pattern differs in letter case"),
        "{told}"
    );
}

#[test]
fn what_no_table_corrects_stays_as_it_is_and_is_told() {
    let (list, _) = built(list());
    assert_eq!(list.actions[2].resources[0].pattern, pattern("gate/{#other}"));
    assert_eq!(list.actions[3].condition_keys, ["ecs:tag"]);
    let told = told(&list).join("\n");
    for expected in [
        "MoveGate (garden-ram-2025-01-01:7): pattern is not in the table of resource types",
        "BuyShed (garden-ram-2025-01-01:7): resource type is not in the table of resource types: Shed",
        "BuyShed (garden-ram-2025-01-01:5): operation is not in the newest metadata",
        "PaintFence (garden-ram-2025-01-01:5): condition key listed several times: ecs:tag",
        "ecs:tag (garden-ram-2025-01-01:5): condition key is not defined: ecs:tag against PaintFence",
        "ecs:IsOpen (garden-ram-2025-01-01:95): key of a yes-or-no question is declared as text",
        "ListFences (garden-ram-2025-01-01:5): access level differs from the metadata: list against get",
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
fn parameters_are_found_by_other_words_for_a_resource_and_as_the_only_one_of_an_operation() {
    let paths: Vec<String> = ["InvokeId", "ResourceId"].map(str::to_owned).into();
    let signs = |pattern| parameters::by_sign(pattern, &paths);
    assert_eq!(signs("acs:ecs:*:*:invocation/{#invocationId}"), ["InvokeId"]);
    assert!(signs("acs:ecs:*:*:invocation/*").is_empty());
    assert!(signs("acs:ecs:*:*:fence/{#fenceId}").is_empty());
    let (list, _) = built(list());
    let (paint, gate) = (&list.actions[3].resources, &list.actions[2].resources);
    let id = Some("ResourceId");
    assert_eq!(parameters::untyped(paint, &paths).map(String::as_str), id);
    let two = [paint.clone(), gate.clone()].concat();
    assert_eq!(parameters::untyped(&two, &paths), None);
    let typed = [paths.clone(), vec!["ResourceType".to_owned()]].concat();
    assert_eq!(parameters::untyped(paint, &typed), None);
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

/// The page of an operation that acts on one fence.
fn page(operation: &str, level: &str, mandatory: Option<bool>, keys: &[&str]) -> OperationPage {
    let resource = AuthorizedResource {
        resource: "Fence".to_owned(),
        patterns: vec![pattern("fence/{#fenceId}")],
        mandatory,
    };
    let row = Authorization {
        action: format!("ecs:{operation}"),
        level: level.to_owned(),
        resources: vec![resource],
        condition_keys: keys.iter().map(|&key| key.to_owned()).collect(),
        associated: Vec::new(),
    };
    let operation = operation.to_owned();
    OperationPage { operation, authorization: vec![row], ..OperationPage::default() }
}

fn of<'a>(list: &'a Authorizations, operation: &str) -> &'a Action {
    list.actions.iter().find(|one| one.operation == operation).expect("it is in the table")
}

fn evidence(action: &Action) -> Vec<(&str, bool)> {
    action.evidence.iter().map(|one| (one.source.as_str(), one.differs)).collect()
}

const LIST: &str = "garden-ram-2025-01-01";

#[test]
fn the_newer_of_list_and_page_decides_and_the_other_one_is_told() {
    let newer = ("2025-06-01", page("PaintFence", "create", Some(true), &["ecs:Colour"]));
    let (built, problems) = built_with(Some(list()), vec![newer]);
    assert!(problems.is_empty(), "{problems:?}");
    let paint = of(&built, "PaintFence");
    assert_eq!(
        (paint.level, &*paint.condition_keys),
        (AccessLevel::Create, &["ecs:Colour".to_owned()][..])
    );
    assert_eq!(evidence(paint), [("paintfence-2025-06-01", false), (LIST, true)]);
    let told = told(&built).join("\n");
    for expected in [
        "(garden-ram-2025-01-01:5): access level differs from the source that decides: update against create",
        "(garden-ram-2025-01-01:5): condition keys differ from the source that decides: ecs:tag against ecs:Colour",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    assert!(!told.contains("resources differ"), "the spelling is corrected first: {told}");

    let older = ("2024-06-01", page("PaintFence", "create", Some(true), &["ecs:Colour"]));
    let (built, _) = built_with(Some(list()), vec![older]);
    let paint = of(&built, "PaintFence");
    assert_eq!(paint.level, AccessLevel::Update);
    assert_eq!(evidence(paint), [(LIST, false), ("paintfence-2024-06-01", true)]);
    let told = self::told(&built).join("\n");
    let expected = "(paintfence-2024-06-01): access level differs from the source that decides";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn a_page_that_agrees_is_evidence_and_of_the_same_day_it_comes_first() {
    let same = page("PaintFence", "update", None, &["ecs:tag"]);
    let old = page("PaintFence", "delete", None, &[]);
    let editions = vec![("2025-01-01", same), ("2024-01-01", old)];
    let (built, _) = built_with(Some(list()), editions);
    let paint = of(&built, "PaintFence");
    assert_eq!(evidence(paint), [("paintfence-2025-01-01", false), (LIST, false)]);
    assert_eq!(paint.resources[0].mandatory, Some(true), "the list knows what the copy lost");
    let ids: Vec<&str> = built.sources.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, [LIST, "paintfence-2025-01-01"], "an edition that was replaced says nothing");
    assert!(!told(&built).join("\n").contains("differs from the source that decides"));
}

#[test]
fn an_operation_that_only_its_page_knows_is_in_the_table() {
    let mut dry = page("ListFences", "list", Some(true), &["ecs:unheard"]);
    let mut other = dry.authorization[0].clone();
    other.action = "ecs:SeeFences".to_owned();
    dry.authorization.insert(0, other);
    let (built, problems) = built_with(None, vec![("2025-06-01", dry.clone())]);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(built.actions.len(), 1);
    assert_eq!(built.actions[0].action, "ecs:ListFences");
    assert_eq!(
        told(&built),
        [
            "ListFences (listfences-2025-06-01): access level differs from the metadata: list against get",
            "ListFences (listfences-2025-06-01): page has a row for another action: ecs:SeeFences",
        ]
    );
    dry.authorization.truncate(1);
    dry.authorization[0].resources.clear();
    let (built, _) = built_with(Some(list()), vec![("2025-06-01", dry)]);
    assert_eq!(evidence(of(&built, "ListFences")), [(LIST, false)]);
    assert!(told(&built).join("\n").contains("page names no resource for the action"));
}
