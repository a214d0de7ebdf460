//! The one form of future that trait objects return.

use std::pin::Pin;

/// A boxed future, so that traits with async methods can be used as trait objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
