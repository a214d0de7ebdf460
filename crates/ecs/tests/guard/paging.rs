//! Answers on several pages: all of them count, and one that does not end is not complete.

use std::sync::atomic::{AtomicUsize, Ordering};

use aliyun_ecs::decision::MissingFact;
use aliyun_ecs::runtime::Json;
use aliyun_ecs::{Policy, StartInstance, StartInstances};
use serde_json::json;

use crate::script::{Query, Script, instance, instances, locked};
use crate::world::WhyNotSent as _;

/// A hundred instances on pages of fifty, the sixtieth locked; `mark` adds what leads on.
fn paged(ids: &[Json], query: &Query, mark: fn(&mut Json, second: bool)) -> Json {
    let second = query.get("NextToken").is_some_and(|token| token == "t")
        || query.get("PageNumber").is_some_and(|number| number == "2");
    let mut answer = instances(if second { &ids[50..] } else { &ids[..50] });
    mark(&mut answer, second);
    answer
}

#[tokio::test]
async fn further_pages_are_read_until_every_target_is_seen() {
    let by_token = |answer: &mut Json, second: bool| {
        answer["NextToken"] = json!(if second { "" } else { "t" });
    };
    let by_number = |answer: &mut Json, second: bool| {
        answer["TotalCount"] = json!(100);
        answer["PageSize"] = json!(50);
        answer["PageNumber"] = json!(if second { 2 } else { 1 });
    };
    let names: Vec<String> = (1..=100).map(|number| format!("i-{number}")).collect();
    for mark in [by_token as fn(&mut Json, bool), by_number] {
        for reason in [Some("security"), None] {
            let mut items: Vec<Json> = names.iter().map(|id| instance(id)).collect();
            items[59] = reason.map_or_else(|| instance("i-60"), |it| locked("i-60", Some(it)));
            let script = Script::new(move |_, query| paged(&items, query, mark));
            let start = StartInstances::new(names.clone());
            assert_eq!(script.sends(&start).await, reason.is_none());
            for policy in [Policy::RequireCertain, Policy::RefuseKnownProblems] {
                let answer = script.strict().policy(policy).send(&start).await;
                let refused = answer.err().map(|error| error.refused_targets().to_vec());
                assert_eq!(refused, reason.map(|_| vec!["i-60".to_owned()]));
            }
        }
    }
}

/// Answers with this instance on every page, and with what leads on to the next.
fn endless(item: &Json, more: impl Fn(usize) -> Json + Send + Sync + 'static) -> Script {
    let (item, pages) = (item.clone(), AtomicUsize::new(0));
    Script::new(move |_, _| {
        let mut answer = instances(std::slice::from_ref(&item));
        for (name, value) in more(pages.fetch_add(1, Ordering::Relaxed)).as_object().unwrap() {
            answer[name] = value.clone();
        }
        answer
    })
}

/// What leads on from the page with this number.
type More = fn(usize) -> Json;

/// A token that comes again, a number of the page that counts for nothing, tokens without an end.
const ENDLESS: [More; 3] = [
    |_| json!({"NextToken": "t"}),
    |_| json!({"TotalCount": 100, "PageSize": 1}),
    |page| json!({"NextToken": format!("t-{page}")}),
];

#[tokio::test]
async fn pages_without_an_end_and_pages_that_repeat_end_the_lookup() {
    for more in ENDLESS {
        let script = endless(&instance("i-2"), more);
        assert_eq!(
            script.doubt(StartInstance::new("i-1")).await,
            "the answer about i-1 does not end"
        );
        let _ = script.strict().inspect(&StartInstance::new("i-1")).await;
        assert!(script.sent().len() <= 100);
    }
}

#[tokio::test]
async fn an_answer_without_an_end_does_not_permit_a_call_about_what_it_has() {
    for more in ENDLESS {
        let script = endless(&instance("i-1"), more);
        let doubt = script.doubt(StartInstance::new("i-1")).await;
        assert_eq!(doubt, "the answer about i-1 does not end");
        // Nor does the guard remember it as complete.
        let guard = script.strict();
        for _ in 0..2 {
            let error = guard.send(StartInstance::new("i-1")).await.unwrap_err();
            assert!(matches!(error.unknown(), [MissingFact::Incomplete(_)]), "{error}");
        }
        // What it says is still worse than what it leaves open.
        let script = endless(&locked("i-1", Some("security")), more);
        let error = script.strict().send(StartInstance::new("i-1")).await.unwrap_err();
        assert!(error.refused().unwrap().decision.is_denied());
    }
}

#[tokio::test]
async fn an_empty_page_before_the_total_leaves_the_rest_open() {
    let script = Script::new(|_, query| {
        let second = query.contains_key("PageNumber");
        let items = if second { Vec::new() } else { vec![instance("i-1")] };
        let mut answer = instances(&items);
        answer["TotalCount"] = json!(2);
        answer
    });
    let doubt = script.doubt(StartInstance::new("i-1")).await;
    assert_eq!(doubt, "the answer about i-1 does not end");
}

#[tokio::test]
async fn a_page_counts_although_an_earlier_one_has_every_target() {
    for more in [json!({"NextToken": "t"}), json!({"TotalCount": 2, "PageSize": 1})] {
        let script = Script::new(move |_, query| {
            if query.contains_key("NextToken") || query.contains_key("PageNumber") {
                return instances(&[locked("i-1", Some("security"))]);
            }
            let mut answer = instances(&[instance("i-1")]);
            for (name, value) in more.as_object().unwrap() {
                answer[name] = value.clone();
            }
            answer
        });
        let error = script.strict().send(StartInstance::new("i-1")).await.unwrap_err();
        assert!(error.refused().unwrap().decision.is_denied());
        assert_eq!(script.sent(), ["DescribeInstances", "DescribeInstances"]);
    }
}
