//! Pagers: replies that come in pages, as one sequence.
//!
//! ```text
//! let mut things = client.items(DescribeThings::new());
//! while let Some(thing) = things.next().await {
//!     println!("{:?}", thing?.id);
//! }
//! ```
//!
//! [`Paginate`] works for everything that sends requests. A sequence ends after an error. A page
//! whose list, token or total has a wrong type is an error, because the rest of the list could be
//! missing. What is inside of items is read as `strict_decoding` says.
//!
//! Pages by number can miss or repeat an item when items come and go between two calls; pages by
//! token do not depend on positions, so they are used wherever an operation offers both.

mod cursor;
mod look;
mod page;
mod pager;

use futures_util::{StreamExt, stream};

pub use cursor::PageCursor;
pub use page::Page;
pub use pager::Pager;

use crate::client::SendRequest;
use crate::error::Error;
use crate::request::Request;
use crate::transport::BoxFuture;

/// How the pages of a list are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// By `PageNumber` and `PageSize`.
    Number,
    /// By `NextToken`.
    Token,
    /// By either. A pager uses tokens unless the request sets a `PageNumber`.
    Both,
}

/// What a pager has to know about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How the pages are told apart.
    pub style: PageStyle,
    /// How many items a page holds if the request does not say so: the most that the documents
    /// allow. 0 if they do not say.
    pub size: u32,
    /// The operation takes `MaxResults`.
    pub max_results: bool,
}

/// A request whose reply is one page of several.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no pages",
    label = "the reply of this operation is complete",
    note = "help: `send` returns everything"
)]
pub trait Paged: Request {
    /// How the pages are told apart.
    const PAGING: Paging;
}

/// A request whose pages hold items of one kind.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "the pages of `{Self}` do not hold items of one kind",
    label = "no single list in the reply",
    note = "help: `pages` returns whole replies, if the operation has pages"
)]
pub trait PagedItems: Paged {
    /// One item.
    type Item: Send;

    /// Takes the items of a page.
    fn items(reply: Self::Response) -> Vec<Self::Item>;
}

impl<R: Paged> Paged for &R {
    const PAGING: Paging = R::PAGING;
}

impl<R: PagedItems> PagedItems for &R {
    type Item = R::Item;

    fn items(reply: Self::Response) -> Vec<Self::Item> {
        R::items(reply)
    }
}

/// The future of all items of a list.
pub type AllItems<'s, R> =
    BoxFuture<'s, Result<Vec<<R as PagedItems>::Item>, Error<<R as Request>::Error>>>;

/// Asks for page after page. Implemented for everything that sends requests.
pub trait Paginate: SendRequest {
    /// All pages of a list, as replies. A page may be empty without being the last.
    ///
    /// Every page is a call of its own, and the next one is only sent when it is asked for. After
    /// an error there are no more pages; a [`PageCursor`] can go on from there.
    fn pages<'s, R>(&'s self, request: R) -> Pager<'s, Result<R::Response, Error<R::Error>>>
    where
        Self: Sized,
        R: Paged + Clone + 's,
    {
        let begin = Some(PageCursor::new(request));
        Pager::new(stream::unfold(begin, move |cursor| async move {
            let mut cursor = cursor?;
            match cursor.next(self).await? {
                Ok(page) => Some((Ok(page), Some(cursor))),
                Err(error) => Some((Err(error), None)),
            }
        }))
    }

    /// All items of a list.
    ///
    /// Each page is one call. After an error there are no more items. A member of an item that has
    /// a value of a wrong type counts as missing, as in [`Client::send`](crate::Client::send).
    fn items<'s, R>(&'s self, request: R) -> Pager<'s, Result<R::Item, Error<R::Error>>>
    where
        Self: Sized,
        R: PagedItems + Clone + 's,
    {
        Pager::new(self.pages(request).flat_map(|page| {
            let items: Vec<Result<R::Item, Error<R::Error>>> = match page {
                Ok(page) => R::items(page).into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            };
            stream::iter(items)
        }))
    }

    /// All items of a list at once. A member of an item that has a value of a wrong type counts as
    /// missing, as in [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    ///
    /// The first error. The items that came before it are lost.
    // Boxed so that a request without pages is reported once, not at the `.await` again.
    fn all<'s, R>(&'s self, request: R) -> AllItems<'s, R>
    where
        Self: Sized,
        R: PagedItems + Clone + 's,
    {
        Box::pin(async move {
            let mut cursor = PageCursor::new(request);
            let mut items = Vec::new();
            while let Some(page) = cursor.next(self).await {
                items.extend(R::items(page?));
            }
            Ok(items)
        })
    }
}

impl<S: SendRequest> Paginate for S {}
