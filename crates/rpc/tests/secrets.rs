//! No secret of the caller comes back out of an error, wherever and however the service quotes it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::sign::encode;
use aliyun_rpc::{Class, Client, DynamicRequest, Error, HttpResponse, Json, StaticCredentials};
use support::now;
use support::thing::{CreateThing, Inner, PRODUCT};
use support::wire::Wire;

/// Every secret has this in it, and no escape changes it.
const CORE: &str = "hunter2";

/// Key id, key secret, token, two secret parameters and one that is only called so.
fn secrets() -> [String; 6] {
    ["Id", "+Key=", "/Tok<e>&n\"", "Pass\\word'", " Nested文", "%41Named"]
        .map(|rest| format!("{CORE}{rest}/+=&\"<"))
}

fn client(wire: &Wire) -> Client {
    let [id, key, token, ..] = secrets();
    wire.builder().credentials(StaticCredentials::with_token(id, key, token)).build().unwrap()
}

/// A typed call with all secret parameters.
fn typed() -> CreateThing {
    let [.., password, nested, named] = secrets();
    let innermost = Inner { token: Some(named), ..Inner::default() };
    let inner = Inner { token: Some(nested), inner: Some(Box::new(innermost)), depth: None };
    CreateThing { password: Some(password), inner: Some(Box::new(inner)), ..CreateThing::default() }
}

/// A call by name with all secret parameters.
fn untyped() -> DynamicRequest {
    let [.., password, nested, named] = secrets();
    DynamicRequest::new("CreateThing")
        .set("Password", named)
        .set("Logins", serde_json::json!([{"Secret": password}]))
        .set_json("Login", serde_json::json!({"Password": nested}))
}

/// What both calls fail with.
fn failed(wire: &Wire) -> [Error; 2] {
    let client = client(wire);
    [
        now(client.send(typed())).map(drop).unwrap_err().untyped(),
        now(client.call(&PRODUCT, &untyped())).map(drop).unwrap_err(),
    ]
}

fn assert_hidden(errors: &[Error], about: &str) {
    for error in errors {
        let mut shown = format!("{error}\n{error:#}\n{error:?}\n{error:#?}");
        let mut cause = std::error::Error::source(error);
        while let Some(next) = cause {
            shown += &format!("\n{next}\n{next:?}\n{next:#?}");
            cause = next.source();
        }
        let handed_out = [error.code(), error.message(), error.request_id(), error.recommend()];
        shown += &format!("\n{handed_out:?}\n{:?}", error.service());
        assert!(!shown.contains(CORE), "{about}: {shown}");
    }
}

type Escape = fn(&str) -> String;

const ESCAPES: [(&str, Escape); 8] = [
    ("raw", str::to_owned),
    ("percent", encode),
    ("lower-case percent", lower),
    ("double percent", |text| encode(&encode(text))),
    ("lower-case double percent", |text| encode(&lower(text))),
    ("HTML", html),
    ("JSON", |text| Json::from(text).to_string().trim_matches('"').to_owned()),
    ("percent in HTML in JSON", |text| html(&encode(&Json::from(text).to_string()))),
];

/// Percent-encoded with small hexadecimal digits.
fn lower(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        let escaped = encode(&character.to_string());
        let small = if escaped.len() > 1 { escaped.to_lowercase() } else { escaped };
        out.push_str(&small);
    }
    out
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// One for each secret in each form: what the service quotes.
fn quotes() -> impl Iterator<Item = (String, String)> {
    ESCAPES.into_iter().flat_map(|(name, escape)| {
        secrets().map(|secret| {
            let quoted = escape(&secret);
            (format!("{name} {secret}"), format!("POST&%2F&A%3D1&Key={quoted}%26B%3D2"))
        })
    })
}

#[test]
fn no_member_of_an_error_body_shows_a_secret() {
    for (about, quote) in quotes() {
        let mut members = serde_json::Map::new();
        for name in ["Code", "Message", "RequestId", "HostId", "Recommend", "Description", "Detail"]
        {
            members.insert(name.to_owned(), quote.clone().into());
        }
        let mut denied = serde_json::Map::new();
        for name in [
            "AuthAction",
            "AuthPrincipalType",
            "AuthPrincipalOwnerId",
            "AuthPrincipalDisplayName",
            "PolicyType",
            "NoPermissionType",
            "EncodedDiagnosticMessage",
        ] {
            denied.insert(name.to_owned(), quote.clone().into());
        }
        members.insert("AccessDeniedDetail".to_owned(), denied.into());
        let wire = Wire::answering(400, &Json::Object(members).to_string());
        let errors = failed(&wire);
        assert_hidden(&errors, &about);
        for error in errors {
            let denied = error.access_denied().unwrap();
            let expected = Some("POST&%2F&A%3D1&Key=[redacted]%26B%3D2");
            // The JSON text has quotes of its own.
            if !about.starts_with("percent in HTML") {
                assert_eq!(error.message(), expected, "{about}");
                assert_eq!(denied.encoded_diagnostic_message.as_deref(), expected, "{about}");
            }
        }
    }
}

#[test]
fn no_xml_body_and_no_header_shows_a_secret() {
    for (about, quote) in quotes() {
        let text = quote.replace('&', "&amp;").replace('<', "&lt;");
        let body = format!(
            "<Error><Code>A</Code><Message>{text}</Message><AccessDeniedDetail><PolicyType>{text}\
             </PolicyType></AccessDeniedDetail></Error>"
        );
        let wire = Wire::with_header(400, &body, "content-type", "text/xml");
        assert_hidden(&failed(&wire), &about);
        for (status, body) in [(502, "<html>"), (400, "{}"), (200, "not json"), (200, "[]")] {
            let wire = Wire::with_header(status, body, "x-acs-request-id", &quote);
            let errors = failed(&wire);
            assert!(errors[0].request_id().unwrap().contains("[redacted]"));
            assert_hidden(&errors, &about);
        }
    }
}

#[test]
fn no_name_of_an_encoding_shows_a_secret_or_a_control_character() {
    for (about, quote) in quotes() {
        let wire = Wire::with_header(200, "{}", "content-encoding", &format!("x\x1b[31m {quote}"));
        let errors = failed(&wire);
        assert!(errors[0].to_string().contains("[redacted]"), "{}", errors[0]);
        assert!(!errors[0].to_string().contains('\x1b'), "{}", errors[0]);
        assert_hidden(&errors, &about);
    }
}

#[test]
fn no_path_in_an_unreadable_reply_shows_a_secret() {
    for (about, quote) in quotes() {
        let labels = serde_json::json!({"Labels": {quote: "no number"}});
        let wire = Wire::answering(200, &labels.to_string());
        let strict = client(&wire).with_strict_decoding(true);
        let error = now(strict.send(typed())).unwrap_err().untyped();
        assert!(error.to_string().contains("$.Labels."), "{error}");
        assert_hidden(&[error], &about);
        let problems = now(client(&wire).send_detailed(typed())).unwrap().problems;
        assert!(!format!("{problems:?}").contains(CORE) && problems.len() == 1, "{about}");
    }
}

#[test]
fn no_request_shows_a_secret() {
    let (typed, untyped) = (typed(), untyped());
    let shown = format!("{typed:?} {typed:#?} {untyped:?} {untyped:#?}");
    assert!(shown.contains("Password") && !shown.contains(CORE), "{shown}");
}

#[test]
fn no_endpoint_that_is_refused_shows_a_password() {
    let wire = Wire::answering(200, "{}");
    for endpoint in ["https://user:hunter2@host", "http://user:hunter2@host:80", "hunter2@host"] {
        let error = wire.builder().endpoint(endpoint).build().unwrap_err();
        assert!(!format!("{error} {error:?} {error:#?}").contains(CORE), "{error}");
        let cause: &dyn std::error::Error = &error;
        assert!(cause.source().is_none_or(|cause| !cause.to_string().contains(CORE)));
        assert!(error.to_string().contains("[redacted]@host"), "{error}");
    }
}

#[test]
fn a_reply_shows_names_of_headers_and_no_values() {
    let headers = ["Content-Type", "Set-Cookie", "x-acs-request-id"].map(|name| (name, CORE));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let reply = HttpResponse { status: 302, headers, body: CORE.as_bytes().to_vec() };
    let shown = format!("{reply:?} {reply:#?}");
    assert!(!shown.contains(CORE), "{shown}");
    assert!(shown.contains("Content-Type") && shown.contains("x-acs-request-id"), "{shown}");
}

#[test]
fn a_secret_does_not_change_what_a_code_means() {
    let wire = Wire::answering(403, r#"{"Code":"ThingLocked","Message":"m"}"#);
    let request =
        CreateThing { password: Some("ThingLocked".to_owned()), ..CreateThing::default() };
    let error = now(wire.client().send(request)).unwrap_err();
    assert_eq!((error.class(), error.code()), (Class::Locked, Some("[redacted]")));
}
