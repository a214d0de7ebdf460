use aliyun_rpc_spec::authorization::{AccessLevel, ValueType};
use aliyun_rpc_spec::ir::FORMAT;
use aliyun_rpc_spec::matrix::MatrixSource;

use super::*;
use crate::source::parse;
use crate::valid;

const PATTERN: &str = "acs:ecs:{#regionId}:{#accountId}:fence/{#fenceId}";

fn action(operation: &str) -> Action {
    Action {
        operation: operation.to_owned(),
        action: format!("ecs:{operation}"),
        level: AccessLevel::Read,
        resources: vec![Resource {
            resource: "Fence".to_owned(),
            pattern: PATTERN.to_owned(),
            mandatory: None,
            parameters: vec!["FenceId".to_owned()],
            stated: None,
        }],
        condition_keys: vec!["ecs:Colour".to_owned()],
        further: vec!["ecs:ListFences".to_owned()],
        templates: Vec::new(),
        evidence: vec![Evidence { source: "ram".to_owned(), line: Some(2), differs: false }],
    }
}

fn list() -> Authorizations {
    let source = MatrixSource {
        id: "ram".to_owned(),
        published: "2025-01-01".to_owned(),
        url: "https://example.com".to_owned(),
        title: "RAM list".to_owned(),
    };
    let key = ConditionKey { key: "ecs:Colour".to_owned(), value_type: Some(ValueType::String) };
    Authorizations {
        format: FORMAT,
        product: "garden".to_owned(),
        sources: vec![source],
        actions: vec![action("ListFences"), action("PaintFence")],
        resource_types: Vec::new(),
        condition_keys: vec![key],
        contradictions: Vec::new(),
    }
}

#[test]
fn a_row_is_printed_with_all_it_says() {
    let printed = print(&list()).to_string();
    for expected in [
        "operation : \"PaintFence\" , action : \"ecs:PaintFence\" , access_level : L :: Read",
        "resources : & [on (\"Fence\" , \"acs:ecs:{#regionId}:{#accountId}:fence/{#fenceId}\" , None",
        "condition_keys : & [KEYS [0usize]]",
        "further : & [\"ecs:ListFences\"]",
        "evidence : & [by (0usize , Some (2u32) , true)]",
        "pub const fn authorization",
    ] {
        assert!(printed.contains(expected), "{expected}\n{printed}");
    }
}

#[test]
fn a_list_that_the_table_could_not_hold_is_refused() {
    assert!(valid::authorizations(&list(), "x").is_empty());
    let refuse = |change: fn(&mut Authorizations), expected: &str| {
        let mut list = list();
        change(&mut list);
        let problems = valid::authorizations(&list, "x");
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(text.join("\n").contains(expected), "{expected}: {text:?}");
    };
    refuse(|list| list.actions.swap(0, 1), "not in byte order");
    refuse(|list| list.actions[0].operation = "list fences".to_owned(), "name for a Rust type");
    refuse(|list| list.actions[0].action = "ecs:*".to_owned(), "cannot be an action");
    refuse(|list| list.actions[0].further.push("\"".to_owned()), "cannot be an action");
    refuse(|list| list.actions[0].resources.clear(), "no resource");
    refuse(|list| list.actions[0].resources[0].pattern = "*".to_owned(), "or neither");
    refuse(|list| list.actions[0].resources[0].pattern.push('"'), "cannot be a pattern");
    refuse(|list| list.actions[0].resources[0].parameters.push("a b".to_owned()), "on the wire");
    refuse(|list| list.actions[0].evidence.clear(), "no source states it");
    refuse(|list| list.actions[0].evidence[0].differs = true, "no source states it");
    refuse(|list| list.sources.clear(), "not in the list of sources");
    refuse(|list| list.condition_keys.clear(), "not in the list of condition keys");
    refuse(|list| list.condition_keys[0].key = "\u{202e}".to_owned(), "cannot be a condition key");
    refuse(|list| list.sources[0].url = "javascript:".to_owned(), "cannot be an https address");
}

#[test]
fn a_file_of_another_format_is_refused() {
    let other = Authorizations { format: FORMAT + 1, ..list() };
    let text = aliyun_rpc_spec::load::to_json("x", &other).unwrap();
    let failure = parse::<Authorizations>("x", &text).unwrap_err().to_string();
    assert!(failure.contains("file format"), "{failure}");
}
