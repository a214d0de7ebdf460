use super::toy::*;
use super::*;
use crate::error::Error;
use crate::testing::{Reply, ScriptedTransport};

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn found<R: Lookup<Item = Thing>>(
    script: &ScriptedTransport,
    asked: &[&str],
) -> Result<Vec<(usize, String)>, Error<R::Error>> {
    let (client, clock) = client(script);
    let found = clock.run(find::<R>(&client, None, &ids(asked)))?;
    assert_eq!(found.calls as usize, script.sent().len());
    Ok(found.items.into_iter().map(|(at, thing)| (at, thing.status.unwrap())).collect())
}

fn numbered(pairs: &[(usize, &str)]) -> Vec<(usize, String)> {
    pairs.iter().map(|(at, state)| (*at, (*state).to_owned())).collect()
}

#[test]
fn ids_are_asked_about_in_batches_and_items_come_under_the_ids_that_asked_for_them() {
    let world = World::default();
    ["a", "c", "e"].iter().for_each(|id| world.set(id, "Ready"));
    let script = world.script();
    let items = found::<ByJson>(&script, &["a", "b", "c", "d", "e"]).unwrap();
    assert_eq!(items, numbered(&[(0, "Ready"), (2, "Ready"), (4, "Ready")]));
    let sent = script.sent();
    assert_eq!(sent[0].parameter("ThingIds"), Some(r#"["a","b","c"]"#));
    assert_eq!(sent[1].parameter("ThingIds"), Some(r#"["d","e"]"#));
    assert_eq!(sent[0].parameter("Status"), Some("Any"));
    assert_eq!(sent[0].parameter("MaxResults"), Some("3"));
    assert_eq!(sent[0].parameter("RegionId"), Some("cn-hangzhou"));
}

#[test]
fn each_style_of_ids_is_written_as_its_operation_takes_it() {
    let world = World::default();
    ["a", "b"].iter().for_each(|id| world.set(id, "Ready"));
    let both = numbered(&[(0, "Ready"), (1, "Ready")]);
    fn check<R: Lookup<Item = Thing, Error: std::fmt::Debug>>(
        world: &World,
        expected: &[(usize, String)],
    ) -> usize {
        let script = world.script();
        assert_eq!(found::<R>(&script, &["a", "b"]).unwrap(), expected);
        script.sent().len()
    }
    assert_eq!(check::<ByList>(&world, &both), 1);
    assert_eq!(check::<ByComma>(&world, &both), 1);
    assert_eq!(check::<ByOne>(&world, &both), 2);
    let script = world.script();
    found::<ByComma>(&script, &["a", "b"]).unwrap();
    assert_eq!(script.sent()[0].parameter("ThingIds"), Some("a,b"));
}

#[test]
fn a_batch_with_an_id_that_the_service_refuses_is_halved_until_that_id_is_alone() {
    let world = World::default();
    (0..8).for_each(|id| world.set(&format!("t-{id}"), "Ready"));
    let inner = world.clone();
    let script = ScriptedTransport::answering(move |request| {
        if asked(request).contains(&"gone".to_owned()) {
            return Reply::error(404, "InvalidThingId.NotFound");
        }
        inner.answer(request)
    });
    let mut all: Vec<String> = (0..8).map(|id| format!("t-{id}")).collect();
    all.insert(5, "gone".to_owned());
    let (client, clock) = client(&script);
    let found = clock.run(find::<ByList>(&client, None, &all)).unwrap();
    let at: Vec<usize> = found.items.iter().map(|(at, _)| *at).collect();
    assert_eq!(at, [0, 1, 2, 3, 4, 6, 7, 8]);
    assert!(script.sent().len() <= 8, "{}", script.sent().len());
}

#[test]
fn another_code_about_something_that_is_not_there_is_an_error() {
    let script = ScriptedTransport::always(Reply::error(404, "InvalidRegionId.NotFound"));
    let error = found::<ByList>(&script, &["a", "b"]).unwrap_err();
    assert_eq!((error.code(), script.sent().len()), (Some("InvalidRegionId.NotFound"), 1));
}

#[test]
fn an_item_belongs_to_an_id_in_other_letters_and_one_that_nobody_asked_for_to_none() {
    let script = ScriptedTransport::always(reply(&[("T-1", "Ready"), ("x", "Ready")]));
    assert_eq!(found::<ByList>(&script, &["t-0", "t-1"]).unwrap(), numbered(&[(1, "Ready")]));
}

#[test]
fn a_list_that_cannot_be_read_is_an_error_even_for_a_lenient_client() {
    let body = r#"{"RequestId":"r","Things":{"Thing":"none"}}"#;
    let script = ScriptedTransport::always(Reply::ok(body));
    assert!(found::<ByList>(&script, &["a"]).unwrap_err().is_decode());
}

#[test]
fn an_item_or_an_id_that_cannot_be_read_is_an_error_and_another_member_is_not() {
    for (things, is_read) in [
        (r#"[{"ThingId":"a","Status":"Ready","Size":"four"}]"#, true),
        (r#"[{"ThingId":"a","Status":"Ready","Size":[1]}]"#, true),
        (r#"[{"ThingId":["a"],"Status":"Ready"}]"#, false),
        (r#"["a"]"#, false),
    ] {
        let body = format!(r#"{{"RequestId":"r","Things":{{"Thing":{things}}}}}"#);
        let found = found::<ByList>(&ScriptedTransport::always(Reply::ok(body)), &["a"]);
        match found {
            Ok(found) => assert!(is_read && found == numbered(&[(0, "Ready")]), "{things}"),
            Err(error) => assert!(!is_read && error.is_decode(), "{things}: {error}"),
        }
    }
}

#[test]
fn every_page_of_an_answer_is_read_and_one_that_never_ends_is_given_up() {
    let page = |id: &str, token: &str| {
        let things = serde_json::json!([{"ThingId": id, "Status": "Ready"}]);
        let body =
            serde_json::json!({"RequestId": "r", "Things": {"Thing": things}, "NextToken": token});
        Reply::ok(body.to_string())
    };
    let script =
        ScriptedTransport::new().reply("ByList", page("a", "1")).reply("ByList", page("b", ""));
    let both = numbered(&[(0, "Ready"), (1, "Ready")]);
    assert_eq!(found::<ByList>(&script, &["a", "b"]).unwrap(), both);

    let script = ScriptedTransport::answering(move |request| {
        let last: u32 = request.parameter("NextToken").map_or(0, |token| token.parse().unwrap());
        page("a", &(last + 1).to_string())
    });
    let error = found::<ByList>(&script, &["a"]).unwrap_err();
    assert!(error.to_string().contains("too many pages"), "{error}");
    assert_eq!(script.sent().len(), 100);
}
