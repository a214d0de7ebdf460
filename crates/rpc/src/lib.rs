//! The runtime under typed Alibaba Cloud RPC clients. It knows the protocol and no product.
//!
//! * [`wire`]: the two walks every generated type has: out into a query, in from a reply.
//! * [`request`]: what an operation tells the runtime about itself.
//! * [`error`]: what went wrong, what kind of failure it is and what to do about it.
//! * [`client`]: sends requests; [`dynamic`]: operations that the typed API lacks.
//! * [`legacy`]: the account parameters of the past, around any request that takes them.
//! * [`sign`], [`credentials`], [`endpoint`], [`transport`]: the parts of a call.

pub mod client;
pub mod credentials;
pub mod dynamic;
pub mod endpoint;
pub mod error;
#[doc(hidden)]
pub mod generated;
pub mod legacy;
pub mod open_enum;
pub mod request;
#[doc(hidden)]
pub mod shown;
pub mod sign;
mod time;
pub mod transport;
pub mod wire;

pub use client::{BuildError, Client, ClientBuilder, DryRun};
pub use credentials::{Credentials, CredentialsError, ProvideCredentials, StaticCredentials};
pub use dynamic::Dynamic;
pub use endpoint::{EndpointError, Network};
pub use error::{AccessDenied, Class, Error, NoErrors, Reaction, captures, find};
pub use open_enum::OpenEnum;
pub use request::{CodeRow, DryRunnable, ErrorSet, Meta, Product, Request};
pub use transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
pub use wire::{Ack, Json, debug_fields, debug_read};
