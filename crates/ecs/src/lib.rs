//! A typed client for Alibaba Cloud ECS 2014-05-26 that knows before a call is sent whether the
//! documents say it can succeed.
//!
//! * A request per operation, with constructors that take every required parameter, and one
//!   constructor for each documented alternative: [`JoinSecurityGroup::instance`].
//! * An error enum per operation, with every documented code: [`JoinSecurityGroupError`].
//! * [`decide`]: what the documents say will happen to any [`Operation`] in any [`Situation`], with
//!   the evidence; at run time, in constants, and as types through the
//!   [`handle`]s of instances, disks and groups.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use aliyun_ecs::{Client, JoinSecurityGroup, StaticCredentials};
//!
//! let client = Client::builder()
//!     .region("cn-hangzhou")
//!     .credentials(StaticCredentials::new("key id", "key secret"))
//!     .build()?;
//! let reply = client.send(JoinSecurityGroup::instance("sg-1", "i-1")).await?;
//! println!("joined, request {}", reply.request_id);
//! # Ok(())
//! # }
//! ```
//!
//! [`Operation`] is also data: what an operation does, which kinds of
//! [resource](operation::ResourceType) it concerns, whether it is deprecated and what replaces it.
//!
//! ```
//! use aliyun_ecs::operation::ResourceType;
//! use aliyun_ecs::{Lock, Operation, OperationKind, Situation, decide};
//!
//! // From a log or a configuration file:
//! let (operation, kind) = ("DetachDisk".parse::<Operation>()?, "disk".parse::<ResourceType>()?);
//! assert!(operation.concerns().contains(kind) && !operation.is_read_only());
//!
//! let of_kind = Operation::all().filter(|one| one.concerns().contains(kind));
//! let deletions = of_kind.filter(|one| one.kind() == OperationKind::Delete);
//! let locked = Situation::new().with_instance_lock(Lock::Security);
//! for operation in deletions {
//!     println!("{operation} on a locked instance: {}", decide(operation, locked));
//! }
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to find what
//!
//! | task | item |
//! | --- | --- |
//! | send a call, only check it, or prepare it to send it twice | [`Client::send`], [`Client::dry_run`], [`Client::prepare`] |
//! | read a whole list | [`Paginate`]: `all`, `items`, `pages` |
//! | wait for a state | [`WaitUntil`] and the functions in [`wait`] |
//! | ask about many ids at once | [`Describer`], [`lookup`] |
//! | know before a call is sent | [`decide`], [`ClientExt`], [`handle`], `guard` |
//! | know what went wrong | [`Error`], [`Class`], [`Reaction`] |
//! | turn it into an error of your own, `anyhow` or a `Box` | [`ResultExt::untyped`] |
//! | retries and time limits | [`RetryPolicy`], [`ClientBuilder::deadline`] |
//! | stay below the service's rate limits | [`gate`] |
//! | repeat a call after a crash | [`idempotency`] |
//! | create where there is capacity | [`elsewhere`] |
//! | another region | [`Client::in_region`] |
//! | an endpoint in a VPC, or one of your own | [`ClientBuilder::network`], [`ClientBuilder::endpoint`] |
//! | an operation without a type | [`Client::call`] with a [`DynamicRequest`] |
//! | logs and metrics | `tracing` with the target `aliyun_rpc`, [`Observe`] |
//! | tests of your program | [`testing`], [`clock::VirtualClock`] |
//!
//! # Features
//!
//! Each group of operations is a feature. `instances` and `security-groups` are on by default, and
//! `full` turns all of them on. Everything in a group is also at the root of the crate.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `reqwest` | HTTP over reqwest, on by default; without it, bring a [`Transport`] |
//! | `credentials` | `credentials::DefaultChain`, which finds the key where Alibaba Cloud's SDKs look for it, and its sources |
//! | `guard` | `guard::Guard`, which looks up the state of a request's targets before it sends |
//! | `authorization` | the permission of each operation, and `authorization::policy` for RAM policies |
//! | `gate-redis` | a throttling gate that processes share over Redis |
//! | `blocking` | `blocking::Client`, for programs without an async runtime |
//! | `token-files` | tokens of calls in files, to repeat a call after the program died |
//! | `serde` | `Serialize` for requests, `Serialize` and `Deserialize` for replies, with the names that are on the wire |
//! | `jiff` | `Timestamp::to_jiff` |
//! | `legacy` | setters of deprecated parameters, and the old account parameters |
//!
//! # Lists that are missing
//!
//! A reply has an empty list both where the service sent one and where it sent none, and serde
//! writes both as an empty one. [`DetailedReply::has`] tells which it was, if that matters.

// Badges for features on docs.rs, whose compiler is a nightly one.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "credentials")]
pub use aliyun_credentials as credentials;
#[cfg(feature = "credentials")]
pub use aliyun_credentials::DefaultChain;
pub use aliyun_decision as decision;
pub use aliyun_decision::typed::{NothingHappens, OutcomeUnknown, ReleasesDisks};
pub use aliyun_decision::{
    Acknowledgement, Agreement, Aspect, Caller, ClientExt, Decision, DiskLock, DiskUsage, Evidence,
    Hazard, Lock, ManagedBy, MissingFact, NotSent, Policy, Refusal, Situation, Verdict, handle,
};
#[cfg(feature = "gate-redis")]
pub use aliyun_gate_redis as gate_redis;
pub use aliyun_rpc as runtime;
/// What is known of every [`Operation`] without sending it.
pub use aliyun_rpc::operation;
pub use aliyun_rpc::operation::OperationKind;
pub use aliyun_rpc::{
    Ack, BuildError, Class, Client, ClientBuilder, Credentials, Describer, DetailedReply, DryRun,
    DynamicReply, DynamicRequest, Error, ErrorSet, HttpRequest, HttpResponse, Id, InvalidRequest,
    KnownValue, Network, Observe, Open, Paginate, PreparedRequest, ProvideCredentials, Reaction,
    Request, ResultExt, RetryPolicy, SendRequest, StaticCredentials, Timestamp, Transport,
    TransportError, WaitError, WaitUntil, clock, elsewhere, gate, idempotency, lookup, pages,
    testing,
};

/// The client for programs without an async runtime.
#[cfg(feature = "blocking")]
pub use aliyun_rpc::blocking;

/// The old account parameters, around any request that takes them.
#[cfg(feature = "legacy")]
pub use aliyun_rpc::legacy;

// The file `spec/product.json` and the tables beside it: `Operation`, `CommonError`, `decide`,
// types of ids.
aliyun_rpc_macros::product!("spec");

#[cfg(feature = "authorization")]
pub mod authorization;
#[cfg(feature = "guard")]
pub mod guard;
#[cfg(any(feature = "instances", feature = "disks", feature = "security-groups"))]
mod state;
#[cfg(any(feature = "instances", feature = "disks", feature = "security-groups"))]
pub use state::ObserveError;

// A group has its requests, replies and errors from the file of its name in `spec/`. The
// documentation of an operation links to the page of the vendor that says more.
aliyun_rpc_macros::groups! {
    "spec",
    "common",
    "auto-provisioning",
    "capacity",
    "cloud-assistant",
    "dedicated-hosts",
    "deployment-sets",
    "diagnostics",
    "disks",
    "eip-legacy",
    "express-connect-legacy",
    "hpc-clusters",
    "image-builder",
    "images",
    "instances",
    "key-pairs",
    "launch-templates",
    "maintenance",
    "network-interfaces",
    "prefix-lists",
    "pricing",
    "public-ip",
    "regions",
    "savings",
    "security-groups",
    "snapshots",
    "storage-sets",
    "system-events",
    "tags",
    "tasks",
    "vpc-legacy",
    "vsc",
}
aliyun_rpc_macros::waiters!("spec");

// Compiles the examples of the README, and checks that the one that must fail does.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
