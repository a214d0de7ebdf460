//! What typed requests become on the wire, and what replies become in typed responses.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;

use aliyun_rpc::Ack;
use aliyun_rpc::wire::{DecodeError, WriteFields, decode, fields_to_json, flatten, read_to_json};
use serde_json::json;
use support::thing::{Color, CreateThing, CreateThingResponse, Inner, Tag};

fn query(request: &dyn WriteFields) -> Vec<String> {
    flatten(request).into_iter().map(|(name, value)| format!("{name}={value}")).collect()
}

fn decoded(body: serde_json::Value) -> CreateThingResponse {
    let mut response = CreateThingResponse::default();
    decode(&serde_json::to_vec(&body).unwrap(), &mut response).unwrap();
    response
}

fn wrong(body: serde_json::Value) -> String {
    let mut response = CreateThingResponse::default();
    decode(&serde_json::to_vec(&body).unwrap(), &mut response).unwrap_err().to_string()
}

#[test]
fn unset_members_and_empty_lists_vanish_but_empty_text_is_sent() {
    assert_eq!(query(&CreateThing::default()), ["Name="]);
}

#[test]
fn every_kind_of_member_is_flattened_by_the_rules() {
    let request = CreateThing {
        name: "a b".to_owned(),
        size: Some(-3),
        ratio: Some(2.0),
        open: Some(true),
        color: Some("blue".into()),
        tags: vec![
            Tag { key: Some("k".to_owned()), value: None },
            Tag::default(),
            Tag { key: None, value: Some(String::new()) },
        ],
        numbers: vec![Some(1), None, Some(3)],
        labels: BTreeMap::from([("x".to_owned(), "1".to_owned())]),
        anything: Some(json!({"A": [1, null, 2.5e21], "B": {}, "C": []})),
        inner: Some(Box::new(Inner {
            depth: Some(1),
            inner: Some(Box::new(Inner { depth: Some(2), ..Inner::default() })),
            ..Inner::default()
        })),
        ..CreateThing::default()
    };
    assert_eq!(
        query(&request),
        [
            "Name=a b",
            "Size=-3",
            "Ratio=2",
            "Open=true",
            "Color=blue",
            "Tag.1.Key=k",
            "Tag.3.Value=",
            "Number.1=1",
            "Number.3=3",
            "Label.x=1",
            "Anything.A.1=1",
            "Anything.A.3=2500000000000000000000",
            "Inner.Depth=1",
            "Inner.Inner.Depth=2",
        ]
    );
}

#[test]
fn numbers_are_the_shortest_decimal_without_an_exponent() {
    for (number, text) in [
        (0.1, "0.1"),
        (-0.0, "0"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (1.5, "1.5"),
    ] {
        let request = CreateThing { ratio: Some(number), ..CreateThing::default() };
        assert_eq!(query(&request)[1], format!("Ratio={text}"));
    }
    let large = CreateThing { anything: Some(json!(u64::MAX)), ..CreateThing::default() };
    assert_eq!(query(&large)[1], "Anything=18446744073709551615");
}

#[test]
fn a_json_member_is_one_compact_text_and_an_empty_one_is_still_sent() {
    let request = |ids, options| CreateThing { ids, options, ..CreateThing::default() };
    let full = request(
        Some(vec!["a".to_owned(), "é\"".to_owned()]),
        Some(BTreeMap::from([("k".to_owned(), "v".to_owned())])),
    );
    assert_eq!(query(&full)[1..], [r#"Ids=["a","é\""]"#, r#"Options={"k":"v"}"#]);
    let empty = request(Some(Vec::new()), Some(BTreeMap::new()));
    assert_eq!(query(&empty)[1..], ["Ids=[]", "Options={}"]);
}

#[test]
fn scalars_are_read_whatever_they_are_written_as() {
    let response = decoded(json!({
        "RequestId": 7, "Count": "9007199254740993", "Price": "0.5", "Open": "True", "Color": "red",
        "Ids": {"Id": [1, "b", true]}, "Labels": {"a": "1", "b": 2.0}, "Unknown": {"x": [1]},
    }));
    assert_eq!(response.request_id, "7");
    assert_eq!(response.count, Some(9_007_199_254_740_993));
    assert_eq!(response.price, Some(0.5));
    assert_eq!(response.open, Some(true));
    assert_eq!(response.color, Some(Color::Red.into()));
    assert_eq!(response.ids, ["1", "b", "true"]);
    assert_eq!(response.labels, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
}

#[test]
fn null_missing_and_blank_values_are_nothing() {
    for body in [
        json!({}),
        json!({"RequestId": null, "Count": null, "Price": null, "Open": null, "Color": null,
            "Tags": null, "Ids": null, "Labels": null, "Inner": null, "Anything": null}),
        json!({"RequestId": "", "Count": "", "Price": " ", "Open": "", "Tags": "", "Ids": {},
            "Labels": "", "Inner": ""}),
    ] {
        let response = decoded(body.clone());
        assert_eq!(read_to_json(&mut response.clone())["RequestId"], "", "{body}");
        assert_eq!((response.count, response.price, response.open), (None, None, None), "{body}");
        assert!(response.color.is_none() && response.anything.is_none(), "{body}");
        assert!(response.tags.is_empty() && response.ids.is_empty(), "{body}");
        assert!(response.labels.is_empty() && response.inner.is_none(), "{body}");
    }
}

#[test]
fn a_wrapped_list_may_come_bare() {
    for tags in [
        json!({"Tag": [{"TagKey": "a"}, null]}),
        json!([{"TagKey": "a"}, {}]),
        json!({"Other": null, "More": [], "Tag": [{"TagKey": "a", "TagValue": null}, {"X": 1}]}),
    ] {
        let response = decoded(json!({ "Tags": tags }));
        let keys: Vec<_> = response.tags.iter().map(|tag| tag.key.as_deref()).collect();
        assert_eq!(keys, [Some("a"), None]);
        assert!(response.tags.iter().all(|tag| tag.value.is_none()));
    }
}

#[test]
fn a_list_under_another_name_than_the_known_one_is_not_an_empty_list() {
    let tags = [json!({"TagKey": "a"})];
    for wrapper in [
        json!({"Label": tags}),
        json!({"Tag": [], "Label": tags}),
        json!({"Label": tags[0]}),
        json!({"Label": "a"}),
    ] {
        let text = wrong(json!({"RequestId": "r", "Tags": wrapper}));
        assert_eq!(text, "$.Tags: expected Tag, found another member");
    }
    for more in [json!("x"), json!(true), json!(1)] {
        let text = wrong(json!({"RequestId": "r", "Tags": {"Tag": [], "More": more}}));
        assert_eq!(text, "$.Tags: expected Tag, found another member");
    }
    for wrapper in [json!({}), json!({"Tag": null}), json!({"Label": []}), json!(null)] {
        assert!(decoded(json!({"RequestId": "r", "Tags": wrapper})).tags.is_empty());
    }
}

#[test]
fn a_wrong_type_is_named_with_its_path_and_ends_decoding() {
    for (body, message) in [
        (json!({"Count": "many"}), "$.Count: expected a whole number, found text"),
        (
            json!({"Count": 1.5}),
            "$.Count: expected a whole number, found a number that does not fit",
        ),
        (
            json!({"Count": 1e300}),
            "$.Count: expected a whole number, found a number that does not fit",
        ),
        (json!({"Open": 2}), "$.Open: expected true or false, found a number that does not fit"),
        (json!({"RequestId": {}}), "$.RequestId: expected text, found an object"),
        (
            json!({"Tags": {"Tag": 1}}),
            "$.Tags.Tag: expected a list, found a number that does not fit",
        ),
        (
            json!({"Tags": {"Tag": [{}, {"TagKey": []}]}}),
            "$.Tags.Tag[1].TagKey: expected text, found a list",
        ),
        (json!({"Labels": {"a": true}}), "$.Labels.a: expected a whole number, found a boolean"),
        (json!({"Inner": [1]}), "$.Inner: expected an object, found a list"),
    ] {
        assert_eq!(wrong(body), message);
    }
    let mut response = CreateThingResponse::default();
    let body = br#"{"RequestId": "r", "Count": [], "Price": {}, "Ids": ["a"], "Open": true}"#;
    let error = decode(body, &mut response);
    let Err(DecodeError::WrongType { path, .. }) = error else { panic!("{error:?}") };
    assert_eq!((path.as_str(), response.request_id.as_str()), ("$.Count", "r"));
    assert!(response.ids.is_empty() && response.open.is_none(), "what comes later is not read");
    let mut response = CreateThingResponse::default();
    decode(br#"{"Tags": [{"TagKey": "a"}, 0, 0, {"TagKey": "b"}]}"#, &mut response).unwrap_err();
    let keys: Vec<_> = response.tags.iter().map(|tag| tag.key.as_deref()).collect();
    assert_eq!(keys, [Some("a"), None], "no item is made after the first wrong one");
    decode(br#"{"Labels": {"a": 1, "b": [], "c": 3}}"#, &mut response).unwrap_err();
    assert_eq!(response.labels.keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn a_key_of_a_reply_is_shown_escaped_and_shortened() {
    let message = wrong(json!({"Labels": {"a\n\u{1b}[31m".repeat(9999): []}}));
    assert!(message.starts_with(r"$.Labels.a\n\u{1b}[31ma\n"), "{message}");
    assert!(message.len() < 3000, "{message}");
}

#[test]
fn text_is_a_number_only_where_json_would_read_one() {
    for text in [
        "NaN",
        "nan",
        "inf",
        "-inf",
        "+inf",
        "Infinity",
        "-Infinity",
        "infinity",
        "0x10",
        "0b1",
        "+1",
        "+1.5",
        ".5",
        "5.",
        "007",
        "1_000",
        "1e999",
        "-1e999",
        "1e",
        "١",
        "1 2",
        "--1",
        "-",
    ] {
        for member in ["Count", "Price"] {
            let message = wrong(json!({ member: text }));
            assert!(message.ends_with("found text"), "{text}: {message}");
        }
        let message = wrong(json!({"Labels": {"a": text}}));
        assert!(message.starts_with("$.Labels.a: expected a whole number"), "{message}");
    }
    for (text, number) in [("0.5", 0.5), (" -2 ", -2.0), ("1e3", 1000.0), ("-0", 0.0), ("7.0", 7.0)]
    {
        assert_eq!(decoded(json!({ "Price": text })).price, Some(number), "{text}");
    }
    for (text, number) in [("-7", -7), ("80.0", 80), ("1e3", 1000), (" 5 ", 5)] {
        assert_eq!(decoded(json!({ "Count": text })).count, Some(number), "{text}");
    }
    assert_eq!(decoded(json!({"Count": i64::MIN.to_string()})).count, Some(i64::MIN));
}

#[test]
fn no_body_makes_the_decoder_panic() {
    let deep = "[".repeat(100_000);
    let nested = r#"{"Inner":"#.repeat(5_000);
    for body in ["", "not json", "null", "[1]", "\"x\"", "{", "\u{feff}{}", &deep, &nested] {
        let mut response = CreateThingResponse::default();
        assert!(decode(body.as_bytes(), &mut response).is_err(), "{body:.20}");
    }
    assert!(decode(&[0xff, 0xfe], &mut Ack::default()).is_err());
}

#[test]
fn debug_shows_what_is_set_and_no_secret() {
    let request = CreateThing {
        name: "n".to_owned(),
        ids: Some(vec!["a".to_owned()]),
        tags: vec![Tag { key: Some("k".to_owned()), value: None }],
        inner: Some(Box::new(Inner { token: Some("hunter2".to_owned()), ..Inner::default() })),
        password: Some("hunter2".to_owned()),
        ..CreateThing::default()
    };
    assert_eq!(
        format!("{request:?}"),
        r#"CreateThing { Ids: ["a"], Inner: {Token: [redacted]}, Name: "n", Password: [redacted], Tag: [{Key: "k"}] }"#
    );
    let response = decoded(json!({"RequestId": "r", "Count": 1, "Inner": {"Token": "hunter2"}}));
    let shown = format!("{response:?}");
    assert!(
        shown.contains(r#"Count: 1"#) && shown.contains("Inner: {Token: [redacted]}"),
        "{shown}"
    );
    assert!(!shown.contains("hunter2") && !shown.contains("Tags"), "{shown}");
}

#[test]
fn the_trees_keep_secrets_and_wrappers_for_those_who_ask() {
    let request = CreateThing { password: Some("p".to_owned()), ..CreateThing::default() };
    assert_eq!(fields_to_json(&request)["Password"], "p");
    let body = json!({"RequestId": "r", "Tags": {"Tag": [{"TagKey": "a"}]}, "Inner": {"Token": "t"},
        "Ids": {"Id": []}, "Labels": {}});
    assert_eq!(read_to_json(&mut decoded(body.clone())), body);
}

#[test]
fn a_request_with_an_ack_decodes_only_the_id() {
    let mut ack = Ack::default();
    decode(br#"{"RequestId":"r","Other":1}"#, &mut ack).unwrap();
    assert_eq!(ack, Ack { request_id: "r".to_owned() });
    assert_eq!(format!("{ack:?}"), r#"Ack { RequestId: "r" }"#);
}
