//! The examples that wait and that look for room, against a scripted service on virtual time.
#![allow(clippy::unwrap_used, reason = "clippy knows test functions, not their helpers")]

#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../examples/attach_and_wait.rs"]
mod attach_and_wait;
#[allow(dead_code, reason = "what only `main` uses")]
#[path = "../examples/fleet_fallback.rs"]
mod fleet_fallback;

use aliyun_ecs::elsewhere::{NotPlaced, OutOfStock};
use aliyun_ecs::runtime::clock::{Clock as _, VirtualClock};
use aliyun_ecs::testing::{Reply, ScriptedTransport, SentRequest};
use aliyun_ecs::wait::WaitError;
use aliyun_ecs::{Client, InstanceId};
use attach_and_wait::{AttachError, attach_new_disk};
use fleet_fallback::{Offer, create};
use serde_json::json;

fn client(script: &ScriptedTransport) -> (Client, VirtualClock) {
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-hangzhou").clock(clock.clone()).build().unwrap();
    (client, clock)
}

fn disks(status: Option<&str>) -> Reply {
    let disk = status.map(|status| json!({"DiskId": "d-1", "Status": status}));
    let list: Vec<_> = disk.into_iter().collect();
    Reply::ok(json!({"RequestId": "r", "Disks": {"Disk": list}}).to_string())
}

fn disk_service(attach: Reply, states: &[Option<&str>]) -> ScriptedTransport {
    let created = json!({"RequestId": "r", "DiskId": "d-1"}).to_string();
    let mut script = ScriptedTransport::new()
        .reply("CreateDisk", Reply::ok(created))
        .reply("AttachDisk", attach);
    for state in states {
        script = script.reply("DescribeDisks", disks(*state));
    }
    script
}

fn operations(script: &ScriptedTransport) -> Vec<String> {
    script.sent().iter().map(|one| one.operation().to_owned()).collect()
}

#[test]
fn a_new_disk_is_attached_as_soon_as_it_is_there_and_returned_when_it_is_in_use() {
    let done = Reply::ok(r#"{"RequestId":"r"}"#);
    let states = [None, Some("Creating"), Some("Available"), Some("Attaching"), Some("In_use")];
    let script = disk_service(done, &states);
    let (client, clock) = client(&script);
    let (instance, zone) = ("i-1".into(), "cn-hangzhou-h".into());
    let disk = clock.run(attach_new_disk(&client, &instance, &zone, 40)).unwrap().unwrap();
    assert_eq!(disk.disk_id.as_deref(), Some("d-1"));
    let looks = ["DescribeDisks"; 3];
    let expected = ["CreateDisk"].iter().chain(&looks).chain(&["AttachDisk"]).chain(&looks[..2]);
    assert_eq!(operations(&script), expected.copied().collect::<Vec<_>>());
}

#[test]
fn a_disk_that_never_gets_there_is_named_with_its_last_state() {
    let done = Reply::ok(r#"{"RequestId":"r"}"#);
    let script = disk_service(done, &[Some("Available"), Some("Attaching")]);
    let (client, clock) = client(&script);
    let begin = clock.now();
    let (instance, zone) = ("i-1".into(), "cn-hangzhou-h".into());
    let error = clock.run(attach_new_disk(&client, &instance, &zone, 40)).unwrap_err();
    let AttachError::Wait(disk, WaitError::TimedOut { waiting, .. }) = &error else {
        panic!("{error:?}")
    };
    assert_eq!((disk.as_str(), waiting[0].state.as_deref()), ("d-1", Some("Attaching")));
    assert_eq!((clock.now() - begin).as_secs(), 300);
}

#[test]
fn an_attach_that_is_refused_is_a_failure() {
    let states = [Some("Available"), Some("In_use")];
    for code in ["UserNotInTheWhiteList", "IncorrectInstanceStatus", "DiskError"] {
        let refused = disk_service(Reply::error(403, code), &states);
        let (client, clock) = client(&refused);
        let (instance, zone) = ("i-1".into(), "cn-hangzhou-h".into());
        let error = clock.run(attach_new_disk(&client, &instance, &zone, 40)).unwrap_err();
        let AttachError::Call(error) = error else { panic!("{error:?}") };
        assert_eq!(error.code(), Some(code));
    }
}

#[test]
fn an_attach_whose_reply_is_lost_is_told_by_the_state_of_the_disk() {
    let states = [Some("Available"), Some("Attaching"), Some("In_use")];
    let script = disk_service(Reply::error(500, "InternalError"), &states);
    let (client, clock) = client(&script);
    let (instance, zone) = ("i-1".into(), "cn-hangzhou-h".into());
    let disk = clock.run(attach_new_disk(&client, &instance, &zone, 40)).unwrap().unwrap();
    assert_eq!(disk.status.as_deref(), Some("In_use"));
}

/// A service with so many instances in each place.
fn fleet_service(room: &'static [(&'static str, usize)]) -> ScriptedTransport {
    let left: std::sync::Mutex<Vec<(&str, usize)>> = std::sync::Mutex::new(room.to_vec());
    ScriptedTransport::answering(move |request: &SentRequest| {
        let mut left = left.lock().unwrap();
        let place = request.parameter("VSwitchId").unwrap();
        let amount: usize = request.parameter("Amount").unwrap().parse().unwrap();
        let Some((_, room)) = left.iter_mut().find(|(name, room)| *name == place && *room > 0)
        else {
            return Reply::error(403, "OperationDenied.NoStock");
        };
        let given = amount.min(*room);
        *room -= given;
        let ids: Vec<String> = (0..given).map(|number| format!("i-{place}-{number}")).collect();
        Reply::ok(json!({"RequestId": "r", "InstanceIdSets": {"InstanceIdSet": ids}}).to_string())
    })
}

fn run(
    (client, clock): &(Client, VirtualClock),
    stock: &OutOfStock<Offer>,
    count: usize,
) -> (Vec<InstanceId>, Option<String>) {
    let offers = ["vsw-a", "vsw-b"].map(|place| (place.into(), "ecs.g8i.large".to_owned()));
    let (image, group) = ("m-1".into(), "sg-1".into());
    let fleet = clock.run(create(client, (&image, &group), &offers, stock, count));
    let stopped_by = fleet.stopped_by.map(|error| match error {
        NotPlaced::Nowhere { .. } => error.to_string(),
        other => panic!("{other:?}"),
    });
    (fleet.instances, stopped_by)
}

fn places(script: &ScriptedTransport) -> Vec<(String, String)> {
    let sent = script.take_sent();
    let of = |one: &SentRequest, name| one.parameter(name).unwrap_or_default().to_owned();
    sent.iter().map(|one| (of(one, "VSwitchId"), of(one, "Amount"))).collect()
}

fn asked(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(place, amount)| ((*place).to_owned(), (*amount).to_owned())).collect()
}

#[test]
fn what_one_zone_has_no_room_for_is_created_in_the_next() {
    let script = fleet_service(&[("vsw-a", 3), ("vsw-b", 9)]);
    let service = client(&script);
    let stock = OutOfStock::new();
    let all = |(created, stopped_by): (Vec<InstanceId>, _)| (created.len(), stopped_by);
    assert_eq!(all(run(&service, &stock, 5)), (5, None));
    assert_eq!(places(&script), asked(&[("vsw-a", "5"), ("vsw-a", "2"), ("vsw-b", "2")]));
    // The next fleet goes where there is room at once.
    assert_eq!(all(run(&service, &stock, 4)), (4, None));
    assert_eq!(places(&script), asked(&[("vsw-b", "4")]));
}

#[test]
fn a_fleet_that_runs_out_of_room_says_what_was_created_and_what_was_tried() {
    let script = fleet_service(&[("vsw-b", 1)]);
    let service = client(&script);
    let (created, error) = run(&service, &OutOfStock::new(), 2);
    assert_eq!(created, ["i-vsw-b-0"]);
    let error = error.unwrap();
    assert!(error.contains("vsw-a") && error.contains("avoided for another"), "{error}");
    assert!(error.contains("vsw-b") && error.contains("OperationDenied.NoStock"), "{error}");
}
