use std::time::{Duration, Instant, SystemTime};

use super::Client;
use crate::clock::{Clock, VirtualClock};
use crate::lookup::toy::{ByList, reply};
use crate::testing::{Reply, ScriptedTransport};
use crate::transport::BoxFuture;
use crate::wait::{Until, Wait};

/// A clock on which a sleep is over as soon as someone waits for it.
#[derive(Clone)]
struct Quick(VirtualClock);

impl Clock for Quick {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_time()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let clock = self.0.clone();
        Box::pin(async move { clock.advance(time) })
    }
}

fn client(script: &ScriptedTransport, clock: &VirtualClock) -> Client {
    let builder = script.builder().region("cn-hangzhou").clock(Quick(clock.clone()));
    Client::new(builder).unwrap()
}

fn page(ids: &[&str], token: &str) -> Reply {
    let things: Vec<_> = ids.iter().map(|id| serde_json::json!({"ThingId": id})).collect();
    let body =
        serde_json::json!({"RequestId": "r", "Things": {"Thing": things}, "NextToken": token});
    Reply::ok(body.to_string())
}

#[test]
fn items_come_page_by_page_and_an_empty_page_does_not_end_them() {
    let script = ScriptedTransport::new()
        .reply("ByList", page(&["a", "b"], "1"))
        .reply("ByList", page(&[], "2"))
        .reply("ByList", page(&["c"], ""));
    let client = client(&script, &VirtualClock::new());
    let mut items = client.items(ByList);
    assert!(script.sent().is_empty(), "nothing is asked for before it is taken");
    assert_eq!(items.next().unwrap().unwrap().id.as_deref(), Some("a"));
    assert_eq!(script.sent().len(), 1);
    let rest: Vec<_> = items.map(|item| item.unwrap().id.unwrap()).collect();
    assert_eq!((rest, script.sent().len()), (vec!["b".to_owned(), "c".to_owned()], 3));
}

#[test]
fn a_list_ends_after_an_error() {
    let script = ScriptedTransport::new()
        .reply("ByList", page(&["a"], "1"))
        .reply("ByList", Reply::error(403, "Forbidden"));
    let client = client(&script, &VirtualClock::new());
    let pages: Vec<_> = client.pages(ByList).map(|page| page.is_ok()).collect();
    assert_eq!(pages, [true, false]);
    let error = client.all(ByList).unwrap_err();
    assert_eq!(error.code(), Some("Forbidden"));
}

#[test]
fn a_wait_looks_again_until_the_state_is_reached() {
    static READY: Until = Until {
        name: "thing-ready",
        member: "Status",
        success: &["Ready"],
        failure: &[],
        gone: false,
        confirm: 1,
        interval: 5,
        timeout: 300,
        missing_for: 60,
    };
    let script = ScriptedTransport::new()
        .reply("ByList", reply(&[("t-1", "Starting")]))
        .reply("ByList", reply(&[("t-1", "Ready")]));
    let clock = VirtualClock::new();
    let begin = clock.now();
    let things = client(&script, &clock).wait_until(Wait::<ByList>::new(["t-1"], &READY)).unwrap();
    assert_eq!((things.len(), (clock.now() - begin).as_secs()), (1, 5));
}

/// The methods of the first `impl Client` in a source.
fn methods(source: &str) -> Vec<&str> {
    let (_, block) = source.split_once("\nimpl Client {").unwrap();
    let (block, _) = block.split_once("\n}").unwrap();
    let public = block.lines().filter_map(|line| line.trim_start().strip_prefix("pub "));
    let named = public.filter_map(|line| line.trim_start_matches("async ").strip_prefix("fn "));
    named.filter_map(|line| line.split(['(', '<']).next()).collect()
}

#[test]
fn it_has_every_method_of_the_async_client() {
    let here = methods(include_str!("../blocking.rs"));
    let there = methods(include_str!("../client/mod.rs"));
    assert!(there.len() > 10, "{there:?}");
    // It is made from a builder by `new`.
    let missing = there.iter().filter(|name| **name != "builder" && !here.contains(name));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn a_client_that_decodes_strictly_refuses_what_another_skips() {
    let script = ScriptedTransport::always(Reply::ok(
        r#"{"RequestId":"r","Things":{"Thing":[{"ThingId":"t-1","Size":"wide"}]}}"#,
    ));
    let client = client(&script, &VirtualClock::new());
    assert_eq!(client.all(ByList).unwrap().len(), 1);
    assert!(client.with_strict_decoding(true).all(ByList).unwrap_err().is_decode());
}
