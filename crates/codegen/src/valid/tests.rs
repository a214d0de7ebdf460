use aliyun_rpc_spec::load::from_json;

use super::*;

fn problems(operation: &str) -> Vec<String> {
    let text = format!(
        r#"{{"format":2,"product":"p","version":"v","group":"g","operations":[{operation}]}}"#
    );
    let read: Group = from_json("g.json", &text).unwrap();
    group(&read, "g.json").iter().map(ToString::to_string).collect()
}

fn operation(fields: &str, constructors: &str) -> String {
    format!(
        r#"{{"name":"Act","url":"https://u","response":"Ack",
        "fields":[{fields}],"constructors":[{constructors}]}}"#
    )
}

const NEW: &str = r#"{"name":"new","args":[]}"#;

#[test]
fn a_sound_operation_has_no_problem() {
    let field = r#"{"name":"r#type","wire":"Type","type":"string"}"#;
    assert_eq!(problems(&operation(field, NEW)), [""; 0]);
}

#[test]
fn a_name_that_is_no_identifier_is_found_wherever_it_stands() {
    let field = r#"{"name":"type","wire":"Type","type":{"list":{"struct":"A-B"}}}"#;
    let found = problems(&operation(field, r#"{"name":"fn","args":[]}"#));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|problem| problem.starts_with("g.json:Act: \"")), "{found:?}");
}

#[test]
fn the_item_of_a_page_is_the_name_of_a_type() {
    let found = |item: &str| {
        let operation =
            format!(r#"{{"name":"Act","kind":"list","origin":"name","item":"{item}"}}"#);
        let text = format!(
            r#"{{"format":2,"product":"p","version":"v","groups":[],"operations":[{operation}]}}"#
        );
        let read: ProductFile = from_json("product.json", &text).unwrap();
        product(&read, "product.json").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(found("Disk"), [""; 0]);
    let problems = found("use disks::*");
    assert!(problems[0].contains("is not a name for a Rust type"), "{problems:?}");
}

#[test]
fn what_a_struct_of_replies_is_set_as_is_the_name_of_a_type() {
    let found = |made: &str| {
        let text = format!(
            r#"{{"format":2,"product":"p","version":"v","group":"g","structs":[{{"name":"Told",
            "direction":"response","fields":[],"as_request":"{made}"}}],"operations":[]}}"#
        );
        let read: Group = from_json("g.json", &text).unwrap();
        group(&read, "g.json").len()
    };
    assert_eq!([found("Tag"), found("Tag {}")], [0, 1]);
}

#[test]
fn a_constructor_takes_what_exists_and_all_that_is_required() {
    let field = r#"{"name":"id","wire":"Id","type":"string","required":true,"constructed":true}"#;
    let found = problems(&operation(field, r#"{"name":"new","args":["ids"]}"#));
    assert!(found[0].contains("takes unknown `ids`"), "{found:?}");
    assert!(found[1].contains("does not take the required `id`"), "{found:?}");
    assert!(problems(&operation(field, ""))[0].contains("no constructor"));
}

#[test]
fn an_enum_stands_anywhere_a_text_may() {
    let ty = |ty: &str| {
        let field = format!(r#"{{"name":"a","wire":"A","type":{ty}}}"#);
        problems(&operation(&field, NEW)).len()
    };
    for sound in [
        r#"{"enum":"E"}"#,
        r#"{"list":{"enum":"E"}}"#,
        r#"{"wrapped":["W",{"enum":"E"}]}"#,
        r#"{"json-list":{"enum":"E"}}"#,
        r#"{"json":{"enum":"E"}}"#,
        r#"{"json":{"list":{"enum":"E"}}}"#,
        r#"{"map":{"enum":"E"}}"#,
        r#"{"map":{"json":{"enum":"E"}}}"#,
        r#"{"list":{"json":{"enum":"E"}}}"#,
        r#"{"list":{"list":{"enum":"E"}}}"#,
        r#"{"list":{"json":{"list":{"enum":"E"}}}}"#,
        r#"{"wrapped":["W",{"json":{"enum":"E"}}]}"#,
    ] {
        assert_eq!(ty(sound), 0, "{sound}");
    }
    for misnamed in [r#"{"wrapped":["W\n",{"enum":"E"}]}"#, r#"{"wrapped":["",{"enum":"E"}]}"#] {
        assert_eq!(ty(misnamed), 1, "{misnamed}");
    }
}

#[test]
fn codes_that_are_not_in_byte_order_cannot_be_searched() {
    let code = |code: &str| {
        format!(
            r#"{{"code":"{code}","class":"not-found","reaction":"give-up","rule":"r","operations":1}}"#
        )
    };
    let read = |first, second| {
        let (first, second) = (code(first), code(second));
        let text =
            format!(r#"{{"format":2,"product":"p","common":[],"codes":[{first},{second}]}}"#);
        codes(&from_json("errors.json", &text).unwrap(), "errors.json").len()
    };
    assert_eq!([read("A", "a"), read("a", "A"), read("A", "A")], [0, 1, 1]);
}

#[test]
fn a_row_says_something_about_every_universal_aspect() {
    let mut sound = crate::matrix::fixture::matrix();
    assert_eq!(matrix(&sound, "m.json"), []);
    let row = &mut sound.operations[0];
    row.cells.remove(&Aspect::OtherLock).expect("the fixture has one");
    let name = row.name.clone();
    let found = matrix(&sound, "m.json");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].to_string(), format!("m.json:{name}: nothing is said about `other-lock`"));
}
