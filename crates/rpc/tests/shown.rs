//! What an error shows stays on its line and within its length, whatever the service answers.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use aliyun_rpc::{
    BoxFuture, Credentials, CredentialsError, DynamicRequest, Error, Json, ProvideCredentials,
};
use support::now;
use support::thing::{CreateThing, PRODUCT};
use support::wire::Wire;

/// Line breaks, NUL, ANSI, right-to-left and zero-width marks.
const HOSTILE: &str = "a\r\nb\u{85}\u{2028}\0\x1b[31m\u{9b}\u{202e}\u{2067}\u{200b}\u{feff}z";

fn is_harmless(character: char) -> bool {
    !character.is_control() && !matches!(character, '\u{200b}'..='\u{206f}' | '\u{feff}')
}

/// Everything an error shows by itself, each of which must be harmless.
fn shown(error: &Error) -> Vec<String> {
    let mut shown = vec![error.to_string(), format!("{error:#}"), format!("{error:?}")];
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        shown.extend([next.to_string(), format!("{next:?}")]);
        cause = next.source();
    }
    // The alternate form has line breaks of its own.
    shown.extend(format!("{error:#?}").lines().map(str::to_owned));
    for text in &shown {
        assert!(text.chars().all(is_harmless), "{text:?}");
    }
    shown
}

fn failed(wire: &Wire, operation: &str) -> Error {
    now(wire.client().call(&PRODUCT, &DynamicRequest::new(operation))).unwrap_err()
}

/// An error body that says the same in every member.
fn body(text: &str) -> String {
    let mut members = serde_json::Map::new();
    for name in ["Code", "Message", "RequestId", "HostId", "Recommend", "Description", "Detail"] {
        members.insert(name.to_owned(), text.into());
    }
    let mut denied = serde_json::Map::new();
    for name in ["AuthAction", "AuthPrincipalDisplayName", "EncodedDiagnosticMessage"] {
        denied.insert(name.to_owned(), text.into());
    }
    members.insert("AccessDeniedDetail".to_owned(), denied.into());
    Json::Object(members).to_string()
}

#[test]
fn control_characters_of_the_service_are_escaped_and_only_the_accessors_have_them() {
    let error = failed(&Wire::answering(403, &body(HOSTILE)), "X");
    let display = &shown(&error)[0];
    assert_eq!(display.matches(r"a\r\nb\u{85}\u{2028}\0\u{1b}[31m").count(), 3, "{display}");
    assert_eq!((error.code(), error.message()), (Some(HOSTILE), Some(HOSTILE)));
    assert_eq!(error.request_id(), Some(HOSTILE));

    let wire = Wire::with_header(502, "<html>", "x-acs-request-id", "r\n\x1b[2J\u{202e}");
    assert_eq!(failed(&wire, "X").request_id(), Some("r\n\x1b[2J\u{202e}"));
    assert!(shown(&failed(&wire, "X"))[0].contains(r"request r\n\u{1b}[2J\u{202e}"));
}

#[test]
fn a_part_of_a_code_that_the_service_chose_is_escaped_too() {
    let wire = Wire::answering(400, r#"{"Code":"DuplicatedParam.A\nB"}"#);
    let error = now(wire.client().send(CreateThing::default())).unwrap_err().untyped();
    assert!(shown(&error)[0].starts_with(r"DuplicatedParam.A\nB ("), "{error}");
}

#[test]
fn long_answers_are_shortened_where_they_are_shown() {
    let long = "x".repeat(1 << 15);
    let error = failed(&Wire::answering(403, &body(&long)), "X");
    let parts = [128, 1024, 128]
        .map(|limit| format!("{}[... shortened, 32768 bytes in all]", "x".repeat(limit)));
    let [code, message, id] = parts;
    assert_eq!(
        error.to_string(),
        format!("{code}: {message} (X in cn-test, HTTP 403, request {id})")
    );
    assert!(shown(&error).iter().all(|text| text.len() < 12_000));
    assert_eq!((error.code(), error.message()), (Some(&*long), Some(&*long)));
}

#[test]
fn members_of_an_unreadable_reply_and_ids_of_the_caller_are_escaped() {
    let name = Json::from(HOSTILE).to_string();
    let wire = Wire::answering(200, &format!(r#"{{"Labels":{{{name}:"no number"}}}}"#));
    let client = wire.client().with_strict_decoding(true);
    let error = now(client.send(CreateThing::default())).unwrap_err().untyped();
    assert!(shown(&error)[0].contains(r"$.Labels.a\r\nb"), "{error}");

    let wire = Wire::answering(200, "{}");
    let error = failed(&wire, "Create\n\x1b[2JThing");
    assert!(shown(&error)[0].ends_with(r"(Create\n\u{1b}[2JThing in cn-test)"), "{error}");
}

#[test]
fn what_a_provider_of_credentials_says_is_escaped_and_shortened() {
    struct Talkative(String);
    impl ProvideCredentials for Talkative {
        fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            Box::pin(std::future::ready(Err(CredentialsError(self.0.clone()))))
        }
    }
    for said in [HOSTILE.to_owned(), HOSTILE.repeat(10_000)] {
        let builder = Wire::answering(200, "{}").builder().credentials(Talkative(said));
        let client = builder.build().unwrap();
        let error = now(client.call(&PRODUCT, &DynamicRequest::new("X"))).unwrap_err();
        assert!(shown(&error).iter().all(|text| text.len() < 1_500));
    }
}
