//! The table of permissions against the committed list.

mod named;
mod policies;
mod storage;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_ecs::Operation;
use aliyun_ecs::authorization::{
    AUTHORIZATIONS, AccessLevel, PolicyError, PolicyRequests as _, policy,
};
use serde_json::Value;

fn committed(path: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).expect("the file is committed");
    serde_json::from_str(&text).expect("it is JSON")
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The capture of the vendor's page: what the page says, by operation.
fn listed() -> Value {
    let list = AUTHORIZATIONS.sources.iter().find(|one| one.title == LIST).expect("a list");
    committed(&format!("../../spec/sources/{}.json", list.id))
}

/// What the vendor's list is called.
const LIST: &str = "RAM list";

#[test]
fn the_table_has_every_operation_of_the_page_once() {
    let page = listed();
    let page: BTreeSet<&str> = page["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["operation"].as_str().unwrap())
        .collect();
    let table: BTreeSet<&str> = AUTHORIZATIONS.rows.iter().map(|row| row.operation).collect();
    assert_eq!((AUTHORIZATIONS.rows.len(), table.len()), (273, 273));
    assert_eq!(table, page);
    let of_operations = Operation::ALL.iter().filter_map(|one| one.authorization()).count();
    assert_eq!(of_operations, 273);
    let mut levels: BTreeMap<AccessLevel, usize> = BTreeMap::new();
    for row in AUTHORIZATIONS.rows {
        *levels.entry(row.access_level).or_default() += 1;
    }
    use AccessLevel::{Create, Delete, List, None, Read, Update};
    let counted = [(Create, 41), (Update, 107), (Delete, 31), (Read, 77), (List, 13), (None, 4)];
    assert_eq!(levels, counted.into());
}

#[test]
fn every_fact_of_the_page_can_be_read_back_from_the_table() {
    let page = listed();
    let types: BTreeMap<&str, &str> = [
        ("activation", "Activation"),
        ("autoprovisioninggroup", "AutoProvisioningGroup"),
        ("ddhcluster", "DedicatedHostCluster"),
    ]
    .into();
    let defined: BTreeMap<&str, &str> = page["condition_keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| (key["key"].as_str().unwrap(), key["value_type"].as_str().unwrap()))
        .collect();
    assert_eq!(defined.len(), 23);
    for action in page["actions"].as_array().unwrap() {
        let name = action["operation"].as_str().unwrap();
        let row = Operation::from_name(name).and_then(Operation::authorization).expect(name);
        assert_eq!(row.action, action["action"]);
        let level = action["level"].as_str().unwrap();
        assert_eq!(row.access_level.name(), if level == "get" { "read" } else { level }, "{name}");
        let resources = action["resources"].as_array().unwrap();
        assert_eq!(row.resources.len(), resources.len(), "{name}");
        for (own, stated) in row.resources.iter().zip(resources) {
            let resource = stated["resource"].as_str().unwrap();
            assert_eq!(own.resource_type, *types.get(resource).unwrap_or(&resource), "{name}");
            let patterns = texts(&stated["patterns"]);
            assert_eq!(patterns.len(), 1);
            assert!(own.pattern.eq_ignore_ascii_case(patterns[0]), "{name}: {}", own.pattern);
            assert_eq!(own.mandatory, stated["mandatory"].as_bool(), "{name}");
        }
        let keys: BTreeSet<&str> = texts(&action["condition_keys"]).into_iter().collect();
        let own: BTreeSet<&str> = row.condition_keys.iter().map(|key| key.name).collect();
        assert_eq!((own.len(), &own), (row.condition_keys.len(), &keys), "{name}");
        for key in row.condition_keys {
            let value_type = key.value_type.map(|one| format!("{one:?}").to_lowercase());
            assert_eq!(value_type.as_deref(), defined.get(key.name).copied(), "{}", key.name);
        }
        assert_eq!(row.further, texts(&action["associated"]), "{name}");
        let of_list = row.evidence.iter().find(|one| one.source.title == LIST).expect(name);
        assert_eq!(of_list.line.map(u64::from), action["line"].as_u64());
    }
}

#[test]
fn what_was_respelled_is_recorded_with_what_the_page_says() {
    let list = committed("spec/authorization.json");
    let mut respelled = 0;
    for action in list["actions"].as_array().unwrap() {
        for resource in action["resources"].as_array().unwrap() {
            let Some(stated) = resource.get("stated") else { continue };
            respelled += 1;
            let pattern = resource["pattern"].as_str().unwrap();
            assert!(pattern.eq_ignore_ascii_case(stated["pattern"].as_str().unwrap()));
        }
    }
    assert_eq!(respelled, 26);
    let listed = list["contradictions"].as_array().unwrap();
    let count = |about: &str| listed.iter().filter(|one| one["about"] == about).count();
    assert_eq!(count("undefined-key"), 3);
    assert_eq!(count("key-type"), 4);
    assert_eq!(count("level"), 6);
    assert_eq!(count("odd-pattern"), 2);
    assert_eq!((count("undefined-pattern"), count("undefined-type")), (0, 0));
}

#[test]
fn a_policy_for_every_operation_is_as_narrow_as_the_page_allows() {
    for operation in Operation::ALL {
        let made = policy().operations([*operation]).build();
        let Some(row) = operation.authorization() else {
            let error = made.unwrap_err();
            assert!(error.to_string().contains(operation.name()), "{error}");
            continue;
        };
        let document: Value = serde_json::from_str(&made.unwrap().to_string()).unwrap();
        assert_eq!(document["Version"], "1");
        let statements = document["Statement"].as_array().unwrap();
        assert_eq!(statements.len(), 1);
        assert_eq!(statements[0]["Effect"], "Allow");
        assert_eq!(statements[0]["Action"], row.action);
        let offers = row.resources.iter().any(|resource| resource.pattern != "*");
        let is_star = statements[0]["Resource"] == "*";
        assert_eq!(is_star, !offers, "{operation}");
        assert!(!texts(&statements[0]["Resource"]).contains(&"*"), "{operation}");
    }
}

#[test]
fn an_operation_in_no_list_is_an_error_that_names_it() {
    let error = policy().operations([Operation::StartInstance, Operation::DescribeRegions]).build();
    let expected = PolicyError::NotListed { operations: vec!["DescribeRegions".to_owned()] };
    assert_eq!(error.unwrap_err(), expected);
}

#[test]
fn the_page_of_an_operation_is_evidence_beside_the_list() {
    let shown = |operation: Operation| {
        let row = operation.authorization().expect("it is in the table");
        assert!(!row.is_contradicted());
        row.evidence.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // Of the same day, the page comes first; an older page comes after the list.
    assert_eq!(
        shown(Operation::StopInstance),
        ["StopInstance page 2025-12-03", "RAM list 2025-12-03 line 4204"]
    );
    assert_eq!(
        shown(Operation::JoinSecurityGroup),
        ["RAM list 2025-12-03 line 2854", "JoinSecurityGroup page 2025-03-12"]
    );
    let rows = AUTHORIZATIONS.rows.iter();
    assert_eq!(rows.filter(|row| row.evidence.len() > 1).count(), 5);
}
