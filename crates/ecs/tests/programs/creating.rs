//! A fleet from several offers: what is asked for where, and that nothing is created twice.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use aliyun_ecs::runtime::InvalidRequest;
use aliyun_ecs::runtime::transport::TransportErrorKind;
use aliyun_ecs::testing::{Reply, ScriptedTransport, SentRequest};
use aliyun_ecs::{Class, Reaction};
use serde_json::json;
use tempfile::NamedTempFile;

use crate::fleet::{Fleet, Offer, create};
use crate::{client, ok};

fn created(ids: impl IntoIterator<Item = String>) -> Reply {
    let ids: Vec<String> = ids.into_iter().collect();
    ok(json!({"InstanceIdSets": {"InstanceIdSet": ids}}))
}

fn instances(count: usize) -> Reply {
    created((0..count).map(|number| format!("i-{number}")))
}

async fn create_with(script: &ScriptedTransport, count: usize) -> Fleet {
    run(script, &NamedTempFile::new().unwrap(), count).await
}

/// Runs the program with the record that an earlier run may have left.
async fn run(script: &ScriptedTransport, record: &NamedTempFile, count: usize) -> Fleet {
    let offers: [Offer; 2] =
        [("vsw-b".into(), "ecs.g8i.large".into()), ("vsw-c".into(), "ecs.g7.large".into())];
    let mut file = File::options().append(true).read(true).open(record.path()).unwrap();
    let of = (&"m-1".into(), &"sg-1".into());
    create(&client(script), ("night-7", &mut file), of, (&offers, count)).await.unwrap()
}

/// vSwitch, type, amount and token of each call.
fn asked(script: &ScriptedTransport) -> Vec<[String; 4]> {
    let names = ["VSwitchId", "InstanceType", "Amount", "ClientToken"];
    let of =
        |one: &SentRequest| names.map(|name| one.parameter(name).unwrap_or_default().to_owned());
    script.sent().iter().map(of).collect()
}

#[tokio::test(start_paused = true)]
async fn a_zone_without_stock_is_followed_by_the_next_one() {
    let script = ScriptedTransport::new()
        .reply("RunInstances", Reply::error(403, "OperationDenied.NoStock"))
        .reply("RunInstances", instances(5));
    let fleet = create_with(&script, 5).await;
    assert_eq!(fleet.instances.len(), 5);
    let [(offer, error)] = &fleet.failed[..] else { panic!("{fleet:?}") };
    assert_eq!((offer.0.as_str(), error.class()), ("vsw-b", Class::NoCapacity));
    let expected =
        [["vsw-b", "ecs.g8i.large", "5", "night-7-0"], ["vsw-c", "ecs.g7.large", "5", "night-7-1"]];
    assert_eq!(asked(&script), expected);
    let sent = script.sent();
    let common = ["ImageId", "SecurityGroupId", "MinAmount"].map(|name| sent[0].parameter(name));
    assert_eq!(common, [Some("m-1"), Some("sg-1"), Some("1")]);
}

#[tokio::test(start_paused = true)]
async fn the_next_zone_makes_up_for_what_is_missing() {
    let script = ScriptedTransport::new()
        .reply("RunInstances", instances(3))
        .reply("RunInstances", created(["i-7".to_owned(), "i-8".to_owned()]));
    let fleet = create_with(&script, 5).await;
    assert_eq!(fleet.instances, ["i-0", "i-1", "i-2", "i-7", "i-8"]);
    assert_eq!(asked(&script)[1][2], "2");
    // Enough is enough.
    let script = ScriptedTransport::new().reply("RunInstances", instances(5));
    assert_eq!(create_with(&script, 5).await.instances.len(), 5);
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_reply_is_asked_for_again_under_the_same_token() {
    let script = ScriptedTransport::new()
        .reply("RunInstances", Reply::failure(TransportErrorKind::Broken))
        .reply("RunInstances", Reply::new(200, "{\"RequestId\":"))
        .reply("RunInstances", instances(5));
    let fleet = create_with(&script, 5).await;
    assert_eq!(fleet.instances.len(), 5);
    assert!(fleet.failed.is_empty());
    let tokens: Vec<_> = asked(&script).into_iter().map(|one| one[3].clone()).collect();
    assert_eq!(tokens, ["night-7-0"; 3]);
}

#[tokio::test(start_paused = true)]
async fn what_stays_in_doubt_ends_the_fleet_and_names_its_token() {
    let script =
        ScriptedTransport::new().reply("RunInstances", Reply::failure(TransportErrorKind::Timeout));
    let fleet = create_with(&script, 5).await;
    let [(_, error)] = &fleet.failed[..] else { panic!("{fleet:?}") };
    assert!(error.is_in_doubt() && error.is_timeout());
    assert_eq!(
        (error.reaction(), error.client_token()),
        (Reaction::RetrySameToken, Some("night-7-0"))
    );
    assert!(asked(&script).iter().all(|one| one[0] == "vsw-b"), "another zone was asked");
}

#[tokio::test(start_paused = true)]
async fn other_failures_end_the_fleet_and_what_was_created_is_returned() {
    let script = ScriptedTransport::new()
        .reply("RunInstances", instances(3))
        .reply("RunInstances", Reply::error(403, "InsufficientBalance"));
    let fleet = create_with(&script, 5).await;
    assert_eq!(fleet.instances.len(), 3);
    assert_eq!(fleet.failed[0].1.class(), Class::Billing);
}

#[tokio::test(start_paused = true)]
async fn more_than_a_call_can_create_is_said_before_anything_is_sent() {
    let script = ScriptedTransport::new();
    let fleet = create_with(&script, 5000).await;
    let [(_, error)] = &fleet.failed[..] else { panic!("{fleet:?}") };
    let cause = error.not_sent().unwrap().downcast_ref::<InvalidRequest>().unwrap();
    assert!(cause.to_string().contains("Amount"), "{cause}");
    assert!(script.sent().is_empty());
}

/// A service that remembers tokens, as the vendor's does: a token that is known is answered with
/// the first result. Each call for which there is stock creates instances of its own.
#[derive(Clone, Default)]
struct Service {
    by_token: Arc<Mutex<BTreeMap<String, Vec<String>>>>,
    /// How many instances each vSwitch has room for.
    stock: Arc<Mutex<BTreeMap<&'static str, usize>>>,
    /// Replies that get lost from here on.
    loses_replies: Arc<AtomicBool>,
}

impl Service {
    fn stocks(&self, switch: &'static str, count: usize) {
        self.stock.lock().unwrap().insert(switch, count);
    }

    fn created(&self) -> usize {
        self.by_token.lock().unwrap().values().map(Vec::len).sum()
    }

    fn answer(&self, request: &SentRequest) -> Reply {
        let parameter = |name| request.parameter(name).unwrap_or_default();
        let stock = self.stock.lock().unwrap();
        let room = stock.get(parameter("VSwitchId")).copied().unwrap_or_default();
        let amount = room.min(parameter("Amount").parse().unwrap());
        let mut known = self.by_token.lock().unwrap();
        if amount == 0 && !known.contains_key(parameter("ClientToken")) {
            return Reply::error(403, "OperationDenied.NoStock");
        }
        let ids = (0..amount).map(|number| format!("i-{}-{number}", known.len())).collect();
        let ids = known.entry(parameter("ClientToken").to_owned()).or_insert(ids).clone();
        if self.loses_replies.load(Ordering::Relaxed) {
            return Reply::failure(TransportErrorKind::Broken);
        }
        created(ids)
    }

    fn script(&self) -> ScriptedTransport {
        let service = self.clone();
        ScriptedTransport::answering(move |request| service.answer(request))
    }
}

#[tokio::test(start_paused = true)]
async fn a_program_that_crashed_and_runs_again_creates_nothing_again() {
    let service = Service::default();
    service.stocks("vsw-b", 3);
    service.stocks("vsw-c", 100);
    let (script, record) = (service.script(), NamedTempFile::new().unwrap());
    let first = run(&script, &record, 5).await.instances;
    let again = run(&script, &record, 5).await.instances;
    assert_eq!((first.len(), &first), (5, &again));
    assert_eq!(service.by_token.lock().unwrap().len(), 2);
    // What was written down need not be asked for again, so it does not matter how old tokens are.
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn stock_that_comes_back_after_a_crash_creates_no_second_fleet() {
    let service = Service::default();
    service.stocks("vsw-c", 100);
    let record = NamedTempFile::new().unwrap();
    // The program ends before it reads the reply about the second offer.
    service.loses_replies.store(true, Ordering::Relaxed);
    let crashed = run(&service.script(), &record, 20).await;
    assert!(crashed.instances.is_empty() && service.created() == 20);
    service.loses_replies.store(false, Ordering::Relaxed);
    service.stocks("vsw-b", 100);
    let script = service.script();
    assert_eq!(run(&script, &record, 20).await.instances.len(), 20);
    assert_eq!(service.created(), 20);
    assert_eq!(asked(&script), [["vsw-c", "ecs.g7.large", "20", "night-7-1"]]);
}

#[tokio::test(start_paused = true)]
async fn a_crash_while_the_record_is_written_repeats_the_call_it_was_about() {
    let service = Service::default();
    service.stocks("vsw-b", 3);
    service.stocks("vsw-c", 100);
    let whole = NamedTempFile::new().unwrap();
    let first = run(&service.script(), &whole, 5).await.instances;
    let text = std::fs::read(whole.path()).unwrap();
    service.stocks("vsw-b", 100);
    for end in 0..text.len() {
        let cut = NamedTempFile::new().unwrap();
        std::fs::write(cut.path(), &text[..end]).unwrap();
        for _ in 0..2 {
            assert_eq!(run(&service.script(), &cut, 5).await.instances, first, "{end}");
        }
    }
    assert_eq!(service.created(), 5);
}

#[tokio::test(start_paused = true)]
async fn no_stock_in_doubt_ends_the_fleet_because_the_call_may_still_be_carried_out() {
    let script = ScriptedTransport::new()
        .reply("RunInstances", Reply::failure(TransportErrorKind::Broken))
        .reply("RunInstances", Reply::error(403, "OperationDenied.NoStock"));
    let record = NamedTempFile::new().unwrap();
    let fleet = run(&script, &record, 5).await;
    assert!(fleet.failed[0].1.is_in_doubt());
    assert!(asked(&script).iter().all(|one| one[0] == "vsw-b"), "another zone was asked");
    assert_eq!(std::fs::read_to_string(record.path()).unwrap(), "");
}
