use super::*;
use aliyun_rpc_spec::capture::Says;

fn read_text(text: &str) -> (Option<Metadata>, Issues) {
    let mut issues = Issues::new("x");
    let json = Json::parse(text, &mut issues).expect("the fixture is JSON");
    let metadata = read(&At::root(&json), &mut issues);
    (metadata, issues)
}

/// A document with one operation, whose members are given.
fn with_operation(members: &str) -> String {
    format!(
        r#"{{"info":{{"style":"RPC","product":"Garden","version":"1"}},
            "apis":{{"PaintFence":{{{members}}}}}}}"#
    )
}

fn with_parameter(schema: &str) -> String {
    with_operation(&format!(r#""parameters":[{{"name":"P","in":"query","schema":{schema}}}]"#))
}

fn problems(text: &str) -> Vec<String> {
    read_text(text).1.problems.iter().map(ToString::to_string).collect()
}

fn parameter(schema: &str) -> Schema {
    let (metadata, issues) = read_text(&with_parameter(schema));
    assert_eq!(issues.problems, [], "{schema}");
    metadata.unwrap().operations["PaintFence"].parameters[0].clone()
}

#[test]
fn facts_are_kept_and_prose_is_dropped() {
    let (metadata, issues) = read_text(crate::import::tests::METADATA);
    assert_eq!(issues.problems, []);
    let value = serde_json::to_value(metadata.unwrap()).unwrap();
    assert!(!value.to_string().contains("prose"), "{value:#}");
    let expected: serde_json::Value = serde_json::from_str(EXPECTED).unwrap();
    assert_eq!(value, expected, "{value:#}");
}

const EXPECTED: &str = r##"{
  "product": "Garden", "version": "2015-04-01",
  "directories": [{"id": 7, "operations": ["PaintFence"]}, {"id": 8, "operations": ["DryFence"]}],
  "schemas": [{"name": "Post", "type": "object", "members": [
    {"name": "Id", "type": "string", "required": true},
    {"name": "Next", "type": "object", "ref": "Post"}]}],
  "operations": {
    "PaintFence": {
      "methods": ["POST", "GET"], "https_only": true, "deprecated": true, "operation_type": "update",
      "parameters": [
        {"name": "FenceIds", "type": "string", "required": true, "json_list": true},
        {"name": "Size", "type": "integer", "format": "int32",
         "minimum": "1", "maximum": "9", "default": "3"},
        {"name": "Tag", "type": "array", "style": "repeatList", "max_items": 20, "items": {
          "type": "object", "members": [
            {"name": "Key", "type": "string", "required": true, "max_length": 64,
             "pattern": "^[a-z]+$"},
            {"name": "Kind", "type": "string", "enum": ["A", "B"]}]}},
        {"name": "Paint.Colour", "type": "string"},
        {"name": "More", "type": "object", "style": "json", "map": {"type": "any"}}],
      "response": {"type": "object", "members": [
        {"name": "RequestId", "type": "string"},
        {"name": "Posts", "type": "array", "items": {"type": "object", "ref": "Post"}}]},
      "errors": [{"status": "400", "code": "FenceWet"}, {"status": "4003", "code": "FenceWet"}]},
    "DryFence": {"methods": ["POST"], "parameters": [], "response": {"type": "object"},
      "errors": []}}}"##;

#[test]
fn an_edition_without_responses_and_errors_says_nothing_about_them() {
    let (metadata, _) = read_text(&with_operation(r#""parameters":[]"#));
    let operation = &metadata.unwrap().operations["PaintFence"];
    assert_eq!((&operation.response, &operation.errors), (&None, &None));
}

#[test]
fn an_empty_list_of_named_schemas_is_no_named_schema() {
    let text =
        with_operation(r#""parameters":[]"#).replacen('{', r#"{"components":{"schemas":[]},"#, 1);
    let (metadata, issues) = read_text(&text);
    assert_eq!(issues.problems, []);
    assert!(metadata.unwrap().schemas.is_empty());
}

#[test]
fn path_style_products_and_operations_are_refused_clearly() {
    let text = with_operation(r#""parameters":[]"#).replace("RPC", "ROA");
    assert!(problems(&text)[0].starts_with("x:/info/style: the product uses ROA"));
    let found = problems(&with_operation(r#""parameters":[],"path":"/fences/[id]""#));
    assert!(found[0].starts_with("x:/apis/PaintFence/path: "), "{found:?}");
    assert_eq!(problems(&with_operation(r#""parameters":[],"path":"""#)), [""; 0]);
}

#[test]
fn every_defect_is_reported_at_once_with_its_pointer() {
    let found = problems(&with_operation(
        r##""methods":"post","deprecated":1,"errorCodes":{"400":[{"errorMessage":"x"}]},
        "parameters":[
         {"name":"A","in":"path","schema":{"type":"string"}},
         {"name":"","schema":{}},
         {"schema":{}},
         {"name":"B"},
         {"name":"C","schema":{"type":"wood","maxItems":-1,"required":"yes"}},
         {"name":"D","schema":{"$ref":"#/components/schemas/Nowhere"}},
         {"name":"E","schema":{"$ref":"elsewhere"}},
         {"name":"F","schema":[]}]"##,
    ));
    let at = "x:/apis/PaintFence/";
    for expected in [
        "methods: expected a list",
        "deprecated: expected true or false",
        "errorCodes/400/0: the member `errorCode` is missing",
        "parameters/0/in: `A` is sent in `path`",
        "parameters/1: the parameter has no name",
        "parameters/2: the member `name` is missing",
        "parameters/3: the member `schema` is missing",
        "parameters/4/schema/type: the type `wood`",
        "parameters/4/schema/maxItems: expected a whole number",
        "parameters/4/schema/required: expected true or false",
        "parameters/5/schema/$ref: no schema `Nowhere`",
        "parameters/6/schema/$ref: `elsewhere` is not understood",
        "parameters/7/schema: expected an object",
    ] {
        let expected = format!("{at}{expected}");
        assert!(
            found.iter().any(|problem| problem.starts_with(&expected)),
            "{expected}: {found:#?}"
        );
    }
    assert_eq!(found.len(), 13, "{found:#?}");
}

#[test]
fn a_document_without_operations_is_refused() {
    let text = r#"{"info":{"style":"RPC","product":"G","version":"1"},"apis":{}}"#;
    assert_eq!(problems(text), ["x:/apis: no operation in it"]);
}

#[test]
fn a_list_inside_a_string_is_known_by_its_example_or_description() {
    let is_list = |schema: &str| parameter(schema).json_list;
    assert!(is_list(r#"{"type":"string","example":"[\"a\", \"b\"]"}"#));
    assert!(is_list(r#"{"type":"string","example":" [ \"a\", … ]"}"#));
    assert!(is_list(r#"{"type":"string","description":"x JSON数组"}"#));
    assert!(is_list(r#"{"type":"string","description":"x JSON Array"}"#));
    assert!(is_list(r#"{"type":"string","description":"a json array"}"#));
    assert!(!is_list(r#"{"type":"string","example":"[a]","description":"x JSON"}"#));
    assert!(!is_list(r#"{"type":"integer","example":"[\"a\"]"}"#));
    let items = parameter(r#"{"type":"array","items":{"type":"string","example":"[\"a\"]"}}"#);
    assert!(!items.items.unwrap().json_list);
}

#[test]
fn values_that_a_description_lists_are_mined() {
    let text = r#"{"type":"string","description":"x。取值范围：\n- Red：x。\n- Green：x。"}"#;
    assert_eq!(parameter(text).mined, ["Red", "Green"]);
    let list = format!(r#"{{"type":"array","items":{text}}}"#);
    assert_eq!(parameter(&list).items.unwrap().mined, ["Red", "Green"]);
}

#[test]
fn request_descriptions_whose_values_were_not_understood_are_counted() {
    let count = |text: &str| read_text(text).0.unwrap().candidates_not_understood;
    let unclear = r#"{"type":"string","description":"x。取值范围：参见别处。"}"#;
    assert_eq!(parameter(unclear).mined, [""; 0]);
    let list = format!(r#"{{"type":"array","items":{unclear}}}"#);
    let member = format!(r#"{{"type":"object","properties":{{"A":{list},"B":{unclear}}}}}"#);
    assert_eq!(count(&with_parameter(unclear)), 1);
    assert_eq!(count(&with_parameter(&member)), 2);
    assert_eq!(count(&with_parameter(r#"{"type":"string","description":"x"}"#)), 0);
    let response = format!(r#""parameters":[],"responses":{{"200":{{"schema":{member}}}}}"#);
    assert_eq!(count(&with_operation(&response)), 0);
}

fn lock_notes(description: &str) -> (Vec<Says>, Issues) {
    let description = serde_json::to_string(description).unwrap();
    let (metadata, issues) =
        read_text(&with_operation(&format!(r#""parameters":[],"description":{description}"#)));
    (metadata.unwrap().operations["PaintFence"].lock_notes.clone(), issues)
}

#[test]
fn a_security_lock_in_the_description_is_a_fact() {
    use Says::{Denied, ReleasesDisks};
    for text in [
        "`{\"OperationLocks\": {\"LockReason\" : \"security\"}}` 禁止一切操作",
        "a\n- `\"LockReason\": \"security\"` 不能启动\nb",
        "不能被安全锁定 LockReason：security",
    ] {
        assert_eq!(lock_notes(text).0, [Denied], "{text}");
    }
    let both = "LockReason: security 忽略 DeleteWithInstance\nLockReason: security 不能停止";
    assert_eq!(lock_notes(both).0, [Denied, ReleasesDisks]);
    assert_eq!(lock_notes("LockReason: financial 不能启动").0, []);
}

#[test]
fn a_security_lock_in_other_words_is_a_warning_and_no_fact() {
    for text in ["\"LockReason\" : \"security\" is odd", "LockReason: security 忽略"] {
        let (notes, issues) = lock_notes(text);
        assert_eq!(notes, []);
        assert_eq!(issues.warnings.len(), 1, "{text}");
        assert_eq!(issues.warnings[0].place, "/apis/PaintFence/description");
    }
}

#[test]
fn a_lock_in_the_description_of_a_parameter_is_one_of_the_operation() {
    let text = with_operation(
        r#""parameters":[{"name":"DeleteWithInstance","schema":{"type":"boolean",
        "description":"LockReason: security 忽略"}}]"#,
    );
    let (metadata, issues) = read_text(&text);
    let notes = &metadata.unwrap().operations["PaintFence"].lock_notes;
    assert_eq!(notes, &[Says::ReleasesDisks]);
    assert!(issues.warnings.is_empty());
}

#[test]
fn parameters_that_are_listed_twice_are_kept_and_mentioned() {
    let twice = r#"{"name":"P","in":"query","schema":{"type":"string"}}"#;
    let (metadata, issues) =
        read_text(&with_operation(&format!(r#""parameters":[{twice},{twice}]"#)));
    assert_eq!(metadata.unwrap().operations["PaintFence"].parameters.len(), 2);
    assert!(issues.warnings[0].message.starts_with("1 parameters are listed twice"));
}
