//! What the documents say will happen to a call, before it is sent.
//!
//! * [`situation`]: the [`state`] of the instance, disk, group and caller that a call meets.
//! * [`table`]: every operation and situation, as the macro prints it: static, compact, no product.
//! * [`mod@decide`]: table, row and situation in, [`Decision`] out, in a `const fn`.
//! * [`explain`]: a decision as one line, as a paragraph, as JSON.
//! * [`typed`]: the same knowledge as trait bounds, so that a refused call does not compile.
//! * [`handle`]: instances, disks and groups whose type says what state they are in; [`observed`]
//!   makes them from what a reply says.
//! * [`mod@on`] sends: `client.on(&handle).send(request)`; [`targets`] finds what a request names,
//!   [`concerns`] which kinds of target matter, [`not_known`] says what nobody knows about them.

mod assertion;
pub mod concerns;
pub mod decide;
pub mod explain;
mod fold;
pub mod handle;
pub mod not_known;
pub mod observed;
pub mod on;
pub mod situation;
pub mod state;
pub mod table;
pub mod targets;
pub mod typed;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_conditions;
#[cfg(test)]
mod tests_typed;

pub use concerns::Concerns;
pub use decide::{Decision, Refused, Verdict, decide};
pub use fold::{verdict_count, verdicts};
pub use not_known::NotKnown;
pub use situation::{Aspect, Situation};
pub use state::{Caller, Disk, DiskLock, Group, GroupType, InstanceStatus, Lock, States};
pub use table::{
    Agreement, Cell, Entry, Evidence, Hazard, Kind, NONE, Row, Says, Source, Stated, Table,
};
