//! Asks about ids in batches, and about parts of a batch that the service refuses as a whole.

use std::ops::Range;

use super::ask::Ask;
use super::{Found, Lookup, texts};
use crate::client::SendRequest;
use crate::error::{Class, Error, Reaction};
use crate::pages::{PageCursor, PageStyle};
use crate::wire::{DecodeError, ReadFields};

/// The most pages of one answer. A hundred ids fit on ten.
const MAX_PAGES: usize = 100;
/// How often batches are halved for ids that the service takes for wrong, before and for each
/// answer: often enough to find one id among a hundred. After that, each id is asked about alone.
const HALVINGS: usize = 8;

/// Asks about ids, in as few calls as the documents allow, one after the other. An id that does not
/// exist has no item in the result.
///
/// An item belongs to the first id that is spelt like its own, whatever the case of letters, as the
/// service compares them. Items with other ids are left out. One id can have several items. A list,
/// an item or an id that cannot be read is an error; other members are read as `strict_decoding`
/// says.
///
/// # Errors
///
/// The first call that fails.
pub async fn find<R: Lookup>(
    client: &impl SendRequest,
    region: Option<&str>,
    ids: &[String],
) -> Result<Found<R::Item>, Error<R::Error>> {
    find_states::<R>(client, region, ids, "").await
}

/// As [`find`], for items that must have a readable member of this name.
pub(crate) async fn find_states<R: Lookup>(
    client: &impl SendRequest,
    region: Option<&str>,
    ids: &[String],
    member: &'static str,
) -> Result<Found<R::Item>, Error<R::Error>> {
    let mut search = Search::<R>::new(ids, member);
    while let Some(batch) = search.rest.pop() {
        search.ask(client, region, batch).await?;
    }
    Ok(search.found)
}

/// What was found, and which ids, by their numbers, could not be asked about.
pub(super) struct FoundEach<R: Lookup> {
    pub(super) found: Found<R::Item>,
    pub(super) failed: Vec<(Range<usize>, Error<R::Error>)>,
}

/// As [`find`], for ids of different callers: an id that the service takes for wrong costs the
/// others nothing but calls, fewer than two for each id. Any other failure is that of all ids
/// without an answer.
pub(super) async fn find_each<R: Lookup>(
    client: &impl SendRequest,
    region: Option<&str>,
    ids: &[String],
) -> FoundEach<R> {
    let mut search = Search::<R>::new(ids, "");
    let (mut failed, mut answered, mut halved) = (Vec::new(), 0, 0);
    while let Some((first, batch)) = search.rest.pop() {
        let Err(error) = search.ask(client, region, (first, batch)).await else {
            answered += 1;
            continue;
        };
        if !may_be_about_ids::<R>(&error) {
            // Those after this batch are the rest.
            failed.push((first..ids.len(), error));
            break;
        }
        if batch.len() < 2 {
            failed.push((first..first + 1, error));
        } else if halved < HALVINGS * (answered + 1) {
            search.halve((first, batch));
            halved += 1;
        } else {
            // Little passes, so that halves would be refused, too.
            search.ask_singly((first, batch));
        }
    }
    FoundEach { found: search.found, failed }
}

/// Ids in one call, and the number of the first of them.
type Batch<'a> = (usize, &'a [String]);

struct Search<'a, R: Lookup> {
    /// Batches still to be asked about. The last comes first.
    rest: Vec<Batch<'a>>,
    /// The member of an item that must be readable beside its id, if there is one.
    member: &'static str,
    found: Found<R::Item>,
}

impl<'a, R: Lookup> Search<'a, R> {
    fn new(ids: &'a [String], member: &'static str) -> Self {
        let most = usize::from(R::BY.most.max(1));
        let batches = ids.chunks(most).enumerate().map(|(number, batch)| (number * most, batch));
        let mut rest: Vec<_> = batches.collect();
        rest.reverse();
        Self { rest, member, found: Found { items: Vec::new(), calls: 0 } }
    }

    /// Asks about one batch. If one of its ids does not exist, halves find out in few calls which.
    async fn ask(
        &mut self,
        client: &impl SendRequest,
        region: Option<&str>,
        batch: Batch<'a>,
    ) -> Result<(), Error<R::Error>> {
        let before = self.found.items.len();
        let asked = Ask::<R>::new(batch.1, region, self.member);
        let Err(error) = ask(client, asked, batch, &mut self.found).await else {
            return Ok(());
        };
        // A page that came before the error has items that come once more.
        self.found.items.truncate(before);
        if !says_absent::<R>(&error) {
            return Err(error);
        }
        self.halve(batch);
        Ok(())
    }

    /// Puts the halves of a batch in front of the others. One id has none.
    fn halve(&mut self, (first, batch): Batch<'a>) {
        if batch.len() < 2 {
            return;
        }
        let (left, right) = batch.split_at(batch.len().div_ceil(2));
        self.rest.extend([(first + left.len(), right), (first, left)]);
    }

    /// Puts the ids of a batch in front of the others, each alone.
    fn ask_singly(&mut self, (first, batch): Batch<'a>) {
        let each = batch.chunks(1).enumerate().map(|(number, id)| (first + number, id));
        self.rest.extend(each.rev());
    }
}

/// Reads all pages of the answer about one batch.
async fn ask<R: Lookup>(
    client: &impl SendRequest,
    request: Ask<'_, R>,
    (first, batch): Batch<'_>,
    found: &mut Found<R::Item>,
) -> Result<(), Error<R::Error>> {
    let mut cursor = PageCursor::new(request);
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

/// Whether a part of the ids can be the reason. An unlisted code is taken for a wrong argument, but
/// with the status 403 it is about rights.
fn may_be_about_ids<R: Lookup>(error: &Error<R::Error>) -> bool {
    let about_rights = error.reaction() == Reaction::GiveUp && error.status() == Some(403);
    let about_what = matches!(error.class(), Class::InvalidArgument | Class::NotFound);
    about_what && !about_rights && !error.code().is_some_and(names_another::<R>)
}

/// Whether a code is about something else than an id: it is known to be, or names another parameter
/// of the lookup, as `InvalidRegionId.NotFound` does.
fn names_another<R: Lookup>(code: &str) -> bool {
    if R::BY.others.contains(&code) {
        return true;
    }
    let with = R::BY.with.iter().map(|(name, _)| *name);
    let mut others = R::META.region.into_iter().chain(with).filter(|name| *name != R::BY.ids);
    let parts = code.split('.').map(|part| part.strip_prefix("Invalid").unwrap_or(part));
    others.any(|name| parts.clone().any(|part| part.eq_ignore_ascii_case(name)))
}

/// Whether an id does not exist. The documents of many operations list no code for that, and the
/// service has one all the same.
fn says_absent<R: Lookup>(error: &Error<R::Error>) -> bool {
    let is_about_ids = |code| match error.class() {
        Class::NotFound => !names_another::<R>(code),
        _ => R::BY.absent.contains(&code),
    };
    error.code().is_some_and(is_about_ids)
}
