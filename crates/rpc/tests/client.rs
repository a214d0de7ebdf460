//! A client over a scripted transport: what it sends, what it makes of the replies, what it shows.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use aliyun_rpc::product::Product;
use aliyun_rpc::transport::TransportErrorKind;
use aliyun_rpc::{
    BoxFuture, BuildError, Class, Client, ClientBuilder, Credentials, CredentialsError, DryRun,
    DynamicRequest, EndpointError, Error, ErrorSet, Network, ProvideCredentials, Reaction,
    StaticCredentials,
};
use support::now;
use support::thing::{CreateThing, CreateThingError, PRODUCT, TouchThing};
use support::wire::Wire;

const OK: &str = r#"{"RequestId":"r-1","Count":"2"}"#;

#[test]
fn a_call_is_a_post_with_everything_in_the_query_and_nothing_in_the_body() {
    let wire = Wire::answering(200, OK);
    let request = CreateThing { name: "a b+*".to_owned(), ..CreateThing::default() };
    let reply = now(wire.client().send(&request)).unwrap();
    assert_eq!((reply.request_id.as_str(), reply.count), ("r-1", Some(2)));
    let sent = &wire.sent()[0];
    assert_eq!((sent.http().method, sent.http().body.len()), ("POST", 0));
    assert!(
        sent.http().url.starts_with("https://things.cn-test.aliyuncs.com/?ClientToken="),
        "{}",
        sent.http().url
    );
    assert_eq!(wire.parameter("Name").as_deref(), Some("a b+*"));
    for (name, value) in [
        ("host", "things.cn-test.aliyuncs.com"),
        ("x-acs-action", "CreateThing"),
        ("x-acs-version", "2014-05-26"),
        ("x-acs-security-token", "the/Token"),
        ("x-acs-accesskey-id", "theKeyId"),
        ("x-acs-credentials-provider", "static_sts"),
        ("accept", "application/json"),
    ] {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
    assert_eq!(sent.header("content-type"), None);
}

#[test]
fn the_endpoint_follows_the_network_the_map_and_the_rule() {
    let url = |builder: ClientBuilder, wire: &Wire| {
        now(builder.build().unwrap().send(TouchThing)).unwrap();
        wire.sent()[0].http().url.clone()
    };
    let wire = || Wire::answering(200, OK);
    let (a, b, c) = (wire(), wire(), wire());
    assert_eq!(url(a.builder().region("cn-old"), &a), "https://things-old.example.com/");
    let vpc = b.builder().region("cn-old").network(Network::Vpc);
    assert_eq!(url(vpc, &b), "https://things-vpc.cn-old.aliyuncs.com/");
    let explicit = c.builder().endpoint("http://127.0.0.1:1");
    assert_eq!(url(explicit, &c), "http://127.0.0.1:1/");
}

#[test]
fn a_client_that_has_sent_a_call_sends_other_products_and_regions_to_their_own_endpoints() {
    static OTHERS: Product = Product::new("others", "2020-01-01");
    let wire = Wire::answering(200, OK);
    let client = wire.client();
    let elsewhere =
        CreateThing { region_id: Some("cn-other".to_owned()), ..CreateThing::default() };
    for _ in 0..2 {
        now(client.send(TouchThing)).unwrap();
        now(client.call(&OTHERS, &DynamicRequest::new("X"))).unwrap();
        now(client.in_region("cn-old").send(TouchThing)).unwrap();
        now(client.send(&elsewhere)).unwrap();
    }
    let hosts: Vec<_> =
        wire.sent().iter().map(|sent| sent.header("host").unwrap().to_owned()).collect();
    let expected = [
        "things.cn-test.aliyuncs.com",
        "others.cn-test.aliyuncs.com",
        "things-old.example.com",
        "things.cn-other.aliyuncs.com",
    ];
    assert_eq!(hosts, [expected, expected].concat());
}

#[test]
fn credentials_at_hand_are_not_waited_for() {
    struct AtHand;
    impl ProvideCredentials for AtHand {
        fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            Box::pin(std::future::pending())
        }

        fn at_hand(&self) -> Option<Credentials> {
            Some(Credentials::new("theKeyAtHand", "theSecret"))
        }
    }
    let wire = Wire::answering(200, OK);
    let client = wire.builder().credentials(Arc::new(AtHand)).build().unwrap();
    now(client.send(TouchThing)).unwrap();
    assert!(wire.sent()[0].header("authorization").unwrap().contains("Credential=theKeyAtHand,"));
}

#[test]
fn region_and_token_are_filled_in_only_where_they_are_missing() {
    let wire = Wire::answering(200, OK);
    now(wire.client().send(CreateThing::default())).unwrap();
    assert_eq!(wire.parameter("RegionId").as_deref(), Some("cn-test"));
    assert_eq!(wire.parameter("ClientToken").map(|token| token.len()), Some(32));

    let wire = Wire::answering(200, OK);
    let request = CreateThing {
        region_id: Some("cn-other".to_owned()),
        client_token: Some("mine".to_owned()),
        ..CreateThing::default()
    };
    now(wire.client().send(request)).unwrap();
    assert_eq!(wire.parameter("RegionId").as_deref(), Some("cn-other"));
    assert_eq!(wire.parameter("ClientToken").as_deref(), Some("mine"));
}

#[test]
fn every_call_has_a_nonce_and_a_token_of_its_own() {
    let wire = Wire::answering(200, OK);
    let client = wire.client();
    for _ in 0..2 {
        now(client.send(CreateThing::default())).unwrap();
    }
    let sent = wire.sent();
    assert_ne!(sent[0].header("x-acs-signature-nonce"), sent[1].header("x-acs-signature-nonce"));
    assert_ne!(sent[0].http().url, sent[1].http().url);
}

#[test]
fn an_attempt_has_the_time_that_the_operation_needs() {
    let timeout = |builder: ClientBuilder, wire: &Wire, touch: bool| {
        let client = builder.build().unwrap();
        match touch {
            true => now(client.send(TouchThing)).map(drop).unwrap(),
            false => now(client.send(CreateThing::default())).map(drop).unwrap(),
        }
        wire.sent()[0].http().timeout.as_secs()
    };
    let wire = || Wire::answering(200, OK);
    let (a, b, c) = (wire(), wire(), wire());
    assert_eq!(timeout(a.builder(), &a, false), 15);
    assert_eq!(timeout(b.builder(), &b, true), 91);
    assert_eq!(timeout(c.builder().timeout(Duration::from_secs(3)), &c, true), 3);
}

#[test]
fn a_dry_run_that_passed_is_a_success() {
    let body = r#"{"Code":"DryRunOperation","Message":"m","RequestId":"r-2"}"#;
    let wire = Wire::answering(400, body);
    let outcome = now(wire.client().dry_run(CreateThing::default())).unwrap();
    assert_eq!(outcome, DryRun::Passed { request_id: Some("r-2".to_owned()) });
    assert_eq!(wire.parameter("DryRun").as_deref(), Some("true"));

    let denied = Wire::answering(403, r#"{"Code":"ThingLocked"}"#);
    let error = now(denied.client().dry_run(CreateThing::default())).unwrap_err();
    assert_eq!(error.known(), Some(CreateThingError::ThingLocked));

    let odd = Wire::answering(200, OK);
    assert!(!now(odd.client().dry_run(CreateThing::default())).unwrap().is_passed());
}

#[test]
fn a_documented_code_is_a_variant_and_every_code_has_a_class() {
    let body =
        r#"{"Code":"ThingLocked","Message":"it is locked","RequestId":"r-3","Recommend":"u"}"#;
    let error = now(Wire::answering(403, body).client().send(CreateThing::default())).unwrap_err();
    assert_eq!(error.known(), Some(CreateThingError::ThingLocked));
    assert_eq!(error.known().unwrap().code(), "ThingLocked");
    assert_eq!((error.class(), error.reaction()), (Class::Locked, Reaction::AskOwner));
    assert_eq!(error.recommend(), Some("u"));
    assert_eq!(
        error.to_string(),
        "ThingLocked: it is locked (CreateThing in cn-test, HTTP 403, request r-3)"
    );
    assert_eq!(error.common::<CreateThingError>(), Some(CreateThingError::ThingLocked));
    // For one operation it means something else.
    let error = now(Wire::answering(403, body).client().send(TouchThing)).unwrap_err();
    assert_eq!((error.class(), error.reaction()), (Class::NotFound, Reaction::FixRequest));

    let body = r#"{"Code":"DuplicatedParam.Tag"}"#;
    let error = now(Wire::answering(400, body).client().send(CreateThing::default())).unwrap_err();
    assert_eq!(error.known(), Some(CreateThingError::DuplicatedParam("Tag".to_owned())));
    assert_eq!(error.class(), Class::InvalidArgument);

    let body = r#"{"Code":"Undocumented"}"#;
    let error = now(Wire::answering(400, body).client().send(CreateThing::default())).unwrap_err();
    assert_eq!((error.known(), error.code()), (None, Some("Undocumented")));
}

#[test]
fn a_503_of_the_service_that_asks_to_wait_is_throttling_and_may_have_been_carried_out() {
    let body = r#"{"Code":"ServiceBusy"}"#;
    let wire = Wire::with_header(503, body, "X-Acs-Retry-After", "700");
    let error = now(wire.client().send(CreateThing::default())).unwrap_err();
    assert!(error.is_throttled() && error.is_in_doubt());
    assert_eq!(error.reaction(), Reaction::WaitForState);
    assert_eq!(error.retry_after(), Some(Duration::from_millis(700)));
    for nonsense in ["0", "-5", "+5", "1.5", "", "99999999999999999999999"] {
        let wire = Wire::with_header(503, body, "x-acs-retry-after", nonsense);
        let error = now(wire.client().send(CreateThing::default())).unwrap_err();
        assert_eq!((error.is_throttled(), error.retry_after()), (false, None), "{nonsense}");
    }
}

#[test]
fn typed_errors_of_several_operations_become_one() {
    async fn both(client: &Client) -> Result<(), Error> {
        client.send(TouchThing).await?;
        client.send(CreateThing::default()).await?;
        client.call(&PRODUCT, &DynamicRequest::new("Strange")).await?;
        Ok(())
    }
    let error = now(both(&Wire::answering(403, r#"{"Code":"A"}"#).client())).unwrap_err();
    assert_eq!((error.operation(), error.code()), ("TouchThing", Some("A")));
    assert!(now(both(&Wire::answering(200, OK).client())).is_ok());
}

#[test]
fn a_reply_that_cannot_be_read_is_part_of_the_error() {
    let client = Wire::with_header(200, "not json", "x-acs-request-id", "r-4").client();
    let error = now(client.send(TouchThing)).unwrap_err();
    assert_eq!((error.status(), error.request_id(), error.code()), (Some(200), Some("r-4"), None));
    assert_eq!(error.body(), b"not json");
    assert!(error.is_decode());

    let client = Wire::answering(200, r#"{"Count":"many"}"#).client();
    let error = now(client.with_strict_decoding(true).send(CreateThing::default())).unwrap_err();
    assert!(error.to_string().contains("$.Count"), "{error}");
}

#[test]
fn a_redirect_is_an_error_and_not_a_success() {
    let wire = Wire::with_header(302, "{}", "location", "https://example.com/");
    let error = now(wire.client().send(TouchThing)).unwrap_err();
    assert_eq!((error.status(), error.class()), (Some(302), Class::Internal));
    assert_eq!(wire.sent().len(), 1);
}

#[test]
fn nothing_shows_a_key_a_token_a_signature_or_a_query() {
    let body = r#"{"Code":"SignatureDoesNotMatch","RequestId":"r",
        "Message":"sign is POST&%2F&AccessKeyId%3DtheKeyId%26SecurityToken%3Dthe%2FToken the/Token"}"#;
    let wire = Wire::answering(400, body);
    let client = wire.client();
    let request = CreateThing { name: "aSecretName".to_owned(), ..CreateThing::default() };
    let error = now(client.send(&request)).unwrap_err();
    let lost = now(Wire::failing(TransportErrorKind::Broken).client().send(&request)).unwrap_err();
    let sent = &wire.sent()[0];
    let signature = sent.header("authorization").unwrap().rsplit('=').next().unwrap();
    let shown = format!("{error} {error:?} {lost} {lost:?} {client:?} {sent:?} {:?}", wire.reply);
    for secret in ["theKeyId", "theSecret", "the/Token", "the%2FToken", signature, "aSecretName"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(error.message().unwrap().contains("[redacted]"));
}

#[test]
fn a_client_that_could_never_work_is_not_built() {
    let wire = Wire::answering(200, OK);
    let built = |builder: ClientBuilder| builder.build().unwrap_err();
    let keyless = Client::builder().region("cn-test").transport(wire.clone());
    assert!(matches!(built(keyless), BuildError::NoCredentials));
    let lost = Client::builder().credentials(StaticCredentials::new("a", "b"));
    assert!(matches!(built(lost), BuildError::Endpoint(EndpointError::Missing)));
    let plain = wire.builder().endpoint("http://example.com");
    assert!(matches!(built(plain), BuildError::Endpoint(EndpointError::Plain(_))));
    let odd = wire.builder().region("cn test");
    assert!(matches!(built(odd), BuildError::Endpoint(EndpointError::Region(_))));
    assert!(matches!(built(wire.builder().timeout(Duration::ZERO)), BuildError::NoTime));
}

#[test]
fn without_credentials_nothing_is_sent() {
    struct Nobody;
    impl ProvideCredentials for Nobody {
        fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            Box::pin(std::future::ready(Err(CredentialsError("tried nothing".to_owned()))))
        }
    }
    let wire = Wire::answering(200, OK);
    let client = wire.builder().credentials(Nobody).build().unwrap();
    let error = now(client.send(TouchThing)).unwrap_err();
    assert_eq!(
        (error.class(), error.reaction()),
        (Class::Unauthenticated, Reaction::RefreshCredentials)
    );
    assert_eq!(error.to_string(), "no credentials: tried nothing (TouchThing in cn-test)");
    assert!(wire.sent().is_empty());
    let empty = wire.builder().credentials(StaticCredentials::new("", "")).build().unwrap();
    assert!(now(empty.send(TouchThing)).is_err() && wire.sent().is_empty());
}

#[test]
fn futures_and_clients_can_move_between_threads() {
    fn movable<T: Send>(value: T) -> T {
        value
    }
    fn shareable<T: Send + Sync + 'static>() {}
    shareable::<Client>();
    shareable::<Error>();
    shareable::<Error<CreateThingError>>();
    let client = movable(Wire::answering(200, OK).client());
    now(movable(client.send(CreateThing::default()))).unwrap();
    now(movable(client.dry_run(CreateThing::default()))).unwrap();
    now(movable(client.call(&PRODUCT, &DynamicRequest::new("X").set("A", 1)))).unwrap();
}

#[test]
fn an_error_in_another_shape_is_an_error_too() {
    for (sign, code) in [
        (r#""Code":500"#, Some("500")),
        (r#""Code":["ThingLocked"]"#, Some(r#"["ThingLocked"]"#)),
        (r#""Code":{}"#, Some("{}")),
        (r#""Code":"OK","code":"ThingLocked""#, Some("ThingLocked")),
        (r#""Code":"ThingLocked","code":"OK""#, Some("ThingLocked")),
        (r#""CODE":"ThingLocked""#, Some("ThingLocked")),
        (r#""ErrorCode":"ThingLocked""#, Some("ThingLocked")),
        (r#""Error":{"Code":"ThingLocked"}"#, Some("ThingLocked")),
        (r#""Success":false,"code":"ThingLocked""#, Some("ThingLocked")),
        (r#""Success":false"#, None),
        (r#""success":"false""#, None),
    ] {
        let body = format!(r#"{{{sign},"RequestId":"r"}}"#);
        let error = now(Wire::answering(200, &body).client().send(TouchThing)).unwrap_err();
        assert!(error.service().is_some(), "{sign}: {error}");
        assert_eq!((error.code(), error.request_id()), (code, Some("r")), "{sign}");
    }
    for fine in [r#""Success":true"#, r#""ErrorCode":"""#, r#""Error":{}"#, r#""Error":null"#] {
        let body = format!(r#"{{{fine},"RequestId":"r"}}"#);
        assert!(now(Wire::answering(200, &body).client().send(TouchThing)).is_ok(), "{fine}");
    }
    let nobody =
        now(Wire::answering(200, r#"{"RequestId":null}"#).client().send(TouchThing)).unwrap_err();
    assert!(nobody.to_string().contains("has no request id"), "{nobody}");
}

#[test]
fn a_reply_that_repeats_a_key_is_not_decoded() {
    let body = r#"{"RequestId":"r","Code":"ThingLocked","Code":"OK"}"#;
    let error = now(Wire::answering(200, body).client().send(TouchThing)).unwrap_err();
    assert!(error.service().is_none(), "{error}");
    assert!(error.to_string().contains("has a member twice"), "{error}");
}
