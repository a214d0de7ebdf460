//! Lists and waiters for programs without an async runtime.

use std::fmt;
use std::vec::IntoIter;

use super::Client;
use crate::error::Error;
use crate::lookup::Lookup;
use crate::pages::{PageCursor, Paged, PagedItems};
use crate::wait::{Wait, WaitError, WaitUntil as _};

impl Client {
    /// All pages of a list, as replies; see [`Paginate::pages`](crate::Paginate::pages).
    pub fn pages<R: Paged>(&self, request: R) -> Pages<'_, R> {
        Pages { client: self, cursor: Some(PageCursor::new(request)) }
    }

    /// All items of a list; see [`Paginate::items`](crate::Paginate::items).
    pub fn items<R: PagedItems>(&self, request: R) -> Items<'_, R> {
        Items { pages: self.pages(request), page: Vec::new().into_iter() }
    }

    /// All items of a list at once.
    ///
    /// # Errors
    ///
    /// The first error. The items that came before it are lost.
    pub fn all<R: PagedItems>(&self, request: R) -> Result<Vec<R::Item>, Error<R::Error>> {
        self.items(request).collect()
    }

    /// Waits until all resources have reached a state; see
    /// [`WaitUntil::wait_until`](crate::WaitUntil::wait_until).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn wait_until<R: Lookup>(&self, wait: Wait<R>) -> Result<Vec<R::Item>, WaitError>
    where
        R::Error: Send,
    {
        self.runtime.block_on(self.client.wait_until(wait))
    }
}

/// The pages of a list. Made by [`Client::pages`]. Each is a call, sent when it is asked for; there
/// are no more after an error.
#[must_use = "pages are only asked for as they are taken"]
pub struct Pages<'a, R> {
    client: &'a Client,
    cursor: Option<PageCursor<R>>,
}

impl<R: Paged> Iterator for Pages<'_, R> {
    type Item = Result<R::Response, Error<R::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        let cursor = self.cursor.as_mut()?;
        let page = self.client.runtime.block_on(cursor.next(&self.client.client));
        if !matches!(page, Some(Ok(_))) {
            self.cursor = None;
        }
        page
    }
}

/// The items of a list. Made by [`Client::items`]. There are no more after an error.
#[must_use = "items are only asked for as they are taken"]
pub struct Items<'a, R: PagedItems> {
    pages: Pages<'a, R>,
    page: IntoIter<R::Item>,
}

impl<R: PagedItems> Iterator for Items<'_, R> {
    type Item = Result<R::Item, Error<R::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            // A page may be empty without being the last.
            match self.pages.next()? {
                Ok(page) => self.page = R::items(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<R: Paged> fmt::Debug for Pages<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &R::META.name).finish_non_exhaustive()
    }
}

impl<R: PagedItems> fmt::Debug for Items<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &R::META.name).finish_non_exhaustive()
    }
}
