//! The protocol of Alibaba Cloud's RPC products: what typed clients share. It knows no product.
//!
//! * [`client`] sends requests. [`request`] has the traits that generated requests implement, and
//!   [`dynamic`] sends operations that have no generated type.
//! * [`error`] says what went wrong, what kind of failure it is and what to do about it.
//! * [`credentials`], [`endpoint`], [`sign`] and [`transport`] are the parts of a call.
//! * [`wire`] turns requests into query parameters and replies into structs. [`open_enum`] adds
//!   enums that accept values that are not listed yet, [`id`] ids of one kind of resource, and
//!   [`value`] what setters of requests accept. [`mod@check`] checks requests against documented
//!   limits before they are sent.
//! * [`clock`] is where time comes from, so that tests decide how it passes.
//! * `blocking`, behind the feature of that name, is for programs without an async runtime.
//! * [`idempotency`] remembers tokens of calls whose outcome is unknown, over the end of a program.
//! * [`testing`] has a transport that answers from a script and remembers what was sent.
//! * [`gate`] lets callers of a throttled operation wait in turn.
//! * [`operation`] says what is known of an operation without sending it.
//! * [`timestamp`] is a time as the service writes it.
//! * [`pages`] asks for page after page of a list. [`lookup`] asks about given ids, and has the
//!   describer, which does so for many callers at once; [`wait`] waits until they have reached a
//!   state. [`elsewhere`] creates something where there is capacity for it.
//! * [`legacy`] adds the old account parameters to any request that takes them.
//!
//! # Layers
//! Modules import in one direction. Each imports only from modules before it in this list: `boxed`,
//! `shown`, `sign`, `nonce`, `time`, `clock`, `operation`, `product`, `codes`, `transport`,
//! `credentials`, `gate`, `endpoint`, `wire`, `timestamp`, `value`, `check`, `id`, `open_enum`,
//! `request`, `error`, `legacy`, `dynamic`, `client`, `idempotency`, `pages`, `lookup`, `wait`,
//! `elsewhere`, `blocking`, `testing`, `generated`.

// Badges for features on docs.rs, whose compiler is a nightly one.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod boxed;
pub mod check;
pub mod client;
pub mod clock;
mod codes;
pub mod credentials;
pub mod dynamic;
pub mod elsewhere;
pub mod endpoint;
pub mod error;
pub mod gate;
#[doc(hidden)]
pub mod generated;
pub mod id;
pub mod idempotency;
pub mod legacy;
pub mod lookup;
mod nonce;
pub mod open_enum;
pub mod operation;
pub mod pages;
pub mod product;
pub mod request;
#[doc(hidden)]
pub mod shown;
pub mod sign;
pub mod testing;
#[doc(hidden)]
pub mod time;
pub mod timestamp;
pub mod transport;
pub mod value;
pub mod wait;
pub mod wire;

pub use check::{InvalidRequest, Violation};
pub use client::{
    BuildError, Client, ClientBuilder, DetailedReply, DryRun, Observe, PreparedRequest,
    RetryPolicy, SendRequest,
};
pub use credentials::{Credentials, CredentialsError, ProvideCredentials, StaticCredentials};
pub use dynamic::{DynamicReply, DynamicRequest};
pub use endpoint::{EndpointError, Network};
pub use error::{AccessDenied, Class, Error, NoErrors, Reaction, ResultExt, ServiceFault};
pub use id::Id;
pub use lookup::{Describer, Lookup};
pub use open_enum::{KnownValue, Open};
pub use pages::{Paged, PagedItems, Paginate};
pub use product::{CodeRow, Meta, Product};
pub use request::{DryRunnable, ErrorSet, Request};
pub use timestamp::Timestamp;
pub use transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
pub use value::{IntoList, IntoRequired, IntoValue};
pub use wait::{Wait, WaitError, WaitUntil};
pub use wire::{Ack, Json, Parameter, debug_fields, debug_read};

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
