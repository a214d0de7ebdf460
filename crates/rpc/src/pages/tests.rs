use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt;

use super::*;
use crate::error::NoErrors;
use crate::pages::{Paged, PagedItems, Paginate, Paging};
use crate::product::{Meta, Product};
use crate::request::Request;
use crate::testing::{Reply, ScriptedTransport, SentRequest};
use crate::wire::{FieldReader, FieldWriter, ReadFields, ReadValue, WriteFields};

static PRODUCT: Product = Product::new("things", "2020-02-02");

/// A reply with the position at the top, or inside the only object.
#[derive(Clone, Default)]
struct Things {
    items: Vec<String>,
    token: Option<String>,
    total: Option<i64>,
    size: Option<i64>,
}

impl ReadFields for Things {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        let slots: &mut [&mut dyn ReadValue] =
            &mut [&mut self.items, &mut self.token, &mut self.total, &mut self.size];
        reader.members("Things>Thing\nNextToken\nTotalCount\nPageSize", slots);
    }
}

#[derive(Clone, Default)]
struct Nested {
    request_id: String,
    inside: Things,
}

impl ReadFields for Nested {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("RequestId\nInside", &mut [&mut self.request_id, &mut self.inside]);
    }
}

macro_rules! list {
    ($name:ident, $style:ident, $size:literal, $max_results:literal) => {
        #[derive(Clone, Debug)]
        struct $name(Vec<(&'static str, &'static str)>);

        impl WriteFields for $name {
            fn write(&self, writer: &mut dyn FieldWriter) {
                self.0.iter().for_each(|(name, value)| writer.put(name, &(*value).to_owned()));
            }
        }

        impl Request for $name {
            type Response = Things;
            type Error = NoErrors;
            const META: &'static Meta = &Meta {
                name: stringify!($name),
                product: &PRODUCT,
                timeout_seconds: 0,
                region: None,
                client_token: false,
                dry_run: false,
                read_only: true,
                checks: "",
            };
        }

        impl Paged for $name {
            const PAGING: Paging =
                Paging { style: PageStyle::$style, size: $size, max_results: $max_results };
        }

        impl PagedItems for $name {
            type Item = String;
            fn items(reply: Things) -> Vec<String> {
                reply.items
            }
        }
    };
}

list!(ByNumber, Number, 2, false);
list!(ByToken, Token, 0, false);
list!(ByEither, Both, 100, true);

fn body(items: &[&str], rest: &str) -> String {
    format!(r#"{{"RequestId":"r","Things":{{"Thing":{items:?}}}{rest}}}"#)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    crate::clock::VirtualClock::new().run(future)
}

/// The items that came, the last of them being an error if there was one, and what was sent.
fn collect<R: PagedItems<Item = String> + Clone + fmt::Debug>(
    request: R,
    answer: impl Fn(&SentRequest) -> Reply + Send + Sync + 'static,
) -> (Vec<String>, Vec<SentRequest>) {
    let script = ScriptedTransport::answering(answer);
    let client = script.client("cn-hangzhou");
    let items = run(async {
        let mut items = client.items(request);
        let mut found = Vec::new();
        while let Some(item) = items.next().await {
            found.push(item.unwrap_or_else(|error| error.to_string()));
        }
        found
    });
    (items, script.sent())
}

fn parameters(sent: &[SentRequest], name: &str) -> Vec<Option<String>> {
    sent.iter().map(|request| request.parameter(name).map(str::to_owned)).collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn pages_by_number_end_where_the_total_says_so_and_an_empty_page_does_not_end_them() {
    let (items, sent) = collect(ByNumber(vec![]), |request| {
        let items: &[&str] = match request.parameter("PageNumber") {
            Some("1") => &["a", "b"],
            Some("3") => &["e"],
            _ => &[],
        };
        Reply::ok(body(items, r#","TotalCount":5,"PageSize":2"#))
    });
    assert_eq!(items, ["a", "b", "e"]);
    assert_eq!(parameters(&sent, "PageNumber"), some(&["1", "2", "3"]));
    assert_eq!(parameters(&sent, "PageSize"), some(&["2", "2", "2"]));
}

#[test]
fn pages_by_number_begin_where_the_request_says_and_have_its_size() {
    let request = ByNumber(vec![("PageNumber", "4"), ("PageSize", "1"), ("Zone", "z")]);
    let (items, sent) = collect(request, |request| {
        Reply::ok(body(&[request.parameter("PageNumber").unwrap()], r#","TotalCount":5"#))
    });
    assert_eq!(items, ["4", "5"]);
    assert_eq!(parameters(&sent, "PageSize"), some(&["1", "1"]));
    assert_eq!(parameters(&sent, "Zone"), some(&["z", "z"]));
}

#[test]
fn a_page_that_the_service_made_shorter_counts_with_the_length_that_it_states() {
    let request = ByNumber(vec![("PageSize", "100")]);
    let (items, _) = collect(request, |request| {
        Reply::ok(body(
            &[request.parameter("PageNumber").unwrap()],
            r#","TotalCount":3,"PageSize":1"#,
        ))
    });
    assert_eq!(items, ["1", "2", "3"]);
}

#[test]
fn without_a_total_the_first_empty_page_is_the_last() {
    let (items, sent) = collect(ByNumber(vec![]), |request| {
        let items: &[&str] =
            if request.parameter("PageNumber") == Some("1") { &["a"] } else { &[] };
        Reply::ok(body(items, ""))
    });
    assert_eq!((items, sent.len()), (vec!["a".to_owned()], 2));
}

#[test]
fn pages_by_token_end_without_a_token_and_an_empty_page_does_not_end_them() {
    let next = Arc::new(AtomicUsize::new(0));
    let (items, sent) = collect(ByToken(vec![]), move |_| {
        let bodies = [
            body(&["a"], r#","NextToken":"t1""#),
            body(&[], r#","NextToken":"t2""#),
            body(&["b"], r#","NextToken":"""#),
        ];
        Reply::ok(bodies[next.fetch_add(1, Ordering::SeqCst)].clone())
    });
    assert_eq!(items, ["a", "b"]);
    let mut tokens = vec![None];
    tokens.extend(some(&["t1", "t2"]));
    assert_eq!(parameters(&sent, "NextToken"), tokens);
    assert_eq!(parameters(&sent, "MaxResults"), [None, None, None], "it takes none");
}

#[test]
fn a_token_that_was_given_before_is_an_error_and_ends_the_list() {
    let (items, sent) =
        collect(ByToken(vec![]), |_| Reply::ok(body(&["a"], r#","NextToken":"again""#)));
    assert_eq!(sent.len(), 2);
    assert_eq!(items[0], "a");
    assert!(items[1].contains("NextToken that it had given before"), "{items:?}");
    assert_eq!(items.len(), 2);
}

#[test]
fn where_both_are_offered_tokens_are_used_unless_a_page_number_is_set() {
    let ends = |_: &SentRequest| Reply::ok(body(&["a"], r#","TotalCount":1"#));
    let sent = |set: Vec<(&'static str, &'static str)>| {
        let (_, sent) = collect(ByEither(set), ends);
        let of = |name| sent[0].parameter(name).map(str::to_owned);
        [of("PageNumber"), of("PageSize"), of("MaxResults"), of("NextToken")]
    };
    let one = |text: &str| Some(text.to_owned());
    assert_eq!(sent(vec![]), [None, None, one("100"), None]);
    assert_eq!(sent(vec![("PageSize", "7")]), [None, None, one("7"), None]);
    assert_eq!(
        sent(vec![("MaxResults", "9"), ("NextToken", "t")]),
        [None, None, one("9"), one("t")]
    );
    assert_eq!(sent(vec![("PageNumber", "1")]), [one("1"), one("100"), None, None]);
}

#[test]
fn an_error_ends_the_list_and_a_cursor_can_ask_for_the_same_page_again() {
    let (items, sent) = collect(ByNumber(vec![]), |_| Reply::error(403, "Forbidden"));
    assert_eq!((items.len(), sent.len()), (1, 1));
    assert!(items[0].starts_with("Forbidden"), "{items:?}");

    let script = ScriptedTransport::new()
        .reply("ByNumber", Reply::error(403, "Forbidden"))
        .reply("ByNumber", Reply::ok(body(&["a"], r#","TotalCount":1"#)));
    let client = script.client("cn-hangzhou");
    let mut cursor = PageCursor::new(ByNumber(vec![]));
    assert!(run(cursor.next(&client)).unwrap().is_err());
    assert_eq!(run(cursor.next(&client)).unwrap().unwrap().items, ["a"]);
    assert!(run(cursor.next(&client)).is_none());
    assert_eq!(parameters(&script.sent(), "PageNumber"), some(&["1", "1"]));
}

#[test]
fn a_pager_sends_when_it_is_asked_and_stays_at_its_end() {
    let script = ScriptedTransport::always(Reply::ok(body(&["a", "b"], r#","TotalCount":3"#)));
    let client = script.client("cn-hangzhou");
    let mut items = client.items(ByNumber(vec![("PageSize", "2")]));
    assert!(script.sent().is_empty());
    let first = [run(items.next()), run(items.next())].map(|item| item.unwrap().unwrap());
    assert_eq!((first, script.sent().len()), (["a".to_owned(), "b".to_owned()], 1));
    let rest = run(items.by_ref().count());
    assert_eq!((rest, script.sent().len()), (2, 2));
    assert!(run(items.next()).is_none() && run(items.next()).is_none());
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn all_returns_the_items_or_the_first_error() {
    let all = |reply| {
        let client = ScriptedTransport::always(reply).client("cn-hangzhou");
        run(client.all(ByNumber(vec![]))).map_err(|error| error.to_string())
    };
    assert_eq!(
        all(Reply::ok(body(&["a", "b"], r#","TotalCount":2"#))),
        Ok(vec!["a".into(), "b".into()])
    );
    assert!(all(Reply::error(403, "Forbidden")).is_err());
}

#[test]
fn a_token_a_total_or_a_list_of_a_wrong_type_is_an_error_and_not_the_end_of_the_list() {
    let wrong = [
        (r#"{"RequestId":"r","Things":{"Thing":["a"]},"NextToken":["t2"]}"#, "$.NextToken"),
        (r#"{"RequestId":"r","Things":{"Thing":["a"]},"TotalCount":{"of":2}}"#, "$.TotalCount"),
        (r#"{"RequestId":"r","Things":{"Thing":["a"]},"PageSize":[1]}"#, "$.PageSize"),
        (r#"{"RequestId":"r","Things":{"Thing":7}}"#, "$.Things.Thing"),
        (r#"{"RequestId":"r","Things":7}"#, "$.Things"),
        (r#"{"RequestId":"r","Things":{"Others":["a"]}}"#, "$.Things"),
    ];
    for (body, path) in wrong {
        let client = ScriptedTransport::always(Reply::ok(body)).client("cn-hangzhou");
        let error = run(client.all(ByToken(vec![]))).unwrap_err();
        assert!(error.is_decode(), "{body}");
        let error = error.get_ref().unwrap().to_string();
        assert!(
            error.contains(&format!("{path}:")) || error.contains(&format!("{path} ")),
            "{error}"
        );
        let mut pages = client.pages(ByNumber(vec![]));
        assert!(run(pages.next()).unwrap().is_err() && run(pages.next()).is_none(), "{body}");
    }
}

#[test]
fn a_member_of_a_wrong_type_inside_an_item_leaves_the_list_as_it_is() {
    let body = r#"{"RequestId":"r","Things":{"Thing":["a",["b"],"c"]},"TotalCount":3}"#;
    let client = ScriptedTransport::always(Reply::ok(body)).client("cn-hangzhou");
    assert_eq!(run(client.all(ByNumber(vec![("PageSize", "3")]))).unwrap(), ["a", "", "c"]);
    let strict = client.with_strict_decoding(true);
    assert!(run(strict.all(ByNumber(vec![("PageSize", "3")]))).unwrap_err().is_decode());
}

#[test]
fn a_position_inside_the_only_object_of_a_reply_is_seen() {
    let inside = Things {
        items: vec!["a".to_owned()],
        token: Some("t".to_owned()),
        total: Some(3),
        size: Some(0),
    };
    let mut reply = Nested { request_id: "r".to_owned(), inside };
    let seen = look(&mut reply);
    assert_eq!(seen, Seen { token: Some("t".to_owned()), total: Some(3), size: None, items: 1 });
}
