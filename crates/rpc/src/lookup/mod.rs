//! Lookups: asking a Describe operation about given ids. Waiters and describers are built on them.
//!
//! A lookup asks about as many ids in one call as the documents allow, reads all pages of the
//! answer, and takes the codes with which the service says that an id does not exist for what they
//! mean. Replies are decoded strictly: what could not be read must not count as what is not there.

mod ask;
mod describer;
mod texts;
pub(crate) mod toy;

use std::fmt;

pub use describer::{DescribeError, Describer};

use self::ask::Ask;
pub(crate) use self::texts::texts;
use crate::client::SendRequest;
use crate::error::Error;
use crate::pages::{PageCursor, PageStyle, PagedItems};
use crate::wire::{DecodeError, ReadFields};

/// The most pages of one answer. A hundred ids fit on ten.
const MAX_PAGES: usize = 100;

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
    /// The codes of a reply that says that an id does not exist.
    pub absent: &'static [&'static str],
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

/// Asks about ids, in as few calls as the documents allow, one after the other. An id that does not
/// exist has no item in the result.
///
/// An item belongs to the first id that is spelt like its own, whatever the case of letters, as the
/// service compares them. Items with other ids are left out. One id can have several items.
///
/// # Errors
///
/// The first call that fails.
pub async fn find<R: Lookup>(
    client: &impl SendRequest,
    region: Option<&str>,
    ids: &[String],
) -> Result<Found<R::Item>, Error<R::Error>> {
    let mut found = Found { items: Vec::new(), calls: 0 };
    // Batches still to be asked about, each with the number of its first id.
    let most = usize::from(R::BY.most.max(1));
    let mut rest: Vec<(usize, &[String])> =
        ids.chunks(most).enumerate().map(|(number, batch)| (number * most, batch)).collect();
    rest.reverse();
    while let Some((first, batch)) = rest.pop() {
        match ask::<R>(client, region, (first, batch), &mut found).await {
            Ok(()) => {}
            // One of the ids does not exist, but which? Halves find out in few calls.
            Err(error) if says_absent(R::BY.absent, &error) => {
                if let Some((left, right)) = halves(batch) {
                    rest.push((first + left.len(), right));
                    rest.push((first, left));
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Reads all pages of the answer about one batch, whose first id has this number.
async fn ask<R: Lookup>(
    client: &impl SendRequest,
    region: Option<&str>,
    (first, batch): (usize, &[String]),
    found: &mut Found<R::Item>,
) -> Result<(), Error<R::Error>> {
    let mut cursor = PageCursor::new(Ask::<R>::new(batch, region));
    let mut missing: Vec<bool> = vec![true; batch.len()];
    for _ in 0..MAX_PAGES {
        let Some(page) = cursor.next(client).await else { return Ok(()) };
        found.calls = found.calls.saturating_add(1);
        let mut news = false;
        for mut item in R::items(page?) {
            if let Some(at) = asked_as(batch, &mut item, R::BY.id) {
                news |= std::mem::take(&mut missing[at]);
                found.items.push((first + at, item));
            }
        }
        // Pages by number have room for the whole answer, and a reply may lack the total.
        let by_number = R::PAGING.style == PageStyle::Number;
        if by_number && (!news || !missing.contains(&true)) {
            return Ok(());
        }
    }
    match cursor.request() {
        Some(_) => Err(Error::unusable(R::META, DecodeError::TooManyPages)),
        None => Ok(()),
    }
}

/// The place of the id that an item was asked for by.
fn asked_as(batch: &[String], item: &mut dyn ReadFields, id: &str) -> Option<usize> {
    let [id] = texts(item, [id]);
    let id = id?;
    batch.iter().position(|asked| asked.eq_ignore_ascii_case(&id))
}

fn says_absent<C>(codes: &[&str], error: &Error<C>) -> bool {
    error.code().is_some_and(|code| codes.contains(&code))
}

fn halves(batch: &[String]) -> Option<(&[String], &[String])> {
    (batch.len() > 1).then(|| batch.split_at(batch.len().div_ceil(2)))
}

#[cfg(test)]
mod tests;
