//! The examples that the vendor shows for parameters: each is a value of the type of its parameter
//! and within the limits that the client checks.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_ecs::runtime::Json;
use aliyun_rpc_spec::ir::{Field, Group, Operation, ProductFile, Struct, Type};
use aliyun_rpc_spec::load::from_json;
use aliyun_tests_conformance::{OPERATIONS, Typed};
use support::workspace;

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = workspace().join(format!("spec/ecs/{name}.json"));
    let text = std::fs::read_to_string(path).expect("the file is there");
    from_json(name, &text).expect("the file is whole")
}

/// Structs that contain themselves end here.
const DEEPEST: usize = 6;

/// What is passed, and the paths of what has an example.
struct Examples<'a> {
    structs: &'a BTreeMap<&'a str, &'a Struct>,
    paths: BTreeSet<String>,
}

impl Examples<'_> {
    fn members(
        &mut self,
        path: &str,
        fields: &[Field],
        depth: usize,
    ) -> serde_json::Map<String, Json> {
        let mut members = serde_json::Map::new();
        for field in fields {
            let below = match path {
                "" => field.wire.clone(),
                _ => format!("{path}.{}", field.wire),
            };
            if let Some(value) = self.value(&below, &field.ty, field.example.as_deref(), depth) {
                members.insert(field.wire.clone(), value);
            }
        }
        members
    }

    /// The JSON that a caller would pass. None where neither the field nor anything in it has an
    /// example.
    fn value(
        &mut self,
        path: &str,
        ty: &Type,
        example: Option<&str>,
        depth: usize,
    ) -> Option<Json> {
        match ty {
            Type::List(item) | Type::Wrapped(_, item) => {
                Some(Json::Array(vec![self.value(path, item, example, depth)?]))
            }
            Type::Struct(name) | Type::Boxed(name) if depth < DEEPEST => {
                let shape = self.structs.get(name.as_str()).expect("every struct is in a group");
                let members = self.members(path, &shape.fields, depth + 1);
                (!members.is_empty()).then_some(Json::Object(members))
            }
            Type::Struct(_) | Type::Boxed(_) => None,
            Type::Json(inner) => match example.and_then(|text| serde_json::from_str(text).ok()) {
                Some(json) => self.noted(path, json),
                None => self.value(path, inner, None, depth),
            },
            Type::Int | Type::Float | Type::Bool | Type::Map(_) => {
                // What is not JSON is passed as a text, and the type refuses it.
                let text = example?;
                let json = serde_json::from_str(text).unwrap_or_else(|_| Json::from(text));
                self.noted(path, json)
            }
            // The text on the wire; of a JSON list, too.
            _ => self.noted(path, Json::from(example?)),
        }
    }

    fn noted(&mut self, path: &str, json: Json) -> Option<Json> {
        self.paths.insert(path.to_owned());
        Some(json)
    }
}

/// `DataDisk.Size` for `DataDisk.3.Size`.
fn without_numbers(member: &str) -> String {
    let names = member.split('.').filter(|name| name.parse::<u32>().is_err());
    names.collect::<Vec<_>>().join(".")
}

/// How many rules name a parameter whose example is passed, presence aside.
fn judged(operation: &Operation, paths: &BTreeSet<String>) -> usize {
    let rules = operation.checks.iter().filter(|line| line.starts_with(['=', '#', '*', '~']));
    rules
        .filter(|line| line[1..].split(' ').next().is_some_and(|name| paths.contains(name)))
        .count()
}

#[test]
fn every_example_of_a_parameter_fits_its_type_and_the_limits_that_the_client_checks() {
    let groups: Vec<Group> =
        read::<ProductFile>("product").groups.iter().map(|name| read(name)).collect();
    let structs = groups.iter().flat_map(|group| &group.structs);
    let structs = structs.map(|shape| (shape.name.as_str(), shape)).collect();
    let typed: BTreeMap<&str, &Typed> = OPERATIONS.iter().map(|one| (one.meta.name, one)).collect();
    let (mut passed, mut limited) = (0, 0);
    let mut faults = Vec::new();
    for operation in groups.iter().flat_map(|group| &group.operations) {
        let mut examples = Examples { structs: &structs, paths: BTreeSet::new() };
        let members = examples.members("", &operation.fields, 0);
        let paths = examples.paths;
        passed += paths.len();
        limited += judged(operation, &paths);
        let checked = (typed[operation.name.as_str()].check)(Json::Object(members));
        // A set that a call needs one of can be one without an example.
        let wrong = checked
            .violations
            .iter()
            .filter(|one| one.value.is_some() || paths.contains(&without_numbers(&one.member)));
        faults.extend(wrong.map(|one| format!("{}: {one}", operation.name)));
        // `DryRun` has no setter.
        let problems = checked.notes.problems.iter().filter(|one| *one != "DryRun has no setter");
        faults.extend(problems.map(|one| format!("{}: {one}", operation.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("{passed} examples passed, {limited} of them within a limit");
    assert!(passed > 2_000 && limited > 200, "{passed} examples, {limited} of them limited");
}

#[test]
fn a_value_of_another_type_or_beyond_a_limit_is_noticed() {
    let typed = OPERATIONS.iter().find(|one| one.meta.name == "DescribeInstanceStatus");
    let check = typed.expect("the operation").check;
    let fifty = serde_json::json!({"RegionId": "cn-hangzhou", "PageSize": 50});
    let checked = check(fifty.clone());
    assert!(checked.violations.is_empty() && checked.notes.problems.is_empty());
    let with = |size: Json| {
        let mut members = fifty.clone();
        members["PageSize"] = size;
        check(members)
    };
    let beyond = with(Json::from(51)).violations;
    let members: Vec<&str> = beyond.iter().map(|one| one.member.as_str()).collect();
    assert_eq!(members, ["PageSize"]);
    assert_eq!(with(Json::from("many")).notes.problems, ["PageSize does not take \"many\""]);
}
