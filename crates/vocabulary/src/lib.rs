//! Words that files, generated code and runtimes share, each defined once.
//!
//! * [`error`]: what kind of failure an error code is, and what to do about it.
//! * [`decision`]: what documents say about a call: verdicts, the aspects of a situation, kinds of
//!   evidence.
//! * [`permission`]: words of the vendor's access management.
//! * [`operation`]: what an operation does.
//! * [`resource`]: kinds of resource.
//! * [`state`]: states of resources, which situations are made of.
//! * [`kind`]: kinds of resources that decisions are about.
//! * [`mark`]: signs in the names of members.
//!
//! Every word has one text, [`Word::name`]. Files hold it, JSON output shows it, and with the
//! feature `serde` it is read and written as such.

// Badges for features on docs.rs, whose compiler is a nightly one.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod decision;
pub mod error;
pub mod kind;
pub mod mark;
pub mod operation;
pub mod permission;
pub mod resource;
pub mod state;
mod word;

pub use decision::{Agreement, Aspect, EvidenceKind, Hazard, Says, Verdict};
pub use error::{Class, Reaction};
pub use operation::OperationKind;
pub use permission::{AccessLevel, ValueType};
pub use resource::ResourceType;
pub use state::{DiskUsage, InstanceStatus, Lock, SecurityGroupType};
pub use word::{UnknownWord, Word};

// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
