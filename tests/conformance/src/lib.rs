//! Every typed operation of ECS as a value, so that tests can walk the whole typed API: build a
//! request from JSON as a user would, flatten it, send it to a scripted reply, and see what its
//! types say about every situation.
//!
//! The code that calls constructors and setters is written by `build.rs` from the specification.
#![allow(deprecated, reason = "every operation is walked, deprecated ones and parameters too")]

mod filled;
mod given;

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aliyun_ecs::decision::DecidedOperation;
use aliyun_ecs::decision::typed::{Decided, Outcome, Verdicts};
use aliyun_ecs::runtime::check::{Violation, check};
use aliyun_ecs::runtime::wire::{ReadFields, decode, flatten, read_to_json};
use aliyun_ecs::runtime::{BoxFuture, HttpRequest, HttpResponse, TransportError};
use aliyun_ecs::runtime::{ErrorSet, Json, Meta, Request};
use aliyun_ecs::{Aspect, Client, Error, RetryPolicy, StaticCredentials, Transport, Verdict};

use given::object;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use given::{Given, Members, Notes, Value};

/// One typed operation.
pub struct Typed {
    /// What the request type tells the runtime.
    pub meta: &'static Meta,
    /// What the types say about each aspect that the type of a handle can tell.
    pub verdicts: [TypedVerdict; Aspect::TYPED.len()],
    /// The operation as run-time checks see it.
    pub decided: DecidedOperation,
    /// Builds a request from JSON under wire names and flattens it.
    pub flatten: fn(Json) -> Flat,
    /// Builds a request from JSON under wire names and checks it as the client does before it
    /// sends.
    pub check: fn(Json) -> Checked,
    /// Sends a request, built of nothing but what it demands, and answers it with a reply.
    pub send: fn(HttpResponse) -> Result<Json, UntypedError>,
    /// Fills every member of its reply and sends it through serde and through the decoder.
    pub round_trip: fn() -> RoundTrip,
}

/// A reply before and after.
pub struct RoundTrip {
    /// As JSON, by the walk of its members.
    pub filled: Json,
    /// After serializing and deserializing it.
    pub through_serde: Json,
    /// After decoding its JSON.
    pub through_decoder: Json,
}

/// A verdict that is a type.
pub struct TypedVerdict {
    /// What it is about.
    pub aspect: Aspect,
    /// The same verdict in the table.
    pub verdict: Verdict,
    /// The code of the refusal.
    pub code: Option<&'static str>,
    /// The name of the type, which has the hazard as its parameter.
    pub type_name: fn() -> &'static str,
}

/// A flattened request.
pub struct Flat {
    /// Its query parameters, in the order of the request.
    pub query: Vec<(String, String)>,
    /// What does not fit, and what was changed on the way.
    pub notes: Notes,
}

/// A checked request.
pub struct Checked {
    /// What is wrong with it.
    pub violations: Vec<Violation>,
    /// What does not fit, and what was changed on the way.
    pub notes: Notes,
}

/// The error of a typed call, without its type.
pub struct UntypedError {
    /// The error.
    pub error: Error,
    /// Text of the operation's own variant, when the code is documented for it.
    pub known: Option<String>,
}

impl Typed {
    const fn of<R>() -> Self
    where
        R: Given + Decided,
        R::Response: Clone + Serialize + DeserializeOwned,
    {
        Self {
            meta: R::META,
            verdicts: [
                verdict::<<R::Verdicts as Verdicts>::SecurityLock>(Aspect::SecurityLock),
                verdict::<<R::Verdicts as Verdicts>::FinancialLock>(Aspect::FinancialLock),
                verdict::<<R::Verdicts as Verdicts>::DiskFinancialLock>(Aspect::DiskFinancialLock),
                verdict::<<R::Verdicts as Verdicts>::ManagedGroup>(Aspect::ManagedGroup),
                verdict::<<R::Verdicts as Verdicts>::SecurityGroupType>(Aspect::SecurityGroupType),
            ],
            decided: DecidedOperation::of::<R>(),
            flatten: |json| {
                let mut notes = Notes::default();
                let request = given::request::<R>(json, &mut notes);
                Flat { query: flatten(&request), notes }
            },
            check: |json| {
                let mut notes = Notes::default();
                let request = given::request::<R>(json, &mut notes);
                let found = check(R::META.checks, &request).err();
                let violations = found.map(|found| found.violations().to_vec());
                Checked { violations: violations.unwrap_or_default(), notes }
            },
            send: send::<R>,
            round_trip: round_trip::<R::Response>,
        }
    }
}

const fn verdict<O: Outcome>(aspect: Aspect) -> TypedVerdict {
    TypedVerdict {
        aspect,
        verdict: O::VERDICT,
        code: O::CODE,
        type_name: || std::any::type_name::<O>(),
    }
}

fn round_trip<T>() -> RoundTrip
where
    T: ReadFields + Clone + Default + Serialize + DeserializeOwned,
{
    let mut reply = T::default();
    filled::fill(&mut reply);
    let text = serde_json::to_vec(&reply).expect("a reply is JSON");
    let mut back: T = serde_json::from_slice(&text).expect("what was written can be read");
    let filled = read_to_json(&mut reply);
    let mut decoded = T::default();
    decode(filled.to_string().as_bytes(), &mut decoded).expect("what is filled fits");
    RoundTrip {
        filled,
        through_serde: read_to_json(&mut back),
        through_decoder: read_to_json(&mut decoded),
    }
}

fn send<R: Given + Request>(reply: HttpResponse) -> Result<Json, UntypedError> {
    let request = given::request::<R>(Json::Object(Default::default()), &mut Notes::default());
    match now(client(reply).send(request)) {
        Ok(mut reply) => Ok(read_to_json(&mut reply)),
        Err(error) => {
            let known = error.known().map(|code| code.code().into_owned());
            Err(UntypedError { known, error: error.untyped() })
        }
    }
}

/// Answers every request with one reply.
struct Scripted(HttpResponse);

impl Transport for Scripted {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

fn client(reply: HttpResponse) -> Client {
    Client::builder()
        .region("cn-hangzhou")
        .credentials(StaticCredentials::new("testAccessKeyId", "testAccessKeySecret"))
        .transport(Scripted(reply))
        // The requests are made of marks for the sake of the reply.
        .check_limits(false)
        .retry(RetryPolicy::never())
        .build()
        .expect("the client is complete")
}

/// The result of a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits, although nothing is there to wait for"),
    }
}

include!(concat!(env!("OUT_DIR"), "/operations.rs"));
