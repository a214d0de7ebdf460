//! Pagers: replies that come in pages, as one sequence.
//!
//! ```text
//! let mut things = pin!(client.items(DescribeThings::new()));
//! while let Some(thing) = things.next().await {
//!     println!("{:?}", thing?.id);
//! }
//! ```
//!
//! [`Paginate`] works for everything that sends requests. A sequence ends after an error. Pages by
//! number can miss or repeat an item when items come and go between two calls; pages by token do
//! not depend on positions, so they are used wherever an operation offers both.

mod cursor;
mod look;
mod page;

use futures_core::Stream;
use futures_util::{StreamExt, stream};

pub use cursor::PageCursor;
pub use page::Page;

use crate::client::SendRequest;
use crate::error::Error;
use crate::request::Request;

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

/// Asks for page after page. Implemented for everything that sends requests.
pub trait Paginate: SendRequest {
    /// All pages of a list, as replies. A page may be empty without being the last.
    ///
    /// Every page is a call of its own, and the next one is only sent when it is asked for. After
    /// an error there are no more pages; a [`PageCursor`] can go on from there.
    fn pages<R: Paged + Clone>(
        &self,
        request: R,
    ) -> impl Stream<Item = Result<R::Response, Error<R::Error>>> + Send
    where
        Self: Sized,
    {
        stream::unfold(Some(PageCursor::new(request)), move |cursor| async move {
            let mut cursor = cursor?;
            match cursor.next(self).await? {
                Ok(page) => Some((Ok(page), Some(cursor))),
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    /// All items of a list.
    ///
    /// Each page is one call. After an error there are no more items.
    fn items<R: PagedItems + Clone>(
        &self,
        request: R,
    ) -> impl Stream<Item = Result<R::Item, Error<R::Error>>> + Send
    where
        Self: Sized,
        R::Error: Send,
    {
        self.pages(request).flat_map(|page| {
            let items: Vec<Result<R::Item, Error<R::Error>>> = match page {
                Ok(page) => R::items(page).into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            };
            stream::iter(items)
        })
    }

    /// All items of a list at once.
    ///
    /// # Errors
    ///
    /// The first error. The items that came before it are lost.
    fn all<R: PagedItems + Clone>(
        &self,
        request: R,
    ) -> impl Future<Output = Result<Vec<R::Item>, Error<R::Error>>> + Send
    where
        Self: Sized,
    {
        async move {
            let mut cursor = PageCursor::new(request);
            let mut items = Vec::new();
            while let Some(page) = cursor.next(self).await {
                items.extend(R::items(page?));
            }
            Ok(items)
        }
    }
}

impl<S: SendRequest> Paginate for S {}
