//! The two types that stand where an operation's error enum would stand.

use std::borrow::Cow;

use crate::request::ErrorSet;

/// The set of an operation that documents no codes. It has no values.
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

/// Marks an [`Error`](super::Error) whose operation is not known to the compiler. Deliberately
/// not an [`ErrorSet`]: that is what lets `?` turn every typed error into an untyped one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Untyped {}
