//! Toy operations that are asked about ids, and a service that answers them.

#![cfg(test)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::{IdStyle, Lookup, LookupBy};
use crate::clock::VirtualClock;
use crate::error::{Class, NoErrors, Reaction};
use crate::pages::{PageStyle, Paged, PagedItems, Paging};
use crate::product::{CodeRow, Meta, Product};
use crate::request::Request;
use crate::testing::{Reply, ScriptedTransport, SentRequest};
use crate::wire::{FieldReader, FieldWriter, ReadFields, WriteFields};
use crate::{Client, RetryPolicy};

/// Codes in byte order.
const CODES: &[CodeRow] = &[
    CodeRow {
        code: "InvalidPlaceId.NotFound",
        class: Class::NotFound,
        reaction: Reaction::FixRequest,
    },
    CodeRow { code: "NoSuchThing", class: Class::NotFound, reaction: Reaction::FixRequest },
];

static PRODUCT: Product = Product { codes: CODES, ..Product::new("things", "2020-02-02") };

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Thing {
    pub(crate) id: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) size: Option<i64>,
}

impl ReadFields for Thing {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        let slots: &mut [&mut dyn crate::wire::ReadValue] =
            &mut [&mut self.id, &mut self.status, &mut self.size];
        reader.members("ThingId\nStatus\nSize", slots);
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Things {
    things: Vec<Thing>,
    token: Option<String>,
}

impl ReadFields for Things {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("Things>Thing\nNextToken", &mut [&mut self.things, &mut self.token]);
    }
}

pub(crate) enum ToyThing {}

macro_rules! toy {
    ($name:ident, $parameter:literal, $style:ident, $most:literal) => {
        #[derive(Clone, Debug, Default)]
        pub(crate) struct $name;

        impl WriteFields for $name {
            fn write(&self, _: &mut dyn FieldWriter) {}
        }

        impl Request for $name {
            type Response = Things;
            type Error = NoErrors;
            const META: &'static Meta = &Meta {
                name: stringify!($name),
                product: &PRODUCT,
                timeout_seconds: 0,
                region: Some("RegionId"),
                client_token: false,
                dry_run: false,
                read_only: true,
                checks: "",
            };
        }

        impl Paged for $name {
            const PAGING: Paging =
                Paging { style: PageStyle::Token, size: 0, max_results: $most > 1 };
        }

        impl PagedItems for $name {
            type Item = Thing;
            fn items(reply: Things) -> Vec<Thing> {
                reply.things
            }
        }

        impl Lookup for $name {
            type Kind = ToyThing;
            const BY: LookupBy = LookupBy {
                ids: $parameter,
                style: IdStyle::$style,
                most: $most,
                id: "ThingId",
                with: &[("Status", "Any")],
                absent: &["InvalidThingId.NotFound"],
                others: &["InvalidPlaceId.NotFound"],
            };
        }
    };
}

toy!(ByJson, "ThingIds", Json, 3);
toy!(ByList, "ThingId", List, 100);
toy!(ByComma, "ThingIds", Comma, 100);
toy!(ByOne, "ThingId", One, 1);

/// The ids that a request asks about.
pub(crate) fn asked(request: &SentRequest) -> Vec<String> {
    match request.operation() {
        "ByJson" => serde_json::from_str(request.parameter("ThingIds").unwrap()).unwrap(),
        "ByComma" => request.parameter("ThingIds").unwrap().split(',').map(str::to_owned).collect(),
        "ByOne" => vec![request.parameter("ThingId").unwrap().to_owned()],
        _ => {
            let numbered = (1..).map(|number| format!("ThingId.{number}"));
            numbered.map_while(|name| request.parameter(&name).map(str::to_owned)).collect()
        }
    }
}

pub(crate) fn reply(things: &[(&str, &str)]) -> Reply {
    let things: Vec<_> = things
        .iter()
        .map(|(id, status)| serde_json::json!({"ThingId": id, "Status": status}))
        .collect();
    let body = serde_json::json!({"RequestId": "r", "Things": {"Thing": things}});
    Reply::ok(body.to_string())
}

/// A service with things whose states a test changes.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) states: Arc<Mutex<BTreeMap<String, &'static str>>>,
}

impl World {
    pub(crate) fn set(&self, id: &str, state: &'static str) {
        self.states.lock().unwrap().insert(id.to_owned(), state);
    }

    pub(crate) fn answer(&self, request: &SentRequest) -> Reply {
        let states = self.states.lock().unwrap();
        let ids = asked(request);
        let found = ids.iter().filter_map(|id| Some((id.as_str(), *states.get(id)?)));
        reply(&found.collect::<Vec<_>>())
    }

    pub(crate) fn script(&self) -> ScriptedTransport {
        let world = self.clone();
        ScriptedTransport::answering(move |request| world.answer(request))
    }
}

/// A client on a clock of its own that makes one attempt for each call.
pub(crate) fn client(script: &ScriptedTransport) -> (Client, VirtualClock) {
    let clock = VirtualClock::new();
    let client = script.builder().region("cn-hangzhou").clock(clock.clone());
    (client.retry(RetryPolicy::never()).build().unwrap(), clock)
}
