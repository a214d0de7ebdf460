//! The sequence that a list becomes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::StreamExt as _;

/// A list that is read page by page, made by [`Paginate`](super::Paginate). `T` is a page or an
/// item, or the error that ended the list.
///
/// A call is sent only when what it returns is asked for. [`next`](Self::next) needs no other
/// crate; for adapters such as `then` and `collect`, this is also a [`Stream`].
#[must_use = "no page is asked for until the sequence is read"]
pub struct Pager<'s, T>(BoxStream<'s, T>);

impl<'s, T> Pager<'s, T> {
    pub(super) fn new(stream: impl Stream<Item = T> + Send + 's) -> Self {
        // Asked again after its end, it ends again.
        Self(Box::pin(stream.fuse()))
    }

    /// The next page or item. `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<T> {
        std::future::poll_fn(|context| self.0.as_mut().poll_next(context)).await
    }
}

impl<T> Stream for Pager<'_, T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.as_mut().poll_next(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> fmt::Debug for Pager<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").finish_non_exhaustive()
    }
}
