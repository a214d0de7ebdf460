//! The two types that stand where an operation's error enum would stand.

use std::borrow::Cow;
use std::fmt;

use crate::product::Product;
use crate::request::{ErrorSet, Origin};

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

    fn origin() -> Origin {
        static NO_PRODUCT: Product = Product::new("", "");
        Origin { product: &NO_PRODUCT, operation: "", read_only: false }
    }
}

impl fmt::Display for NoErrors {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

/// Stands for the set of codes in an [`Error`](super::Error) of any operation.
///
/// Deliberately not an [`ErrorSet`], so that `?` can turn every `Error<C>` into an `Error`. Where
/// the compiler expects `Untyped` and found the set of an operation, write `.untyped()?` instead of
/// `?`: see [`ResultExt`](super::ResultExt).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Untyped {}
