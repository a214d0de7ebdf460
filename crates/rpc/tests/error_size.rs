//! What the reply of a failure costs, however long it is, and what is left of a secret where a long
//! text is cut.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::{Error, Json};
use allocation_counter::measure;
use support::now;
use support::thing::TouchThing;
use support::wire::Wire;

/// What an error keeps of a text.
const KEPT: usize = 64 << 10;

fn failed(wire: &Wire) -> Error {
    now(wire.client().send(TouchThing)).unwrap_err().untyped()
}

#[test]
fn the_error_of_a_long_reply_costs_a_few_times_its_body_and_no_more() {
    let long = "%25".repeat((4 << 20) / 3);
    let split = "%2525theSecret,".repeat((4 << 20) / 15);
    for (kind, body) in [
        ("application/json", serde_json::json!({"Code": "A", "Message": long}).to_string()),
        ("application/json", serde_json::json!({"Code": "A", "Message": split}).to_string()),
        ("application/json", serde_json::json!({"Code": "A", "Detail": [[long]]}).to_string()),
        (
            "application/json",
            serde_json::json!({"Code": "A", "AccessDeniedDetail": {"PolicyType": long}})
                .to_string(),
        ),
        ("text/xml", format!("<Error><Code>A</Code><Message>{long}</Message></Error>")),
    ] {
        let wire = Wire::with_header(403, &body, "content-type", kind);
        let cost = measure(|| assert_eq!(failed(&wire).code(), Some("A")));
        // One of them is the copy that the transport hands out.
        let times = cost.bytes_max / body.len() as u64;
        assert!(times <= 6, "{times} times the body: {kind} {}", &body[..60]);
    }
}

#[test]
fn no_part_of_a_secret_is_left_where_a_text_is_cut() {
    for (secret, part) in [
        ("theSecret", "the"),
        ("the/Token", "the"),
        ("the%252FToken", "the"),
        ("\\u0074he%5Cu0053ecret", "he"),
    ] {
        for before in 0..=secret.len() + 1 {
            let text = format!("{}{secret}{}", "x".repeat(KEPT - before), "y".repeat(100));
            let body = Json::from_iter([("Code", "A"), ("Message", text.as_str())]).to_string();
            let error = failed(&Wire::answering(403, &body));
            let message = error.message().unwrap();
            let end = message.trim_start_matches('x');
            assert!(message.len() <= KEPT && !end.contains(part), "{before} {secret}: {end}");
            assert!(end.is_empty() || "[redacted]y".starts_with(end), "{before} {secret}: {end}");
        }
    }
}
