//! What one wrong value costs, what is promised, and which bodies say nothing for certain.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::wire::{
    DecodeError, FieldReader, MOST_PROBLEMS, ReadFields, decode, decode_lenient, read_to_json,
};
use aliyun_rpc::{Json, StaticCredentials};
use serde_json::json;
use support::now;
use support::thing::{CreateThing, CreateThingResponse};
use support::wire::Wire;

fn lenient(body: &Json) -> (CreateThingResponse, Vec<String>) {
    let mut reply = CreateThingResponse::default();
    let problems = decode_lenient(body.to_string().as_bytes(), &mut reply).unwrap();
    (reply, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_value_of_a_wrong_type_counts_as_null_and_is_reported_with_its_path() {
    let (mut reply, problems) = lenient(&json!({
        "Count": "four", "RequestId": "r", "Price": [], "Open": {}, "Labels": {"a": [], "b": 2},
        "Tags": {"Tag": [{"TagKey": {}, "TagValue": "v"}, 7, {"TagKey": "k"}]},
        "Ids": {"Id": ["a", {"b": [1]}, "c"]}, "Inner": {"Depth": {}, "Inner": 1},
    }));
    let mut expected = [
        "$.Count: expected a whole number, found text",
        "$.Price: expected a number, found a list",
        "$.Open: expected true or false, found an object",
        "$.Labels.a: expected a whole number, found a list",
        "$.Tags.Tag[0].TagKey: expected text, found an object",
        "$.Tags.Tag[1]: expected an object, found a number that does not fit",
        "$.Ids.Id[1]: expected text, found an object",
        "$.Inner.Depth: expected a whole number, found an object",
        "$.Inner.Inner: expected an object, found a number that does not fit",
    ];
    let mut problems = problems;
    problems.sort();
    expected.sort_unstable();
    assert_eq!(problems, expected);
    let read = json!({
        "RequestId": "r", "Labels": {"a": 0, "b": 2}, "Ids": {"Id": ["a", "", "c"]}, "Inner": {},
        "Tags": {"Tag": [{"TagValue": "v"}, {}, {"TagKey": "k"}]},
    });
    assert_eq!(read_to_json(&mut reply), read);
}

#[test]
fn what_strict_decoding_refuses_is_what_lenient_decoding_reports_first() {
    for body in [
        json!({"Count": 1.5, "Price": []}),
        json!({"Tags": {"Other": [1]}}),
        json!({"Ids": {"Id": [[]]}}),
        json!({"Inner": {"Inner": {"Token": []}}}),
    ] {
        let mut reply = CreateThingResponse::default();
        let strict = decode(body.to_string().as_bytes(), &mut reply).unwrap_err();
        assert_eq!(lenient(&body).1[0], strict.to_string());
    }
}

#[derive(Default)]
struct Locks(Option<Vec<String>>);

impl ReadFields for Locks {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("Locks>Lock", &mut [&mut self.0]);
    }
}

#[test]
fn a_list_that_could_not_be_read_is_not_an_empty_one() {
    for (locks, read) in [
        (json!({"Lock": []}), Some(vec![])),
        (json!({"Lock": ["a"]}), Some(vec!["a".to_owned()])),
        (json!([]), Some(vec![])),
        // An item is there, whatever it is.
        (json!({"Lock": [{}]}), Some(vec![String::new()])),
        (json!({"Lock": "a"}), None),
        (json!({"Lock": {"x": 1}}), None),
        (json!({"Other": ["a"]}), None),
        (json!({"Lock": [], "Other": ["a"]}), None),
        (json!({}), None),
        (json!(7), None),
        (json!(null), None),
    ] {
        let mut reply = Locks::default();
        decode_lenient(json!({"Locks": locks}).to_string().as_bytes(), &mut reply).unwrap();
        assert_eq!(reply.0, read, "{locks}");
    }
}

#[test]
fn no_more_problems_are_kept_than_anybody_reads() {
    let many = vec![json!({}); MOST_PROBLEMS * 3];
    let (reply, problems) = lenient(&json!({"RequestId": "r", "Ids": many, "Count": "x"}));
    assert_eq!((reply.ids.len(), problems.len()), (MOST_PROBLEMS * 3, MOST_PROBLEMS));
    assert_eq!(reply.count, None, "what is not reported is not read either");
}

#[derive(Debug, Default)]
struct Created {
    id: String,
    order: Option<i64>,
}

impl ReadFields for Created {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("!ThingId\nOrder", &mut [&mut self.id, &mut self.order]);
    }
}

#[test]
fn a_reply_without_what_is_promised_is_an_error_however_lenient() {
    let decode_both = |body: &str| {
        let mut reply = Created::default();
        let strict = decode(body.as_bytes(), &mut reply).map_err(|error| error.to_string());
        let lenient = decode_lenient(body.as_bytes(), &mut reply).map(|_| reply.id);
        (strict, lenient.map_err(|error| error.to_string()))
    };
    for body in ["{}", r#"{"ThingId":null}"#, r#"{"ThingId":" "}"#, r#"{"thingid":"t-1"}"#] {
        let text = "$.ThingId: missing, although every reply has it".to_owned();
        assert_eq!(decode_both(body), (Err(text.clone()), Err(text)), "{body}");
    }
    let text = "$.ThingId: expected text, found a list".to_owned();
    assert_eq!(decode_both(r#"{"ThingId":["t-1"]}"#), (Err(text.clone()), Err(text)));
    assert_eq!(decode_both(r#"{"Order":1,"ThingId":"t-1"}"#), (Ok(()), Ok("t-1".to_owned())));
    assert_eq!(decode_both(r#"{"ThingId":"t-1","Order":[]}"#).1, Ok("t-1".to_owned()));
}

#[test]
fn a_key_that_an_object_repeats_is_refused_at_any_depth() {
    for body in [
        r#"{"Count":1,"Count":1}"#,
        r#"{"Count":1,"\u0043ount":2}"#,
        r#"{"X":1,"X":1}"#,
        r#"{"Code":1,"Code":1}"#,
        r#"{"X":[{"A":{"B":[],"B":[1]}}]}"#,
        r#"{"Count":null,"Price":2,"Count":3}"#,
        r#"{"Tags":{"Tag":[],"Tag":[]}}"#,
        r#"{"Tags":{"X":[],"X":[]}}"#,
        r#"{"Tags":{"Tag":[{"TagKey":"a","TagKey":"a"}]}}"#,
        r#"{"Labels":{"a":1,"a":1}}"#,
        r#"{"Anything":{"a":{"b":1,"b":1}}}"#,
        // After something else that is wrong.
        r#"{"Count":[],"Price":1,"Price":1}"#,
        r#"{"Count":[{"a":1,"a":1}]}"#,
    ] {
        for result in [
            decode(body.as_bytes(), &mut CreateThingResponse::default()),
            decode_lenient(body.as_bytes(), &mut CreateThingResponse::default()).map(|_| ()),
        ] {
            let is_repeated = matches!(result, Err(DecodeError::RepeatedMember { .. }));
            assert!(is_repeated, "{body}: {result:?}");
        }
    }
    let many: Vec<_> = (0..99).map(|at| format!(r#""K{at}":0"#)).collect();
    let many = many.join(",");
    for (last, is_fine) in [("K99", true), ("K7", false), ("K98", false)] {
        let body = format!(r#"{{{many},"{last}":0}}"#);
        let result = decode(body.as_bytes(), &mut CreateThingResponse::default());
        assert_eq!(result.is_ok(), is_fine, "{last}");
    }
    for body in [r#"{"Count":1,"count":1}"#, r#"{"X":[{"A":1},{"A":1}],"Y":{"A":{"A":1}}}"#] {
        decode(body.as_bytes(), &mut CreateThingResponse::default()).unwrap();
    }
}

#[test]
fn a_struct_without_members_takes_any_object() {
    struct Empty;
    impl ReadFields for Empty {
        fn read(&mut self, _: &mut dyn FieldReader) {}
    }
    for body in ["{}", r#"{"":1}"#, r#"{"A":{"":[]},"B":null}"#] {
        decode(body.as_bytes(), &mut Empty).unwrap();
    }
    assert!(decode(br#"{"":1,"":2}"#, &mut Empty).is_err());
    assert!(decode(b"[]", &mut Empty).is_err());
}

#[test]
fn a_body_that_breaks_off_is_not_json_whatever_was_wrong_before() {
    for body in [r#"{"Count":[]"#, r#"{"Count":[],"#, r#"{"Count":{}} x"#, r#"{"Count":[1,}}"#] {
        let result = decode(body.as_bytes(), &mut CreateThingResponse::default());
        assert!(matches!(result, Err(DecodeError::NotJson(_))), "{body}: {result:?}");
    }
}

#[test]
fn a_member_of_any_type_is_what_serde_json_reads() {
    let text =
        r#"{"a":[1,-1,18446744073709551615,1e3,0.1,true,null,"x","\u00e9",{}],"b":{"c":[]}}"#;
    let body = format!(r#"{{"Anything":{text}}}"#);
    let mut reply = CreateThingResponse::default();
    decode(body.as_bytes(), &mut reply).unwrap();
    assert_eq!(reply.anything.unwrap(), serde_json::from_str::<Json>(text).unwrap());
}

#[test]
fn a_client_reports_what_did_not_fit_unless_it_is_strict() {
    let body =
        r#"{"RequestId":"r-1","Count":"four","Ids":{"Id":["a"]},"Labels":{"theSecretKey":[]}}"#;
    let wire = Wire::with_header(200, body, "x-acs-request-id", "r-1");
    let builder = || wire.builder().credentials(StaticCredentials::new("theKeyId", "theSecretKey"));
    let client = builder().build().unwrap();
    let reply = now(client.send(CreateThing::default())).unwrap();
    assert_eq!((reply.count, reply.ids), (None, vec!["a".to_owned()]));
    let reply = now(client.send_detailed(CreateThing::default())).unwrap();
    assert_eq!((reply.value.count, reply.request_id.as_deref()), (None, Some("r-1")));
    assert_eq!(reply.body, body.as_bytes());
    let problems: Vec<_> = reply.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems[0], "$.Count: expected a whole number, found text");
    assert_eq!(problems[1], "$.Labels.[redacted]: expected a whole number, found a list");
    let shown = format!("{:?}", reply.problems);
    assert!(!shown.contains("theSecretKey"), "{shown}");
    assert!(format!("{reply:?}").contains("body_bytes"));
    let strict =
        [builder().strict_decoding(true).build().unwrap(), client.with_strict_decoding(true)];
    for client in strict {
        let error = now(client.send(CreateThing::default())).unwrap_err();
        assert!(error.to_string().contains("$.Count: expected a whole number"), "{error}");
        assert!(now(client.with_strict_decoding(false).send(CreateThing::default())).is_ok());
    }
}
