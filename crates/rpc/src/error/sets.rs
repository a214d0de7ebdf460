//! The two types that stand where an operation's error enum would stand.

use std::borrow::Cow;

use crate::request::ErrorSet;

/// The set of an operation without documented codes. It has no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoErrors {}

impl ErrorSet for NoErrors {
    fn from_code(_: &str) -> Option<Self> {
        None
    }

    fn code(&self) -> Cow<'static, str> {
        match *self {}
    }
}

/// Stands for the set of codes in an [`Error`](super::Error) of any operation.
///
/// Deliberately not an [`ErrorSet`], so that `?` can turn every `Error<C>` into an `Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Untyped {}
