//! Specification folders: what they say must be what the captures said.

use aliyun_rpc_spec::ir::{Limits, Type};
use aliyun_rpc_spec::load::{Problem, to_json};
use aliyun_rpc_spec::operations::OperationKind;

use super::{metadata_edition, view_of};
use crate::drift::diff::diff;
use crate::drift::summary::{of_spec, regeneration, summary};
use crate::drift::terms::Part;
use crate::regen::{Spec, generate, load::load};

fn specification() -> Spec {
    let input = load(&crate::files::root().join("spec")).expect("the captures are committed");
    let specs = generate(&input).expect("the captures fit together");
    specs.into_iter().find(|spec| spec.product.product == "ecs").expect("ECS")
}

#[test]
fn a_specification_has_the_paths_and_types_of_the_newest_metadata() {
    let specification = of_spec(&specification());
    let metadata = view_of(&metadata_edition("2026-10-26"));
    let mut drift = diff(&metadata, &specification);
    // Lowering asks for an object as soon as it asks for one of its members.
    drift.changes.retain(|change| {
        let operations = metadata.operations.as_ref().expect("operations");
        let parameters = operations.get(&change.operation).map(|operation| &operation.parameters);
        let inside = format!("{}.", change.path);
        let mut members =
            parameters.into_iter().flatten().filter(|(path, _)| path.starts_with(&inside));
        change.rule != "became-required" || !members.any(|(_, node)| node.required == Some(true))
    });
    // Locks of all resources have one type, with a member that only one reply has.
    drift.changes.retain(|change| !change.path.ends_with("].LockMsg"));
    // Two operations share a type, and one of them has a number where the other has a text of it.
    let is_owner = |path: &str| path == "Permissions[].DestGroupOwnerId";
    drift.changes.retain(|change| {
        change.operation != "AuthorizeSecurityGroupEgress" || !is_owner(&change.path)
    });
    // The request encodes its content itself.
    let is_encoding = |path: &str| path.trim_start_matches('.') == "ContentEncoding";
    drift
        .changes
        .retain(|change| change.operation != "CreateCommand" || !is_encoding(&change.path));
    let of = |part: Part| {
        let changes = drift.changes.iter().filter(move |change| change.part == part);
        changes.map(|one| format!("{} {} {:?}", one.operation, one.path, one.what)).collect()
    };
    for part in [
        Part::Operation,
        Part::Parameter,
        Part::Type,
        Part::Required,
        Part::Style,
        Part::Response,
        Part::ResponseType,
    ] {
        let found: Vec<String> = of(part);
        assert!(found.is_empty(), "{part:?}: {found:?}");
    }
}

#[test]
fn edits_of_a_specification_are_found_with_what_they_do_to_users() {
    let mut spec = specification();
    let old = of_spec(&spec);
    assert_eq!(diff(&old, &of_spec(&spec)).changes, []);

    let group = spec.groups.get_mut("security-groups").expect("the group");
    let mut operations = group.operations.iter_mut();
    let join = operations.find(|one| one.name == "JoinSecurityGroup").expect("the operation");
    join.constructors.truncate(1);
    let region = join.fields.iter_mut().find(|field| field.wire == "RegionId").expect("a field");
    region.limits = Limits { max_length: Some(20), ..Limits::default() };
    region.ty = Type::Int;
    join.preconditions.clear();
    spec.codes.codes[0].rule = "other".to_owned();
    let matrix = spec.matrix.as_mut().expect("a matrix");
    let row = matrix.operations.iter_mut().find(|row| row.name == "StartInstance");
    let cells = &mut row.expect("a row").cells;
    let cell = cells.get_mut(&aliyun_rpc_spec::matrix::Aspect::SecurityLock).expect("a cell");
    cell.verdict = aliyun_rpc_spec::matrix::Verdict::Permitted;
    cell.code = None;
    let list = spec.authorization.as_mut().expect("a list");
    let action = list.actions.iter_mut().find(|one| one.operation == "JoinSecurityGroup");
    action.expect("an action").condition_keys.push("ecs:Colour".to_owned());

    let new = of_spec(&spec);
    let drift = diff(&old, &new);
    let mut rules: Vec<&str> = drift.changes.iter().map(|change| change.rule).collect();
    rules.dedup();
    let expected = [
        "type-changed",
        "rust-name-changed",
        "limit-narrowed",
        "effect-changed",
        "precondition-removed",
        "authorization-changed",
    ];
    assert_eq!(rules, expected);
    let text = summary(&old, &new);
    assert!(text.starts_with("drift: 2 breaking, "), "{text}");
    assert!(text.contains("StartInstance: effect changed security-lock denied → permitted"));
}

#[test]
fn another_type_of_value_or_id_in_an_argument_or_a_reply_is_breaking() {
    let mut spec = specification();
    let old = of_spec(&spec);
    let group = spec.groups.get_mut("instances").expect("the group");
    let mut operations = group.operations.iter_mut();
    let start = operations.find(|one| one.name == "StartInstance").expect("the operation");
    let id = start.fields.iter_mut().find(|field| field.wire == "InstanceId").expect("a field");
    assert!(id.constructed && id.ty == Type::Id("InstanceId".to_owned()));
    id.ty = Type::Id("DiskId".to_owned());
    let mut structs = group.structs.iter_mut();
    let item = structs.find(|one| one.name == "DescribeInstancesInstance").expect("a struct");
    let status = item.fields.iter_mut().find(|field| field.wire == "Status").expect("a member");
    assert_eq!(status.ty, Type::Enum("InstanceStatus".to_owned()));
    status.ty = Type::Enum("DiskStatus".to_owned());

    let drift = diff(&old, &of_spec(&spec));
    let rules: Vec<&str> = drift.changes.iter().map(|change| change.rule).collect();
    assert_eq!(rules, ["rust-name-changed", "rust-name-changed"]);
    assert!(summary(&old, &of_spec(&spec)).starts_with("drift: 2 breaking, "));
}

#[test]
fn another_kind_of_id_in_the_constructor_of_a_nested_struct_is_breaking() {
    let mut spec = specification();
    let old = of_spec(&spec);
    let mut structs = spec.groups.values_mut().flat_map(|group| &mut group.structs);
    let pool = structs.find(|one| one.name == "PrivatePoolById").expect("a struct");
    let id = pool.fields.iter_mut().find(|field| field.wire == "Id").expect("a member");
    assert!(id.constructed && id.ty == Type::Id("PrivatePoolId".to_owned()));
    id.ty = Type::Id("DiskId".to_owned());

    let drift = diff(&old, &of_spec(&spec));
    let changes = drift.changes.iter().map(|one| (one.rule, &*one.path));
    assert_eq!(changes.collect::<Vec<_>>(), [("rust-name-changed", "PrivatePoolById::new")]);
    assert!(summary(&old, &of_spec(&spec)).starts_with("drift: 1 breaking, "));
}

#[test]
fn a_known_value_that_disappears_or_has_another_variant_is_breaking() {
    // One enum of requests and replies, and one that only replies have.
    for name in ["DiskStatus", "DiagnosticSeverity"] {
        let mut spec = specification();
        let old = of_spec(&spec);
        let mut lists = spec.groups.values_mut().flat_map(|group| &mut group.enums);
        let list = lists.find(|list| list.name == name).expect("an enum");
        let gone = list.variants.remove(0).wire;
        list.variants[0].name = "Painted".to_owned();
        let renamed = list.variants[0].wire.clone();

        let drift = diff(&old, &of_spec(&spec));
        let variants = drift.changes.iter().filter(|one| one.part == Part::EnumVariant);
        let mut found: Vec<(&str, String)> =
            variants.map(|one| (one.rule, one.path.clone())).collect();
        found.sort_unstable();
        let expected = [
            ("known-value-removed", format!("{name} {gone}")),
            ("known-value-renamed", format!("{name} {renamed}")),
        ];
        assert_eq!(found, expected);
        assert!(summary(&old, &of_spec(&spec)).starts_with("drift: 2 breaking, "));
    }
}

#[test]
fn the_first_argument_of_a_nested_constructor_and_the_loss_of_the_last_are_breaking() {
    let mut with = specification();
    let mut structs = with.groups.values_mut().flat_map(|group| &mut group.structs);
    let pool = structs.find(|one| one.name == "PrivatePoolById").expect("a struct");
    assert_eq!(pool.fields.iter().filter(|field| field.constructed).count(), 1);
    let with = of_spec(&with);
    let mut without = specification();
    let mut structs = without.groups.values_mut().flat_map(|group| &mut group.structs);
    let pool = structs.find(|one| one.name == "PrivatePoolById").expect("a struct");
    pool.fields.iter_mut().for_each(|field| field.constructed = false);
    let without = of_spec(&without);

    for (old, new) in [(&with, &without), (&without, &with)] {
        let drift = diff(old, new);
        let changed = drift
            .changes
            .iter()
            .any(|one| (one.rule, &*one.path) == ("rust-name-changed", "PrivatePoolById::new"));
        assert!(changed, "{:?}", drift.changes);
    }
}

#[test]
fn a_variant_of_an_error_that_disappears_or_has_another_name_is_breaking() {
    let mut spec = specification();
    let old = of_spec(&spec);
    let mut sets = spec.groups.values_mut().flat_map(|group| &mut group.error_sets);
    let set = sets.find(|set| set.name == "DetachDiskError").expect("the set");
    let gone = set.codes.remove(0);
    set.codes[0].name = "Painted".to_owned();
    let renamed = set.codes[0].code.clone();

    let drift = diff(&old, &of_spec(&spec));
    let changes = drift.changes.iter().filter(|one| one.operation == "DetachDisk");
    let mut changes: Vec<(&str, &str)> = changes.map(|one| (one.rule, &*one.path)).collect();
    changes.sort_unstable();
    let expected = [("error-variant-removed", &*gone.code), ("error-variant-renamed", &*renamed)];
    assert_eq!(changes, expected);
    assert!(summary(&old, &of_spec(&spec)).starts_with("drift: 2 breaking, "));
}

#[test]
fn edits_of_what_is_not_a_parameter_are_found_too() {
    let mut spec = specification();
    let old = of_spec(&spec);
    let mut known = spec.product.operations.iter_mut();
    let describe = known.find(|one| one.name == "DescribeUserData").expect("the operation");
    assert_eq!(describe.kind, OperationKind::Read);
    describe.kind = OperationKind::Update;
    let replaced = spec.product.operations.iter_mut().find(|one| one.replaced_by.is_some());
    let replaced = replaced.expect("a replaced operation");
    let name = replaced.name.clone();
    let other = replaced.replaced_by.as_mut().expect("a replacement");
    other.operation = "PaintFence".to_owned();
    let mut operations = spec.groups.values_mut().flat_map(|group| &mut group.operations);
    let lowered = operations.find(|one| one.name == name).expect("the operation");
    lowered.replaced_by = replaced.replaced_by.clone();
    let waiters = spec.waiters.as_mut().expect("waiters");
    let running = waiters.waiters.iter_mut().find(|one| one.name == "instance-running");
    running.expect("the waiter").pending.pop().expect("a state that passes");
    let disks = waiters.lookups.iter_mut().find(|one| one.operation == "DescribeDisks");
    disks.expect("the lookup").most = 50;
    let instances = &mut spec.groups.get_mut("instances").expect("the group").operations;
    let delete = instances.iter_mut().find(|one| one.name == "DeleteInstances");
    let delete = delete.expect("the operation");
    let checked = delete.checks.iter_mut().find(|line| line.starts_with("*InstanceId"));
    *checked.expect("a limit of items") = "*InstanceId - 50".to_owned();
    let shown = delete.fields.iter_mut().find(|field| field.example.is_some());
    let shown = shown.expect("a parameter with an example");
    let wire = shown.wire.clone();
    shown.example = Some("another".to_owned());

    let drift = diff(&old, &of_spec(&spec));
    let changes = drift.changes.iter().map(|one| (one.rule, one.operation.as_str(), &*one.path));
    let expected = [
        ("operation-kind-changed", "DescribeUserData", ""),
        ("check-changed", "DeleteInstances", "InstanceId items"),
        ("waiter-states-changed", "", "instance-running"),
        ("lookup-changed", "DescribeDisks", "lookup"),
        ("replacement-changed", name.as_str(), ""),
        ("example-changed", "DeleteInstances", wire.as_str()),
    ];
    assert_eq!(changes.collect::<Vec<_>>(), expected);
}

#[test]
fn a_long_summary_shows_the_worst_twenty() {
    let spec = specification();
    let new = of_spec(&spec);
    let mut old = new.clone();
    let operations = old.operations.as_mut().expect("operations");
    for operation in operations.values_mut().take(30) {
        operation.parameters.insert("Gone".to_owned(), Default::default());
    }
    let text = summary(&old, &new);
    assert_eq!(text.lines().filter(|line| line.contains("parameter removed Gone")).count(), 20);
    assert!(text.contains("and 10 more"), "{text}");
    assert_eq!(summary(&new, &new), "");
}

#[test]
fn a_regeneration_says_what_differs_from_the_files_on_disk() {
    let mut spec = specification();
    let folder = tempfile::tempdir().expect("a folder");
    let write = |spec: &Spec| {
        let files = folder.path().join("ecs");
        std::fs::create_dir_all(&files).expect("a folder");
        let save = |name: &str, text: Result<String, Problem>| {
            std::fs::write(files.join(format!("{name}.json")), text.expect("JSON"))
                .expect("written");
        };
        save("product", to_json("", &spec.product));
        save("matrix", to_json("", &spec.matrix));
        save("authorization", to_json("", &spec.authorization));
        save("waiters", to_json("", &spec.waiters));
        save("errors", to_json("", &spec.codes));
        for (name, group) in &spec.groups {
            save(name, to_json("", group));
        }
    };
    let text = regeneration(folder.path(), std::slice::from_ref(&spec));
    assert_eq!(text, "ecs: drift: the product is new, there is nothing to compare with\n");
    write(&spec);
    assert_eq!(regeneration(folder.path(), std::slice::from_ref(&spec)), "");
    spec.product.endpoints.insert("mars-1".to_owned(), "ecs.mars.example".to_owned());
    let text = regeneration(folder.path(), std::slice::from_ref(&spec));
    assert!(text.starts_with("ecs: drift: 0 breaking, 1 behaviour, "), "{text}");
    assert!(text.contains("endpoint added mars-1 ecs.mars.example"), "{text}");
    spec.product.endpoints.remove("mars-1");
    let waiters = spec.waiters.as_mut().expect("waiters");
    let gone = waiters.waiters.remove(0).name;
    let text = regeneration(folder.path(), std::slice::from_ref(&spec));
    assert!(text.contains(&format!("breaking: waiter removed {gone} ")), "{text}");
    std::fs::write(folder.path().join("ecs").join("errors.json"), "{").expect("written");
    let text = regeneration(folder.path(), std::slice::from_ref(&spec));
    assert!(text.starts_with("ecs: drift: unknown"), "{text}");
    assert!(text.contains("errors.json:1:"), "{text}");
}
