//! Where in a list a pager is: what to ask for next, and when there is nothing left.

use std::collections::HashSet;

use super::look::{Seen, look};
use super::page::{Page, Position};
use super::{PageStyle, Paged};
use crate::client::SendRequest;
use crate::error::Error;
use crate::wire::{DecodeError, flatten};

/// What the service takes if neither the request nor the documents say how long a page is.
const USUAL_SIZE: u64 = 10;

/// A position in a list that comes in pages, for those who send the calls themselves.
///
/// ```text
/// let mut cursor = PageCursor::new(DescribeThings::new());
/// while let Some(page) = cursor.next(&client).await {
///     let page = page?;
/// }
/// ```
#[derive(Clone, Debug)]
pub struct PageCursor<R> {
    request: R,
    /// `None` when there are no more pages.
    position: Option<Position>,
    given: HashSet<String>,
}

impl<R: Paged> PageCursor<R> {
    /// Begins at the page that the request names, or else at the first one.
    pub fn new(request: R) -> Self {
        let position = Some(begin::<R>(&flatten(&request)));
        Self { request, position, given: HashSet::new() }
    }

    /// The request for the next page. `None` after the last one.
    #[must_use]
    pub fn request(&self) -> Option<Page<'_, R>> {
        self.position.as_ref().map(|position| Page { request: &self.request, position })
    }

    /// Goes on to the page after the one in this reply.
    ///
    /// # Errors
    ///
    /// [`DecodeError::RepeatedToken`] if that page was sent before. There are no more pages then.
    pub fn advance(&mut self, reply: &mut R::Response) -> Result<(), DecodeError> {
        let Some(position) = self.position.take() else { return Ok(()) };
        let seen = look(reply);
        match position {
            Position::Token { size, .. } => {
                let Some(token) = seen.token else { return Ok(()) };
                if !self.given.insert(token.clone()) {
                    return Err(DecodeError::RepeatedToken);
                }
                self.position = Some(Position::Token { token: Some(token), size });
            }
            Position::Number { number, size } => {
                if !is_last(number, size, &seen) {
                    self.position = Some(Position::Number { number: number + 1, size });
                }
            }
        }
        Ok(())
    }

    /// Asks for the next page. `None` after the last one.
    ///
    /// After an error of the call the cursor stays where it was, so the same page can be asked for
    /// again.
    pub async fn next<S: SendRequest>(
        &mut self,
        client: &S,
    ) -> Option<Result<R::Response, Error<R::Error>>> {
        let request = self.request()?;
        let mut reply = match client.send(request).await {
            Ok(reply) => reply,
            Err(error) => return Some(Err(error)),
        };
        match self.advance(&mut reply) {
            Ok(()) => Some(Ok(reply)),
            Err(error) => Some(Err(Error::unusable(R::META, error))),
        }
    }
}

/// Whether a page by number is the last one. Where the service does not say how many items there
/// are in all, an empty page is.
fn is_last(number: u64, size: u64, seen: &Seen) -> bool {
    let size = seen.size.unwrap_or(size).max(1);
    match seen.total {
        Some(total) => number.saturating_mul(size) >= total,
        None => seen.items == 0,
    }
}

fn begin<R: Paged>(query: &[(String, String)]) -> Position {
    let of = |name: &str| {
        let (_, value) = query.iter().find(|(known, _)| known == name)?;
        Some(value.as_str()).filter(|value| !value.trim().is_empty())
    };
    let number = |name: &str| of(name).and_then(|value| value.parse::<u64>().ok());
    let documented = Some(u64::from(R::PAGING.size)).filter(|size| *size > 0);
    let by_number = match R::PAGING.style {
        PageStyle::Number => true,
        PageStyle::Token => false,
        PageStyle::Both => of("PageNumber").is_some(),
    };
    if by_number {
        let size = number("PageSize").or(documented).unwrap_or(USUAL_SIZE);
        return Position::Number { number: number("PageNumber").unwrap_or(1), size };
    }
    // `MaxResults` makes an operation that offers both use tokens.
    let both = R::PAGING.style == PageStyle::Both;
    let size = number("MaxResults").or(number("PageSize").filter(|_| both)).or(documented);
    let size = size.or_else(|| both.then_some(USUAL_SIZE)).filter(|_| R::PAGING.max_results);
    Position::Token { token: of("NextToken").map(str::to_owned), size }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
