//! STS from its specification alone: nothing in the runtime, the printers or the macros knows it.

mod support;

use aliyun_rpc::wire::{flatten, read_to_json};
use aliyun_rpc::{Class, ErrorSet, Request};
use aliyun_tests_sts::{
    AssumeRole, AssumeRoleError, AssumeRoleRequired, AssumeRoleWithOIDC, AssumeRoleWithSAML,
    GetCallerIdentity, PRODUCT,
};
use serde_json::json;
use support::{always, expected, now, query};

const ROLE: &str = "acs:ram::1:role/reader";

fn assume() -> AssumeRole {
    let (role_arn, role_session_name) = (ROLE.to_owned(), "nightly".to_owned());
    AssumeRole::new(AssumeRoleRequired { role_arn, role_session_name })
}

#[test]
fn what_a_role_cannot_be_assumed_without_is_demanded_by_the_constructor() {
    let request = assume().duration_seconds(900).external_id("a b");
    let expected = expected(&[
        ("DurationSeconds", "900"),
        ("RoleArn", ROLE),
        ("RoleSessionName", "nightly"),
        ("ExternalId", "a b"),
    ]);
    assert_eq!(query(flatten(&request)), expected);
    assert_eq!(flatten(&GetCallerIdentity::new()), []);
}

#[test]
fn the_facts_of_the_product_are_those_of_its_own_specification() {
    assert_eq!((PRODUCT.name, PRODUCT.version), ("sts", "2015-04-01"));
    let metas = [
        AssumeRole::META,
        AssumeRoleWithOIDC::META,
        AssumeRoleWithSAML::META,
        GetCallerIdentity::META,
    ];
    let expected = ["AssumeRole", "AssumeRoleWithOIDC", "AssumeRoleWithSAML", "GetCallerIdentity"];
    assert_eq!(metas.map(|meta| meta.name), expected);
    assert!(metas.iter().all(|meta| meta.product.name == "sts"));
}

#[test]
fn a_product_without_a_matrix_does_not_depend_on_the_decision_crate() {
    let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
    let package = env!("CARGO_MANIFEST_DIR");
    let arguments = ["tree", "--offline", "--edges", "all", "--prefix", "none"];
    let output = std::process::Command::new(cargo)
        .args(arguments)
        .current_dir(package)
        .output()
        .expect("cargo starts");
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(tree.contains("aliyun-rpc v"), "{tree}");
    assert!(!tree.contains("decision"), "{tree}");
    for spec in ["../../crates/sts/spec", "garden/spec"] {
        let matrix = std::path::Path::new(package).join(spec).join("matrix.json");
        assert!(!matrix.exists(), "{}", matrix.display());
    }
}

const REPLY: &str = r#"{
    "RequestId": "R-1",
    "AssumedRoleUser": {"AssumedRoleId": "1:nightly", "Arn": "acs:ram::1:assumed-role/reader"},
    "Credentials": {
        "SecurityToken": "made-up-token",
        "AccessKeySecret": "made-up-secret",
        "AccessKeyId": "STS.made-up",
        "Expiration": "2026-01-01T00:00:00Z",
        "Unknown": 1
    }
}"#;

#[test]
fn a_reply_is_decoded_into_its_type_and_shows_no_secret() {
    let transport = always(200, REPLY);
    let mut reply = now(transport.client("cn-hangzhou").send(assume())).expect("a success");
    assert_eq!(reply.request_id, "R-1");
    let id = |reply: &serde_json::Value| reply["Credentials"]["AccessKeyId"].clone();
    assert_eq!(id(&read_to_json(&mut reply)), json!("STS.made-up"));
    let shown = format!("{reply:?}");
    for secret in ["made-up-token", "made-up-secret"] {
        assert!(!shown.contains(secret), "{shown}");
        assert!(read_to_json(&mut reply).to_string().contains(secret), "it is there all the same");
    }
    assert!(shown.contains("STS.made-up") && shown.contains("[redacted]"), "{shown}");
    let request = AssumeRoleWithOIDC::new("nightly").oidc_token("made-up-token");
    assert!(!format!("{request:?}").contains("made-up-token"));
}

#[test]
fn a_call_goes_to_the_products_own_endpoint_with_its_own_version() {
    let transport = always(200, REPLY);
    let sent = now(transport.client("eu-central-1").send(assume()));
    assert!(sent.is_ok());
    let request = &transport.sent()[0];
    assert_eq!(request.host(), "sts.eu-central-1.aliyuncs.com");
    assert_eq!(request.header("x-acs-version"), Some("2015-04-01"));
    assert_eq!(request.operation(), "AssumeRole");
}

#[test]
fn a_documented_error_is_a_variant_with_its_class() {
    let body = r#"{"Code":"EntityNotExist.Role","Message":"made up","RequestId":"R-2"}"#;
    let transport = always(404, body);
    let error = now(transport.client("cn-hangzhou").send(assume())).expect_err("a failure");
    assert_eq!(error.known(), Some(AssumeRoleError::EntityNotExistRole));
    assert_eq!(AssumeRoleError::EntityNotExistRole.code(), "EntityNotExist.Role");
    assert_eq!(error.class(), Class::NotFound);
    assert!(error.to_string().contains("EntityNotExist.Role"));
}
