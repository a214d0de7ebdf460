//! The vendor's own clients against the typed API: what they put in a query and what they read
//! from a reply, for the operations and through the requests, replies and errors that users see.
//!
//! Each request is built from the JSON of its case by the constructor and the setters of the very
//! type, in code that `build.rs` writes from the specification; then the printed walk of the type
//! writes the query. A wrong wire name, style or nesting, a parameter without a setter, or a setter
//! that stores into another member makes a case fail.
//!
//! Two things the typed API does not let a caller do, so these cases are changed on the way:
//! * to leave out what an operation demands: a mark is passed and its pair expected on top, for an
//!   object in JSON text too, which is there even when it is empty;
//! * to send a single text where the service reads a list: it becomes a list's only item.
//!
//! The account parameters of the past have no setters, and neither has `DryRun`; they are taken out
//! of both sides.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use aliyun_ecs::Error;
use aliyun_ecs::runtime::wire::DecodeError;
use aliyun_ecs::runtime::{HttpResponse, Json};
use aliyun_tests_conformance::Typed;
use support::{cases, json, text, typed};

const ACCOUNT: [&str; 4] = ["OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"];

type Query = BTreeMap<String, String>;

#[test]
fn flatten_vectors_come_out_of_typed_requests() {
    let typed = typed();
    let mut seen = BTreeSet::new();
    for case in cases("flatten.json", "cases") {
        let operation = text(&case, "operation");
        flattens(typed[operation], &case);
        seen.insert(operation.to_owned());
    }
    // All of the vectors: one case of random values for every operation.
    if std::env::var_os("VECTORS_DIR").is_some() {
        let all: BTreeSet<String> = typed.keys().map(|name| (*name).to_owned()).collect();
        assert_eq!(seen, all);
    }
}

/// No vector leaves out a demanded object. A caller of the typed API always passes one, and the
/// service can only read it when it is sent, with what its own constructor demands.
#[test]
fn a_demanded_json_object_that_is_left_out_is_sent_with_what_it_demands() {
    let case = serde_json::json!({
        "id": "only Enable",
        "operation": "CreatePlanMaintenanceWindow",
        "request": { "Enable": true },
        "query": { "Enable": "True" },
        "kinds": { "Enable": "boolean" },
    });
    let ours = flattens(typed()["CreatePlanMaintenanceWindow"], &case);
    let expected = [
        ("Enable", "true"),
        ("PlanWindowName", "mark"),
        ("SupportMaintenanceAction", "mark"),
        ("TargetResource", r#"{"Scope":"mark"}"#),
        ("TimePeriod", r#"{"PeriodUnit":"mark","RangeList":[{}]}"#),
    ];
    assert!(ours.iter().map(|(name, value)| (&**name, &**value)).eq(expected), "{ours:?}");
}

/// Compares the query of a typed request with the one of its case, and returns it.
fn flattens(typed: &Typed, case: &Json) -> Query {
    let id = text(case, "id");
    let mut request = case["request"].clone();
    let members = request.as_object_mut().expect("a request is an object");
    let unset = |name: &str| ACCOUNT.contains(&name) || typed.meta.dry_run && name == "DryRun";
    members.retain(|name, _| !unset(name));
    let flat = (typed.flatten)(request);
    assert_eq!(flat.notes.problems, [""; 0], "{id}");
    let ours: Query = flat.query.iter().cloned().collect();
    assert_eq!(ours.len(), flat.query.len(), "{id}: a name came twice");
    let mut theirs: Query = pairs(&case["query"]);
    theirs.retain(|name, _| !unset(name));
    let excluded = |name: &str| {
        flat.notes.excluded.iter().any(|one| {
            name.strip_prefix(one.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    theirs.retain(|name, _| !excluded(name));
    theirs.extend(flat.notes.marks.iter().cloned());
    let names = |query: &Query| query.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs), "{id}");
    for (name, expected) in &theirs {
        let ours = &ours[name];
        let same = match flat.notes.lists.get(name) {
            Some(list) => serde_json::from_str::<Json>(ours).ok().as_ref() == Some(list),
            None => agree(text(&case["kinds"], name), ours, expected),
        };
        assert!(same, "{id} {name}: {ours} instead of {expected}");
    }
    ours
}

fn agree(kind: &str, ours: &str, theirs: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let json = |text: &str| serde_json::from_str(text).ok().map(without_empty_lists);
    match kind {
        "boolean" => matches!(ours, "true" | "false") && ours.eq_ignore_ascii_case(theirs),
        "number" => number(ours).is_some() && number(ours) == number(theirs) && !ours.contains('e'),
        "json" => json(ours).is_some() && json(ours) == json(theirs),
        _ => ours == theirs,
    }
}

fn pairs(object: &Json) -> Query {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.clone(), plain(value))).collect()
}

/// A scalar as it is in a query.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn without_empty_lists(json: Json) -> Json {
    match json {
        Json::Array(items) => Json::Array(items.into_iter().map(without_empty_lists).collect()),
        Json::Object(members) => Json::Object(
            members
                .into_iter()
                .filter(|(_, value)| value.as_array().is_none_or(|list| !list.is_empty()))
                .map(|(name, value)| (name, without_empty_lists(value)))
                .collect(),
        ),
        other => other,
    }
}

/// Without members that are lists or objects with nothing in them.
fn without_empty(json: Json) -> Json {
    let is_empty = |json: &Json| match json {
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    };
    match json {
        Json::Array(items) => Json::Array(items.into_iter().map(without_empty).collect()),
        Json::Object(members) => Json::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, without_empty(value)))
                .filter(|(_, value)| !is_empty(value))
                .collect(),
        ),
        other => other,
    }
}

#[test]
fn response_vectors_of_success_are_decoded_into_typed_replies() {
    let typed = typed();
    for case in cases("response.json", "success") {
        let id = text(&case, "id");
        let body = serde_json::to_vec(&case["body"]).expect("a tree is JSON");
        // They record only the body, which can be empty. The service names every call in this
        // header too.
        let headers = vec![("x-acs-request-id".to_owned(), "from the header".to_owned())];
        let reply = HttpResponse { status: status(&case), headers, body };
        let sent = (typed[text(&case, "operation")].send)(reply);
        if let Some(code) = case["body"]["Code"].as_str() {
            // They take every reply with status 200 for a success, an error among them. We do not.
            let Err(failure) = sent else { panic!("{id}: an error is a success") };
            assert_eq!(failure.error.code(), Some(code), "{id}");
            continue;
        }
        let ours = match sent {
            Ok(ours) => ours,
            // Made-up bodies can lack the id that every real reply has.
            Err(failure) if lacks_promised(&failure.error, &case["body"]) => continue,
            Err(failure) => panic!("{id}: {}", failure.error),
        };
        // A list that is missing is an empty one here, in its wrapper.
        let (mut ours, theirs) = (without_empty(ours), without_empty(case["sdk_body"].clone()));
        // Every reply has a request id; theirs may lack it.
        if ours["RequestId"] == "" && case["sdk_body"].get("RequestId").is_none() {
            ours.as_object_mut().expect("a reply is an object").remove("RequestId");
        }
        let mut differences = Vec::new();
        compare("$", &ours, &theirs, &mut differences);
        assert_eq!(differences, [""; 0], "{id}");
    }
}

/// The error says that a promised member is missing, and it is.
fn lacks_promised(error: &Error, body: &Json) -> bool {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<DecodeError>());
    let Some(DecodeError::Missing { path }) = cause else { return false };
    let member = path.strip_prefix("$.").and_then(|name| body.get(name));
    member.is_none_or(|text| text.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// They pass scalars through as they came, we convert them to the type of their place: scalars are
/// the same when they are written the same.
fn compare(place: &str, ours: &Json, theirs: &Json, out: &mut Vec<String>) {
    match (ours, theirs) {
        (Json::Object(ours), Json::Object(theirs)) => {
            let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
            for name in names {
                let at = format!("{place}.{name}");
                match (ours.get(name), theirs.get(name)) {
                    (Some(ours), Some(theirs)) => compare(&at, ours, theirs, out),
                    (ours, theirs) => out.push(format!("{at}: {ours:?} instead of {theirs:?}")),
                }
            }
        }
        (Json::Array(ours), Json::Array(theirs)) if ours.len() == theirs.len() => {
            for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(&format!("{place}[{at}]"), ours, theirs, out);
            }
        }
        (ours, theirs) => {
            let nested = [ours, theirs].iter().any(|json| json.is_object() || json.is_array());
            let numbers = (plain(ours).parse::<f64>(), plain(theirs).parse::<f64>());
            let same_number = matches!(numbers, (Ok(ours), Ok(theirs)) if ours == theirs);
            if nested || (plain(ours) != plain(theirs) && !same_number) {
                out.push(format!("{place}: {ours} instead of {theirs}"));
            }
        }
    }
}

#[test]
fn response_vectors_of_failure_become_typed_errors() {
    let (typed, codes) = (typed(), documented());
    for case in cases("response.json", "errors") {
        let (id, operation) = (text(&case, "id"), text(&case, "operation"));
        let body = text(&case, "body_text").as_bytes().to_vec();
        let headers = pairs(&case["http_headers"]).into_iter().collect();
        let reply = HttpResponse { status: status(&case), headers, body };
        let Err(failure) = (typed[operation].send)(reply) else {
            panic!("{id}: a success");
        };
        let (error, theirs) = (&failure.error, &case["sdk_result"]);
        assert_eq!(error.operation(), operation, "{id}");
        assert_eq!(error.status(), Some(status(&case)), "{id}");
        // They write "None" for what is missing, and nothing at all when they could not parse.
        let given = |name: &str| theirs[name].as_str().filter(|text| *text != "None");
        // They take XML for JSON when the content type holds a blank; we do not.
        if text(&case["http_headers"], "content-type").starts_with("text/xml; ") {
            assert_eq!(error.code(), Some("X"), "{id}");
        } else {
            assert_eq!(error.code(), given("code"), "{id}");
        }
        if let Some(request_id) = given("request_id") {
            assert_eq!(error.request_id(), Some(request_id), "{id}");
        }
        let wait = error.retry_after().map(|wait| wait.as_millis());
        assert_eq!(wait, theirs["retry_after"].as_u64().map(u128::from), "{id}");
        let policy = error.access_denied().and_then(|denied| denied.policy_type.as_deref());
        assert_eq!(policy, theirs["access_denied_detail"]["PolicyType"].as_str(), "{id}");
        // A variant exactly for the codes in the operation's own list, with the same text.
        let listed = error.code().filter(|code| codes[operation].contains(*code));
        if let Some(code) = listed {
            assert_eq!(failure.known.as_deref(), Some(code), "{id}");
        } else if let Some(known) = &failure.known {
            let template = |code: &String| code.contains("%s");
            assert!(codes[operation].iter().any(template), "{id}: {known} is not documented");
        }
    }
}

fn status(case: &Json) -> u16 {
    let status = case["http_status"].as_u64().and_then(|status| status.try_into().ok());
    status.expect("a case has a status")
}

/// The codes of every operation, read from the specification without any of its types.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let mut sets = BTreeMap::new();
    let mut operations = Vec::new();
    let product = json("spec/ecs/product.json");
    for group in product["groups"].as_array().expect("groups") {
        let group = json(&format!("spec/ecs/{}.json", group.as_str().expect("a name")));
        for set in group["error_sets"].as_array().into_iter().flatten() {
            let codes = set["codes"].as_array().expect("codes").iter();
            let codes = codes.map(|code| text(code, "code").to_owned());
            sets.insert(text(set, "name").to_owned(), codes.collect::<BTreeSet<String>>());
        }
        operations.extend(group["operations"].as_array().cloned().into_iter().flatten());
    }
    let codes = |operation: &Json| sets.get(text(operation, "errors")).cloned().unwrap_or_default();
    operations.iter().map(|one| (text(one, "name").to_owned(), codes(one))).collect()
}
