//! What Alibaba Cloud's documents say will happen to a call, before it is sent.
//!
//! * [`decide()`]: a [`Situation`] in, a [`Decision`] with its evidence out, read from the static
//!   [`table`] that generated code prints. Works in constants. [`mod@decide`] has the algorithm.
//! * [`Policy`]: which decisions prevent a call. Everything that sends asks it.
//! * [`handle`]: instances, disks and security groups whose type is their state; [`typed`]: the
//!   table as traits, so that a call that the documents refuse does not compile.
//! * [`ClientExt`]: `client.on(&handle).send(request)`; [`NotSent`] says why a call was not sent.
//! * [`target`]: what a request names; [`Concerns`]: which kinds of target matter to an operation;
//!   [`MissingFact`]: what would have to be known for certainty.
//!
//! The crate knows no operation. Products without such documents do not depend on it.

mod assertion;
pub mod concerns;
pub mod decide;
pub mod evidence;
mod explain;
pub mod handle;
mod json;
pub mod missing_fact;
pub mod not_sent;
pub mod on;
mod parts;
pub mod policy;
pub mod request;
pub mod severity;
pub mod situation;
pub mod state;
pub mod table;
pub mod target;
pub mod typed;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_conditions;
#[cfg(test)]
mod tests_policy;
#[cfg(test)]
mod tests_typed;

pub use aliyun_rpc_vocabulary::kind;
pub use aliyun_rpc_vocabulary::{
    Agreement, Aspect, EvidenceKind, Hazard, InstanceStatus, Says, SecurityGroupType, Verdict,
};
pub use concerns::Concerns;
pub use decide::{Decision, decide};
pub use evidence::Evidence;
pub use missing_fact::MissingFact;
pub use not_sent::NotSent;
pub use on::{ClientExt, On};
pub use policy::{Acknowledgement, Policy, Refusal};
pub use request::DecidedOperation;
pub use severity::Severity;
pub use situation::Situation;
pub use state::{Caller, DiskLock, DiskUsage, Lock, ManagedBy};
pub use table::{Cell, Entry, NONE, Row, Source, Table};
pub use target::{ResourceKind, Target};
pub use typed::Decided;

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
