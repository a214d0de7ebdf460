//! Lookups: asking a Describe operation about given ids. Waiters and describers are built on them.
//!
//! A lookup asks about as many ids in one call as the documents allow, reads all pages of the
//! answer, and takes the codes with which the service says that an id does not exist for what they
//! mean. Lists, items and ids are decoded strictly, because what could not be read must not count
//! as what is not there. Any other member of an item is read as `strict_decoding` says.

mod ask;
mod describer;
mod search;
mod texts;
pub(crate) mod toy;

use std::fmt;

pub use describer::{DescribeError, Describer};
pub use search::find;
pub(crate) use search::find_states;

pub(crate) use self::texts::texts;
use crate::pages::PagedItems;
use crate::wire::ReadFields;

/// How a parameter takes ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdStyle {
    /// One id: `InvokeId=t-1`.
    One,
    /// A parameter for each id: `InstanceId.1=i-1`.
    List,
    /// A JSON list in one parameter: `InstanceIds=["i-1"]`.
    Json,
    /// In one parameter, with commas between them: `TaskIds=t-1,t-2`.
    Comma,
}

/// How an operation is asked about ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupBy {
    /// The parameter that takes the ids.
    pub ids: &'static str,
    /// How it takes them.
    pub style: IdStyle,
    /// The most ids that one call takes.
    pub most: u16,
    /// The member of an item that holds its id.
    pub id: &'static str,
    /// Parameters without which the operation leaves out some of the items.
    pub with: &'static [(&'static str, &'static str)],
    /// The codes of a reply that says that an id does not exist, beside those of the class
    /// [`NotFound`](crate::Class::NotFound).
    pub absent: &'static [&'static str],
    /// The codes of that class that are about something else than an id.
    pub others: &'static [&'static str],
}

/// A request that can be asked about given ids.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be asked about given ids",
    label = "no lookup by id is known for this operation",
    note = "help: `send` returns what it describes"
)]
pub trait Lookup: PagedItems<Item: ReadFields> {
    /// What has the ids; see [`Id`](crate::Id).
    type Kind;
    /// How to ask.
    const BY: LookupBy;
}

/// What a lookup found.
pub struct Found<T> {
    /// The items, each with the number of the id that it was asked for by.
    pub items: Vec<(usize, T)>,
    /// How many calls were sent.
    pub calls: u32,
}

impl<T> fmt::Debug for Found<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<usize> = self.items.iter().map(|(number, _)| *number).collect();
        f.debug_struct("Found").field("items", &numbers).field("calls", &self.calls).finish()
    }
}

#[cfg(test)]
mod tests;
