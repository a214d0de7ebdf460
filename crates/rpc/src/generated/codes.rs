//! Sets of error codes.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hash;

use crate::request::{ErrorSet, Origin};
use crate::shown::short;

/// A set of error codes without templates, as a table. Implements [`ErrorSet`].
pub trait CodeTable:
    Sized + Clone + PartialEq + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static
{
    /// The codes, one on each line, their variants in the same order, and whose they are.
    fn table() -> (&'static str, &'static [Self], Origin);
}

impl<C: CodeTable> ErrorSet for C {
    fn from_code(code: &str) -> Option<Self> {
        let (codes, variants, _) = C::table();
        let place = codes.split('\n').position(|known| known == code)?;
        variants.get(place).cloned()
    }

    fn code(&self) -> Cow<'static, str> {
        let (codes, variants, _) = C::table();
        let known = codes.split('\n').zip(variants).find(|(_, variant)| *variant == self);
        Cow::Borrowed(known.map_or("", |(code, _)| code))
    }

    fn origin() -> Origin {
        C::table().2
    }
}

/// Shows a code, escaped: the part in the place of a `%s` is text of the service.
///
/// # Errors
/// Those of the formatter.
pub fn debug_code<C: ErrorSet>(code: &C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    std::fmt::Display::fmt(&short(&code.code()), f)
}
