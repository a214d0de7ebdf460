//! The printed code as the goldens hold it, compiled and used, beside what the macros print.
#![allow(clippy::unwrap_used)]
#![allow(deprecated, reason = "deprecated requests and parameters are used too")]

use std::collections::BTreeMap;

use aliyun_decision::{Decided, InstanceStatus, Lock, Situation, Verdict};
use aliyun_rpc::legacy::{Owner, TakesOwner};
use aliyun_rpc::wire::{WriteFields, decode, flatten};
use aliyun_rpc::{ErrorSet, Open, Request};

use aliyun_tests::expanded;

/// The files in `golden/`.
#[allow(dead_code, unreachable_pub, reason = "a product is public, and a test uses a part of it")]
#[allow(
    clippy::derivable_impls,
    clippy::new_without_default,
    reason = "no derived and no further traits, for the sake of the compiler's memory"
)]
pub mod printed {
    include!("../golden/product.rs");
    /// What several groups use.
    pub mod common {
        include!("../golden/common.rs");
    }
    /// The group.
    pub mod things {
        include!("../golden/things.rs");
    }
}

use self::printed::common::{Color, Tag};
use self::printed::things::{
    AttachThing, AttachThingError, CreateThing, CreateThingArgs, CreateThingError, DescribeThings,
    DescribeThingsResponse, Login, Ping, Size,
};
use self::printed::{Operation, decide};

fn pairs(request: &dyn WriteFields) -> BTreeMap<String, String> {
    flatten(request).into_iter().collect()
}

fn pair(pairs: &BTreeMap<String, String>, name: &str) -> Option<String> {
    pairs.get(name).cloned()
}

fn demanded() -> CreateThingArgs {
    CreateThingArgs {
        name: "one".to_owned(),
        color: Color::DarkBlue.into(),
        count: 3,
        tags: vec![Tag::new("k").value("v")],
        group_ids: vec!["g-1".to_owned(), "g-2".to_owned()],
        pin: "hidden".to_owned(),
    }
}

fn create() -> CreateThing {
    CreateThing::new(demanded())
}

#[test]
fn each_documented_alternative_sends_its_own_parameters_and_no_other() {
    let names = |request: AttachThing| pairs(&request).into_keys().collect::<Vec<_>>();
    assert_eq!(names(AttachThing::host("t", "h")), ["HostId", "ThingId"]);
    assert_eq!(names(AttachThing::rack("t", "k", "r")), ["RackId", "RegionId", "ThingId"]);
}

#[test]
fn every_kind_of_parameter_is_sent_in_its_own_style() {
    let request = create()
        .size(Size::Large)
        .ratio(0.5)
        .open(true)
        .hosts(["a", "b"])
        .login(Login::new().user("u").password("hidden"))
        .options(BTreeMap::from([("x".to_owned(), "y".to_owned())]));
    let sent = pairs(&request);
    let is = |name, value: &str| assert_eq!(pair(&sent, name).as_deref(), Some(value), "{name}");
    is("Name", "one");
    is("Color", "dark-blue");
    is("Count", "3");
    is("Tag.1.Key", "k");
    is("GroupIds", r#"["g-1","g-2"]"#);
    is("Size", "L");
    is("Ratio", "0.5");
    is("Open", "true");
    is("Host.2", "b");
    is("Login.User", "u");
    is("Options", r#"{"x":"y"}"#);
    assert_eq!(pair(&sent, "DryRun"), None);
}

#[test]
fn a_setter_takes_a_value_an_option_of_it_or_what_stands_for_it() {
    let sent = pairs(&create().ratio(Some(0.5)).open(None::<bool>).hosts(vec!["a".to_owned()]));
    assert_eq!(pair(&sent, "Ratio").as_deref(), Some("0.5"));
    assert_eq!((pair(&sent, "Open"), pair(&sent, "Host.1").as_deref()), (None, Some("a")));
    let by_number = create().level(7).encrypted(true);
    assert!(by_number == create().encrypted(Some("true")).level("7"));
    assert!(by_number != create().level(8).encrypted(true));
    let tags = DescribeThings::new().tags([("k", "v")]);
    assert!(tags == DescribeThings::new().tags(vec![Tag::new("k").value("v")]));
    assert_eq!(tags.get("Tag.1.Value").as_deref(), Some("v"));
}

#[test]
fn a_value_is_sent_as_the_member_spells_it_and_a_text_as_it_is() {
    let of = |color: Open<Color>| CreateThing::new(CreateThingArgs { color, ..demanded() });
    let sent = pairs(&of(Color::Red.into()).shade(Color::Red));
    let expected = ["Red", "RED"].map(|one| Some(one.to_owned()));
    assert_eq!([pair(&sent, "Color"), pair(&sent, "Shade")], expected);
    let sent = pairs(&of("rED".into()).shade(Color::DarkBlue));
    let expected = ["rED", "dark-blue"].map(|one| Some(one.to_owned()));
    assert_eq!([pair(&sent, "Color"), pair(&sent, "Shade")], expected);
    assert_eq!(pair(&pairs(&create().shade(None::<Color>)), "Shade"), None);
}

#[test]
fn bytes_are_encoded_once_and_what_is_encoded_already_is_sent_as_it_is() {
    let encoded = |request: CreateThing| request.get("Script");
    assert_eq!(encoded(create().script("#!/bin/sh\n")).as_deref(), Some("IyEvYmluL3NoCg=="));
    assert_eq!(encoded(create().script(b"\xff\xfe")).as_deref(), Some("//4="));
    assert_eq!(encoded(create().script_base64("//4=")).as_deref(), Some("//4="));
    assert!(!format!("{:?}", create().script("hidden")).contains("aGlkZGVu"));
}

#[test]
fn the_parameters_of_a_request_can_be_read_and_secrets_are_marked() {
    let request = create().password("hidden").login(Login::new().user("u").password("hidden"));
    let parameters = request.to_parameters();
    let secret: Vec<_> =
        parameters.iter().filter(|one| one.is_secret()).map(|one| one.name()).collect();
    assert_eq!(secret, ["Pin", "Password", "Login.Password"]);
    assert!(parameters.iter().any(|one| (one.name(), one.value()) == ("Login.User", "u")));
    assert!(!format!("{parameters:?}").contains("hidden"));
}

#[test]
fn what_breaks_the_documents_is_told_before_it_is_sent() {
    assert!(create().check_limits().is_ok());
    let wrong = CreateThingArgs {
        name: "x".to_owned(),
        count: 101,
        tags: vec![Tag::new("")],
        group_ids: Vec::new(),
        ..demanded()
    };
    let error = CreateThing::new(wrong).check_limits().unwrap_err();
    let members: Vec<_> = error.violations().iter().map(|one| one.member.as_str()).collect();
    assert_eq!(members, ["Tag", "GroupIds", "Tag.1.Key", "Count", "Name"]);
    let neither = AttachThing::host("t", "").check_limits().unwrap_err();
    assert_eq!(neither.violations()[0].member, "HostId or RackId and RegionId");
}

#[test]
fn debug_shows_what_is_set_and_no_secret() {
    let request = create().password("hidden").login(Login::new().password("hidden"));
    let shown = format!("{request:?}");
    assert!(shown.starts_with("CreateThing") && shown.contains("one"), "{shown}");
    assert!(!shown.contains("hidden"), "{shown}");
    let shown = format!("{:?}", demanded());
    assert!(shown.starts_with("CreateThingArgs { name: \"one\""), "{shown}");
    assert!(shown.ends_with("pin: [redacted] }") && !shown.contains("hidden"), "{shown}");
}

#[test]
fn an_unknown_value_is_sent_as_it_is() {
    let sent = pairs(&create().size("XXL"));
    assert_eq!(pair(&sent, "Size").as_deref(), Some("XXL"));
    let sent = pairs(&create().size(Size::Small));
    assert_eq!(pair(&sent, "Size").as_deref(), Some("S"));
    assert_eq!(Open::from(Color::DarkBlue).to_string(), "dark-blue");
}

#[test]
fn a_reply_is_read_with_its_wrappers_values_and_recursion() {
    let body = r#"{"RequestId":"r","TotalCount":"1","Newest":{"ThingId":"n"},"Extra":{"a":[1]},
        "Things":{"Thing":[{"ThingId":"t","Color":"green","Weight":1.5,"CreationTime":"2017-12-10T04:04Z","Locked":"true",
        "Labels":{"l":"m"},"Sizes":["S","Q"],"Part":{"ThingId":"p"},"type":7}]}}"#;
    let mut reply = DescribeThingsResponse::default();
    decode(body.as_bytes(), &mut reply).unwrap();
    assert_eq!((&*reply.request_id, reply.total_count), ("r", Some(1)));
    let newest = reply.newest.as_ref();
    assert!(DescribeThingsResponse::default().newest.is_none());
    assert_eq!(newest.and_then(|newest| newest.thing_id.as_deref()), Some("n"));
    let thing = &reply.things[0];
    assert_eq!(thing.color, Some("green".into()));
    assert!(thing.color != Color::Red);
    assert_eq!((thing.weight, thing.locked, thing.r#type), (Some(1.5), Some(true), Some(7)));
    let created = thing.creation_time.as_ref().and_then(|time| time.unix_seconds());
    assert_eq!(created, Some(1_512_878_640));
    assert_eq!(thing.labels["l"], "m");
    assert_eq!(thing.sizes, ["S", "Q"]);
    assert_eq!(thing.part.as_ref().and_then(|part| part.thing_id.as_deref()), Some("p"));
    assert!(format!("{reply:?}").contains("ThingId"));
}

#[test]
fn a_tag_of_a_reply_fits_where_a_request_takes_one() {
    let body = r#"{"Things":{"Thing":[{"Tags":{"Tag":[{"TagKey":"k","TagValue":"v"},
        {"TagKey":"only"}]}}]}}"#;
    let mut reply = DescribeThingsResponse::default();
    decode(body.as_bytes(), &mut reply).unwrap();
    let told = &reply.things[0].tags;
    let asked = DescribeThings::new().tags(vec![Tag::new("k").value("v"), Tag::new("only")]);
    assert!(DescribeThings::new().tags(told) == asked);
    assert!(DescribeThings::new().tags(told.clone()) == asked);
    assert_eq!(asked.get("Tag.2.Value"), None);
    assert!(Tag::from(&told[0]) == Tag::from(("k", "v")));
}

#[test]
fn a_secret_of_a_reply_is_read_and_not_shown() {
    type Reply = <CreateThing as Request>::Response;
    let mut reply = Reply::default();
    decode(br#"{"ThingId":"t","Token":"hidden"}"#, &mut reply).unwrap();
    assert_eq!(reply.thing_id, "t");
    let error = decode(br#"{"Token":"hidden"}"#, &mut Reply::default()).unwrap_err();
    assert!(error.to_string().starts_with("$.ThingId: missing"), "{error}");
    assert_eq!(reply.token.as_deref(), Some("hidden"));
    let shown = format!("{reply:?}");
    assert!(shown.contains("ThingId") && !shown.contains("hidden"), "{shown}");
    let mut reply = DescribeThingsResponse::default();
    decode(br#"{"TotalCount":1,"Keys":{"Key":["hidden"]}}"#, &mut reply).unwrap();
    assert_eq!(reply.keys, ["hidden"]);
    let shown = format!("{reply:?}");
    assert!(shown.contains("Keys: [redacted]") && !shown.contains("hidden"), "{shown}");
}

#[test]
fn codes_that_differ_by_a_dot_stay_apart() {
    assert_eq!(AttachThingError::from_code("Invalid.Token"), Some(AttachThingError::InvalidToken));
    assert_eq!(AttachThingError::from_code("InvalidToken"), Some(AttachThingError::InvalidToken2));
    assert_eq!(AttachThingError::from_code("invalidtoken"), None);
    assert_eq!(AttachThingError::HostnameIllegal.code(), "HOSTNAME_ILLEGAL");
    assert_eq!(format!("{:?}", AttachThingError::HostnameIllegal), "HOSTNAME_ILLEGAL");
}

#[test]
fn a_template_keeps_what_stood_in_its_places() {
    let code = CreateThingError::from_code("ExclusiveParam.RedAndBlue");
    let expected = CreateThingError::ExclusiveParam("Red".to_owned(), "Blue".to_owned());
    assert_eq!(code, Some(expected.clone()));
    assert_eq!(expected.code(), "ExclusiveParam.RedAndBlue");
    assert_eq!(CreateThingError::from_code("InvalidName"), Some(CreateThingError::InvalidName));
    assert_eq!(CreateThingError::from_code("DuplicatedParam."), None);
}

#[test]
fn account_parameters_are_sent_only_where_the_operation_takes_them() {
    let owner = Owner::new().id(1).account("a").resource_owner_account("b");
    let sent = pairs(&AttachThing::host("t", "h").with_owner(owner.clone()));
    assert_eq!(pair(&sent, "OwnerAccount").as_deref(), Some("a"));
    assert_eq!(pair(&sent, "ThingId").as_deref(), Some("t"));
    let sent = pairs(&create().with_owner(owner));
    assert_eq!(pair(&sent, "OwnerId").as_deref(), Some("1"));
    assert_eq!(pair(&sent, "OwnerAccount"), None);
}

#[test]
fn the_facts_of_an_operation_reach_the_runtime() {
    let meta = CreateThing::META;
    assert!(meta.client_token && meta.dry_run && meta.region.is_some() && !meta.read_only);
    assert_eq!((meta.name, meta.product.version), ("CreateThing", "2020-02-02"));
    assert_eq!(meta.product.endpoints, [("cn-far", "things.far.example.com")]);
    assert!(DescribeThings::META.read_only);
    assert!(pairs(&Ping::new()).is_empty());
}

#[test]
fn the_matrix_of_an_operation_reaches_the_runtime() {
    assert_eq!(Operation::Ping.row(), Ping::ROW);
    let locked = Situation::new().with_instance_lock(Lock::Security);
    let decision = decide(Operation::AttachThing, locked);
    assert_eq!((decision.verdict(), decision.code()), (Verdict::Denied, Some("ThingLocked")));
    assert_eq!(decide(Operation::Ping, locked).verdict(), Verdict::Unstated);
    let status = |status| {
        decide(Operation::AttachThing, Situation::new().with_instance_status(status)).code()
    };
    assert_eq!(status(InstanceStatus::Starting), Some("IncorrectStatus"));
    assert_eq!([status(InstanceStatus::Running), status(InstanceStatus::Stopped)], [None, None]);
}

#[test]
fn the_macros_print_what_the_goldens_hold() {
    let (printed, expanded) = (AttachThing::META, expanded::things::AttachThing::META);
    assert_eq!(format!("{printed:?}"), format!("{expanded:?}"));
    let request = expanded::things::AttachThing::host("t", "h");
    assert_eq!(pairs(&request), pairs(&AttachThing::host("t", "h")));
}
