use super::*;
use crate::clock::{Clock as _, VirtualClock};
use crate::error::NoErrors;
use crate::product::{CodeRow, Meta, Product};
use crate::testing::{Reply, ScriptedTransport};
use crate::transport::TransportErrorKind;
use crate::wire::{Ack, FieldWriter, WriteFields};

static PRODUCT: Product = Product {
    codes: &[CodeRow {
        code: "NoStock",
        class: Class::NoCapacity,
        reaction: Reaction::TryElsewhere,
    }],
    ..Product::new("things", "2020-02-02")
};

#[derive(Debug)]
struct CreateThing(&'static str);

impl WriteFields for CreateThing {
    fn write(&self, writer: &mut dyn FieldWriter) {
        writer.put("Zone", &self.0.to_owned());
    }
}

impl Request for CreateThing {
    type Response = Ack;
    type Error = NoErrors;
    const META: &'static Meta = &Meta {
        name: "CreateThing",
        product: &PRODUCT,
        timeout_seconds: 0,
        region: None,
        client_token: true,
        dry_run: false,
        read_only: false,
        checks: "",
    };
}

type Outcome = Result<Placed<&'static str, Ack>, NotPlaced<&'static str, NoErrors>>;

/// A service without room in some zones.
struct World {
    script: ScriptedTransport,
    client: crate::Client,
    clock: VirtualClock,
    stock: OutOfStock<&'static str>,
}

fn world(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> World {
    let script =
        ScriptedTransport::answering(move |request| answer(request.parameter("Zone").unwrap()));
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-hangzhou").clock(clock.clone()).build().unwrap();
    World { script, client, clock, stock: OutOfStock::new() }
}

impl World {
    fn place(&self, choices: &[&'static str]) -> Outcome {
        let choices = choices.to_vec();
        self.clock.run(try_elsewhere(&self.client, choices, &self.stock, |zone| CreateThing(zone)))
    }

    /// The zones that were asked for since the last time.
    fn asked(&self) -> Vec<String> {
        let sent = self.script.take_sent();
        sent.iter().map(|one| one.parameter("Zone").unwrap().to_owned()).collect()
    }
}

fn only_in(with_room: &'static str) -> impl Fn(&str) -> Reply + Send + Sync {
    move |zone| match zone == with_room {
        true => Reply::ok(r#"{"RequestId":"r-1"}"#),
        false => Reply::error(403, "NoStock"),
    }
}

#[test]
fn choices_are_tried_in_order_once_each_until_one_has_room() {
    let world = world(only_in("c"));
    let placed = world.place(&["a", "b", "c", "d"]).unwrap();
    assert_eq!((placed.choice, placed.reply.request_id.as_str()), ("c", "r-1"));
    let tried: Vec<_> = placed.tried.iter().map(|one| (one.choice, one.why.to_string())).collect();
    assert_eq!(tried, [("a", "NoStock".to_owned()), ("b", "NoStock".to_owned())]);
    let tokens: std::collections::BTreeSet<_> = world
        .script
        .sent()
        .iter()
        .map(|one| one.parameter("ClientToken").map(str::to_owned))
        .collect();
    assert_eq!((world.asked(), tokens.len()), (["a", "b", "c"].map(str::to_owned).to_vec(), 3));
}

#[test]
fn what_was_out_of_stock_is_avoided_for_three_minutes_by_all_who_share_the_store() {
    let world = world(only_in("b"));
    world.place(&["a", "b"]).unwrap();
    assert_eq!(world.asked(), ["a", "b"]);
    world.clock.advance(Duration::from_secs(179));
    let placed = world.place(&["a", "b"]).unwrap();
    assert_eq!(placed.tried[0].why.to_string(), "avoided for another 1 s");
    assert_eq!(world.asked(), ["b"]);
    world.clock.advance(Duration::from_secs(1));
    world.place(&["a", "b"]).unwrap();
    assert_eq!(world.asked(), ["a", "b"]);
}

#[test]
fn the_time_for_which_a_choice_is_avoided_can_be_set() {
    let now = VirtualClock::new().now();
    let stock = OutOfStock::new().avoid_for(Duration::from_secs(10));
    stock.clone().mark("a", now);
    assert_eq!(stock.avoided(&"a", now), Some(Duration::from_secs(10)));
    assert_eq!(stock.avoided(&"a", now + Duration::from_secs(10)), None);
    assert_eq!(stock.avoided(&"b", now), None);
}

#[test]
fn the_outcome_says_what_was_tried_when_there_is_room_nowhere() {
    let world = world(only_in("z"));
    world.place(&["a"]).unwrap_err();
    let error = world.place(&["a", "b"]).unwrap_err();
    let NotPlaced::Nowhere { tried } = &error else { panic!("{error:?}") };
    assert!(matches!(tried[0].why, NotTaken::Avoided(_)));
    assert!(
        matches!(&tried[1].why, NotTaken::OutOfStock(error) if error.code() == Some("NoStock"))
    );
    let text = "no capacity anywhere: \"a\" (avoided for another 180 s), \"b\" (NoStock)";
    assert_eq!(error.to_string(), text);
    assert_eq!(world.place(&[]).unwrap_err().to_string(), "there was no choice");
}

#[test]
fn another_failure_ends_the_search_and_is_the_cause() {
    let world = world(|zone| match zone {
        "a" => Reply::error(403, "NoStock"),
        _ => Reply::error(400, "InvalidParameter"),
    });
    let error = world.place(&["a", "b", "c"]).unwrap_err();
    assert_eq!((world.asked().len(), error.tried().len()), (2, 1));
    let NotPlaced::Failed { choice: "b", error: cause, .. } = &error else { panic!("{error:?}") };
    assert_eq!(cause.code(), Some("InvalidParameter"));
    assert!(std::error::Error::source(&error).is_some());
}

/// The first attempt is lost and the second finds no stock: the first may have been carried out.
#[test]
fn after_a_lost_reply_nothing_is_created_in_another_place() {
    let script = ScriptedTransport::new()
        .reply("CreateThing", Reply::failure(TransportErrorKind::Broken))
        .reply("CreateThing", Reply::error(403, "NoStock"));
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-hangzhou").clock(clock.clone()).build().unwrap();
    let world = World { script, client, clock, stock: OutOfStock::new() };
    let error = world.place(&["a", "b"]).unwrap_err();
    let NotPlaced::Failed { choice: "a", error: cause, .. } = &error else { panic!("{error:?}") };
    assert!(cause.is_in_doubt());
    assert_eq!(world.asked(), ["a", "a"]);
}
