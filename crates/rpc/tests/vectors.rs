//! The protocol against what the vendor's own SDKs do: signatures, query parameters, error bodies.
//!
//! Runs the committed subset, or all of the folder that VECTORS_DIR names.

mod support;

use std::collections::BTreeMap;

use aliyun_rpc::sign::{acs3, canonical_query, v1};
use aliyun_rpc::wire::flatten;
use aliyun_rpc::{
    BoxFuture, Client, DynamicRequest, HttpRequest, HttpResponse, Json, Product, RetryPolicy,
    StaticCredentials, Transport, TransportError,
};
use support::{cases, now, pairs, text};

static PRODUCT: Product = Product::new("ecs", "2014-05-26");

/// Parameters in the `json` style.
const JSON_STYLE: &[(&str, &[&str])] = &[
    ("CreateAutoProvisioningGroup", &["ResourcePoolOptions"]),
    ("CreateDiagnosticReport", &["AdditionalOptions"]),
    ("CreatePlanMaintenanceWindow", &["TargetResource", "TimePeriod"]),
    ("ModifyPlanMaintenanceWindow", &["TargetResource", "TimePeriod"]),
    ("DescribePlanMaintenanceWindows", &["TargetResourceTags"]),
    ("InvokeCommand", &["Parameters"]),
    ("RunCommand", &["Parameters"]),
    ("ModifyInvocationAttribute", &["Parameters"]),
    ("StartTerminalSession", &["EncryptionOptions"]),
    (
        "ModifyCloudAssistantSettings",
        &[
            "AgentUpgradeConfig",
            "OssDeliveryConfig",
            "ResourceUsageConfig",
            "SessionManagerConfig",
            "SlsDeliveryConfig",
        ],
    ),
];

#[test]
fn acs3_vectors_are_reproduced() {
    for case in cases("acs3.json", "cases") {
        let id = text(&case, "id");
        let body = match (case["body"].as_str(), case["body_base64"].as_str()) {
            (Some(body), _) => body.as_bytes().to_vec(),
            (None, Some(encoded)) => from_base64(encoded),
            (None, None) => Vec::new(),
        };
        let payload_hash = acs3::hash(&body);
        assert_eq!(payload_hash, text(&case, "hashed_payload"), "{id}");
        let (query, headers) = (pairs(&case["query"]), pairs(&case["headers"]));
        assert_eq!(canonical_query(&query), text(&case, "canonical_query"), "{id}");
        let parts = acs3::Parts {
            method: text(&case, "method"),
            path: text(&case, "path"),
            query: &query,
            headers: &headers,
            payload_hash: &payload_hash,
        };
        let canonical = acs3::canonical_request(&parts);
        assert_eq!(
            acs3::hash(canonical.as_bytes()),
            text(&case, "canonical_request_sha256"),
            "{id}"
        );
        let signed = acs3::sign(&parts, text(&case, "access_key_secret"));
        assert_eq!(signed.string_to_sign, text(&case, "string_to_sign"), "{id}");
        assert_eq!(signed.signature, text(&case, "signature"), "{id}");
        let header = signed.authorization(text(&case, "access_key_id"));
        assert_eq!(header, text(&case, "authorization"), "{id}");
        let received = acs3::Authorization::parse(&header).expect("our own header is whole");
        assert!(received.verify(&parts, text(&case, "access_key_secret")), "{id}");
        assert!(!received.verify(&parts, "another secret"), "{id}");
    }
}

#[test]
fn v1_vectors_are_reproduced() {
    for case in cases("v1.json", "cases") {
        let parameters = pairs(&case["params_without_signature"]);
        let signature =
            v1::sign(text(&case, "method"), &parameters, text(&case, "access_key_secret"));
        assert_eq!(signature, text(&case, "signature"), "{}", text(&case, "id"));
    }
}

#[test]
fn flatten_vectors_are_reproduced() {
    for case in cases("flatten.json", "cases") {
        let (id, operation) = (text(&case, "id"), text(&case, "operation"));
        let json_style =
            JSON_STYLE.iter().find(|(name, _)| *name == operation).map_or(&[][..], |j| j.1);
        let mut request = DynamicRequest::new(operation);
        for (name, value) in case["request"].as_object().expect("a request is an object") {
            request = match json_style.contains(&name.as_str()) {
                true => request.set_json(name, value.clone()),
                false => request.set(name, value.clone()),
            };
        }
        let flat = flatten(&request);
        let ours: BTreeMap<_, _> = flat.iter().cloned().collect();
        assert_eq!(ours.len(), flat.len(), "{id}: a name came twice");
        let theirs: BTreeMap<_, _> = pairs(&case["query"]).into_iter().collect();
        let names = |query: &BTreeMap<String, String>| query.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&ours), names(&theirs), "{id}");
        for (name, expected) in &theirs {
            let kind = text(&case["kinds"], name);
            assert!(
                agree(kind, &ours[name], expected),
                "{id} {name} {kind}: {} {expected}",
                ours[name]
            );
            // Whatever they write, we write plainly.
            if kind == "boolean" {
                assert!(matches!(&*ours[name], "true" | "false"), "{id} {name}");
            }
        }
    }
}

fn agree(kind: &str, ours: &str, theirs: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let json = |text: &str| serde_json::from_str(text).ok().map(without_empty_lists);
    match kind {
        "boolean" => ours.eq_ignore_ascii_case(theirs),
        "number" => number(ours).is_some() && number(ours) == number(theirs) && !ours.contains('e'),
        "json" => json(ours).is_some() && json(ours) == json(theirs),
        _ => ours == theirs,
    }
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

/// Answers every request with the reply of a case.
struct Scripted(HttpResponse);

impl Transport for Scripted {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

fn answer(
    case: &Json,
    body: Vec<u8>,
) -> Result<aliyun_rpc::dynamic::DynamicReply, aliyun_rpc::Error> {
    let status = case["http_status"].as_u64().and_then(|status| status.try_into().ok());
    let mut headers = pairs(&case["http_headers"]);
    if status == Some(200) {
        // They record only the body of a success, which can be empty. The service names every call
        // in this header too.
        headers.push(("x-acs-request-id".to_owned(), "from the header".to_owned()));
    }
    let reply = HttpResponse { status: status.expect("a case has a status"), headers, body };
    let client = Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("testAccessKeyId", "testAccessKeySecret"))
        .transport(Scripted(reply))
        .retry(RetryPolicy::never())
        .build()
        .expect("the client is complete");
    now(client.call(&PRODUCT, &DynamicRequest::new(text(case, "operation"))))
}

#[test]
fn error_response_vectors_become_errors_with_all_their_facts() {
    for case in cases("response.json", "errors") {
        let id = text(&case, "id");
        let body = text(&case, "body_text");
        let error = answer(&case, body.as_bytes().to_vec()).expect_err(id);
        assert_eq!(error.status().map(u64::from), case["http_status"].as_u64(), "{id}");
        assert_eq!(error.body(), body.as_bytes(), "{id}: the body is in the error");
        let theirs = &case["sdk_result"];
        let headers = &case["http_headers"];
        // They write "None" for what is missing, and nothing at all when they could not parse.
        let given = |name: &str| theirs[name].as_str().filter(|text| *text != "None");
        let xml_with_blank = text(headers, "content-type").starts_with("text/xml; ");
        if xml_with_blank {
            // They take XML for JSON when the content type holds a blank; we do not.
            assert_eq!(error.code(), Some("X"), "{id}");
        } else {
            assert_eq!(error.code(), given("code"), "{id}");
        }
        if let Some(request_id) = given("request_id") {
            assert_eq!(error.request_id(), Some(request_id), "{id}");
        }
        let wait = theirs["retry_after"].as_u64();
        let ours = error.retry_after().map(|wait| wait.as_millis());
        assert_eq!(ours, wait.map(u128::from), "{id}");
        let throttled =
            wait.is_some() || error.code().is_some_and(|code| code.contains("Throttling"));
        assert_eq!(error.is_throttled(), throttled, "{id}");
        match theirs["access_denied_detail"].as_object() {
            Some(detail) => {
                let ours = error.access_denied().expect(id);
                let get = |name: &str| detail.get(name).and_then(Json::as_str);
                assert_eq!(ours.policy_type.as_deref(), get("PolicyType"), "{id}");
                assert_eq!(ours.auth_action.as_deref(), get("AuthAction"), "{id}");
                assert_eq!(ours.no_permission_type.as_deref(), get("NoPermissionType"), "{id}");
            }
            None => assert_eq!(error.access_denied(), None, "{id}"),
        }
        let shown = error.to_string();
        for fact in [error.code(), error.message(), error.request_id()].into_iter().flatten() {
            // On one line: a message can hold line breaks.
            let fact = fact.replace('\n', "\\n");
            assert!(shown.contains(&fact), "{id}: {shown} lacks {fact}");
        }
    }
}

#[test]
fn success_response_vectors_are_read_without_a_type() {
    for case in cases("response.json", "success") {
        let id = text(&case, "id");
        let body = serde_json::to_vec(&case["body"]).expect("a tree is JSON");
        let reply = answer(&case, body).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(reply.request_id(), case["sdk_body"]["RequestId"].as_str(), "{id}");
        assert!(holds(&reply.body, &without_empty_lists(case["sdk_body"].clone())), "{id}");
    }
}

/// All of the members of the second are in the first; nulls and empty lists do not count.
fn holds(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Object(ours), Json::Object(theirs)) => {
            theirs.iter().all(|(name, value)| ours.get(name).is_some_and(|ours| holds(ours, value)))
        }
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| holds(a, b))
        }
        _ => ours == theirs,
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |byte| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'=').map(value).collect();
    let mut out = Vec::new();
    for chunk in digits.chunks(4) {
        let bits = chunk.iter().fold(0u32, |bits, digit| bits << 6 | u32::from(*digit));
        let bits = bits << (6 * (4 - chunk.len()));
        out.extend_from_slice(&bits.to_be_bytes()[1..chunk.len()]);
    }
    out
}
